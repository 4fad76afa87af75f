"""How numbers read on the map: thin spaces, true minus, short from 10 000 (SCREENS, copy)."""

from __future__ import annotations

from datetime import date

THIN = "\u202f"
MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UNKNOWN = "unknown"


def exact(value: float | None) -> str:
    """Return a whole number with thin spaces between thousands: `48 210`."""
    if value is None:
        return UNKNOWN
    text = f"{abs(round(value)):,}".replace(",", THIN)
    return f"{MINUS}{text}" if round(value) < 0 else text


def short(value: float | None) -> str:
    """Return a count, from 10 000 on shortened: `9 999`, `19.3 k`, `1.2 M`."""
    if value is None:
        return UNKNOWN
    size = abs(value)
    if size < 10_000:
        return exact(value)
    # 999 950 and more would print as 1000 k
    divisor, letter = (1e3, "k") if size < 999_500 else (1e6, "M") if size < 999.5e6 else (1e9, "G")
    scaled = value / divisor
    text = f"{abs(scaled):.1f}" if abs(scaled) < 99.95 else f"{abs(scaled):.0f}"
    return f"{MINUS if value < 0 else ''}{text.removesuffix('.0')}{THIN}{letter}"


def amount(value: float | None) -> str:
    """Return a number that need not be whole: `308`, `4.2`, `19.3 k`."""
    if value is None:
        return UNKNOWN
    if 0 < abs(value) < 10 and round(value) != value:
        text = f"{abs(value):.1f}".removesuffix(".0")
        return f"{MINUS if value < 0 else ''}{text}"
    return short(value)


def decimal(value: float | None, digits: int = 2) -> str:
    """Return a number with a fixed number of decimals and a true minus."""
    if value is None:
        return UNKNOWN
    text = f"{abs(value):.{digits}f}"
    return f"{MINUS if value < 0 and float(text) else ''}{text}"


def share(value: float | None) -> str:
    """Return a share as per cent: `57 %`, `2.4 %`; only an exact 1 reads `100 %`."""
    if value is None:
        return UNKNOWN
    percent = value * 100
    digits = 1 if abs(percent) < 9.95 or 99.5 <= percent < 100 else 0
    if digits and 99.95 <= percent < 100:
        digits = 2
    text = f"{abs(percent):.{digits}f}"
    if 0 < abs(percent) < 0.05:
        return f"<{THIN}0.1{THIN}%"
    text = text.removesuffix(".0") if percent == round(percent) else text
    if text in {"100.00", "100.0"} and percent != 100:
        text = "99.99"
    return f"{MINUS if percent < 0 and float(text) else ''}{text}{THIN}%"


def emotion(valence: float | None) -> str:
    """Return a valence of [-1, 1] on the scale people see, -2…+2: `+0.3`, `−1.5`, `0.0`."""
    if valence is None:
        return UNKNOWN
    return signed(valence * 2)


def signed(value: float | None, digits: int = 1) -> str:
    """Return a number with its sign, `+0.3`; zero has none."""
    if value is None:
        return UNKNOWN
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def duration(seconds: float | None) -> str:
    """Return a time in its handiest unit: `40 s`, `6 min`, `31 h`, `2 d`, `1.4 y`."""
    if seconds is None:
        return UNKNOWN
    size = abs(seconds)
    for limit, divisor, unit in (
        (60, 1, "s"),
        (90 * 60, 60, "min"),
        (48 * 3600, 3600, "h"),
        (730 * 86400, 86400, "d"),
    ):
        if size < limit:
            return f"{_brief(seconds / divisor)}{THIN}{unit}"
    return f"{_brief(seconds / (365.25 * 86400))}{THIN}y"


def _brief(value: float) -> str:
    text = f"{abs(value):.1f}" if abs(value) < 9.95 else f"{abs(value):.0f}"
    return f"{MINUS if value < 0 else ''}{text.removesuffix('.0')}"


def day(iso: str | None, *, year: bool = True) -> str:
    """Return `23 Aug 2026` of an ISO date or time."""
    if not iso:
        return UNKNOWN
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{found.day} {MONTHS[found.month - 1]}{f' {found.year}' if year else ''}"


def span(from_: str, to: str) -> str:
    """Return a few days within the period of a map: `17–27 May`, `28 May – 3 Jun`, `4 Mar`."""
    if from_ == to:
        return day(to, year=False)
    if from_[:7] == to[:7]:
        return f"{int(from_[8:10])}–{day(to, year=False)}"
    return f"{day(from_, year=from_[:4] != to[:4])} – {day(to, year=from_[:4] != to[:4])}"


def period(from_: str | None, to: str | None) -> str:
    """Return `23 Aug – 20 Nov 2026`, the year once where both share it."""
    if not from_ and not to:
        return "no dates"
    if not from_ or not to or from_[:10] == to[:10]:
        return day(from_ or to)
    return f"{day(from_, year=from_[:4] != to[:4])} – {day(to)}"
