"""Reads one written form of time as engine expressions: (local µs, offset µs, offset written).

Nothing here goes through floating point: every microsecond of the text arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desirepath.imports import forms

MICRO = 1_000_000
DAY = 86_400 * MICRO
HOUR = 3_600 * MICRO
_EXCEL_EPOCH = -25_569 * DAY  # serial 0 is 30 December 1899, for every day after February 1900


def reader(form: str, text: Any, day_first: bool) -> tuple[Any, Any, Any]:
    """Return the three expressions for values of one form."""
    import ibis

    none, no = ibis.literal(0), ibis.literal(False)
    if form == forms.PLAIN:
        return _stamp(text), none, text.endswith("Z")
    if form == forms.OFFSET:
        core = text.re_replace(r"[+-]\d{2}(:?\d{2})?$", "")
        return _stamp(core), _offset(text), ibis.literal(True)
    if form == forms.EPOCH:
        return _epoch(text), none, ibis.literal(True)
    if form == forms.SERIAL:
        return _serial(text), none, no
    if form == forms.COMPACT:
        return _compact(text)
    return _loose(form, text, day_first)


def typed(moment: Any) -> Any:
    """Return the microseconds of a column that the file itself stores as times or dates."""
    from desirepath.store import dialect

    if moment.type().is_timestamp() and moment.type().timezone:
        return dialect.epoch_us(moment)
    return dialect.epoch_us(moment.cast("timestamp(6)"))


def in_zone(local: Any, zone: str) -> Any:
    """Return the UTC microseconds of what clocks of a zone show.

    Shown twice (end of summer time): the first of the two. Never shown (start of it): as many
    microseconds after the jump, which is what calendars do.
    """
    import ibis

    from desirepath.store import dialect

    instant = dialect.epoch_us(dialect.instant_in_zone(zone, dialect.from_epoch_us(local)))
    result = instant
    for earlier in (HOUR // 2, HOUR):
        result = ibis.ifelse(_shown(instant - earlier, zone) == local, instant - earlier, result)
    return result


def doubtful(local: Any, zone: str) -> tuple[Any, Any]:
    """Return booleans: the zone's clocks never showed this; they showed it twice."""
    from desirepath.store import dialect

    instant = dialect.epoch_us(dialect.instant_in_zone(zone, dialect.from_epoch_us(local)))
    twice = (_shown(instant - HOUR, zone) == local) | (_shown(instant - HOUR // 2, zone) == local)
    return _shown(instant, zone) != local, twice


def _shown(instant: Any, zone: str) -> Any:
    from desirepath.store import dialect

    return dialect.epoch_us(dialect.local_in_zone(zone, dialect.instant_from_epoch_us(instant)))


def _stamp(text: Any) -> Any:
    from desirepath.store import dialect

    return dialect.epoch_us(text.try_cast("timestamp(6)"))


def _whole(text: Any) -> Any:
    """An empty group is zero."""
    return text.nullif("").cast("int64").fill_null(0)


def _fraction(digits: Any, places: int = 6) -> Any:
    return _whole(digits.substr(0, places).rpad(places, "0"))


def _offset(text: Any) -> Any:
    """`+01:00`, `-0330`, `+02` in microseconds; nothing written is no offset."""
    written = text.re_extract(r"([+-]\d{2}:?\d{0,2})$", 1).replace(":", "").rpad(5, "0")
    number = written.cast("int64")  # -0330 is -330: hours × 100 + minutes, both with the sign
    return number * (HOUR // 100) + number % 100 * (HOUR // 60 - HOUR // 100)


def _epoch(text: Any) -> Any:
    """Seconds, milli-, micro- or nanoseconds, told apart by their number of digits."""
    import ibis

    whole, rest = text.re_extract(r"^(\d+)", 1), text.re_extract(r"\.(\d+)$", 1)
    count, number = whole.length(), whole.cast("int64")
    return ibis.cases(
        (count <= 10, number * MICRO + _fraction(rest)),
        (count <= 13, number * 1_000 + _fraction(rest, 3)),
        (count <= 16, number),
        else_=number // 1_000,
    )


def _serial(text: Any) -> Any:
    """Days since 1900 as a spreadsheet writes them, to the millisecond it can hold."""
    days, rest = text.re_extract(r"^(\d+)", 1), text.re_extract(r"[.,](\d+)$", 1)
    millis = (_fraction(rest, 10) * 86_400_000 + 5_000_000_000) // 10_000_000_000
    return _EXCEL_EPOCH + days.cast("int64") * DAY + millis * 1_000


def _compact(text: Any) -> tuple[Any, Any, Any]:
    year, month, day, hour, minute, second, fraction, offset = (
        text.re_extract(forms.FORMS[forms.COMPACT], number) for number in range(1, 9)
    )
    stamp = year.concat("-", month, "-", day)
    moment = _joined(stamp, (hour, minute, second, fraction), None)
    return moment, _offset(offset), offset != ""


def _loose(form: str, text: Any, day_first: bool) -> tuple[Any, Any, Any]:
    """Everything else: take the parts out one by one and let the calendar judge them."""
    from desirepath.store import dialect

    plain = dialect.strip_accents(text).lower()
    if form == forms.YEAR_FIRST:
        year, month, day, rest = (plain.re_extract(f"^{forms.YMD}(.*)$", n) for n in (1, 2, 3, 4))
    elif form == forms.NUMBERS:
        one, two, year, rest = (plain.re_extract(f"^{forms.PARTS}(.*)$", n) for n in (1, 2, 3, 4))
        day, month = (one, two) if day_first else (two, one)
    elif form == forms.DAY_MONTH:
        day, word, year, rest = (
            plain.re_extract(f"^{forms.DAY_MONTH_PATTERN}(.*)$", n) for n in (1, 2, 3, 4)
        )
        month = _month(word)
    else:
        word, day, year, rest = (
            plain.re_extract(f"^{forms.MONTH_DAY_PATTERN}(.*)$", n) for n in (1, 2, 3, 4)
        )
        month = _month(word)
    *clock, noon = (rest.re_extract(forms.CLOCK, number) for number in (1, 2, 3, 4, 5))
    offset = rest.re_extract(forms.CLOCK + r"\s*" + forms.OFFSET_PATTERN, 6)
    stamp = _year(year).concat("-", month, "-", day)
    return _joined(stamp, clock, noon), _offset(_two_digits(offset)), offset != ""


def _two_digits(offset: Any) -> Any:
    """`gmt+1` as `gmt+01`: spreadsheets of Google write it so."""
    import ibis

    longer = offset.replace("+", "+0").replace("-", "-0")
    return ibis.ifelse(offset.re_search(r"[+-]\d(:|$)"), longer, offset)


def _month(word: Any) -> Any:
    import ibis

    return ibis.cases(
        *((word.re_search(f"^({names})"), str(number)) for number, names in forms.MONTHS.items()),
        else_="0",
    )


def _year(digits: Any) -> Any:
    """Two digits below 70 are this century's."""
    import ibis

    century = ibis.ifelse(digits < "70", "20", "19")
    return ibis.ifelse(digits.length() == 2, century.concat(digits), digits)


def _joined(date: Any, clock: Sequence[Any], noon: Any | None) -> Any:
    """Return µs of a date and the parts of a clock; null where calendar or clock has no such."""
    import ibis

    hours, minutes, seconds = (_whole(part) for part in clock[:3])
    fits = (hours < 24) & (minutes < 60) & (seconds < 60)
    if noon is not None:
        fits &= (noon == "") | ((hours >= 1) & (hours <= 12))
        hours = ibis.cases((noon == "", hours), (noon == "p", hours % 12 + 12), else_=hours % 12)
    since = hours * HOUR + minutes * (HOUR // 60) + seconds * MICRO + _fraction(clock[3])
    return ibis.ifelse(fits, _stamp(date) + since, ibis.null("int64"))
