"""The help pages under /help/: built from docs/ into `help/` beside this file (`make docs`)."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response

HERE = Path(__file__).with_name("help")
NOT_BUILT = "The help pages were not built in this checkout: make docs. They are in docs/, too."


def install(app: FastAPI, folder: Path = HERE) -> None:
    """Serve the help pages; where none were built, say how to get them."""
    # names are looked up, never joined to a path: an address cannot leave the folder
    known = {
        file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()
    }

    @app.get("/help", include_in_schema=False)
    def bare() -> Response:
        return RedirectResponse("/help/")

    @app.api_route("/help/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str) -> Response:
        if not known:
            raise HTTPException(404, NOT_BUILT)
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name not in known:
            raise HTTPException(404, f"There is no help page {path}. All of them: /help/")
        return FileResponse(known[name], headers={"Cache-Control": "no-cache"})
