"""Journeys at steps, with what went wrong there and what became of them; for `pains` and `gains`.

    visits (one row per journey and step it came to)
    | journey | place | first | times | risk  | reached | left  | slow  | switched | v1   | v2   |
    | 1       | 0     | 100   | 1     | true  | true    | false | null  | false    | null | 0.5  |
    | 1       | 1     | 130   | 2     | true  | true    | false | true  | true     | -1.0 | 0.5  |
    | 2       | 0     | 110   | 1     | true  | false   | true  | null  | false    | null | null |

`place` numbers the steps of the map, or its touchpoints (`Grounds.single`): who never came to a
touchpoint cannot have had its trouble, so what is one touchpoint's is compared among those that
did. `times`: events there. `risk`: the goal was still ahead at the first arrival; `before`: the
touchpoint they came from. A signal is true, false, or null where it cannot be known (no wait
before a first event, a journey that may still go on, no promise). `v1`: mean valence of the
journey's answers about the step; `v2`: of all its answers about the step or given after arriving
there. Everything is an expression; nothing here runs anything but `top_questions`, which is small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desirepath.analyses import _sums
from desirepath.journeys import surveys
from desirepath.journeys.names import slug

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

ON_TIME = ": on time"


@dataclass(frozen=True)
class Place:
    """A step of the map, its number, and the codes of its touchpoints."""

    number: int
    stage: str
    step: str
    name: str
    touchpoints: tuple[str, ...]
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Late:
    """A touchpoint with promised times: its place and the column that says whether it was late."""

    name: str
    touchpoint: str
    place: int
    column: str


@dataclass(frozen=True)
class Grounds:
    """What the signals are read from: the chosen tables, the steps and the promises.

    `single`: every touchpoint is a place of its own (its number is its code), else every step is.
    """

    tables: Tables
    single: bool = False

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return the places by number: steps in the order of the map, or touchpoints by code."""
        found: dict[str, list[Any]] = {}
        for row in sorted(
            self.tables.catalog,
            key=lambda row: (row["stage_order"], row["step_order"], row["position"] or 0.0),
        ):
            found.setdefault(row["step"], []).append(row)
        if self.single:
            return tuple(
                _place(row["code"], row["step"], found[row["step"]][0], [row])
                for row in self.tables.catalog
            )
        return tuple(
            _place(number, step, rows[0], rows) for number, (step, rows) in enumerate(found.items())
        )

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Return touchpoint code → number of its place."""
        return {code: place.number for place in self.places for code in place.codes}

    @cached_property
    def lates(self) -> tuple[Late, ...]:
        """Return the touchpoints with promised times."""
        found: list[Late] = []
        for name, column in sorted(self.tables.columns.items()):
            touchpoint = name.removesuffix(ON_TIME)
            if touchpoint != name and touchpoint in self.tables.codes:
                place = self.place_of[self.tables.codes[touchpoint]]
                found.append(Late(f"late_{len(found)}", touchpoint, place, column))
        return tuple(found)

    @cached_property
    def surveys(self) -> list[int]:
        """Return the codes of survey touchpoints; they are no part of the journey."""
        return surveys.codes(self.tables.catalog, range(len(self.tables.names)))

    def numbered(self) -> Any:
        """Return `code, place` as a small table."""
        codes = sorted(self.place_of)
        made = {"code": codes, "place": [self.place_of[code] for code in codes]}
        return self.tables.few(made, dict.fromkeys(made, "int32"))


def _place(number: int, step: str, first: Any, rows: Sequence[Any]) -> Place:
    return Place(
        number,
        slug(first["stage"]),
        step,
        first["step_name"],
        tuple(row["name"] for row in rows),
        tuple(row["code"] for row in rows),
    )


def steps_taken(grounds: Grounds, *, channels: bool) -> Any:
    """Return the events at places, without surveys: the wait before, the way back.

    `channels`: whether there are at least two, so that switches are worth looking for.

    | journey | place | touchpoint | time | wait | is_last | back | touch | before | open |
    """
    import ibis

    tables = grounds.tables
    events = tables.events
    if grounds.surveys:
        events = events.filter(~events.touchpoint.isin(grounds.surveys))
    segment = ibis.null("string") if tables.by is None else events.segment
    events = events.select(
        *("journey", "position", "touchpoint", "time", "touch", "channel", "wait", "is_last"),
        segment=segment,
    )
    order = ibis.window(group_by=events.journey, order_by=events.position)
    events = events.mutate(before=events.touchpoint.lag().over(order))
    if channels:
        before, after = events.channel.lag().over(order), events.channel.lead().over(order)
        back = ((before == after) & (before != events.channel)).fill_null(False)
        events = events.mutate(back=back, origin=before)
    else:
        events = events.mutate(back=False, origin=ibis.null("string"))
    if grounds.surveys:
        # Without the surveys the journey has other neighbours and another end.
        events = events.mutate(
            wait=events.time - events.time.lag().over(order),
            is_last=events.touchpoint.lead().over(order).isnull(),
        )
    numbered = grounds.numbered()
    events = events.inner_join(numbered, events.touchpoint == numbered.code).drop("code")
    lates = {late.name: tables.journeys[late.column] for late in grounds.lates}
    whose = tables.journeys.select("journey", "goal_time", open=tables.journeys.still_open, **lates)
    return events.inner_join(whose, "journey")


def visits(grounds: Grounds, events: Any) -> Any:
    """Return one row per journey and place: arrival, risk, and the signals but `slow`.

    `again` is of use for single touchpoints only.
    """
    import ibis

    # Before the goal only what happened before it can have mattered to it.
    ahead = events.goal_time.isnull() | (events.time < events.goal_time)
    lates = {late.name: events[late.name].max() for late in grounds.lates}
    again = events.touch == 2
    found = events.group_by("segment", "journey", "place").aggregate(
        first=events.time.min(),
        times=events.count(),
        position=events.position.min(),
        before=events.before.fill_null(-1).argmin(events.position),
        waited=events.wait.argmin(events.position, where=events.wait.notnull()),
        begun=events.wait.isnull().any(),
        ended=events.is_last.any(),
        back=events.back.any(),
        back_ahead=(events.back & ahead).any(),
        again=again.any(),
        again_ahead=(again & ahead).any(),
        goal_time=events.goal_time.max(),
        open=events.open.any(),
        **lates,
    )
    risk = found.goal_time.isnull() | (found.first < found.goal_time)
    here = {
        late.name: (found.place == late.place).ifelse(
            ibis.cases((found[late.name] == "late", True), (found[late.name] == "on time", False)),
            ibis.null("boolean"),
        )
        for late in grounds.lates
    }
    ended = found.ended & found.goal_time.isnull()
    return found.select(
        *("segment", "journey", "place", "first", "times", "position", "before", "goal_time"),
        risk=risk,
        reached=found.goal_time.notnull(),
        wait=found.begun.ifelse(ibis.null("int64"), found.waited),
        left=(ended & found.open).ifelse(ibis.null("boolean"), ended),
        switched=risk.ifelse(found.back_ahead, found.back),
        again=risk.ifelse(found.again_ahead, found.again),
        **here,
    )


def with_slow(found: Any, limits: Mapping[int, float]) -> Any:
    """Add `slow`: the wait was longer than the limit of the place (microseconds, see `_waits`)."""
    import ibis

    known = [(found.place == place, float(most)) for place, most in sorted(limits.items())]
    limit = ibis.cases(*known) if known else ibis.null("float64")
    return found.mutate(slow=found.wait > limit)


def with_answers(grounds: Grounds, found: Any, tops: Sequence[dict[str, Any]]) -> Any:
    """Add what the journey's answers say: `v1, k1, s1` about the step, `v2, k2, s2` from it on.

    v: mean valence, k: answers with a valence, s: mean score on the top question (of the step;
    of all answers for s2), because scores of different questions are not put together.
    """
    import ibis

    answers = grounds.tables.answers
    answers = answers.filter(answers.valence.notnull() & answers.journey.notnull())
    numbered = grounds.numbered()
    answers = answers.left_join(numbered, answers.touchpoint == numbered.code)
    answers = answers.mutate(asked=question_key(answers))
    at_step = [(answers.place == top["place"]) & (answers.asked == top["asked"]) for top in tops]
    most = max(tops, key=lambda top: (top["n"], top["asked"]), default=None)
    marked = answers.select(
        "journey",
        "valence",
        "score",
        about="place",
        answered="time",
        top=ibis.or_(*at_step).fill_null(False) if at_step else ibis.literal(False),
        most=answers.asked == most["asked"] if most else ibis.literal(False),
    )
    here = marked.filter(marked.about.notnull())
    here = here.group_by(j1="journey", p1="about").aggregate(
        v1=_sums.mean(here.valence), k1=here.count(), s1=_sums.mean(here.score, here.top)
    )
    arrivals = found.select("journey", "place", "first")
    since = arrivals.inner_join(marked, "journey")
    since = since.filter((since.about == since.place) | (since.answered >= since.first))
    since = since.group_by(j2="journey", p2="place").aggregate(
        v2=_sums.mean(since.valence), k2=since.count(), s2=_sums.mean(since.score, since.most)
    )
    found = found.left_join(here, [found.journey == here.j1, found.place == here.p1])
    found = found.left_join(since, [found.journey == since.j2, found.place == since.p2])
    return found.drop("j1", "p1", "j2", "p2")


def question_key(answers: Any) -> Any:
    """Return question and scale as one text: only equal ones may be put together."""
    return answers.question.fill_null("").concat(
        " | ",
        answers.scale_min.cast("string").fill_null(""),
        " | ",
        answers.scale_max.cast("string").fill_null(""),
    )


def top_questions(grounds: Grounds) -> list[dict[str, Any]]:
    """Return per step the question with most scores: `place, asked, n, low, high`."""
    answers = grounds.tables.answers
    answers = answers.filter(answers.score.notnull() & answers.touchpoint.notnull())
    numbered = grounds.numbered()
    answers = answers.inner_join(numbered, answers.touchpoint == numbered.code)
    counted = answers.group_by("place", asked=question_key(answers)).aggregate(
        n=answers.count(), low=answers.scale_min.min(), high=answers.scale_max.max()
    )
    rows = grounds.tables.execute(counted)
    rows.sort(key=lambda row: (row["place"], -row["n"], row["asked"]))
    best: dict[int, dict[str, Any]] = {}
    for row in rows:
        best.setdefault(row["place"], row)
    return list(best.values())
