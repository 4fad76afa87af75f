"""Our errors as problem details (RFC 9457), so that a page can say what the sentence says."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from desirepath.errors import (
    DesirepathError,
    EditConflict,
    InputError,
    RemoteError,
    UnknownName,
    UsageError,
)

STATUS: tuple[tuple[type[DesirepathError], int, str], ...] = (
    (UsageError, 400, "Wrong usage"),
    (UnknownName, 404, "Unknown name"),
    (InputError, 422, "Wrong input"),
    (RemoteError, 502, "Another system failed"),
    (DesirepathError, 409, "Not possible now"),
)


def problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """Return a problem document; `more` are members of its own."""
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **more},
        status_code=status,
        media_type="application/problem+json",
    )


def install(app: FastAPI) -> None:
    """Answer every error of an app with a problem document."""

    @app.exception_handler(DesirepathError)
    def ours(_request: Request, error: DesirepathError) -> JSONResponse:
        status, title = next(
            (status, title) for kind, status, title in STATUS if isinstance(error, kind)
        )
        return problem(status, title, str(error))

    @app.exception_handler(EditConflict)
    def conflict(_request: Request, error: EditConflict) -> JSONResponse:
        pairs = [{"mine": mine, "theirs": theirs} for mine, theirs in error.pairs]
        title = "Changed by somebody else"
        return problem(409, title, str(error), revision=error.revision, conflicts=pairs)

    @app.exception_handler(RequestValidationError)
    def form(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        return problem(422, "Wrong input", f"{where}: {first['msg']}.")

    @app.exception_handler(HTTPException)
    def other(_request: Request, error: HTTPException) -> JSONResponse:
        title = "Not found" if error.status_code == 404 else "Refused"
        answer = problem(error.status_code, title, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer
