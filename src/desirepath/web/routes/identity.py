"""Who is who: what is linked and why, and decisions by hand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends

from desirepath.web.access import needs
from desirepath.web.identity_shapes import Decided, DecisionWanted, IdentitySettings, Who, Whole
from desirepath.web.live import Live, live
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers

router = APIRouter(prefix="/identity", tags=["identity"])


@router.get("", **answers(Whole))
def summary(at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return policy, number of customers with its interval, identifiers and what is shared."""
    with at.workspace() as workspace:
        return workspace.customers.identity.summary()


@router.put("", dependencies=[needs("edit")], **answers(Whole))
def change(
    at: Annotated[Desk, Depends(desk)], options: Annotated[IdentitySettings, Body()]
) -> dict[str, Any]:
    """Set policy, country or compare; return what holds."""
    with at.workspace() as workspace:
        return workspace.customers.identity.set(**options.model_dump())


@router.get("/decisions", **answers(list[Decided]))
def decisions(at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return every decision, those that were undone too."""
    with at.workspace() as workspace:
        return workspace.customers.identity.decisions()


@router.post("/decisions", dependencies=[needs("edit")], **answers(Decided))
def decide(
    at: Annotated[Desk, Depends(desk)],
    wanted: Annotated[DecisionWanted, Body()],
    hub: Annotated[Live, Depends(live)],
) -> dict[str, Any]:
    """Merge, pin or forbid two customers, or split one off; only their journeys change."""
    with at.workspace() as workspace:
        made = workspace.customers.identity.decide(
            wanted.kind, wanted.one, wanted.other, note=wanted.note, author=wanted.author
        )
    hub.publish("data", {"decision": made["id"]})
    return made


@router.post("/decisions/{number}/undo", dependencies=[needs("edit")], **answers(Decided))
def undo(
    number: int, at: Annotated[Desk, Depends(desk)], hub: Annotated[Live, Depends(live)]
) -> dict[str, Any]:
    """Take a decision back: the journeys are what they were without it."""
    with at.workspace() as workspace:
        made = workspace.customers.identity.undo(number)
    hub.publish("data", {"decision": made["id"]})
    return made


@router.get("/customers/{customer}", **answers(Who))
def links(customer: str, at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return the names of a person, every link with its reason, and who is perhaps the same."""
    with at.workspace() as workspace:
        return workspace.customers.identity.links(customer)
