"""The living map: its document, and every format in which it leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from desirepath.web.map_shapes import DrawnMap, Format, MapDocument
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers

PICTURE = 2000
"""A drawn map counts as so many rows among the pictures that are kept."""
SELF_CONTAINED = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; sandbox allow-scripts allow-downloads allow-modals"
)
"""An exported page carries its own script; the sandbox keeps it away from the API's origin."""

router = APIRouter(prefix="/maps", tags=["maps"])


def _selection(
    where: Annotated[list[str] | None, Query()] = None,
    from_: Annotated[str | None, Query(alias="from")] = None,
    to: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    given = {"where": where, "from_": from_, "to": to, "title": title}
    return {key: value for key, value in given.items() if value}


@router.get("/current", **answers(MapDocument))
def current(
    at: Annotated[Desk, Depends(desk)], selection: Annotated[dict[str, Any], Depends(_selection)]
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


@router.get("/current/layout", **answers(DrawnMap))
def layout(
    at: Annotated[Desk, Depends(desk)],
    selection: Annotated[dict[str, Any], Depends(_selection)],
    width: Annotated[int, Query(ge=320, le=8000)] = 1456,
) -> dict[str, Any]:
    """Return the map with its picture computed for a sheet of about `width` pixels."""
    from desirepath.web.picture import drawn

    with at.workspace(wait=False) as workspace:
        found = workspace.maps.build(**selection)
    picture: dict[str, Any] = at.pictures.get(
        (found.digest, width), lambda: drawn(found.document, width), rows=lambda _: PICTURE
    )
    return picture


@router.get("/current.{suffix}", response_class=Response)
def export(
    suffix: str,
    at: Annotated[Desk, Depends(desk)],
    selection: Annotated[dict[str, Any], Depends(_selection)],
) -> Response:
    """Return the map as a file of that format."""
    from desirepath import exports, registry

    exports.check(Path(f"map.{suffix}"))
    with (
        at.workspace(wait=False) as workspace,
        workspace.sources.spool().file(f"map.{suffix}") as target,
    ):
        workspace.maps.build(**selection).save(target)
        return Response(
            target.read_bytes(),
            media_type=registry.load("exports", suffix).media_type,
            headers={
                "Content-Disposition": f'inline; filename="map.{suffix}"',
                "Content-Security-Policy": SELF_CONTAINED,
            },
        )
