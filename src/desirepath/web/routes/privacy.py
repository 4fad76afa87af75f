"""What is known of one person, exported or erased; consent per purpose."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from desirepath.web.access import needs
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers

router = APIRouter(prefix="/privacy", tags=["privacy"])


class Consent(BaseModel):
    """What a customer said about a purpose, and when it was kept."""

    customer: str
    purpose: str
    granted: bool
    origin: str
    created: str


class ConsentSaid(BaseModel):
    """What a customer says about a purpose."""

    purpose: str
    granted: bool
    origin: str = "by hand"


class Erasure(BaseModel):
    """One erasure: when, why, and how much was removed; of whom nobody knows."""

    id: int | None = None
    reason: str
    removed: dict[str, int]
    created: str


@router.get("/customers/{customer}")
def export(customer: str, at: Annotated[Desk, Depends(desk)]) -> Response:
    """Return everything that is known of a person as a zip of JSON and CSV."""
    with at.workspace() as workspace:
        data = workspace.customers.privacy.archive(customer)
    headers = {"Content-Disposition": 'attachment; filename="person.zip"'}
    return Response(data, media_type="application/zip", headers=headers)


@router.delete("/customers/{customer}", dependencies=[needs("manage")], **answers(Erasure))
def erase(
    customer: str,
    at: Annotated[Desk, Depends(desk)],
    hub: Annotated[Live, Depends(live)],
    reason: str = "",
) -> dict[str, Any]:
    """Remove a person from every store; it cannot be undone."""
    with at.workspace() as workspace:
        found = workspace.customers.privacy.erase(customer, reason=reason)
    hub.publish("data", {"erased": True})
    return found


@router.get("/erasures", **answers(list[Erasure]))
def erasures(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return when somebody was erased, why, and how much was removed."""
    with at.workspace() as workspace:
        return workspace.customers.privacy.erasures()


@router.get("/consents", **answers(list[Consent]))
def consents(
    at: Annotated[Desk, Depends(desk)], customer: str | None = None
) -> list[dict[str, Any]]:
    """Return what customers said about purposes; of one person under all their names."""
    with at.workspace() as workspace:
        return workspace.customers.privacy.consents(customer)


@router.put("/customers/{customer}/consent", dependencies=[needs("edit")], **answers(Consent))
def consent(
    customer: str, at: Annotated[Desk, Depends(desk)], said: Annotated[ConsentSaid, Body()]
) -> dict[str, Any]:
    """Keep what a customer said about a purpose; the last word counts."""
    with at.workspace() as workspace:
        return workspace.customers.privacy.consent(
            customer, said.purpose, granted=said.granted, origin=said.origin
        )
