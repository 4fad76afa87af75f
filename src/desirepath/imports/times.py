"""Recognises written times and turns them into int64 microseconds since 1970 UTC, in the engine.

A column's values fall into forms, tried in the order of `FORMS`. Which forms occur, whether the
day stands before the month, and whether offsets are written is counted over the whole column
(`survey`), and only those forms enter the expression (`moments`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desirepath.imports import clocks
from desirepath.imports.forms import (
    DAY_MONTH,
    FORMS,
    MONTH_DAY,
    NUMBERS,
    PARTS,
    WRITTEN,
)

MICRO = 1_000_000
DAY = 86_400 * MICRO


@dataclass(frozen=True)
class Plan:
    """How one column's times are read; made by `survey` from all its values.

    `counts` = rows per form (None: not understood), `typed` = the file itself stores times,
    `day_first` holds for `numbers`, `zone` for times without offset, `named`: the column's name
    says it, `always_midnight` = no value of the column has a time of day.
    """

    column: str
    counts: dict[str | None, int] = field(default_factory=dict)
    typed: bool = False
    zoned: bool = False
    day_first: bool = True
    day_first_sure: bool = True
    zone: str = "UTC"
    always_midnight: bool = False
    named: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that occur, in the order in which they are tried."""
        return tuple(form for form in FORMS if self.counts.get(form))

    @property
    def filled(self) -> int:
        """Rows that hold something."""
        return sum(self.counts.values())

    @property
    def understood(self) -> int:
        """Rows in a known form (the calendar may still refuse some)."""
        return self.filled - self.counts.get(None, 0)

    def note(self) -> str | None:
        """Return the sentence about day and month when it was a guess."""
        if NUMBERS not in self.counts or self.day_first_sure:
            return None
        order = "day before month" if self.day_first else "month before day"
        return f'"{self.column}": every date could be read both ways; read as {order} (a guess).'


def form_expression(text: Any, *, numbers: bool = True) -> Any:
    """Return the expression that names the form of each value; null where none fits."""
    import ibis

    from desirepath.store import dialect

    plain = dialect.strip_accents(text)
    tests = [
        (_subject(text, plain, form).re_search(pattern), ibis.literal(form))
        for form, pattern in FORMS.items()
        if numbers or form in WRITTEN
    ]
    return ibis.cases(*tests, else_=ibis.null("string"))


def survey(warehouse: Any, table: Any, column: str, text: Any, *, zone: str, numbers: bool) -> Plan:
    """Count the forms of a column over all rows and decide day or month first.

    `text` is the trimmed string expression of the column, null where empty; `numbers` allows
    epoch, compact and serial numbers, which need a name or nothing else to say “time”.
    """
    forms = table.select(text=text).filter(lambda t: t.text.notnull())
    forms = forms.mutate(form=form_expression(forms.text, numbers=numbers))
    counted = warehouse.rows(forms.group_by("form").aggregate(rows=forms.count()))
    counts = {row["form"]: row["rows"] for row in sorted(counted, key=lambda row: str(row["form"]))}
    plan = Plan(column=column, counts=counts, zone=zone)
    if NUMBERS not in counts:
        return plan
    return _decide_order(warehouse, forms.filter(forms.form == NUMBERS), plan)


def _decide_order(warehouse: Any, forms: Any, plan: Plan) -> Plan:
    from dataclasses import replace

    first = forms.text.re_extract(PARTS, 1).cast("int64")
    second = forms.text.re_extract(PARTS, 2).cast("int64")
    seen = warehouse.rows(
        forms.aggregate(
            day=(first > 12).sum(),
            month=(second > 12).sum(),
            dots=forms.text.re_search(r"^\d{1,2}\.").sum(),
            noon=forms.text.re_search(r"(?i)\d\s*[ap]\.?m").sum(),
            firsts=first.nunique(),
            seconds=second.nunique(),
        )
    )[0]
    if seen["day"] or seen["month"]:
        return replace(plan, day_first=seen["day"] >= seen["month"])
    # Nothing beyond 12 anywhere: a dot is a European habit, am/pm an American one, and days
    # vary more than months in any data shorter than a year.
    if seen["noon"] and not seen["dots"]:
        return replace(plan, day_first=False, day_first_sure=False)
    day_first = bool(seen["dots"]) or seen["firsts"] >= seen["seconds"]
    return replace(plan, day_first=day_first, day_first_sure=False)


@dataclass(frozen=True)
class Moments:
    """Expressions of one time column, all int64 microseconds or boolean.

    `utc` = the instant (null: not understood), `local` = what the clock showed,
    `zoned` = the offset was written, `midnight` = no time of day.
    """

    utc: Any
    local: Any
    zoned: Any
    midnight: Any


def moments(text: Any, plan: Plan) -> Moments:
    """Return the instants of a column's trimmed text (or typed times) after its plan."""
    import ibis

    if plan.typed:
        local, zoned = clocks.typed(text), ibis.literal(plan.zoned)
        return _placed(local, ibis.literal(0), zoned, plan)
    understood = plan.understood == plan.filled
    readers = {form: clocks.reader(form, text, plan.day_first) for form in plan.forms}
    if not readers:
        null = ibis.null("int64")
        return Moments(null, null, ibis.literal(False), ibis.literal(False))
    if len(readers) == 1 and understood:
        local, offset, zoned = next(iter(readers.values()))
        return _placed(local, offset, zoned, plan)
    from desirepath.store import dialect

    plain = dialect.strip_accents(text)
    tests = {form: _subject(text, plain, form).re_search(FORMS[form]) for form in readers}
    local, offset, zoned = (
        ibis.cases(*((tests[form], parts[place]) for form, parts in readers.items()), else_=other)
        for place, other in enumerate((ibis.null("int64"), ibis.literal(0), ibis.literal(False)))
    )
    return _placed(local, offset, zoned, plan)


def _placed(local: Any, offset: Any, zoned: Any, plan: Plan) -> Moments:
    import ibis

    instant = local - offset
    if plan.zone != "UTC":
        instant = ibis.ifelse(zoned, instant, clocks.in_zone(local, plan.zone))
    return Moments(instant, local, zoned, local % DAY == 0)


def _subject(text: Any, plain: Any, form: str) -> Any:
    """Month names are compared without accents; the rest needs no such care."""
    return plain if form in (DAY_MONTH, MONTH_DAY) else text
