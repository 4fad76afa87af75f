"""The page: the built front end, one file for every address that is no file and no API.

Without a build (a checkout before `make setup`) the map itself is shown instead.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response

HERE = Path(__file__).with_name("static")
HASHED = "public, max-age=31536000, immutable"
"""Files under assets/ carry the hash of their content in their name."""


def install(app: FastAPI, folder: Path = HERE) -> None:
    """Serve the page at every address outside /api."""
    if not (folder / "index.html").is_file():

        @app.get("/", include_in_schema=False)
        def map_alone() -> Response:
            return RedirectResponse("/api/v1/maps/current.html")

        return

    known = {
        str(file.relative_to(folder)).replace("\\", "/"): file
        for file in folder.rglob("*")
        if file.is_file()
    }

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str) -> Response:
        # names are looked up, never joined to a path: an address cannot leave the folder
        if path in known:
            caching = HASHED if path.startswith("assets/") else "no-cache"
            return FileResponse(known[path], headers={"Cache-Control": caching})
        last = path.rpartition("/")[2]
        if path == "api" or path.startswith(("api/", "assets/")) or "." in last:
            raise HTTPException(404, "Not Found")
        return FileResponse(known["index.html"], headers={"Cache-Control": "no-cache"})
