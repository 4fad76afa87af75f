r"""What a line of a reading is said by: answers spread over the lines of `phrases` or `entities`.

answers                               spread
| feedback_id | phrases         |     | feedback_id | line          |
| f1          | parcel\nlate     | ──> | f1          | parcel        |
                                      | f1          | late          |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

QUOTES = 3
NOWHERE = {"touchpoint": None, "theme": None}


def spread(tables: Tables, column: str) -> Any:
    """Return one row per answer and line of a column, with `segment` (null where not asked)."""
    import ibis

    answers = tables.answers.filter(tables.answers[column].notnull())
    segment = answers.segment if tables.by is not None else ibis.null("string")
    return answers.select(
        "feedback_id", "touchpoint", "text", "language", "sentiment", "valence", "score_valence",
        "theme", segment=segment, line=answers[column].re_split("\n").unnest(),
    )  # fmt: skip


def quotes(tables: Tables, told: Any, keys: Sequence[str]) -> dict[Any, list[dict[str, Any]]]:
    """Return per key the strongest texts in feeling, the shortest of equals first."""
    import ibis

    height = told.valence.abs().fill_null(0.0).round(2)
    order = [height.desc(), told.text.length(), told.feedback_id]
    place = ibis.row_number().over(group_by=[told[key] for key in keys], order_by=order)
    told = told.mutate(place=place)
    told = told.filter(told.place < QUOTES).select(*keys, "place", "text", "feedback_id")
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in tables.execute(told.order_by("place")):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found


def most(tables: Tables, told: Any, keys: Sequence[str], column: str) -> dict[Any, Any]:
    """Return per key the commonest value of a column that is known, the first one of equals."""
    known = told.filter(told[column].notnull())
    counted = known.group_by(*keys, column).aggregate(n=known.count())
    rows = tables.execute(counted)
    rows.sort(key=lambda row: (-row["n"], row[column]))
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), row[column])
    return found


def whereabouts(tables: Tables, told: Any, keys: Sequence[str]) -> dict[Any, dict[str, Any]]:
    """Return per key the names of the touchpoint and of the theme where it is said most."""
    places = most(tables, told, keys, "touchpoint")
    about = most(tables, told, keys, "theme")
    themes = {one["id"]: one["name"] for one in tables.themes}
    return {
        key: {
            "touchpoint": tables.names[places[key]] if key in places else None,
            "theme": themes.get(about.get(key, "")),
        }
        for key in {**places, **about}
    }


def quoted(rows: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Return quotes as fields of a row."""
    return {
        "quotes": [row["text"] for row in rows],
        "feedback_ids": [row["feedback_id"] for row in rows],
    }
