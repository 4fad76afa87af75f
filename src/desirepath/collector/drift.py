"""What fields the events of a source have, and what changed about that.

Counted per event and field: how often a kind of value occurred (`times`), how many such events
there had been when it first did (`before`) and when it last did (`latest`). From these follows
without a clock: a field appeared late, is no longer sent, or changed its kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.collector.reading import Read
    from desirepath.store.inbox import Inbox

LOOKED_AT = 2_000
"""Of one load so many events are looked at; what drifts is seen in the next ones too."""
MOST = 2_000
"""Fields of a source that are counted."""
ENOUGH = 20
"""So many events make a habit."""
HABIT = 0.5
FIELDS = ("properties.", "traits.")


def learn(inbox: Inbox, source: str, reads: Sequence[Read]) -> None:
    """Count the fields of newly loaded events, each event once."""
    upto = inbox.fields_upto(source)
    fresh = [each for each in reads if each.good and each.received.seq > upto]
    if not fresh:
        return
    known = {row[:3]: list(row[3:]) for row in inbox.fields(source)}
    changed: set[tuple[str, str, str]] = set()

    def count(key: tuple[str, str, str], so_far: int) -> None:
        if key not in known and len(known) >= MOST:
            return
        found = known.setdefault(key, [0, so_far, so_far])
        found[0] += 1
        found[2] = so_far
        changed.add(key)

    for each in fresh[:LOOKED_AT]:
        row = each.row or {}
        event = str(row["touchpoint"] or row["type"])[:200]
        so_far = known.get((event, "", ""), [0])[0]
        for name, value in row.items():
            if value is not None and name.startswith(FIELDS):
                count((event, name[:200], kind(value)), so_far)
        count((event, "", ""), so_far)
    rows = [(*key, *known[key]) for key in sorted(changed)]
    inbox.keep_fields(source, rows, fresh[-1].received.seq)


def kind(value: str) -> str:
    """Return what kind of value a text is.

    >>> kind("9.90"), kind("true"), kind("[1]"), kind("red"), kind("2026-01-05T10:15:00Z")
    ('number', 'flag', 'list', 'text', 'time')
    """
    if value in ("true", "false"):
        return "flag"
    if value[:1] == "[":
        return "list"
    try:
        float(value)
    except ValueError:
        dated = value[:4].isdecimal() and value[4:5] == "-" and value[7:8] == "-"
        return "time" if dated else "text"
    return "number"


def report(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return what changed: `event, field, what, detail, events`; `rows` are those of the inbox.

    `appeared`: first seen after 20 events without it. `gone`: was in half of the events, and in
    none of the last 20. `kind`: values of another kind than most before.
    """
    events = {row[0]: row[3] for row in rows if not row[1]}
    fields: dict[tuple[str, str], dict[str, tuple[int, int, int]]] = {}
    for event, name, sort, *counted in rows:
        if name:
            fields.setdefault((event, name), {})[sort] = (counted[0], counted[1], counted[2])
    found = []
    for (event, name), kinds in sorted(fields.items()):
        found += _changes(event, name, kinds, events.get(event, 0))
    return found


def _changes(
    event: str, name: str, kinds: Mapping[str, tuple[int, int, int]], total: int
) -> list[dict[str, Any]]:
    times = sum(counted[0] for counted in kinds.values())
    first = min(counted[1] for counted in kinds.values())
    last = max(counted[2] for counted in kinds.values())
    about = {"event": event, "field": name, "events": total}
    found: list[dict[str, Any]] = []
    if first >= ENOUGH:
        found.append({**about, "what": "appeared", "detail": f"after {first} events without it"})
    if total - last > ENOUGH and times >= HABIT * (last + 1):
        detail = f"not in the last {total - last - 1} events"
        found.append({**about, "what": "gone", "detail": detail})
    usual = min(kinds, key=lambda sort: kinds[sort][1])
    for sort, counted in sorted(kinds.items()):
        if sort != usual and counted[1] - first >= ENOUGH:
            found.append({**about, "what": "kind", "detail": f"{usual}, then {sort}"})
    return found
