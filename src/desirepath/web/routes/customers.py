"""Customers: the list page by page, and one customer's way."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import CustomerPage, Moment, Story, answers

router = APIRouter(prefix="/customers", tags=["customers"])
Several = Annotated[list[str] | None, Query()]


@router.get("", **answers(CustomerPage))
def page(  # noqa: PLR0917 - FastAPI reads the query parameters from the names
    at: Annotated[Desk, Depends(desk)],
    search: str | None = None,
    stage: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    where: Several = None,
    from_: Annotated[str | None, Query(alias="from")] = None,
    to: str | None = None,
    through: Several = None,
    without: Several = None,
    left_after: str | None = None,
    steps: str | None = None,
    within: str | None = None,
    mode: Literal["ordered", "reached"] | None = None,
    step: Annotated[int | None, Query(ge=1)] = None,
    pain: str | None = None,
    *,
    left: bool = False,
) -> dict[str, Any]:
    """Return one page of customers, those seen last first; `after` asks for the next page.

    `where` to `without` choose journeys as in the analyses. With the `steps` of a funnel: those
    who came to step `step`, with `left` no further; with a `pain` those who have it. `matched`
    are their journeys that did.
    """
    journeys = {
        "where": where,
        "from": from_,
        "to": to,
        "through": through,
        "without": without,
        "left_after": left_after,
        "steps": steps,
        "within": within,
        "mode": mode,
        "step": step,
        "left": left,
        "pain": pain,
    }
    with at.workspace() as workspace:
        return workspace.customers.page(
            search=search, stage=stage, after=after, limit=limit, **journeys
        )


@router.get("/{customer}", **answers(list[Moment]))
def timeline(customer: str, at: Annotated[Desk, Depends(desk)]) -> list[dict[str, Any]]:
    """Return what one customer did, in order."""
    with at.workspace() as workspace:
        return workspace.customers.timeline(customer)


@router.get("/{customer}/story", **answers(Story))
def story(customer: str, at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return what one customer did and said, in order, and where they are now."""
    with at.workspace() as workspace:
        return workspace.customers.story(customer)
