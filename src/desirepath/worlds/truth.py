"""What is true about a world: counted from both lives of every customer, written beside the files.

`truth.json` holds the company-wide truth, the folder `truth/` the long tables: customers.csv,
emotions.csv, texts.csv, identifiers.csv.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desirepath.errors import InputError
from desirepath.worlds.answers import Answers
from desirepath.worlds.people import DAYS, People
from desirepath.worlds.sheets import FIRST_DAY, Sheet, Text
from desirepath.worlds.template import Industry, Pain
from desirepath.worlds.walk import Life

FORMAT = "desirepath-world/1"
LABEL = "Synthetic company: everything in it is invented"
Relive = Callable[[Any, Collection[str]], Life]


@dataclass(frozen=True)
class Truth:
    """The truth of one world on disk; `document` is the content of `truth.json`."""

    folder: Path
    document: dict[str, Any]

    @property
    def stages(self) -> dict[str, str]:
        """Touchpoint name → stage."""
        return {row["name"]: row["stage"] for row in self.document["touchpoints"]}

    @property
    def channels(self) -> dict[str, str]:
        """Touchpoint name → channel."""
        return {row["name"]: row["channel"] for row in self.document["touchpoints"]}

    @property
    def goal(self) -> str:
        """The goal touchpoint's name."""
        return str(self.document["goal"])

    @property
    def pains(self) -> list[dict[str, Any]]:
        """All planted things with their causal cost, dearest first."""
        found: list[dict[str, Any]] = self.document["pains"]
        return found

    @property
    def files(self) -> list[Path]:
        """The raw files, as they are to be imported."""
        return [self.folder / entry["name"] for entry in self.document["files"]]

    def table(self, name: str) -> list[dict[str, str]]:
        """Return a long table: customers, emotions, texts or identifiers."""
        with (self.folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def read_truth(folder: Path | str) -> Truth:
    """Return the truth of a world that was made before; InputError where there is none."""
    path = Path(folder) / "truth.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{folder} holds no world: there is no truth.json in it.") from error
    return Truth(Path(folder), document)


def day_text(day: float) -> str:
    """Return a day of the period as a date."""
    import numpy as np

    return str(np.datetime64(FIRST_DAY) + np.timedelta64(int(day), "D"))


def document(
    industry: Industry,
    people: People,
    life: Life,
    relive: Relive,
    *,
    dates: dict[str, Any],
    sheets: Sequence[Sheet],
    answers: Sequence[Answers],
    facts: dict[str, Any],
) -> dict[str, Any]:
    """Return the content of `truth.json`; `facts` are the world's own parameters."""
    pains = [_pain(industry, pain, life, relive, dates) for pain in industry.pains]
    pains.sort(key=lambda row: (-row["lost_goals"], -row["met"], row["id"]))
    goal = next(known for known in industry.touchpoints if known.goal)
    return {
        "format": FORMAT,
        "label": LABEL,
        "title": industry.title,
        **facts,
        "period": {"from": FIRST_DAY, "to": day_text(DAYS - 1)},
        "goal": goal.name,
        "journeys": {
            "customers": len(people.persona),
            "events": len(life.time),
            "goals": int(life.goal.sum()),
            "stayed": int(life.stayed.sum()),
        },
        "files": [
            {
                "name": sheet.name,
                "kind": sheet.kind,
                "rows": len(sheet.rows),
                "events": sheet.events,
                "dirt": sheet.dirt,
            }
            for sheet in sheets
        ],
        "touchpoints": _touchpoints(industry, life),
        "stages": _stages(industry, life),
        "personas": _personas(industry, people, life),
        "pains": pains,
        "drift": {
            "channel": industry.drift["channel"],
            "odds_last_day_over_first": industry.drift["factor"] ** 2,
        },
        "intervention": _intervention(industry, life, relive, dates),
        "surveys": [_survey(given) for given in answers],
        "identifiers": {
            "shared_devices": people.shared_devices,
            "role_addresses": people.role_addresses,
        },
    }


def _pain(
    industry: Industry, pain: Pain, life: Life, relive: Relive, dates: dict[str, Any]
) -> dict[str, Any]:
    """Count what one pain cost: the same customers lived again without it."""
    import numpy as np

    met, passed = life.met[pain.id], life.passed[pain.id]
    who = np.flatnonzero(met)
    other = relive(who, (pain.id,))
    touchpoint = industry.touchpoints[industry.number(pain.at)]
    others = passed & ~met
    row: dict[str, Any] = {
        "id": pain.id,
        "title": pain.title,
        "kind": pain.kind,
        "touchpoint": touchpoint.name,
        "stage": touchpoint.stage,
        "signals": list(pain.signals),
        "theme": pain.theme,
        "harmful": bool(pain.leave or pain.feel),
        "passed": int(passed.sum()),
        "met": len(who),
        "goals_met": int(life.goal[who].sum()),
        "goals_met_without_it": int(other.goal[who].sum()),
        "lost_goals": int(other.goal[who].sum()) - int(life.goal[who].sum()),
        "lost_stays": int(other.stayed[who].sum()) - int(life.stayed[who].sum()),
        "goal_rate_others": _share(life.goal[others]),
        "leans_on": {name: dict(odds) for name, odds in pain.odds.items()},
    }
    if pain.kind == "incident":
        first, last = dates["incident"]
        row |= {"from": day_text(first), "to": day_text(last - 1)}
    if pain.kind == "drift":
        row |= {"rate_first_day": pain.rate, "rate_last_day": pain.rate_end}
    return row


def _intervention(
    industry: Industry, life: Life, relive: Relive, dates: dict[str, Any]
) -> dict[str, Any]:
    import numpy as np

    planned = industry.intervention
    who = np.flatnonzero(life.treated)
    other = relive(who, (planned["id"],))
    with_it, without = int(life.goal[who].sum()), int(other.goal[who].sum())
    return {
        "id": planned["id"],
        "title": planned["title"],
        "touchpoint": industry.touchpoints[industry.number(planned["at"])].name,
        "date": day_text(dates["intervention"]),
        "where": dict(planned["where"]),
        "treated": len(who),
        "goal_rate": _share(life.goal[who]),
        "goal_rate_without_it": _share(other.goal[who]),
        "gained_goals": with_it - without,
        "effect": (with_it - without) / max(len(who), 1),
    }


def _touchpoints(industry: Industry, life: Life) -> list[dict[str, Any]]:
    import numpy as np

    size = len(industry.touchpoints)
    events = np.bincount(life.touchpoint, minlength=size)
    pairs = np.unique(life.touchpoint.astype(np.int64) * 2**32 + life.customer)
    customers = np.bincount(pairs >> 32, minlength=size)
    felt = np.bincount(life.touchpoint, weights=life.emotion, minlength=size)
    return [
        {
            "id": known.id,
            "name": known.name,
            "stage": known.stage,
            "channel": known.channel,
            "file": f"{known.system}.{'jsonl' if known.system == 'app' else 'csv'}",
            "milestone": known.system == "orders",
            "events": int(events[at]),
            "customers": int(customers[at]),
            "emotion": _round(felt[at] / events[at]) if events[at] else None,
        }
        for at, known in enumerate(industry.touchpoints)
    ]


def _stages(industry: Industry, life: Life) -> list[dict[str, Any]]:
    import numpy as np

    names = list(dict.fromkeys(block.stage for block in industry.blocks))
    of = np.array([names.index(known.stage) for known in industry.touchpoints])[life.touchpoint]
    events = np.bincount(of, minlength=len(names))
    felt = np.bincount(of, weights=life.emotion, minlength=len(names))
    pairs = np.unique(of.astype(np.int64) * 2**32 + life.customer)
    customers = np.bincount(pairs >> 32, minlength=len(names))
    return [
        {
            "stage": name,
            "events": int(events[at]),
            "customers": int(customers[at]),
            "emotion": _round(felt[at] / events[at]) if events[at] else None,
        }
        for at, name in enumerate(names)
    ]


def _personas(industry: Industry, people: People, life: Life) -> list[dict[str, Any]]:
    rows = []
    for at, persona in enumerate(industry.personas):
        own = people.persona == at
        rows.append(
            {
                "id": persona.id,
                "name": persona.name,
                "customers": int(own.sum()),
                "goal_rate": _share(life.goal[own]),
            }
        )
    return rows


def _survey(given: Answers) -> dict[str, Any]:
    from desirepath.worlds.answers import SCALES

    low, high = SCALES[given.instrument]
    raw = 2 * (given.score - low) / (high - low) - 1
    return {
        "instrument": given.instrument,
        "invited": given.invited,
        "answers": len(given.score),
        "comments": int(given.comments.sum()),
        "valence_of_answers": _mean(raw),
        "emotion_of_answerers": _mean(given.emotion),
        "emotion_of_invited": _round(given.invited_emotion),
    }


def write_tables(
    folder: Path,
    industry: Industry,
    people: People,
    life: Life,
    relive: Relive,
    *,
    texts: Sequence[Text],
    typos: Sequence[tuple[str, str, str]],
) -> None:
    """Write the long tables of the truth."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    ids = people.columns["customer_id"]
    flags: dict[str, list[Any]] = {"goal": _flags(life.goal), "stayed": _flags(life.stayed)}
    for pain in industry.pains:
        who = np.flatnonzero(life.met[pain.id])
        without = life.goal.copy()
        without[who] = relive(who, (pain.id,)).goal[who]
        flags[f"passed {pain.id}"] = _flags(life.passed[pain.id])
        flags[f"met {pain.id}"] = _flags(life.met[pain.id])
        flags[f"goal without {pain.id}"] = _flags(without)
    flags["treated"] = _flags(life.treated)
    shown = {name: people.columns[name] for name in people.attributes}
    columns = {"customer_id": ids, "persona": people.labels["persona"], **shown, **flags}
    _write(folder / "customers.csv", list(columns), zip(*columns.values(), strict=True))
    _write(folder / "emotions.csv", *_emotions(industry, ids, life))
    _write(
        folder / "texts.csv",
        ["file", "id", "customer_id", "touchpoint", "emotion", "sentiment", "theme"],
        (
            (
                *(text.file, text.id, text.customer, text.touchpoint, _round(text.emotion)),
                *(text.said.sentiment, text.said.theme),
            )
            for text in texts
        ),
    )
    header = ["customer_id", "kind", "value", "shared", "typo"]
    _write(folder / "identifiers.csv", header, _owned(people, typos))


def _emotions(industry: Industry, ids: Sequence[str], life: Life) -> tuple[list[str], Any]:
    """Return the mean true emotion per customer and touchpoint, with the number of events."""
    import numpy as np

    pairs = life.customer.astype(np.int64) * 1024 + life.touchpoint
    found, place, count = np.unique(pairs, return_inverse=True, return_counts=True)
    mean = np.round(np.bincount(place, weights=life.emotion) / count, 4)
    names = [known.name for known in industry.touchpoints]
    rows = (
        (ids[pair >> 10], names[pair & 1023], n, value)
        for pair, n, value in zip(found.tolist(), count.tolist(), mean.tolist(), strict=True)
    )
    return ["customer_id", "touchpoint", "events", "emotion"], rows


def _owned(people: People, typos: Sequence[tuple[str, str, str]]) -> Any:
    """Yield which identifier belongs to whom; `shared` when others have it too."""
    kinds = ("email", "phone", "visitor_id", "second_visitor_id", "device_id", "loyalty_card")
    ids = people.columns["customer_id"]
    for kind in kinds:
        values = people.columns[kind]
        owners: dict[str, int] = {}
        for value in values:
            owners[value] = owners.get(value, 0) + 1
        for at, (customer, value) in enumerate(zip(ids, values, strict=True)):
            if value:
                if kind == "second_visitor_id" and value == people.columns["visitor_id"][at]:
                    continue
                yield customer, kind.removeprefix("second_"), value, int(owners[value] > 1), 0
    for customer, kind, value in sorted(set(typos)):
        yield customer, kind, value, 0, 1


def _write(path: Path, header: Sequence[str], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _flags(values: Any) -> list[int]:
    flags: list[int] = values.astype(int).tolist()
    return flags


def _share(values: Any) -> float | None:
    return _round(values.mean()) if len(values) else None


def _mean(values: Any) -> float | None:
    return _round(values.mean()) if len(values) else None


def _round(value: Any) -> float:
    return round(float(value), 4)
