"""Chooses journeys: `--by --where --from --to --through --without`, the same for every analysis."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desirepath.errors import InputError, UnknownName, UsageError
from desirepath.journeys import periods, steps_text
from desirepath.journeys.settings import microseconds
from desirepath.journeys.spelling import split
from desirepath.journeys.tables import Tables
from desirepath.store.compiled import recipe

ROLES = {
    "channel": "first_channel",
    "customer": "customer",
    "case": "case_id",
    "session": "session",
    "touchpoint": "first_name",
}
"""Words that name a role whatever its column is called → column of `journeys`."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Selection:
    """Which journeys, as a person wrote it.

    `by` names a column: rows are given per value of it; `week`, `month`, `quarter` and `year` are
    when a journey began (see `periods`), unless a column has that name. Each of `where` is
    `COLUMN=VALUE` or `COLUMN=A|B` (either; `COLUMN=` means missing) and all must hold. `from_` and
    `to` are dates (both inclusive, in the workspace's time zone) or full timestamps. `left_after`
    is how long before the newest event a journey's last one must be for it to have ended.
    Each of `through` is a step as in a funnel (a touchpoint, `A | B`, `stage:NAME`, `step:NAME`)
    that the journey touches; it touches none of `without`.
    """

    by: str | None = None
    where: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    left_after: str | None = None
    through: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Say whether it may leave journeys out."""
        told = (self.where, self.through, self.without, self.from_, self.to)
        return any(told)


def select(tables: Tables, selection: Selection) -> Tables:
    """Return the tables with the chosen journeys only, and with `segment` where asked for.

    A journey's value of a column is its first non-empty value. Answers follow their journey;
    an answer without a journey is judged by its own values and its own time, and goes through
    nothing. Raises UnknownName for a column or step, UsageError for a date or condition of wrong
    form.
    """
    if selection == Selection():
        return tables
    choice = _read(tables, selection)
    journeys, events, unmarked, answers = _chosen(
        tables.journeys, tables.events, tables.answers, choice
    )
    return replace(
        tables,
        journeys=journeys,
        events=events,
        unmarked=unmarked,
        answers=answers,
        by=selection.by,
        whole=tables,
        chosen=selection,
    )


@dataclass(frozen=True)
class _Choice:
    """A selection of certain tables, as plain values: columns, codes and microseconds."""

    where: tuple[tuple[str, tuple[str, ...]], ...]
    low: int | None
    high: int | None
    through: tuple[tuple[int, ...], ...]
    without: tuple[tuple[int, ...], ...]
    open_since: int | None
    by: str | None
    when: tuple[tuple[int, str], ...]
    narrows: bool

    @property
    def timed(self) -> bool:
        """Say whether answers need the time at which their journey began."""
        return self.low is not None or self.high is not None or bool(self.when)


def _read(tables: Tables, selection: Selection) -> _Choice:
    low, high = interval(selection.from_, selection.to, tables.timezone)
    by, when = _by(tables, selection.by)
    open_since = None
    if selection.left_after is not None:
        open_since = (tables.newest or 0) - microseconds(selection.left_after)
    return _Choice(
        where=tuple(_condition(tables, text) for text in selection.where),
        low=low,
        high=high,
        through=tuple(map(tuple, passed(tables, selection.through, "through"))),
        without=tuple(map(tuple, passed(tables, selection.without, "without"))),
        open_since=open_since,
        by=by,
        when=tuple(when),
        narrows=selection.narrows,
    )


@recipe
def _chosen(journeys: Any, events: Any, answers: Any, choice: _Choice) -> tuple[Any, ...]:
    """Return the journeys, their events with and without `segment`, and their answers."""
    kept = list(answers.columns)
    chosen, told = journeys, _with_journey(answers, journeys, choice)
    if choice.open_since is not None:
        chosen = chosen.mutate(still_open=chosen.end > choice.open_since)
    for column, values in choice.where:
        chosen = chosen.filter(_equals(chosen[column], values))
        told = told.filter(_equals(told[column], values))
    if choice.low is not None or choice.high is not None:
        chosen = _between(chosen, chosen.start, choice.low, choice.high)
        told = _between(told, told["__start"], choice.low, choice.high)
    for codes in choice.through:
        chosen = chosen.semi_join(_touching(events, codes), "journey")
        told = told.semi_join(_touching(events, codes), "journey")
    for codes in choice.without:
        chosen = chosen.anti_join(_touching(events, codes), "journey")
        told = told.anti_join(_touching(events, codes), "journey")
    unmarked = events
    if choice.narrows:
        # A journey has one row, so this is a semi-join; but engines join small numbers quicker.
        unmarked = events.inner_join(chosen.select("journey"), "journey")
    if choice.when:
        chosen = chosen.mutate(segment=periods.named(chosen.start, choice.when))
        told = told.mutate(segment=periods.named(told["__start"], choice.when))
    elif choice.by is not None:
        chosen = chosen.mutate(segment=chosen[choice.by])
        told = told.mutate(segment=told[choice.by])
    else:
        return chosen, unmarked, unmarked, told.select(*kept)
    marked = events.inner_join(chosen.select("journey", "segment"), "journey")
    return chosen, marked, unmarked, told.select(*kept, "segment")


def by_time(tables: Tables, name: str | None) -> bool:
    """Say whether `by` means when journeys began: a word for it, and no column of that name."""
    if name is None or name.casefold() not in periods.WORDS:
        return False
    try:
        resolve(tables, name)
    except UnknownName:
        return True
    return False


def _by(tables: Tables, name: str | None) -> tuple[str | None, list[tuple[int, str]]]:
    """Return the column by whose values rows are given, or the periods."""
    if name is None:
        return None, []
    if not by_time(tables, name):
        return resolve(tables, name), []
    span = _span(tables, tables.journeys, "start")
    if span["low"] is None:  # answers alone: they belong to the period in which they were given
        span = _span(tables, tables.answers, "time")
    if span["low"] is None:
        return None, [(0, "never")]
    zone = _zone(tables.timezone)
    return None, periods.periods(span["low"], span["high"], name.casefold(), zone)


def _span(tables: Tables, table: Any, column: str) -> dict[str, Any]:
    return tables.execute(table.aggregate(low=table[column].min(), high=table[column].max()))[0]


def passed(tables: Tables, steps: Collection[str], option: str) -> list[list[int]]:
    """Return the codes of the touchpoints that each of `through` or `without` means."""
    return [sorted(steps_text.one(tables, text, option).codes) for text in steps]


def _touching(events: Any, codes: Collection[int]) -> Any:
    """Return the journeys with an event at one of these touchpoints."""
    return events.filter(events.touchpoint.isin(codes)).select("journey").distinct()


def resolve(tables: Tables, name: str) -> str:
    """Return the column of `journeys` that a name means.

    Tried in this order: the name of a column of the data; the same without regard to case;
    the one column whose name behind a prefix (`case:`, `properties.`) is it; a role word.
    """
    data = {known: column for known, column in tables.columns.items() if ROLES.get(known) != column}
    if name in data:
        return data[name]
    folded = name.casefold()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda known: known.casefold() == folded,
        lambda known: re.split(r"[:.]", known.casefold(), maxsplit=1)[-1] == folded,
        lambda known: known.casefold().endswith((f":{folded}", f".{folded}")),
    )
    for test in tests:
        found = {column for known, column in data.items() if test(known)}
        if len(found) == 1:
            return found.pop()
    if folded in ROLES:
        return ROLES[folded]
    raise UnknownName("column", name, [*tables.columns, *ROLES])


def interval(from_: str | None, to: str | None, timezone: str) -> tuple[int | None, int | None]:
    """Return `[low, high)` in microseconds for two inclusive dates or timestamps."""
    zone = _zone(timezone)
    low = None if from_ is None else _moment(from_, zone, "from")[0]
    high = None if to is None else _moment(to, zone, "to")[1]
    return low, high


def _zone(name: str) -> tzinfo:
    if name.upper() in {"UTC", "Z", "GMT"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(
            f'There is no time zone "{name}". Write a name such as Europe/Amsterdam under '
            "timezone in desirepath.toml."
        ) from error


def _moment(text: str, zone: tzinfo, option: str) -> tuple[int, int]:
    """Return the first microsecond of a day or moment and the first after it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        midnight = datetime.combine(day, time(), zone)
        try:
            after = datetime.combine(day + timedelta(days=1), time(), zone)
        except OverflowError:
            after = midnight
        return _micros(midnight), _micros(after)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f'--{option} "{text}" is no date. Write 2024-05-31 or 2024-05-31T14:30:00+02:00.'
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return _micros(moment), _micros(moment) + 1


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _condition(tables: Tables, text: str) -> tuple[str, tuple[str, ...]]:
    """Read `COLUMN=A|B`; a column's own name may hold `=`, so each place is tried."""
    places = [place for place, letter in enumerate(text) if letter == "="]
    if not places:
        raise UsageError(f'--where "{text}" is no condition. Write COLUMN=VALUE or COLUMN=A|B.')
    for place in places:
        try:
            column = resolve(tables, text[:place].strip())
        except UnknownName:
            if place == places[-1]:
                resolve(tables, text[: places[0]].strip())
            continue
        return column, tuple(part.text for part in split(text[place + 1 :], "|"))
    raise AssertionError(text)  # pragma: no cover - the last place either returns or raises


def _equals(column: Any, values: tuple[str, ...]) -> Any:
    named = [value for value in values if value]
    test = column.isin(named) if named else None
    if len(named) == len(values):
        return test
    return column.isnull() if test is None else test | column.isnull()


def _between(table: Any, start: Any, low: int | None, high: int | None) -> Any:
    if low is not None:
        table = table.filter(start >= low)
    return table if high is None else table.filter(start < high)


def _with_journey(answers: Any, journeys: Any, choice: _Choice) -> Any:
    """Return the answers with those used columns that only journeys have, and `__start` if timed.

    An answer without a journey starts when it was given. Most columns stand in answers too, and
    then nothing is joined: every question would pay for it.
    """
    used = {column for column, _ in choice.where} | ({choice.by} if choice.by else set())
    lacking = sorted(used - set(answers.columns))
    if not lacking and not choice.timed:
        return answers
    behind = journeys.select("start", *lacking, __journey="journey")
    joined = answers.left_join(behind, answers.journey == behind["__journey"])
    return joined.mutate(__start=joined.start.fill_null(joined.time))
