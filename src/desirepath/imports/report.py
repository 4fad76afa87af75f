"""The report of one import, as the contract has it, and the sentences that go into its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desirepath.imports.land import Recipe
from desirepath.imports.profile import Column
from desirepath.imports.roles import Roles

UNSURE = 0.6
EXAMPLES, SHOWN = 4, 80


@dataclass
class Counts:
    """How many rows went where; rows = accepted + quarantined + known + dropped."""

    rows: int = 0
    accepted: int = 0
    known: int = 0
    dropped: int = 0
    duplicates: int = 0
    quarantine: list[dict[str, Any]] = field(default_factory=list)

    @property
    def quarantined(self) -> int:
        """Rows that could not be used."""
        return sum(found["rows"] for found in self.quarantine)


def document(
    source: str,
    recipe: Recipe,
    counts: Counts,
    notes: Sequence[str],
    *,
    format: str,  # noqa: A002 - what it is called in the report
    dry_run: bool,
) -> dict[str, Any]:
    """Return the report document; `format` is what the file was recognised as."""
    return {
        "source": source,
        "format": format,
        "kind": list(recipe.shape.kinds),
        "rows": counts.rows,
        "accepted": counts.accepted,
        "quarantined": counts.quarantined,
        "known": counts.known,
        "dropped": counts.dropped,
        "duplicates": counts.duplicates,
        "columns": columns(recipe.shape.roles, recipe),
        "quarantine": counts.quarantine,
        "notes": list(dict.fromkeys(notes)),
        "dry_run": dry_run,
    }


def columns(roles: Roles, recipe: Recipe) -> dict[str, dict[str, Any]]:
    """Return role → column, confidence, reason; roles in a fixed order."""
    from desirepath.imports.names import ROLES

    used = set(ROLES)
    if "feedback" not in recipe.shape.kinds:
        used -= {"score"}
    return {
        role: {
            "column": roles.chosen[role].column,
            "confidence": roles.chosen[role].confidence,
            "reason": roles.chosen[role].reason,
        }
        for role in ROLES
        if role in roles.chosen and role in used
    }


def table(columns: Mapping[str, Column]) -> list[dict[str, Any]]:
    """Return the columns of the file with examples, for a person who chooses among them."""
    return [
        {
            "column": name,
            "filled": column.filled_share,
            "examples": [text[:SHOWN] for text in dict.fromkeys(column.samples)][:EXAMPLES],
        }
        for name, column in columns.items()
    ]


def quarantine(by_reason: Iterable[Mapping[str, Any]], bad: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the rows that could not be used, most frequent reason first."""
    found: dict[str, dict[str, Any]] = {}
    for row in by_reason:
        found[row["reason"]] = {
            "reason": row["reason"], "rows": row["rows"], "first_line": row["first_line"]
        }  # fmt: skip
    for row in bad:
        entry = found.setdefault(
            row.reason, {"reason": row.reason, "rows": 0, "first_line": row.line}
        )
        entry["rows"] += 1
        entry["first_line"] = min(entry["first_line"], row.line)
    return sorted(found.values(), key=lambda entry: (-entry["rows"], entry["reason"]))


def role_notes(recipe: Recipe) -> list[str]:
    """Say what was guessed with little certainty, and what was left out."""
    roles = recipe.shape.roles
    notes = [
        f'Guess: "{role.column}" is the {name} ({role.reason}). '
        f"If it is not, say --columns {name}=COLUMN."
        for name, role in roles.chosen.items()
        if role.confidence < UNSURE
    ]
    if recipe.shape.customer_is_case:
        notes.append(
            f'There is no customer column: each "{roles.column("case")}" is taken as one customer.'
        )
    if roles.fallbacks:
        notes.append(
            f'Where "{roles.column("customer")}" is empty, the customer is '
            + ", else ".join(f'"{name}"' for name in roles.fallbacks)
            + "."
        )
    if recipe.shape.left_out:
        left = ", ".join(f'"{name}"' for name in recipe.shape.left_out)
        notes.append(f"{left} only counts the rows and is left out.")
    return notes


def guess(id_: str, count: int, what: str, affects: str) -> dict[str, Any]:
    """Return what the audit tells about something that was guessed."""
    return {"id": id_, "severity": "note", "count": count, "what": what, "affects": affects}


def guesses(recipe: Recipe) -> list[dict[str, Any]]:
    """Return roles and scales that were chosen with little certainty."""
    found = [
        guess("role", 1, f'"{role.column}" is taken as the {name}: {role.reason}.', "everything")
        for name, role in recipe.shape.roles.chosen.items()
        if role.confidence < UNSURE
    ]
    found += [
        guess(
            "scale", 1, f'The scale of "{question.column}" is a guess.', "NPS, CSAT, means, emotion"
        )
        for question in recipe.questions
        if question.guessed
    ]
    return found


def question_notes(recipe: Recipe, outside: Sequence[int]) -> list[str]:
    """Say which question each rating column is, its scale, and how many ratings are no rating."""
    notes = []
    for question, count in zip(recipe.questions, outside, strict=True):
        if question.column is None:
            continue
        if question.instrument_column:
            parts = ", ".join(
                f"{word} is {which} {_span(scale)}"
                for word, (which, scale) in question.per_value.items()
            )
            notes.append(f'"{question.instrument_column}" says which question was rated: {parts}.')
        else:
            guess = " (a guess; say --scale and --instrument)" if question.guessed else ""
            span = _span(question.scale) if question.scale else "without a scale"
            notes.append(f'"{question.column}" is a {question.instrument} question {span}{guess}.')
        if count:
            notes.append(
                f'{count} ratings of "{question.column}" are outside its scale or no number '
                "(for example a code for “don't know”): accepted without a score."
            )
    return notes


def _span(scale: tuple[float, float]) -> str:
    return f"on a scale from {scale[0]:g} to {scale[1]:g}"
