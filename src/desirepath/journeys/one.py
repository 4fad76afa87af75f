"""One customer's journey, out of however many: a look into the prepared tables, not a query.

draw of the customer → journeys (numbers compared, names only where they agree) → their events,
which lie together; a column that nobody needs is not read, for each is a block of the file
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from desirepath.journeys import build, channels

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.store.warehouse import Warehouse


def walked(warehouse: Warehouse, tables: Tables, customer: str) -> list[dict[str, Any]]:
    """Return the events of one customer in order; none where nobody is called so.

    Each has `journey` and `position`, `time` (microseconds), `touchpoint` with `stage`, `step` and
    `step_name`, `channel` (the contract's word; without one of its own, the touchpoint's),
    `case_id` of its journey, and `text`.
    """
    whose: dict[str, list[Any]] = {"draw": [build.drawn(customer)], "customer": [customer]}
    if tables.shared:
        numbers = warehouse.find(build.NUMBERS, {"customer": [customer]}, ("who",))
        where = {"customer": [row["who"] for row in numbers]}
    else:
        drawn = warehouse.find(build.DRAWS, whose, ("journey",))
        where = {"journey": [row["journey"] for row in drawn]}
    columns = ["journey", "position", "time", "touchpoint", "channel"]
    order: tuple[str, ...] = ("position",)
    if tables.unit != "customer" or tables.texts:
        columns.append("seq")
        order = ("time", "seq")
    rows = warehouse.find("journey_events", where, columns)
    rows.sort(key=itemgetter(*order))
    cases = _cases(warehouse, {row["journey"] for row in rows}) if tables.unit == "case" else {}
    texts: dict[Any, str | None] = {}
    if tables.texts:
        texts = _texts(warehouse, [row["seq"] for row in rows])
    words = channels.canonical({row["channel"] for row in rows if row["channel"]})
    return [
        {
            **{name: row[name] for name in ("journey", "position", "time")},
            "channel": words.get(row["channel"]) or tables.catalog[row["touchpoint"]]["channel"],
            **_placed(tables, row["touchpoint"]),
            "case_id": cases.get(row["journey"]),
            "text": texts.get(row.get("seq")),
        }
        for row in rows
    ]


def _placed(tables: Tables, code: int) -> dict[str, Any]:
    place = tables.catalog[code]
    return {
        "touchpoint": place["name"],
        **{name: place[name] for name in ("stage", "step", "step_name")},
    }


def _cases(warehouse: Warehouse, numbers: set[int]) -> dict[int, str | None]:
    found = warehouse.find("journeys", {"journey": sorted(numbers)}, ("journey", "case_id"))
    return {row["journey"]: row["case_id"] for row in found}


def _texts(warehouse: Warehouse, places: list[int]) -> dict[Any, str | None]:
    found = warehouse.find("events", {"seq": places}, ("seq", "text"))
    return {row["seq"]: row["text"] for row in found}
