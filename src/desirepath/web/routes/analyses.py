"""Ask the journeys: `/api/v1/analyses/funnel?steps=…` with the options of the command line."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from desirepath import registry
from desirepath.analyses import option_names
from desirepath.analyses._differences import COMPARED
from desirepath.web.routes import Desk, desk
from desirepath.web.shapes import (
    AnalysisListed,
    Comparison,
    ResultDocument,
    Statements,
    answers,
)

OTHER = "other_"
router = APIRouter(prefix="/analyses", tags=["analyses"])


@router.get("", **answers(list[AnalysisListed]))
def list_analyses() -> list[dict[str, Any]]:
    """Return name, question, picture and options of every analysis."""
    listed = []
    for name in registry.names("analyses"):
        module = registry.load("analyses", name)
        listed.append(
            {
                "name": name,
                "question": (module.__doc__ or "").partition("\n")[0],
                "picture": module.picture,
                "compared": name in COMPARED,
                "columns": dict(module.ROW),
                "options": [
                    {
                        "name": option.name,
                        "help": option.help,
                        "default": option.default,
                        "kind": option.kind,
                        "choices": list(option.choices),
                        "many": option.many,
                    }
                    for option in option_names(name)
                ],
                "example": dict(module.EXAMPLE),
            }
        )
    return listed


@router.get("/{name}", **answers(ResultDocument))
def ask(name: str, request: Request, at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return the result document of one analysis; options are query parameters."""
    with at.workspace(wait=False) as workspace:
        return workspace.analyses.ask(name, **_options(request)).document()


@router.get("/{name}/compared", **answers(Comparison))
def compare(name: str, request: Request, at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return how far the journeys chosen are from others: `other_where`, `other_from` …"""
    options = _options(request)
    other = {key.removeprefix(OTHER): options.pop(key) for key in [*options] if OTHER in key[:6]}
    with at.workspace() as workspace:
        return workspace.analyses.compare(name, other, **options)


@router.get("/{name}/sql", **answers(Statements))
def sql(name: str, request: Request, at: Annotated[Desk, Depends(desk)]) -> dict[str, Any]:
    """Return the questions that an analysis puts to the engine, in the engine's SQL."""
    with at.workspace() as workspace:
        return {"sql": workspace.analyses.sql(name, **_options(request))}


def _options(request: Request) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for key in request.query_params:
        values = request.query_params.getlist(key)
        options[key] = values if len(values) > 1 else values[0]
    return options
