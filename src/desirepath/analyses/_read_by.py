"""How the texts of a language are read, in words: the badge beside every valence of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

FEW = 20
"""A language with fewer texts is no sentence of its own."""


def badge(force: Mapping[str, Any]) -> str:
    """Return in one sentence how the texts of a language are read, and how good that is."""
    if not force.get("method"):
        return "not read: no lexicon knows this language, and too little was learned from ratings"
    if not force["better"]:
        return "English lexicon, not calibrated on your data"
    words = (
        f"learned from {force['labelled']:,} of your own rated texts: "
        f"macro-F1 {force['macro_f1']:.2f} on held-out texts"
    )
    if force["lexicon_macro_f1"] is not None:
        words += f" (lexicon {force['lexicon_macro_f1']:.2f})"
    return f"{words}, calibration error {force['ece']:.2f}"


def notes(tables: Tables) -> list[str]:
    """Return one sentence per language that is read, or has many texts that are not."""
    return [
        f"Texts in {force['language']} are read by: {badge(force)}."
        if force.get("method")
        else f"Texts in {force['language']} are {badge(force)}."
        for force in tables.sentiment
        if force.get("method") or force["texts"] >= FEW
    ]
