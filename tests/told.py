"""Prepared tables with answers, from rows written by hand."""

from dataclasses import replace

import ibis
import pyarrow as pa

from desirepath.journeys import answers
from desirepath.store.schema import RAW
from tiny import SECOND, prepared, table

KINDS = {"INTEGER": pa.int32(), "BIGINT": pa.int64(), "VARCHAR": pa.string()}
KINDS |= {"DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}

DAY = 86_400
STAGES = {
    "Visit": ("Awareness", "visit"), "Form": ("Decision", "form"), "Paid": ("Purchase", "paid"),
    "Call": ("Support", "call"), "Delivered": ("Use", "delivered"),
}  # fmt: skip


def told(warehouse, book, events, feedback, **more):
    """Return `Tables` of events `(customer, seconds, touchpoint)` and answers as dicts.

    An answer's `at` is in seconds; `scale` is `(min, max)`; attributes are named as given.
    """
    known = {
        column: KINDS[kind.removesuffix(" NOT NULL")] for column, kind in RAW["feedback"].items()
    }
    rows, attributes = [], set()
    for seq, given in enumerate(feedback, 1):
        row = {"import_no": 1, "seq": 1000 + seq, "line": 1000 + seq, "feedback_id": f"f{seq}",
               "instrument": "rating", "same_row": False, **given}  # fmt: skip
        at = row.pop("at", None)
        row["time"] = None if at is None else round(at * SECOND)
        row["scale_min"], row["scale_max"] = row.pop(
            "scale", (1, 5) if "score" in row else (None, None)
        )
        attributes |= row.keys() - known.keys()
        rows.append(row)
    columns = known | dict.fromkeys(sorted(attributes), pa.string())
    made = pa.table({name: pa.array([row.get(name) for row in rows], kind)
                     for name, kind in columns.items()})  # fmt: skip
    warehouse.insert("feedback", ibis.memtable(made))
    own = {key for row in events if isinstance(row, dict) for key in row}
    own = sorted((own - {"customer", "at", "touchpoint", "channel", "case_id"}) | attributes)
    tables = prepared(warehouse, events, attributes=own, **more)
    answers.link(warehouse, _Named(book, own), tables.unit)
    return replace(tables, answers=warehouse.table("answers"))


class _Named:
    """A book whose attributes are columns of their own name."""

    def __init__(self, book, names):
        self.book, self.names = book, names

    def attributes(self):
        return {name: name for name in self.names}

    def setting(self, *given):
        return self.book.setting(*given)

    def labels(self, kind):
        return self.book.labels(kind)


def answered(rows):
    """Return a prepared `answers` table of its parts that matter, without any preparation."""
    kinds = {
        **dict.fromkeys(("feedback_id", "customer", "instrument", "question"), pa.string()),
        **dict.fromkeys(("seq", "time"), pa.int64()),
        **dict.fromkeys(("journey", "touchpoint"), pa.int32()),
        **dict.fromkeys(("scale_min", "scale_max", "score", "valence"), pa.float64()),
        **dict.fromkeys(("score_valence", "text_valence"), pa.float64()),
    }
    return table([{"seq": n, "feedback_id": f"f{n}", **row} for n, row in enumerate(rows)], kinds)


def deliveries(on_time, late):
    """Return events and ratings of delivered orders: `(count, score)` per group."""
    events, feedback = [], []
    groups = [("on time", *group) for group in on_time] + [("late", *group) for group in late]
    for word, count, score in groups:
        for _ in range(count):
            who = f"o{len(events):05}"
            events += [
                {"customer": who, "at": 0, "touchpoint": "Paid", "Delivered: on time": word},
                {"customer": who, "at": 9 * DAY, "touchpoint": "Delivered"},
            ]
            feedback.append({"customer": who, "at": 10 * DAY, "score": score, "question": "q"})
    return events, feedback
