"""Facts about each column of a staged table, computed by the engine, with a small even sample.

Counts are over all rows; what needs judgement (is this a time, an id, a sentence?) is read from
some thousand rows spread evenly over the file, the same ones every time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desirepath.imports import forms

LINE = "__line"
GROUPED = r"^[-+]?\d{1,3}(,\d{3})+\.\d+$|^[-+]?\d{1,3}(,\d{3}){2,}$"
GROUPED_BY_DOTS = r"^[-+]?\d{1,3}(\.\d{3})+,\d+$"
"""Numbers with marks between thousands: `1,234.50` and `1.234,50`."""
SAMPLE_ROWS = 2_000
SAMPLE_CELLS = 120_000
EXACT_CELLS = 8_000_000
LONG = 200_000
"""From so many rows on it pays to look at the different values of a column where they are few."""
FEWER = 4
"""They are few where each comes so often on average."""
FEW = 25
TRIED = 500
_MOST_REFILLS = 40


@dataclass(frozen=True)
class Column:
    """What is known of one column. `kind` = text, number, time or flag as the file stores it.

    `filled` and `distinct` are counts over all rows (`distinct` is an estimate, off by up to a
    quarter, where `exact` is false); `samples` are trimmed texts. `plain`: every value
    says something as it is, with nothing to be trimmed (false also where nobody looked).
    """

    name: str
    place: int
    kind: str
    rows: int
    filled: int
    distinct: int
    exact: bool = True
    plain: bool = False
    samples: tuple[str, ...] = field(repr=False, default=())

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The samples without words that mean “nothing”."""
        return tuple(text for text in self.samples if text.casefold() not in forms.EMPTY_WORDS)

    @cached_property
    def filled_share(self) -> float:
        """Share of rows that hold something."""
        return self.filled / self.rows if self.rows else 0.0

    @cached_property
    def rows_per_value(self) -> float:
        """How often a value comes on average."""
        return self.filled / max(1, self.distinct)

    @cached_property
    def forms(self) -> Mapping[str, float]:
        """Share of the samples per written form of time."""
        if self.kind == "time":
            return {forms.PLAIN: 1.0}
        found: dict[str, float] = {}
        looked = self.said[:: max(1, len(self.said) // TRIED)]
        for text in looked:
            form = forms.form_of(text)
            if form:
                found[form] = found.get(form, 0.0) + 1 / len(looked)
        return found

    @cached_property
    def time_share(self) -> float:
        """Share of the samples that can be nothing but a time."""
        return sum(share for form, share in self.forms.items() if form in forms.WRITTEN)

    @cached_property
    def number_time_share(self) -> float:
        """Share of the samples that are a number in which times are written."""
        return sum(share for form, share in self.forms.items() if form not in forms.WRITTEN)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The samples that are numbers."""
        return tuple(number for text in self.said if (number := as_number(text)) is not None)

    @cached_property
    def number_share(self) -> float:
        """Share of the samples that are numbers."""
        return len(self.numbers) / len(self.said) if self.said else 0.0

    @cached_property
    def fraction_share(self) -> float:
        """Share of the numbers with decimals."""
        odd = sum(number != int(number) for number in self.numbers)
        return odd / len(self.numbers) if self.numbers else 0.0

    @cached_property
    def words(self) -> float:
        """Mean number of words of a sample."""
        return self._mean(lambda text: len(text.split()))

    @cached_property
    def length(self) -> float:
        """Mean number of letters of a sample."""
        return self._mean(len)

    @cached_property
    def id_share(self) -> float:
        """Share of the samples that look made by a machine: a digit in it, an address, no space."""
        return self._mean(
            lambda text: float((any(map(str.isdigit, text)) or "@" in text) and " " not in text)
        )

    def _mean(self, measure: Any) -> float:
        return sum(map(measure, self.said)) / len(self.said) if self.said else 0.0


@dataclass(frozen=True)
class Profile:
    """All columns of one file, and what further may be asked of the engine."""

    rows: int
    columns: Mapping[str, Column]
    warehouse: Any = field(repr=False, default=None)
    table: Any = field(repr=False, default=None)
    _known: dict[tuple[str, ...], int] = field(repr=False, default_factory=dict)

    def distinct(self, *names: str) -> int:
        """Return the exact number of different values (of combinations, for several columns)."""
        if names not in self._known:
            chosen = self.table.select(*(text_of(self.table, name).name(name) for name in names))
            for name in names:
                chosen = chosen.filter(chosen[name].notnull())
            counted = chosen[names[0]].nunique() if len(names) == 1 else chosen.distinct().count()
            self._known[names] = int(self.warehouse.value(counted))
        return self._known[names]

    def is_unique(self, name: str) -> bool:
        """Say whether (nearly) every row has its own value: some exact copies are forgiven."""
        column = self.columns[name]
        if column.filled < 0.98 * self.rows or column.distinct < 0.6 * column.filled:
            return False
        return self.distinct(name) >= 0.95 * column.filled


def as_number(text: str) -> float | None:
    """Return the number a text is, with `.` or `,` for decimals; None when it is none.

    >>> as_number("9,5"), as_number("1,234.50"), as_number("1.234,50"), as_number("1,2,3")
    (9.5, 1234.5, 1234.5, None)
    """
    if "," in text:
        if re.fullmatch(GROUPED, text):
            text = text.replace(",", "")
        elif re.fullmatch(GROUPED_BY_DOTS, text):
            text = text.replace(".", "")
        text = text.replace(",", ".", 1)
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) < 1e300 and "_" not in text else None  # noqa: PLR0124 - not-a-number is no number


def text_of(table: Any, name: str) -> Any:
    """Return a column as trimmed text, null where empty; times in UTC as ISO text."""
    from desirepath.imports import clocks
    from desirepath.store import dialect

    column = table[name]
    kind = column.type()
    if kind.is_string():
        return column.strip().nullif("")
    if kind.is_timestamp():
        return dialect.from_epoch_us(clocks.typed(column)).cast("string")
    return column.cast("string").strip().nullif("")


def says_nothing(text: Any) -> Any:
    """Say whether a text is a word for “nothing”, as `n/a`."""
    return (text.length() <= 11) & text.lower().isin(forms.EMPTY_WORDS)


def stored_kind(kind: Any) -> str:
    """Return text, number, time or flag for an Ibis type."""
    if kind.is_timestamp() or kind.is_date():
        return "time"
    if kind.is_numeric() and not kind.is_boolean():
        return "number"
    return "flag" if kind.is_boolean() else "text"


def profile(warehouse: Any, table: Any) -> Profile:
    """Return the facts of a staged table: one pass for the sample, one for counts.

    In a long table, texts that come again and again are counted value by value instead.
    """
    names = [name for name in table.columns if name != LINE]
    rows = int(warehouse.value(table.count()))
    samples = _samples(warehouse, table, names, rows)
    again = _again(warehouse, table, samples, rows) if rows >= LONG else []
    counts: dict[str, Any] = {}
    for name in again:
        counts |= warehouse.rows(_of_values(table, name))[0]
    others = [name for name in names if name not in again]
    exact = {name: _exact(table[name].type(), rows, len(names)) for name in others}
    for start in range(0, len(others), 200):  # the engine plans a thousand aggregates slowly
        measures: dict[str, Any] = {}
        for name in others[start : start + 200]:
            measures |= _measures(table, name, exact=exact[name])
        counts |= warehouse.rows(table.aggregate(**measures))[0]
    _refill(warehouse, table, samples, counts)
    columns = {
        name: Column(
            name=name,
            place=place,
            kind=stored_kind(table[name].type()),
            rows=rows,
            filled=int(counts[f"f:{name}"]),
            distinct=min(int(counts[f"d:{name}"]), int(counts[f"f:{name}"])),
            exact=exact.get(name, True),
            plain=counts.get(f"o:{name}") == 0,
            samples=tuple(samples[name]),
        )
        for place, name in enumerate(names)
    }
    return Profile(rows=rows, columns=columns, warehouse=warehouse, table=table)


def _again(warehouse: Any, table: Any, samples: dict[str, list[str]], rows: int) -> list[str]:
    """Return the columns of texts that come again and again."""
    texts = [name for name in samples if table[name].type().is_string()]
    clear = [name for name in texts if 2 * len(set(samples[name])) <= len(samples[name])]
    rest = [name for name in texts if name not in clear]
    if not rest:
        return clear
    about = table.aggregate(**{name: table[name].approx_nunique() for name in rest})
    found = warehouse.rows(about)[0]
    return clear + [name for name in rest if FEWER * found[name] <= rows]


def _of_values(table: Any, name: str) -> Any:
    """Return the facts of a column from its different values: few are trimmed and compared."""
    values = table.group_by(name).aggregate(__n=table.count())
    text, raw, n = text_of(values, name), values[name], values["__n"]
    odd = raw.notnull() & (~raw.identical_to(text) | says_nothing(text))
    return values.aggregate(
        **{
            f"f:{name}": n.sum(where=text.notnull()).fill_null(0),
            f"d:{name}": text.nunique(),
            f"o:{name}": odd.sum().fill_null(0),
        }
    )


def _measures(table: Any, name: str, *, exact: bool) -> dict[str, Any]:
    text = text_of(table, name) if table[name].type().is_string() else table[name]
    different = text.nunique() if exact else text.approx_nunique()
    return {f"f:{name}": text.count(), f"d:{name}": different}


def _exact(kind: Any, rows: int, columns: int) -> bool:
    """Counting the different times of a long table exactly costs more than all the rest."""
    return rows * columns <= EXACT_CELLS and not (rows >= LONG and stored_kind(kind) == "time")


def _samples(warehouse: Any, table: Any, names: list[str], rows: int) -> dict[str, list[str]]:
    most = max(100, min(SAMPLE_ROWS, SAMPLE_CELLS // max(1, len(names))))
    step = max(1, rows // most)
    chosen = table.filter((table[LINE] % step == 0) | (table[LINE] <= 20)) if step > 1 else table
    chosen = chosen.select(LINE, **{name: text_of(chosen, name) for name in names})
    found = warehouse.rows(chosen.order_by(LINE).limit(most + 20))
    return {name: [row[name] for row in found if row[name] is not None] for name in names}


def _refill(
    warehouse: Any, table: Any, samples: dict[str, list[str]], counts: Mapping[str, int]
) -> None:
    """Fetch more of columns that are filled so rarely that the sample hardly met them."""
    rare = [name for name, found in samples.items() if len(found) < FEW < counts[f"f:{name}"]]
    rare += [
        name for name, found in samples.items() if not found and 0 < counts[f"f:{name}"] <= FEW
    ]
    for name in rare[:_MOST_REFILLS]:
        chosen = table.select(LINE, text=text_of(table, name))
        chosen = chosen.filter(chosen.text.notnull()).order_by(LINE).limit(200)
        samples[name] = [row["text"] for row in warehouse.rows(chosen)]
