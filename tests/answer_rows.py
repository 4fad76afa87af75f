"""Rows of events and answers as they lie in the warehouse, and what `link` makes of them."""

import ibis
import pyarrow as pa

from desirepath.journeys import answers
from desirepath.store.schema import RAW

HOUR = 3_600_000_000
DAY = 24 * HOUR
TYPES = {"INTEGER": pa.int32(), "BIGINT": pa.int64(), "VARCHAR": pa.string()}
TYPES |= {"DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}


def table(columns, rows):
    """Return an in-memory table with typed columns; missing cells are null."""
    return ibis.memtable(
        pa.table({
            name: pa.array([row.get(name) for row in rows], kind)
            for name, kind in columns.items()
        })
    )  # fmt: skip


def raw(name, rows, attributes=()):
    columns = {column: TYPES[kind.removesuffix(" NOT NULL")] for column, kind in RAW[name].items()}
    rows = [{"import_no": 1, "seq": seq, "line": seq, **row} for seq, row in enumerate(rows, 1)]
    return table(columns | dict.fromkeys(attributes, pa.string()), rows)


def link(warehouse, book, events, feedback, *, unit="customer", customers=(), touchpoints=()):
    """Prepare what `link` needs from events (who, journey, touchpoint, time), then link."""
    attributes = sorted(book.attributes().values())
    names = sorted({event["touchpoint"] for event in events} | set(touchpoints))
    events = [
        {"customer": event.get("customer", event["journey"]), "case_id": event["journey"], **event}
        for event in events
    ]
    warehouse.insert("events", raw("events", events))
    warehouse.insert("feedback", raw("feedback", [
        {"feedback_id": f"f{n}", "instrument": "rating", "same_row": False, **row}
        for n, row in enumerate(feedback, 1)
    ], attributes))  # fmt: skip
    warehouse.insert("customers", raw("customers", customers, attributes))
    warehouse.create("touchpoints", table(
        {"code": pa.int32(), "name": pa.string(), "channel": pa.string(), "set_by": pa.string()},
        [{"code": code, "name": name, "channel": "web", "set_by": "proposal"}
         for code, name in enumerate(names)],
    ))  # fmt: skip
    keys = sorted({event["journey"] for event in events})
    warehouse.create("journey_events", table(
        {"journey": pa.int32(), "time": pa.int64(), "touchpoint": pa.int32(), "seq": pa.int64()},
        [{"journey": keys.index(event["journey"]), "time": event["time"], "seq": seq,
          "touchpoint": names.index(event["touchpoint"])} for seq, event in enumerate(events, 1)],
    ))  # fmt: skip
    warehouse.create("journeys", table(
        {"journey": pa.int32(), "key": pa.string(), "customer": pa.string(), "start": pa.int64()}
        | dict.fromkeys(attributes, pa.string()),
        [{"journey": n, "key": key,
          "customer": next(e["customer"] for e in events if e["journey"] == key),
          "start": min(e["time"] for e in events if e["journey"] == key),
          **{a: next((e.get(a) for e in events if e["journey"] == key), None)
             for a in attributes}}
         for n, key in enumerate(keys)],
    ))  # fmt: skip
    answers.link(warehouse, book, unit)
    rows = warehouse.rows(warehouse.table("answers").order_by("seq"))
    for row in rows:
        row["touchpoint"] = None if row["touchpoint"] is None else names[row["touchpoint"]]
        row["journey"] = None if row["journey"] is None else keys[row["journey"]]
    return rows


ANN = [
    {"journey": "ann", "touchpoint": "Cart", "time": 10 * DAY},
    {"journey": "ann", "touchpoint": "Call", "time": 11 * DAY},
    {"journey": "ann", "touchpoint": "Survey sent", "time": 12 * DAY},
]
