"""The raw files of a company, one per system, still clean: who did what, when, in whose words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from desirepath.worlds.answers import Answers
from desirepath.worlds.grammar import Said, comment, note, sentiment
from desirepath.worlds.people import DAY, People
from desirepath.worlds.template import Industry, Pain, Touchpoint
from desirepath.worlds.walk import Life

FIRST_DAY = "2025-01-06"
_KNOWN_FROM = ("Purchase", "Onboarding", "Use", "Support", "Retention", "Advocacy")
_WRITTEN = {"store": "Store", "phone": "Phone", "email": "E-mail", "letter": "Letter"}


@dataclass
class Sheet:
    """One file to be: `rows` of texts under `header`; `events` rows stand for interactions."""

    name: str
    header: list[str]
    rows: list[list[str]]
    kind: str
    time: str = ""
    who: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    events: int = 0
    dirt: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> int:
        """Return the place of a column."""
        return self.header.index(name)


@dataclass(frozen=True)
class Text:
    """One text in the files, with what is true about it (a row of truth/texts.csv)."""

    file: str
    id: str
    customer: str
    touchpoint: str
    emotion: float
    said: Said


class Writer:
    """Turns lives and answers into sheets; the texts written so far stand in `texts`."""

    def __init__(
        self, industry: Industry, people: People, life: Life, key: str, *, fragmented: bool
    ) -> None:
        """Prepare what all sheets need: times as texts, which file each event belongs to."""
        import numpy as np

        self.industry, self.people, self.life = industry, people, life
        self.key, self.fragmented = key, fragmented
        self.texts: list[Text] = []
        self.typos: list[tuple[str, str, str]] = []
        systems = np.array([known.system for known in industry.touchpoints])
        self.system = systems[life.touchpoint]
        self.ids = people.columns["customer_id"]

    def sheets(self, answers: list[Answers]) -> list[Sheet]:
        """Return all files, events first."""
        made = [
            self._web(),
            self._app(),
            self._campaigns(),
            self._calls(),
            self._chats(),
            self._store(),
            self._tickets(),
            self._orders(),
            *(self._survey(given) for given in answers),
            self._customers(),
        ]
        return [self._without_key(sheet) for sheet in made] if self.fragmented else made

    def _events(self, system: str) -> list[tuple[int, str, Touchpoint, int]]:
        """Return (customer number, time, touchpoint, place in the life) of one system's events."""
        import numpy as np

        places = np.flatnonzero(self.system == system)
        touchpoints = self.industry.touchpoints
        return [
            (who, time, touchpoints[at], place)
            for who, time, at, place in zip(
                self.life.customer[places].tolist(),
                moments(self.life.time[places]),
                self.life.touchpoint[places].tolist(),
                places.tolist(),
                strict=True,
            )
        ]

    def _web(self) -> Sheet:
        chance = Random(f"{self.key}|web")  # noqa: S311 - invented data
        shown = self.people.columns
        rows = []
        for who, time, touchpoint, _ in self._events("web"):
            cookie = "visitor_id" if chance.random() < 0.7 else "second_visitor_id"
            email = shown["email"][who] if touchpoint.stage in _KNOWN_FROM else ""
            rows.append(
                [
                    *(self.ids[who], shown[cookie][who], email, time, touchpoint.name),
                    *(touchpoint.channel, shown["device"][who]),
                ]
            )
        header = ["customer_id", "visitor_id", "email", "timestamp", "page", "channel", "device"]
        return self._sheet("web.csv", header, rows, "timestamp", encoding="utf-8-sig")

    def _app(self) -> Sheet:
        shown = self.people.columns
        rows = []
        for number, (who, time, touchpoint, _) in enumerate(self._events("app"), 1):
            known = shown["email"][who] if touchpoint.stage in _KNOWN_FROM else ""
            user = known if self.fragmented else self.ids[who]
            rows.append(
                [
                    *(f"m-{number:08d}", user, shown["device_id"][who]),
                    *(f"{time.replace(' ', 'T')}Z", touchpoint.name, touchpoint.channel),
                    ("iOS", "Android")[who % 2],
                ]
            )
        header = ["messageId", "userId", "anonymousId", "timestamp", "event", "channel", "os"]
        return self._sheet("app.jsonl", header, rows, "timestamp", who="userId")

    def _campaigns(self) -> Sheet:
        shown = self.people.columns
        rows = [
            [
                *(self.ids[who], shown["email"][who], time, touchpoint.name),
                _WRITTEN.get(touchpoint.channel, touchpoint.channel),
            ]
            for who, time, touchpoint, _ in self._events("campaigns")
        ]
        header = ["customer_id", "email", "opened_at", "activity", "channel"]
        return self._sheet("campaigns.csv", header, rows, "opened_at")

    def _calls(self) -> Sheet:
        chance = Random(f"{self.key}|calls")  # noqa: S311 - invented data
        rows = []
        for number, (who, time, touchpoint, place) in enumerate(self._events("calls"), 1):
            said = self._said(note, chance, touchpoint, place)
            self._keep("calls.csv", f"K{number:06d}", touchpoint, place, said)
            rows.append(
                [
                    *(f"K{number:06d}", self.ids[who], self._spelled_phone(who, chance), time),
                    *(touchpoint.name, "Phone", str(chance.randrange(2, 40))),
                    *(f"agent {chance.randrange(1, 25)}", said.text),
                ]
            )
        header = ["call_id", "customer_id", "phone", "started", "reason", "channel", "minutes"]
        return self._sheet("calls.csv", [*header, "agent", "note"], rows, "started")

    def _chats(self) -> Sheet:
        chance = Random(f"{self.key}|chats")  # noqa: S311 - invented data
        shown = self.people.columns
        rows = [
            [
                *(f"H{number:06d}", self.ids[who], shown["email"][who], time, touchpoint.name),
                *("Chat", str(chance.randrange(1, 25))),
            ]
            for number, (who, time, touchpoint, _) in enumerate(self._events("chats"), 1)
        ]
        header = ["chat_id", "customer_id", "email", "started", "topic", "channel", "minutes"]
        return self._sheet("chats.csv", header, rows, "started")

    def _store(self) -> Sheet:
        chance = Random(f"{self.key}|store")  # noqa: S311 - invented data
        shown = self.people.columns
        rows = [
            [
                *(self.ids[who], shown["loyalty_card"][who], _german(time), touchpoint.name),
                *(
                    "Store",
                    shown["city"][who],
                    f"{chance.randrange(9000) / 100:.2f}".replace(".", ","),
                ),
            ]
            for who, time, touchpoint, _ in self._events("store_visits")
        ]
        header = ["customer_id", "loyalty_card", "visited", "activity", "channel", "branch"]
        return self._sheet(
            "store_visits.csv",
            [*header, "spent"],
            rows,
            "visited",
            delimiter=";",
            encoding="latin-1",
        )

    def _tickets(self) -> Sheet:
        chance = Random(f"{self.key}|tickets")  # noqa: S311 - invented data
        rows = []
        number = 0
        open_ticket: dict[int, str] = {}
        for who, time, touchpoint, place in self._events("tickets"):
            text = ""
            if touchpoint.then:
                number += 1
                open_ticket[who] = f"T{number:06d}"
                # Nobody opens a ticket to praise.
                said = self._said(comment, chance, touchpoint, place, most=0.0)
                self._keep("tickets.csv", open_ticket[who], touchpoint, place, said)
                text = said.text
            rows.append(
                [
                    *(open_ticket.get(who, ""), self.ids[who], self._typed_email(who, chance)),
                    *(time, touchpoint.name, "E-mail", f"agent {chance.randrange(1, 25)}", text),
                ]
            )
        header = ["ticket_no", "customer_id", "email", "time", "activity", "channel", "agent"]
        return self._sheet("tickets.csv", [*header, "text"], rows, "time")

    def _orders(self) -> Sheet:
        """One row per reached goal: milestones in columns, the promised day beside the real one."""
        import numpy as np

        chance = Random(f"{self.key}|orders")  # noqa: S311 - invented data
        steps = [known for known in self.industry.touchpoints if known.system == "orders"]
        goal, *later = sorted(steps, key=lambda known: not known.goal)
        when: dict[tuple[int, str], str] = {}
        for who, time, touchpoint, _ in self._events("orders"):
            when.setdefault((who, touchpoint.id), time)
        shown = self.people.columns
        rows = []
        buyers = np.flatnonzero(self.life.goal)
        buyers = buyers[np.lexsort((buyers, self.life.goal_time[buyers]))]
        for number, who in enumerate(buyers.tolist(), 1):
            row = [f"O{number:06d}", self.ids[who], self._typed_email(who, chance)]
            row += [shown["phone"][who], when[who, goal.id]]
            for step in later:
                day = self.life.promised[who]
                if np.isnan(day):
                    day = np.floor(self.life.goal_time[who] / DAY) + step.promise
                row += [moments(np.array([day * DAY]))[0][:10], when.get((who, step.id), "")]
            rows.append([*row, f"{chance.randrange(900, 40000) / 100:.2f}"])
        header = ["order_no", "customer_id", "email", "phone", goal.name]
        for step in later:
            header += [f"{step.name} promised", step.name]
        sheet = self._sheet("orders.csv", [*header, "amount"], rows, goal.name)
        sheet.events = len(when)
        return sheet

    def _survey(self, given: Answers) -> Sheet:
        import numpy as np

        chance = Random(f"{self.key}|{given.instrument}")  # noqa: S311 - invented data
        low, high = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10)}[given.instrument]
        file = f"{given.instrument}.csv"
        order = np.lexsort((given.customer, given.time))
        times = moments(given.time[order])
        rows = []
        for number, (at, time) in enumerate(zip(order.tolist(), times, strict=True), 1):
            who, place = int(given.customer[at]), int(given.event[at])
            touchpoint = self.industry.touchpoints[int(self.life.touchpoint[place])]
            answer = f"{given.instrument[0].upper()}{number:06d}"
            text = ""
            if given.comments[at]:
                emotion = float(given.emotion[at])
                said = comment(chance, emotion, self._themes(touchpoint, place), self._nouns())
                self.texts.append(Text(file, answer, self.ids[who], touchpoint.name, emotion, said))
                text = said.text
            named = "" if chance.random() < 0.25 else touchpoint.name
            row = [answer, self.ids[who], self.people.columns["email"][who], time]
            row += [] if given.instrument == "nps" else [named]
            rows.append([*row, str(int(given.score[at])), text])
        header = ["answer_id", "customer_id", "email", "answered_at"]
        header += [] if given.instrument == "nps" else ["touchpoint"]
        header += [f"{given.instrument} ({low}-{high})", "comment"]
        return self._sheet(file, header, rows, "answered_at", kind="feedback")

    def _customers(self) -> Sheet:
        shown = self.people.columns
        names = [f"{a} {b}" for a, b in zip(shown["first_name"], shown["last_name"], strict=True)]
        columns = ["email", "phone", "loyalty_card", "birth_date", "postcode", "city"]
        columns += list(self.people.attributes)
        rows = [
            list(row)
            for row in zip(self.ids, names, *(shown[name] for name in columns), strict=True)
        ]
        header = ["customer_id", "name", *columns]
        return self._sheet("customers.csv", header, rows, "", kind="customers")

    def _sheet(
        self,
        name: str,
        header: list[str],
        rows: list[list[str]],
        time: str,
        *,
        who: str = "customer_id",
        kind: str = "events",
        delimiter: str = ",",
        encoding: str = "utf-8",
    ) -> Sheet:
        events = len(rows) if kind == "events" else 0
        return Sheet(name, header, rows, kind, time, who, delimiter, encoding, events)

    def _without_key(self, sheet: Sheet) -> Sheet:
        """Leave only the system's own identifiers; the customer list keeps a number of its own."""
        if "customer_id" not in sheet.header:
            return sheet
        at = sheet.column("customer_id")
        if sheet.kind == "customers":
            sheet.header[at] = "crm_no"
            for number, row in enumerate(sheet.rows, 1):
                row[at] = str(10_000 + number)
            sheet.who = "crm_no"
            return sheet
        del sheet.header[at]
        for row in sheet.rows:
            del row[at]
        known = ("visitor_id", "loyalty_card", "email", "phone")
        sheet.who = next(name for name in known if name in sheet.header)
        return sheet

    def _said(
        self, make: Any, chance: Random, touchpoint: Touchpoint, place: int, most: float = 1.0
    ) -> Said:
        emotion = min(float(self.life.emotion[place]), most)
        said: Said = make(chance, emotion, self._themes(touchpoint, place), self._nouns())
        return said

    def _keep(self, file: str, number: str, touchpoint: Touchpoint, place: int, said: Said) -> None:
        emotion = float(self.life.emotion[place])
        customer = self.ids[int(self.life.customer[place])]
        self.texts.append(Text(file, number, customer, touchpoint.name, emotion, said))

    def _themes(self, touchpoint: Touchpoint, place: int) -> tuple[str, ...]:
        """Return what a text about this event speaks of: mostly the pain met there."""
        pain: int = int(self.life.pain[place])
        if pain >= 0 and sentiment(float(self.life.emotion[place])) == "negative":
            planted: Pain = self.industry.pains[pain]
            if planted.kind != "decoy":
                return (*(planted.theme,) * 8, *touchpoint.themes)
        return touchpoint.themes

    def _nouns(self) -> Any:
        return self.industry.nouns

    def _spelled_phone(self, who: int, chance: Random) -> str:
        plain = self.people.columns["phone"][who]
        area, first, rest = plain[2:5], plain[5:8], plain[8:]
        ways = (plain, f"({area}) {first}-{rest}", f"{area}.{first}.{rest}", f"1{plain[2:]}")
        return ways[chance.choices((0, 1, 2, 3), (6, 2, 1, 1))[0]]

    def _typed_email(self, who: int, chance: Random) -> str:
        """Return the e-mail as somebody typed it: now and then two letters change places."""
        email = self.people.columns["email"][who]
        if chance.random() >= 0.02 or "@" not in email[3:]:
            return email
        at = chance.randrange(1, email.index("@") - 1)
        wrong = email[:at] + email[at + 1] + email[at] + email[at + 2 :]
        if wrong != email:
            self.typos.append((self.ids[who], "email", wrong))
        return wrong


def moments(seconds: Any) -> list[str]:
    """Return seconds since the first day as `2025-01-06 09:30:00`."""
    import numpy as np

    times = np.datetime64(FIRST_DAY, "s") + seconds.astype(np.int64).astype("timedelta64[s]")
    return [text.replace("T", " ") for text in np.datetime_as_string(times).tolist()]


def as_json(header: list[str], row: list[str]) -> str:
    """Return an app event as one line of the Segment specification."""
    value = dict(zip(header, row, strict=True))
    line = {
        "type": "track",
        "messageId": value["messageId"],
        "userId": value["userId"] or None,
        "anonymousId": value["anonymousId"],
        "event": value["event"],
        "timestamp": value["timestamp"],
        "properties": {"channel": value["channel"]},
        "context": {"os": {"name": value["os"]}},
    }
    return json.dumps(line, ensure_ascii=False)


def _german(time: str) -> str:
    return f"{time[8:10]}.{time[5:7]}.{time[:4]} {time[11:16]}"
