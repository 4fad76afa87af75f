"""Bring data in: upload, reports, audit."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from desirepath.errors import InputError
from desirepath.web.access import needs
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import AuditDocument, QuarantinePage, Report, answers
from desirepath.web.uploads import receive

router = APIRouter(prefix="/sources", tags=["sources"])


@router.get("", **answers(list[Report]))
def list_sources(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return the reports of the imports that count."""
    with at.workspace() as workspace:
        return workspace.sources.list()


@router.get("/audit", **answers(AuditDocument))
def audit(at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return sources, findings and coverage."""
    with at.workspace() as workspace:
        return workspace.sources.audit()


@router.get("/quarantine", **answers(QuarantinePage))
def quarantine(
    at: Annotated[Desk, Depends(desk)],
    source: str | None = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Return rows that were put aside, each with its line and the reason."""
    with at.workspace() as workspace:
        return workspace.sources.quarantine(source=source, limit=limit, offset=offset)


@router.post("", dependencies=[needs("data")], status_code=201, **answers(Report, 201))
async def add(
    request: Request,
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    file: str,
    *,
    source: str | None = None,
    kind: str | None = None,
    columns: str | None = None,
    timezone: str | None = None,
    instrument: str | None = None,
    scale: str | None = None,
    drop_duplicates: bool = False,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Import the body of the request as a file of that name; return the report.

    The body streams to disk, never into memory; a request that breaks off leaves nothing.
    `columns` is JSON: role → column name.
    """
    import json

    try:
        roles = json.loads(columns) if columns else None
    except ValueError:
        raise InputError("columns: this is no JSON object of role and column.") from None
    given = {
        "source": source,
        "kind": kind,
        "columns": roles,
        "timezone": timezone,
        "instrument": instrument,
        "scale": scale,
        "drop_duplicates": drop_duplicates,
        "dry_run": dry_run,
    }
    options: dict[str, Any] = {key: value for key, value in given.items() if value}
    with at.workspace(wait=False) as workspace:
        spool = workspace.sources.spool()
    with spool.file(file) as target:
        await receive(request.stream(), target, spool)

        def work() -> dict[str, Any]:
            with at.workspace() as workspace:
                return workspace.sources.add(target, **options)

        report = await run_in_threadpool(work)
    if not dry_run:
        hub.publish("data", {"file": file, "accepted": report["accepted"]})
    return report
