"""Which of the questions that were asked ask for an expectation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.journeys.cues.expectations import is_expectation

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables


def questions(tables: Tables) -> list[str]:
    """Return the questions that ask what people expect."""
    asked = tables.answers.filter(tables.answers.score.notnull()).select("question").distinct()
    found = {row["question"] for row in tables.execute(asked)}
    return sorted(question for question in found if is_expectation(question))


def lived(answers: Any, expected: list[str]) -> Any:
    """Return the answers that say how it was, without those that say what was expected."""
    if not expected:
        return answers
    return answers.filter(~answers.question.fill_null("").isin(expected))
