"""Small prepared tables for tests: `tables_of` runs our preparation, `by_hand` does it in Python.

Rows are `(customer, seconds, touchpoint)` or dicts with `customer`, `at`, `touchpoint` and any
other column of the raw events (`channel`, `case_id`, `a1` …); their order is the import order.
"""

from collections import Counter, defaultdict
from hashlib import md5

import ibis
import pyarrow as pa

from desirepath.journeys import assemble
from desirepath.journeys.build import Cut
from desirepath.journeys.tables import Tables
from desirepath.store import compiled

NAMED = ("customer", "at", "touchpoint")
SECOND = 1_000_000
MONTH = 30 * 86_400 * SECOND
RAW = {
    "import_no": pa.int32(), "seq": pa.int64(), "line": pa.int64(), "row_key": pa.int64(),
    "event_id": pa.string(), "customer": pa.string(), "case_id": pa.string(),
    "session": pa.string(), "touchpoint": pa.string(), "time": pa.int64(),
    "channel": pa.string(), "value": pa.float64(), "text": pa.string(),
}  # fmt: skip
EVENTS = {
    "journey": pa.int32(), "position": pa.int32(), "touchpoint": pa.int32(), "time": pa.int64(),
    "next_touchpoint": pa.int32(), "wait": pa.int64(), "dwell": pa.int64(),
    "is_first": pa.bool_(), "is_last": pa.bool_(), "touch": pa.int32(), "passage": pa.int32(),
    "channel": pa.string(), "customer": pa.int32(), "seq": pa.int64(),
}  # fmt: skip
JOURNEYS = {
    "journey": pa.int32(), "key": pa.string(), "customer": pa.string(), "case_id": pa.string(),
    "session": pa.string(), "start": pa.int64(), "end": pa.int64(), "events": pa.int32(),
    "first_touchpoint": pa.int32(), "last_touchpoint": pa.int32(), "first_channel": pa.string(),
    "first_name": pa.string(), "variant": pa.int32(), "still_open": pa.bool_(),
    "goal_time": pa.int64(), "draw": pa.int32(),
}  # fmt: skip
ANSWERS = {
    "customer": pa.string(), "journey": pa.int32(), "time": pa.int64(), "touchpoint": pa.int32(),
}  # fmt: skip


def full(rows):
    """Return rows as dicts of the raw columns, and the attribute columns among them."""
    made = []
    for seq, row in enumerate(rows):
        named = row if isinstance(row, dict) else dict(zip(NAMED, row, strict=True))
        raw = {**dict.fromkeys(RAW), "import_no": 1, "seq": seq, **named}
        raw["time"] = round(raw.pop("at") * SECOND)
        made.append(raw)
    return made, sorted({column for row in made for column in row} - set(RAW))


def table(rows, kinds):
    """Return rows as a table of the engine."""
    columns = {name: pa.array([row.get(name) for row in rows], kinds[name]) for name in kinds}
    return ibis.memtable(pa.table(columns))


def fill(warehouse, rows):
    """Append rows to the raw events; return their attribute columns."""
    made, attributes = full(rows)
    if made:
        warehouse.insert("events", table(made, RAW | dict.fromkeys(attributes, pa.string())))
    return attributes


def tables_of(warehouse, rows, *, cut=None, goal=None, stages=None, attributes=None, **more):
    """Fill a warehouse and prepare it as the product does, but for stages and answers."""
    found = attributes or fill(warehouse, rows)
    if attributes:
        fill(warehouse, rows)
    names = assemble.journeys_from(warehouse, cut or Cut(), attributes=found, **more)
    assemble.write_touchpoints(warehouse, _places(names, stages or {}))
    assemble.finish(warehouse, names.index(goal) if goal else None)
    return _tables(
        warehouse,
        {name: warehouse.table(source) for name, source in SOURCES.items()},
        names=names,
        attributes=found,
        goal=goal,
    )


prepared = tables_of

SOURCES = {
    "events": "journey_events",
    "journeys": "journeys",
    "touchpoints": "touchpoints",
    "variants": "variants",
}


def by_hand(warehouse, rows, *, goal=None, stages=None, attributes=()):
    """Return what `tables_of` must return for one journey per customer, made without engine."""
    raw, found = full(rows)
    attributes = list(attributes) or found
    names = sorted({row["touchpoint"] for row in raw})
    own = defaultdict(list)
    for row in sorted(raw, key=lambda row: (row["time"], row["seq"])):
        own[row["customer"]].append(row)
    newest = max((row["time"] for row in raw), default=None)
    paths = {
        who: tuple(names.index(row["touchpoint"]) for row in mine) for who, mine in own.items()
    }
    variants = sorted(set(paths.values()))
    events, journeys = [], []
    for number, who in enumerate(sorted(own, key=lambda who: (own[who][0]["time"], who)), 1):
        mine, path = own[who], paths[who]
        events += list(_walk(number, mine, path))
        start, end = mine[0]["time"], mine[-1]["time"]
        goals = [row["time"] for row in mine if row["touchpoint"] == goal]
        first = {
            column: next((row[column] for row in mine if row.get(column) is not None), None)
            for column in ("channel", "case_id", "session", *attributes)
        }
        journeys.append(
            {
                "journey": number,
                "key": who,
                "customer": who,
                "start": start,
                "end": end,
                "events": len(mine),
                "first_touchpoint": path[0],
                "last_touchpoint": path[-1],
                "first_name": mine[0]["touchpoint"],
                "variant": variants.index(path),
                "still_open": end > newest - MONTH,
                "goal_time": goals[0] if goals else None,
                "draw": int(md5(who.encode()).hexdigest()[:7], 16),  # noqa: S324 - no secret
                "first_channel": first.pop("channel"),
                **first,
            }
        )
    more = dict.fromkeys(attributes, pa.string())
    listed = [{"variant": code, "path": list(path)} for code, path in enumerate(variants)]
    places = _places(names, stages or {})
    return _tables(
        warehouse,
        {
            "events": table(events, EVENTS),
            "journeys": table(journeys, JOURNEYS | more),
            "touchpoints": compiled.small(
                {name: [row[name] for row in places] for name in assemble.TOUCHPOINTS},
                assemble.TOUCHPOINTS,
            ),
            "variants": table(listed, {"variant": pa.int32(), "path": pa.list_(pa.int32())}),
        },
        names=names,
        attributes=attributes,
        goal=goal,
        newest=newest,
    )


def _walk(number, mine, path):
    touched, passed = Counter(), Counter()
    for place, (row, code) in enumerate(zip(mine, path, strict=True)):
        last = place + 1 == len(path)
        following = None if last else path[place + 1]
        touched[code] += 1
        passed[code, following] += 1
        yield {
            "journey": number,
            "position": place + 1,
            "touchpoint": code,
            "time": row["time"],
            "next_touchpoint": following,
            "wait": row["time"] - mine[place - 1]["time"] if place else None,
            "dwell": None if last else mine[place + 1]["time"] - row["time"],
            "is_first": place == 0,
            "is_last": last,
            "touch": touched[code],
            "passage": passed[code, following],
            "channel": row["channel"],
            "customer": number,
            "seq": row["seq"],
        }


def _places(names, stages):
    """Return rows of `touchpoints`; `stages`: touchpoint → (stage, step), in map order."""
    placed = {name: stages.get(name, ("Use", "use")) for name in names}
    steps = list(dict.fromkeys([*stages.values(), *placed.values()]))
    firsts = list(dict.fromkeys(stage for stage, _ in steps))
    return [
        {
            "code": code,
            "name": name,
            "stage": placed[name][0],
            "step": placed[name][1],
            "stage_order": firsts.index(placed[name][0]) + 1,
            "step_name": placed[name][1].title(),
            "step_order": steps.index(placed[name]) + 1,
            "channel": None,
            "position": None,
            "confidence": 1.0,
            "reason": "by hand",
            "set_by": "proposal",
        }
        for code, name in enumerate(names)
    ]


def _tables(warehouse, tables, *, names, attributes, goal, newest=None):
    if newest is None:
        newest = warehouse.value(tables["events"].time.max())
    return Tables(
        unit="customer",
        goal=goal,
        newest=newest,
        **tables,
        answers=table([], ANSWERS | dict.fromkeys(attributes, pa.string())),
        names=tuple(names),
        execute=warehouse.rows,
        arrow=warehouse.arrow,
        columns={column: column for column in attributes},
    )
