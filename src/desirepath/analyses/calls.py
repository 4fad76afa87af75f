"""Calls and chats: who speaks how much, how fast, how it feels, and whether it settles the matter.

Needs transcripts (see `sources`). Per touchpoint (or agent): medians over conversations, means of
shares. `talk_share` is the customer's, by seconds where all turns have times, else by letters.
Silence and interruptions are counted only where all turns have times. The course of sentiment is
the mean valence of what customers say in the first, middle and last third of the turns; `course`
is the last less the first, with the 95 % interval over conversations (Student's t). Where a
recording came with the conversation, the same of the customer's voice: `arousal`, calm to excited
against its other turns in that call; it names no emotion ([audio](../sources/audio.md)).

A matter is a chain of contacts of one journey, each within 7 days of the one before.
`contacts_per_matter`, `first_contact_share` (resolved by the first contact; Wilson) and
`median_seconds_to_resolution` count matters that are over: no contact for 7 days. `handed_share`:
another agent speaks than before, in the conversation or since the last one; `again_share`: of the
matters handed over, those where the customer explains again, using at least 4 in 10 of the
longer words once more. With `--per conversation` each conversation is a row, the newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desirepath.analyses import Answer, _intervals, _shared, _sums, _talks
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

picture = "table"
EXAMPLE: dict[str, Any] = {"per": "touchpoint"}
OPTIONS = {
    "per": "one row per touchpoint, agent or conversation",
    "top": "at most so many rows",
}
ROW = {
    "touchpoint": "what kind of conversation",
    "stage": "slug of its stage",
    "agent": "who spoke for the company (per agent and conversation)",
    "conversation": "id of the conversation (per conversation)",
    "time": "when it began, ISO, UTC (per conversation)",
    "conversations": "how many",
    "customers": "journeys they belong to",
    "turns": "median number of turns",
    "seconds": "median length",
    "talk_share": "the customer's share of what was said",
    "silence_share": "share of the time in which nobody speaks",
    "silence_seconds": "median silence",
    "interruptions": "turns per conversation that begin while another speaks",
    "first_reply_seconds": "median time to the first answer of the company",
    "reply_seconds": "median of the mean time to an answer",
    "valence": "mean valence of what customers say, −1…1",
    "valence_begin": "the same in the first third",
    "valence_middle": "in the middle",
    "valence_end": "in the last third",
    "course": "last third less first third",
    "course_low": "lower end of its 95 % interval",
    "course_high": "upper end of it",
    "recorded": "of them, those whose recording tells how the customer's voice sounds",
    "arousal_begin": "how excited it is in the first third, 0…1; 0.5: usual for it in that call",
    "arousal_middle": "in the middle",
    "arousal_end": "in the last third",
    "arousal_course": "last third less first third",
    "arousal_low": "lower end of its 95 % interval",
    "arousal_high": "upper end of it",
    "arousal_doubt": "mean standard error of the arousal of a turn",
    "matters": "matters that are over",
    "contacts_per_matter": "mean contacts until resolved",
    "first_contact_share": "of the matters, those resolved by the first contact",
    "first_contact_low": "lower end of its 95 % interval",
    "first_contact_high": "upper end of it",
    "median_seconds_to_resolution": "from the first contact's begin to the last one's end",
    "handed_share": "of the conversations, those where another agent speaks than before",
    "again_share": "of the matters handed over, those explained again",
    "few": "true below 50 conversations",
}
FEW = 50
MEDIANS = ("turns", "seconds", "silence_seconds", "first_reply_seconds", "reply_seconds")
MEANS = ("talk_share", "silence_share", "interruptions", "valence", "valence_begin",
         "valence_middle", "valence_end", "course", "arousal_begin", "arousal_middle",
         "arousal_end", "arousal_course", "arousal_doubt")  # fmt: skip
COURSES = ("course", "arousal_course")
NOTHING = "There are no transcripts here. Bring some in: desirepath import CALL.vtt"


@dataclass(frozen=True)
class Params:
    """What a row is, and how many."""

    per: Literal["touchpoint", "agent", "conversation"] = "touchpoint"
    top: int = 100


def run(tables: Tables, params: Params) -> Answer:
    """Return the rows, those with most conversations first (per conversation: the newest)."""
    _shared.at_least_one("top", params.top)
    if tables.turns is None or tables.newest is None:
        return Answer([], [NOTHING])
    turns = _talks.turns_of(tables)
    found = _talks.with_matters(_talks.talks(turns), tables.newest)
    again = _talks.explained_again(turns, found)
    found = found.left_join(again, ["journey", "matter"])
    found = found.drop(*(name for name in found.columns if name.endswith("_right")))
    rows = (
        _each(tables, found, params)
        if params.per == "conversation"
        else _grouped(tables, found, params)
    )
    return Answer(rows, [] if rows else [NOTHING])


def _grouped(tables: Tables, found: Any, params: Params) -> list[dict[str, Any]]:
    keys = ["segment", "touchpoint", *(["agent"] if params.per == "agent" else [])]
    if params.per == "agent":
        found = found.filter(found.agent.notnull())
    begun = found.fresh & found.over
    counted = found.group_by(*keys).aggregate(
        conversations=found.count(),
        customers=found.journey.nunique(),
        **{f"m_{name}": found[name].cast("float64").median() for name in MEDIANS},
        **{f"a_{name}": _sums.mean(found[name].cast("float64")) for name in MEANS},
        **{
            f"{part}_{name}": made
            for name in COURSES
            for part, made in (
                ("n", found[name].count()),
                ("t", _sums.total(found[name])),
                ("q", _sums.total(found[name] * found[name])),
            )
        },
        matters=begun.sum(),
        contacts=found.contacts.sum(where=begun),
        alone=(begun & (found.contacts == 1)).sum(),
        settled=(found["last"] - found["first"]).median(where=begun),
        handed=found.handed.sum(),
        told=(found.fresh & found.shared.notnull()).sum(),
        again=(found.fresh & (found.shared >= _talks.SAME_WORDS)).sum(),
    )
    rows = tables.execute(counted)
    rows.sort(key=lambda row: _shared.rank(row["conversations"], tables.names[row["touchpoint"]]))
    return [_row(tables, row, params) for row in rows[: params.top]]


def _row(tables: Tables, row: dict[str, Any], params: Params) -> dict[str, Any]:
    n, matters = row["conversations"], int(row["matters"] or 0)
    alone, told = int(row["alone"] or 0), int(row["told"] or 0)
    low, high = _course(row, "course", 2.0)
    calmer, higher = _course(row, "arousal_course", 1.0)
    first = _intervals.wilson(alone, matters)
    made = {
        **_place(tables, row["touchpoint"]),
        **({"agent": row["agent"]} if params.per == "agent" else {}),
        "conversations": n,
        "customers": row["customers"],
        **{name: row[f"m_{name}"] for name in MEDIANS},
        **{name: row[f"a_{name}"] for name in MEANS},
        "course_low": low,
        "course_high": high,
        "recorded": row["n_arousal_course"],
        "arousal_low": calmer,
        "arousal_high": higher,
        "matters": matters,
        "contacts_per_matter": _shared.share(row["contacts"] or 0, matters),
        "first_contact_share": _shared.share(alone, matters),
        "first_contact_low": first[0],
        "first_contact_high": first[1],
        "median_seconds_to_resolution": _shared.seconds(row["settled"]),
        "handed_share": _shared.share(int(row["handed"] or 0), n),
        "again_share": _shared.share(int(row["again"] or 0), told),
        "few": n < FEW,
    }
    ordered = {name: made[name] for name in ROW if name in made}
    return {**_shared.segment_of(tables, row), **ordered}


def _course(row: dict[str, Any], name: str, most: float) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the mean difference of last and first third."""
    told = _intervals.sample(row[f"n_{name}"], row[f"t_{name}"], row[f"q_{name}"])
    return _intervals.mean(told, (-most, most))


def _each(tables: Tables, found: Any, params: Params) -> list[dict[str, Any]]:
    newest = found.order_by(found.start.desc(), found.conversation, found.talk).limit(params.top)
    rows = []
    for row in tables.execute(newest):
        made = {
            **_place(tables, row["touchpoint"]),
            "agent": row["agent"],
            "conversation": row["conversation"],
            "time": _shared.moment(row["start"]),
            "conversations": 1,
            "customers": 1,
            **{name: row[name] for name in (*MEDIANS, *MEANS)},
            "recorded": int(row["arousal_course"] is not None),
            "matters": int(bool(row["over"] and row["fresh"])),
            "contacts_per_matter": row["contacts"] if row["over"] else None,
            "handed_share": float(bool(row["handed"])),
            "few": True,
        }
        ordered = {name: made[name] for name in ROW if name in made}
        rows.append({**_shared.segment_of(tables, row), **ordered})
    return rows


def _place(tables: Tables, code: int) -> dict[str, Any]:
    return {"touchpoint": tables.names[code], "stage": slug(tables.catalog[code]["stage"])}
