"""The maps of a workspace: the living one, those people wrote, and every format they leave in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from desirepath.errors import InputError
from desirepath.maps.images import LARGEST
from desirepath.maps.spoken import ENGLISH
from desirepath.web.access import needs
from desirepath.web.map_shapes import DrawnMap, Format, KeptImage, KeptMap, MapDocument, MapListed
from desirepath.web.problems import problem
from desirepath.web.routes import Desk, desk
from desirepath.web.routes.edits import tag
from desirepath.web.shapes import Problem, answers
from desirepath.web.uploads import receive

PICTURE = 2000
"""A drawn map counts as so many rows among the pictures that are kept."""
SELF_CONTAINED = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; sandbox allow-scripts allow-downloads allow-modals"
)
"""An exported page carries its own script; the sandbox keeps it away from the API's origin."""

router = APIRouter(prefix="/maps", tags=["maps"])
AtDesk = Annotated[Desk, Depends(desk)]
Version = Annotated[int | None, Query(ge=1, le=10**9)]


def _selection(
    where: Annotated[list[str] | None, Query()] = None,
    from_: Annotated[str | None, Query(alias="from")] = None,
    to: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    given = {"where": where, "from_": from_, "to": to, "title": title}
    return {key: value for key, value in given.items() if value}


def _sheet(
    width: Annotated[int, Query(ge=320, le=8000)] = 1456,
    language: Annotated[str, Query(pattern="^[a-z]{2}$")] = ENGLISH,
) -> tuple[int, str]:
    return width, language


Sheet = Annotated[tuple[int, str], Depends(_sheet)]


@router.get("", **answers(list[MapListed]))
def listed(at: AtDesk) -> list[dict[str, Any]]:
    """Return the maps of the workspace, those that changed last first."""
    with at.workspace(wait=False) as workspace:
        return workspace.maps.list()


@router.post("", dependencies=[needs("edit")], status_code=201, **answers(KeptMap, 201))
async def load(request: Request, at: AtDesk, file: str, title: str | None = None) -> dict[str, Any]:
    """Keep the map in the body of the request, a file of that name; return how it was read.

    Map JSON, a CSV grid, a Mermaid journey or OJF, by content. A wrong file changes nothing.
    """
    with at.workspace(wait=False) as workspace:
        spool = workspace.sources.spool()
    with spool.file(file) as target:
        await receive(_small(request.stream(), target.name), target, spool)

        def work() -> dict[str, Any]:
            with at.workspace(wait=False) as workspace:
                kept = workspace.maps.load(target, title=title)
            return {
                "id": kept.id,
                "kind": kept.document["kind"],
                "title": kept.document["title"],
                "version": kept.version,
                "report": dict(kept.report),
            }

        return await run_in_threadpool(work)


@router.get("/current", **answers(MapDocument))
def current(
    at: AtDesk, selection: Annotated[dict[str, Any], Depends(_selection)]
) -> dict[str, Any]:
    """Return the document of the map of what is known now."""
    with at.workspace(wait=False) as workspace:
        return dict(workspace.maps.build(**selection).document)


@router.get("/formats", **answers(list[Format]))
def formats() -> list[dict[str, str]]:
    """Return the formats in which a map leaves: `/maps/current.SUFFIX`."""
    from desirepath import registry

    found = [(name, registry.load("exports", name)) for name in registry.names("exports")]
    return [
        {
            "suffix": module.suffix.lstrip("."),
            "media_type": module.media_type,
            "about": (module.__doc__ or "").strip().partition("\n")[0],
        }
        for _, module in found
    ]


@router.post("/images", dependencies=[needs("edit")], status_code=201, **answers(KeptImage, 201))
async def add_image(request: Request, at: AtDesk, file: str = "image") -> dict[str, Any]:
    """Keep the PNG, JPEG or WebP in the body of the request for the storyboards of maps.

    What it is is decided by its bytes. The same image again is the same id.
    """
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > LARGEST:
            raise InputError(f'"{file}" has more than {LARGEST >> 20} MB. Bring a smaller image.')

    def work() -> dict[str, Any]:
        with at.workspace(wait=False) as workspace:
            return workspace.maps.images.add(bytes(held), f'"{file}"')

    return await run_in_threadpool(work)


@router.get("/images/{image}", response_class=Response)
def image(image: str, at: AtDesk) -> Response:
    """Return an image; it never changes, and nothing in it can run."""
    try:
        with at.workspace(wait=False) as workspace:
            found = workspace.maps.images.get(image)
    except InputError as error:
        return problem(404, "Not found", str(error))
    return Response(
        found.data,
        media_type=found.type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=31536000, immutable",
        },
    )


@router.get("/current/layout", **answers(DrawnMap))
def layout(
    at: AtDesk,
    selection: Annotated[dict[str, Any], Depends(_selection)],
    sheet: Sheet,
    session: str = "",
) -> Response:
    """Return the map with its picture computed for a sheet of about `width` pixels."""
    with at.workspace(wait=False) as workspace:
        found = workspace.maps.build(**selection)
        return _drawn(at, workspace, found, sheet, session)


@router.get("/current.{suffix}", response_class=Response)
def export(
    suffix: str, at: AtDesk, selection: Annotated[dict[str, Any], Depends(_selection)]
) -> Response:
    """Return the map as a file of that format."""
    _check(suffix)
    with at.workspace(wait=False) as workspace:
        drawn = workspace.maps.build(**selection)
    return _as_file(drawn, suffix, at)


@router.get("/{id}/layout", **answers(DrawnMap))
def kept_layout(
    id: str,  # noqa: A002 - the word of the field
    at: AtDesk,
    sheet: Sheet,
    version: Version = None,
    session: str = "",
) -> Response:
    """Return a kept map with its picture computed for a sheet of about `width` pixels."""
    with at.workspace(wait=False) as workspace:
        found = workspace.maps.get(id, version=version)
        return _drawn(at, workspace, found, sheet, session)


@router.get("/{id}.{suffix}", response_class=Response)
def kept_export(
    id: str,  # noqa: A002
    suffix: str,
    at: AtDesk,
    version: Version = None,
) -> Response:
    """Return a kept map as a file of that format."""
    _check(suffix)
    with at.workspace(wait=False) as workspace:
        kept = workspace.maps.get(id, version=version)
    return _as_file(kept, suffix, at)


@router.get("/{id}", **answers(MapDocument))
def kept(
    id: str,  # noqa: A002
    at: AtDesk,
    version: Version = None,
) -> dict[str, Any]:
    """Return the document of a kept map, its newest version unless one is named."""
    with at.workspace(wait=False) as workspace:
        return dict(workspace.maps.get(id, version=version).document)


@router.delete(
    "/{id}",
    dependencies=[needs("edit")],
    status_code=204,
    response_class=Response,
    responses={"4XX": {"model": Problem, "description": "What went wrong, in a sentence"}},
)
def delete(id: str, at: AtDesk) -> Response:  # noqa: A002
    """Remove a map with all its versions."""
    with at.workspace(wait=False) as workspace:
        workspace.maps.delete(id)
    return Response(status_code=204)


async def _small(chunks: AsyncIterator[bytes], name: str) -> AsyncIterator[bytes]:
    """Pass on a body of the size that a map may have; raises InputError beyond it."""
    from desirepath.maps.readers import LIMIT

    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > LIMIT:
            raise InputError(
                f'"{name}" holds more than {LIMIT >> 20} MB, so it is no map. A file of events or '
                "answers is imported on the page Data."
            )
        yield chunk


def _drawn(at: Desk, workspace: Any, found: Any, sheet: tuple[int, str], session: str) -> Response:
    """Answer with a map and its picture; `ETag` is its revision, for edits."""
    from desirepath.web.picture import drawn

    picture: bytes = at.pictures.get(
        (found.digest, *sheet), lambda: _json(drawn(found.document, *sheet)), rows=lambda _: PICTURE
    )
    undo, redo = workspace.maps.steps_back(found.id, session) if session else (None, None)
    state = _json(
        {
            "id": found.id,
            "version": found.version,
            "revision": found.revision,
            "undo": undo,
            "redo": redo,
            "waiting": list(found.waiting),
        }
    )
    # the picture is nearly all of the answer and rarely another one: it is written once
    return Response(
        picture[:-1] + b"," + state[1:],
        media_type="application/json",
        headers={"ETag": tag(found.revision)},
    )


def _json(document: dict[str, Any]) -> bytes:
    return bytes(JSONResponse(document).body)


def _check(suffix: str) -> None:
    from desirepath import exports

    exports.check(Path(f"map.{suffix}"))


def _as_file(drawn: Any, suffix: str, at: Desk) -> Response:
    from desirepath import exports, registry

    name = exports.formats()[f".{suffix.lower()}"]
    with at.workspace(wait=False) as workspace:
        spool = workspace.sources.spool()
    with spool.file(f"map.{suffix}") as target:
        drawn.save(target)
        return Response(
            target.read_bytes(),
            media_type=registry.load("exports", name).media_type,
            headers={
                "Content-Disposition": f'inline; filename="map.{suffix}"',
                "Content-Security-Policy": SELF_CONTAINED,
            },
        )
