"""Editing maps: changes with `If-Match`, the log, versions, differences, new maps."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Query, Response
from fastapi.responses import JSONResponse

from desirepath.web.access import needs
from desirepath.web.edit_shapes import (
    ColumnsCompared,
    Differs,
    Edits,
    LogEntry,
    Made,
    NewMap,
    Restored,
    Taken,
    Template,
    VersionListed,
    VersionNamed,
)
from desirepath.web.live import Live, live
from desirepath.web.problems import problem
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers

router = APIRouter(prefix="/maps", tags=["maps"])
AtDesk = Annotated[Desk, Depends(desk)]
Hub = Annotated[Live, Depends(live)]
State = Annotated[str, Query(pattern=r"^(now|\d{1,9}(\.\d{1,9})?)$")]


def tag(revision: int) -> str:
    """Return the ETag of a revision."""
    return f'"{revision}"'


@router.get("/templates", **answers(list[Template]))
def templates() -> list[dict[str, Any]]:
    """Return the maps to begin with."""
    from desirepath.maps.templates import TEMPLATES

    return [
        {"name": name, "title": title, "stages": list(columns)}
        for name, (title, columns) in TEMPLATES.items()
    ]


@router.post("/new", dependencies=[needs("edit")], status_code=201, **answers(Made, 201))
def create(at: AtDesk, hub: Hub, wanted: Annotated[NewMap, Body()]) -> dict[str, Any]:
    """Make a map from data, a template or another map."""
    changes: list[dict[str, Any]] = []
    if wanted.state:
        changes.append({"op": "set-state", "state": wanted.state})
    if wanted.persona:
        changes.append({"op": "set-persona", "persona": wanted.persona})
    chosen = {"where": wanted.where} if wanted.where else {}
    with at.workspace(wait=False) as workspace:
        made = workspace.maps.create(wanted.title, source=wanted.source, changes=changes, **chosen)
    hub.publish("map", {"id": made.id, "revision": made.revision, "session": None})
    return {"id": made.id, "title": made.document["title"]}


@router.post("/{id}/edits", dependencies=[needs("edit")], **answers(Taken))
def edit(
    id: str,  # noqa: A002 - the word of the field
    at: AtDesk,
    hub: Hub,
    edits: Annotated[Edits, Body()],
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Change a map. `If-Match` names the revision that the page shows.

    What others changed since is merged; where both cannot stand, nothing is taken and 409 shows
    both. An answer means that the changes are on disk.
    """
    seen = (if_match or "").strip().removeprefix("W/").strip('"')
    if not seen.isdigit():
        return problem(
            428, "Which revision?", "Say with If-Match which revision of the map you saw."
        )
    with at.workspace(wait=False) as workspace:
        head = len(workspace.maps.history(id))
        if int(seen) > head:
            return problem(
                412,
                "Another map",
                f"This map has {head} changes and you saw {seen}: it was restored from somewhere "
                "else. Load it anew; your changes are still in the page.",
            )
        made = workspace.maps.edit(
            id,
            [
                dataclasses.asdict(one.change)
                if dataclasses.is_dataclass(one.change)
                else one.change.model_dump()
                for one in edits.changes
            ],
            session=edits.session,
            author=edits.author,
            revision=int(seen),
            ids=[one.id for one in edits.changes],
        )
        return _taken(workspace, hub, made, edits.session)


@router.get("/{id}/edits", **answers(list[LogEntry]))
def history(
    id: str,  # noqa: A002
    at: AtDesk,
    after: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """Return the log of a map, oldest first, from a revision on."""
    with at.workspace(wait=False) as workspace:
        return [one for one in workspace.maps.history(id) if one["no"] > after]


@router.get("/{id}/versions", **answers(list[VersionListed]))
def versions(id: str, at: AtDesk) -> list[dict[str, Any]]:  # noqa: A002
    """Return the versions of a map, newest first."""
    with at.workspace(wait=False) as workspace:
        return list(workspace.maps.versions(id))


@router.post(
    "/{id}/versions", dependencies=[needs("edit")], status_code=201, **answers(VersionListed, 201)
)
def name_version(
    id: str,  # noqa: A002
    at: AtDesk,
    named: Annotated[VersionNamed, Body()],
) -> dict[str, Any]:
    """Keep the map as it is now as a version of that name."""
    with at.workspace(wait=False) as workspace:
        return workspace.maps.keep(id, named.name)


@router.post("/{id}/versions/{version}/restore", dependencies=[needs("edit")], **answers(Taken))
def restore(
    id: str,  # noqa: A002
    version: int,
    at: AtDesk,
    hub: Hub,
    by: Annotated[Restored, Body()],
) -> Response:
    """Make what people wrote what it was in a version; a change that can be undone."""
    with at.workspace(wait=False) as workspace:
        made = workspace.maps.restore(
            id, version, session=by.session, author=by.author, entry=by.id
        )
        return _taken(workspace, hub, made, by.session)


@router.get("/{id}/difference", **answers(list[Differs]))
def difference(
    id: str,  # noqa: A002
    at: AtDesk,
    older: Annotated[State, Query(alias="from")],
    newer: Annotated[State, Query(alias="to")] = "now",
) -> list[dict[str, Any]]:
    """Return what differs between two states: `now`, a version, or `VERSION.REVISION`."""
    with at.workspace(wait=False) as workspace:
        return workspace.maps.difference(id, older, newer)


@router.get("/{id}/beside/{other}", **answers(list[ColumnsCompared]))
def beside(id: str, other: str, at: AtDesk) -> list[dict[str, Any]]:  # noqa: A002
    """Return the columns of two maps next to each other, those of one name together."""
    with at.workspace(wait=False) as workspace:
        return workspace.maps.side_by_side(id, other)


def _taken(workspace: Any, hub: Live, made: Any, session: str) -> Response:
    """Answer with the revision and tell all other pages."""
    undo, redo = workspace.maps.steps_back(made.id, session)
    hub.publish("map", {"id": made.id, "revision": made.revision, "session": session})
    return JSONResponse(
        {"revision": made.revision, "undo": undo, "redo": redo},
        headers={"ETag": tag(made.revision)},
    )
