"""All customers page by page, and one customer at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from desirepath import refresh
from desirepath.doors.identity import Identity
from desirepath.doors.privacy import Privacy
from desirepath.doors.whose import chosen_of, picked
from desirepath.errors import InputError, UnknownName
from desirepath.identity import resolved, told
from desirepath.journeys import one, people
from desirepath.journeys.prepare import fingerprint
from desirepath.journeys.tables import Tables

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TABLE = "people"
CHOSEN = "people_chosen"
NEXT = 4
"""So many of the ways on from a touchpoint are told."""


class Customers:
    """`ws.customers`: how many there are, and what one of them did and said.

    `identity` says who is who, `privacy` exports and erases. A customer may be named by any name
    that a source uses.
    """

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores
        self._made_of: str | None = None
        self._chosen_of: dict[str, Any] | None = None
        self.identity = Identity(stores)
        self.privacy = Privacy(stores)

    def count(self) -> int:
        """Return the number of customers with at least one event."""
        refresh.tables(self._stores)
        warehouse = self._stores.warehouse
        return int(warehouse.value(resolved(warehouse, "events").customer.nunique()))

    def page(
        self,
        *,
        search: str | None = None,
        stage: str | None = None,
        after: str | None = None,
        limit: int = 50,
        **journeys: Any,
    ) -> dict[str, Any]:
        """Return `{"total", "rows", "after"}`: customers, those seen last first.

        `search` is a part of the id, `stage` where they were last seen; `after` of one page asks
        for the next (None: there is none). Times are ISO, UTC. `journeys` chooses whose: `where`,
        `from_`, `to`, `through`, `without` as in the analyses, and `steps` (with `within`, `mode`,
        `step`, `left`) as in the funnel: who came to step `step`, with `left` no further; or a
        `pain` (an id of `analyse pains`): those who have it. Then every row has `matched`, the
        customer's journeys that are meant, and the page `journeys`,
        all of them. Raises UnknownName for a stage, a touchpoint or a column.
        """
        tables = refresh.tables(self._stores)
        warehouse = self._stores.warehouse
        table = self._made(tables, chosen_of(journeys))
        matched = {"journeys": _total(warehouse, table)} if table != TABLE else {}
        found = people.matching(
            warehouse.table(table), search=search, at=_codes(tables, stage) if stage else None
        )
        total = int(warehouse.value(found.count()))
        rows = warehouse.rows(people.page(found, after=after, limit=max(1, min(limit, 1000)) + 1))
        shown = rows[: max(1, min(limit, 1000))]
        return {
            "total": total,
            **matched,
            "rows": [_listed(row, tables) for row in shown],
            "after": people.cursor(shown[-1]) if len(rows) > len(shown) else None,
        }

    def _made(self, tables: Tables, chosen: Mapping[str, Any]) -> str:
        """Return the table of all customers, or of those whose journeys are chosen.

        Both are made once and read page by page; of the chosen only the last is kept.
        """
        warehouse = self._stores.warehouse
        version = fingerprint(self._stores.book)
        if self._made_of != version:
            warehouse.create(TABLE, people.people(tables), temp=True)
            self._made_of, self._chosen_of = version, None
        if not chosen:
            return TABLE
        if self._chosen_of != chosen:
            journeys = picked(tables, chosen, self._rows)
            warehouse.create(CHOSEN, people.among(warehouse.table(TABLE), journeys), temp=True)
            self._chosen_of = dict(chosen)
        return CHOSEN

    def _rows(self, analysis: str, options: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        return refresh.ask(self._stores, analysis, dict(options)).rows

    def timeline(self, customer: str) -> list[dict[str, Any]]:
        """Return the events of one customer in order: time (ISO, UTC), touchpoint, channel, text.

        Raises InputError when nobody of that id is known.
        """
        tables = refresh.tables(self._stores)
        person = told.journey_of(self._stores.warehouse, customer)
        rows = one.walked(self._stores.warehouse, tables, person)
        if not rows:
            raise InputError(
                f'There is no customer "{customer}". Ids are compared letter by letter; '
                "`desirepath analyse feedback` and your files show those that exist."
            )
        shown = ("touchpoint", "channel", "case_id", "text")
        return [{"time": _iso(row["time"]), **{name: row[name] for name in shown}} for row in rows]

    def story(self, customer: str) -> dict[str, Any]:
        """Return what one customer did and said, in order, and where they are now.

        `moments` are events (`kind` event) and answers (`kind` answer) with stage and step; a call
        or chat has its `turns`, each with its valence and, where it was recorded, its arousal;
        `here` is the touchpoint of the last event and where journeys go on from it, as
        `analyse graph` counts them. Raises InputError when nobody of that id is known.
        """
        tables = refresh.tables(self._stores)
        customer = told.journey_of(self._stores.warehouse, customer)
        answers = tables.answers
        said = tables.execute(
            answers.filter(answers.customer == customer)
            .order_by("time", "seq")
            .select("time", "touchpoint", "instrument", "score", "scale_min", "scale_max", "text",
                    "language", "valence", "feedback_id")
        )  # fmt: skip
        try:
            did = self.timeline(customer)
        except InputError:
            if not said:
                raise
            did = []
        places = {place["name"]: place for place in tables.catalog}
        moments = [
            {"kind": "event", **_placed(places.get(row["touchpoint"])), **row} for row in did
        ]
        talks = _talks(tables, customer)
        for moment in moments:
            turns = talks.pop((moment["time"], moment["touchpoint"]), None)
            if turns:
                moment["turns"] = turns
        moments += [_answer(row, tables) for row in said]
        moments.sort(key=lambda row: (row["time"] is None, row["time"] or ""))
        journeys = tables.journeys.filter(tables.journeys.customer == customer)
        whole = tables.execute(
            journeys.aggregate(
                journeys=journeys.count(),
                still_open=journeys.still_open.any(),
                reached=journeys.goal_time.notnull().any(),
            )
        )[0]
        return {
            "customer": customer,
            "journeys": int(whole["journeys"] or 0),
            "reached": bool(whole["reached"]) if tables.goal else None,
            "goal": tables.goal,
            "moments": moments,
            "here": self._here(did, places, open_=bool(whole["still_open"])),
        }

    def _here(
        self, did: list[dict[str, Any]], places: dict[str, Any], *, open_: bool
    ) -> dict[str, Any] | None:
        if not did:
            return None
        last = did[-1]["touchpoint"]
        graph = refresh.ask(self._stores, "graph", {}).rows
        ways = sorted(
            (row for row in graph if row["from"] == last), key=lambda row: -row["transitions"]
        )
        return {
            "touchpoint": last,
            **_placed(places.get(last)),
            "since": did[-1]["time"],
            "still_open": open_,
            "next": [
                {key: row[key] for key in ("to", "transitions", "journeys")} for row in ways[:NEXT]
            ],
            "passages": sum(row["transitions"] for row in ways),
        }


def _talks(tables: Tables, customer: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the turns of a customer's conversations, by when and what they were."""
    if tables.turns is None:
        return {}
    turns = tables.turns.filter(tables.turns.customer == customer)
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in tables.execute(turns.order_by("start", "conversation", "turn")):
        key = (_iso(row["start"]), tables.names[row["touchpoint"]])
        told = ("turn", "speaker", "speaker_name", "begins", "ends", "text", "valence", "arousal",
                "arousal_doubt")  # fmt: skip
        found.setdefault(key, []).append({name: row[name] for name in told})
    return found


def _total(warehouse: Any, name: str) -> int:
    return int(warehouse.value(warehouse.table(name).matched.sum()) or 0)


def _codes(tables: Tables, stage: str) -> list[int]:
    codes = [place["code"] for place in tables.catalog if place["stage"] == stage]
    if not codes:
        raise UnknownName("stage", stage, {str(place["stage"]) for place in tables.catalog})
    return codes


def _placed(place: Any) -> dict[str, Any]:
    return {word: place[word] if place else None for word in ("stage", "step_name")}


def _listed(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    place = None if row["at"] is None else tables.catalog[row["at"]]
    times = {
        word: None if row[word] in {None, people.NEVER} else _iso(row[word])
        for word in ("first", "last")
    }
    made = {
        **row,
        **times,
        "events": int(row["events"]),
        "at": place["name"] if place else None,
        **_placed(place),
    }
    return made if tables.goal else {**made, "reached": None}


def _answer(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    place = None if row["touchpoint"] is None else tables.catalog[row["touchpoint"]]
    low, high = row.pop("scale_min"), row.pop("scale_max")
    return {
        "kind": "answer",
        **row,
        **_placed(place),
        "touchpoint": place["name"] if place else None,
        "time": None if row["time"] is None else _iso(row["time"]),
        "scale": None if low is None or high is None else f"{low:g}-{high:g}",
    }


def _iso(micros: int) -> str:
    return (EPOCH + timedelta(microseconds=micros)).isoformat()
