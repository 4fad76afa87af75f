"""Bring a file in step by step: send it once, preview it, correct it, import it, or cancel."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.requests import ClientDisconnect

from desirepath.errors import InputError
from desirepath.web.access import needs
from desirepath.web.shapes import UploadDocument, UploadRoom, answers
from desirepath.web.uploads import Uploads

router = APIRouter(prefix="/uploads", tags=["uploads"])


class Choice(BaseModel):
    """How the file is to be read, as far as a person says it; `columns` is role → column."""

    model_config = ConfigDict(extra="forbid")

    kind: str | None = None
    source: str | None = None
    columns: dict[str, str | list[str]] | None = None
    timezone: str | None = None
    instrument: str | None = None
    scale: str | None = None
    drop_duplicates: bool = False

    def options(self) -> dict[str, Any]:
        """Return what was said."""
        return {name: value for name, value in self.model_dump().items() if value}


def uploads(request: Request) -> Uploads:
    """Return the uploads of the running server (a dependency of routes)."""
    found = request.app.state.uploads
    if not isinstance(found, Uploads):
        raise TypeError("the app was made without uploads")
    return found


At = Annotated[Uploads, Depends(uploads)]


@router.get("", **answers(UploadRoom))
def list_uploads(at: At) -> dict[str, Any]:
    """Return the uploads there are, and how large a file may be (bytes)."""
    return {"room": at.spool().free(), "uploads": [each.document() for each in at.all()]}


@router.post("", dependencies=[needs("data")], status_code=201, **answers(UploadDocument, 201))
async def send(request: Request, at: At, file: str) -> dict[str, Any]:
    """Take the body of the request as a file of that name.

    The body streams to disk, never into memory; a request that breaks off leaves nothing.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit():
        at.spool().check(int(announced))
    try:
        return (await at.take(file, request.stream())).document()
    except ClientDisconnect:
        raise InputError("The connection broke off; nothing was kept.") from None


@router.get("/{upload}", **answers(UploadDocument))
def show(upload: str, at: At) -> dict[str, Any]:
    """Return how far an upload is."""
    return at.find(upload).document()


@router.post(
    "/{upload}/preview",
    dependencies=[needs("data")],
    status_code=202,
    **answers(UploadDocument, 202),
)
def preview(upload: str, at: At, choice: Choice) -> dict[str, Any]:
    """Look at the first rows, change nothing; the report comes with `GET`."""
    found = at.find(upload)
    at.start(found, choice.options(), dry=True)
    return found.document()


@router.post(
    "/{upload}/import",
    dependencies=[needs("data")],
    status_code=202,
    **answers(UploadDocument, 202),
)
def bring_in(upload: str, at: At, choice: Choice) -> dict[str, Any]:
    """Import the file; the report comes with `GET`."""
    found = at.find(upload)
    at.start(found, choice.options(), dry=False)
    return found.document()


@router.delete("/{upload}", dependencies=[needs("data")], **answers(UploadDocument))
def cancel(upload: str, at: At) -> dict[str, Any]:
    """Stop what is going on and remove the file; return how it ended (`done` came too late)."""
    found = at.find(upload)
    at.cancel(found)
    return found.document()
