"""Customers: the list page by page, and one customer's way."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import CustomerPage, Moment, Story, answers

router = APIRouter(prefix="/customers", tags=["customers"])


@router.get("", **answers(CustomerPage))
def page(
    at: Annotated[Desk, Depends(desk)],
    search: str | None = None,
    stage: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> dict[str, Any]:
    """Return one page of customers, those seen last first; `after` asks for the next page."""
    with at.workspace() as workspace:
        return workspace.customers.page(search=search, stage=stage, after=after, limit=limit)


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
