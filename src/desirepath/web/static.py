"""The page: the built front end, one file for every address that is no file and no API.

Files are held in memory; beside a text lies what the build packed of it (`.gz`), for browsers that
take it. Without a build (a checkout before `make setup`) the map itself is shown instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

HERE = Path(__file__).with_name("static")
HASHED = "public, max-age=31536000, immutable"
"""Files under assets/ carry the hash of their content in their name."""
PACKED = ".gz"
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Held:
    """A file as it is sent, and packed where that is smaller."""

    data: bytes
    packed: bytes | None
    type: str

    def answer(self, request: Request, caching: str) -> Response:
        """Return it as the browser takes it."""
        headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
        if self.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, media_type=self.type, headers=headers)
        return Response(self.data, media_type=self.type, headers=headers)


def install(app: FastAPI, folder: Path = HERE) -> None:
    """Serve the page at every address outside /api."""
    if not (folder / "index.html").is_file():

        @app.get("/", include_in_schema=False)
        def map_alone() -> Response:
            return RedirectResponse("/api/v1/maps/current.html")

        return

    known = {
        file.relative_to(folder).as_posix(): _held(file)
        for file in folder.rglob("*")
        if file.is_file() and file.suffix in TYPES
    }

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(path: str, request: Request) -> Response:
        # names are looked up, never joined to a path: an address cannot leave the folder
        if path in known:
            caching = HASHED if path.startswith("assets/") else "no-cache"
            return known[path].answer(request, caching)
        last = path.rpartition("/")[2]
        if path == "api" or path.startswith(("api/", "assets/")) or "." in last:
            raise HTTPException(404, "Not Found")
        return known["index.html"].answer(request, "no-cache")


def _held(file: Path) -> Held:
    packed = file.with_name(file.name + PACKED)
    return Held(
        data=file.read_bytes(),
        packed=packed.read_bytes() if packed.is_file() else None,
        type=TYPES[file.suffix],
    )
