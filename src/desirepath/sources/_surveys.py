"""Headers of survey tools that take several rows: joined into one name per column.

Qualtrics writes the code of a question, its wording, and where it comes from as JSON:

    StartDate                                             Q1
    Start Date                                            How likely are you to recommend us?
    {"ImportId":"startDate","timeZone":"America/Denver"}  {"ImportId":"QID1"}

gives `StartDate (America/Denver)` and `Q1 How likely are you to recommend us?`. SurveyMonkey writes
the question, and below it what one column of several is about: `Which did you use? - Website`.
Sources: https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/,
https://help.surveymonkey.com/en/surveymonkey/analyze/exports/
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

IMPORT_ID = '{"ImportId"'
ASKED = "QID"
UNTOLD = frozenset({"", "response", "open-ended response"})
"""What SurveyMonkey writes below a question that has one column."""
LONGEST = 120


def joined(top: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Return how many rows below the first one are header too, and the names of the columns.

    >>> joined(["Respondent ID", "Which?", ""], [["", "Web", "Shop"], ["7", "x", ""]])
    (1, ['Respondent ID', 'Which? - Web', 'Which? - Shop'])
    """
    if len(below) > 1 and sum(cell.startswith(IMPORT_ID) for cell in below[1]) * 2 > len(top):
        ids = [_said(cell) for cell in below[1]]
        return 2, [_coded(*one) for one in zip(top, below[0], ids, strict=False)]
    if below and top[:1] == ["Respondent ID"] and not below[0][0].strip():
        return 1, _parts(top, below[0])
    return 0, list(top)


def _said(cell: str) -> Mapping[str, Any]:
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _coded(code: str, wording: str, told: Mapping[str, Any]) -> str:
    if str(told.get("ImportId", "")).startswith(ASKED) and wording.strip() not in ("", code):
        return f"{code} {' '.join(wording.split())[:LONGEST]}"
    return f"{code} ({told['timeZone']})" if told.get("timeZone") else code


def _parts(top: Sequence[str], below: Sequence[str]) -> list[str]:
    names, question = [], ""
    for name, part in zip(top, below, strict=False):
        question = name.strip() or question
        alone = part.strip().casefold() in UNTOLD
        names.append(question if alone else f"{question} - {part.strip()}")
    return names
