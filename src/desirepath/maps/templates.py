"""Maps to begin with: the stages and steps of journeys that many companies have.

They hold columns and empty lanes only. Nothing in them is a finding: what somebody fills in is
assumed until data prove it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desirepath.errors import UnknownName
from desirepath.maps.draft import Draft

EMPTY = "empty"
Columns = Mapping[str, tuple[str, ...]]
TEMPLATES: Mapping[str, tuple[str, Columns]] = {
    "buy": (
        "Buying a product",
        {
            "Awareness": ("Notices a need", "Hears of us"),
            "Consideration": ("Looks around", "Compares offers"),
            "Decision": ("Asks a last question", "Chooses"),
            "Purchase": ("Orders", "Pays", "Gets the confirmation"),
            "Onboarding": ("Receives it", "Uses it for the first time"),
            "Advocacy": ("Tells others",),
        },
    ),
    "onboarding": (
        "Getting started",
        {
            "Purchase": ("Signs the contract",),
            "Onboarding": ("Is welcomed", "Sets it up", "Brings in the team", "First success"),
            "Use": ("Uses it every week", "Needs more"),
        },
    ),
    "support": (
        "Solving a problem",
        {
            "Use": ("Notices the problem", "Tries alone"),
            "Support": (
                "Looks for help",
                "Gets in touch",
                "Explains the problem",
                "Waits",
                "Gets an answer",
            ),
            "Retention": ("Checks that it works", "Says how it was"),
        },
    ),
    "renewal": (
        "Renewing a contract",
        {
            "Use": ("Looks back on the year",),
            "Retention": ("Is reminded", "Weighs alternatives", "Talks about the terms", "Decides"),
            "Purchase": ("Signs again", "Pays"),
            "Advocacy": ("Recommends us",),
        },
    ),
    "aida": (
        "Attention to action",
        {
            "Attention": ("Sees an advertisement",),
            "Interest": ("Reads more", "Compares"),
            "Desire": ("Pictures having it", "Asks others"),
            "Action": ("Orders", "Pays"),
        },
    ),
    EMPTY: ("A new map", {"Stage 1": ("Step 1",)}),
}
LANES = (
    "touchpoints",
    "emotion",
    "quotes",
    "pains",
    "gains",
    "needs",
    "opportunities",
    "solutions",
    "backstage",
    "systems",
    "owner",
)


def begun(name: str, title: str | None, created: datetime) -> dict[str, Any]:
    """Return the told map of a template; raises UnknownName."""
    if name not in TEMPLATES:
        raise UnknownName("template", name, TEMPLATES)
    usual, columns = TEMPLATES[name]
    draft = Draft(name)
    draft.title = title or usual
    for stage, steps in columns.items():
        id_ = draft.stage(stage)
        for step in steps:
            draft.step(id_, step)
    for lane in LANES:
        draft.lane(lane)
    document = draft.told(name, created).document
    return {key: value for key, value in document.items() if key != "file"}
