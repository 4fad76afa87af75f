"""Tokens: what opens this server to others."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from desirepath.web.access import needs
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import answers
from desirepath.web.shapes_live import TokenMade, TokenShown

router = APIRouter(prefix="/tokens", tags=["access"], dependencies=[needs("manage")])
At = Annotated[Desk, Depends(desk)]


class TokenWanted(BaseModel):
    """Who or what shall have a token, and for what."""

    model_config = ConfigDict(extra="forbid")

    name: str
    scopes: list[str] = ["read"]


@router.get("", **answers(list[TokenShown]))
def list_tokens(at: At) -> list[dict[str, Any]]:
    """Return the tokens there are; they themselves are never shown again."""
    with at.workspace(wait=False) as workspace:
        return workspace.access.tokens()


@router.post("", status_code=201, **answers(TokenMade, 201))
def make_token(at: At, wanted: TokenWanted) -> dict[str, Any]:
    """Make a token; the answer shows it, once."""
    with at.workspace(wait=False) as workspace:
        return workspace.access.make_token(wanted.name, scopes=wanted.scopes)


@router.delete("/{id}", status_code=204)
def revoke_token(at: At, id: str) -> None:  # noqa: A002
    """Let a token open nothing any longer."""
    with at.workspace(wait=False) as workspace:
        workspace.access.revoke_token(id)
