"""Time zones that stand in the name of a column: `Created (UTC)`, `Signed up (AEDT)`.

What is sure (UTC, a name such as `America/Denver`) holds whatever else was said; an abbreviation
holds where nobody said more, and stands for the place whose clocks show it.
"""

from __future__ import annotations

import re
from functools import cache

_NAMED = re.compile(r"[\s_(\[]\(?([A-Za-z]{2,5}|[A-Za-z_]+/[A-Za-z_/+-]+[0-9]*)[\])]?\s*$")
_SHOWN = {
    "GMT": "UTC",
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    "BST": "Europe/London",
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    "CDT": "America/Chicago",
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    "SAST": "Africa/Johannesburg",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
}
"""Abbreviations that mean one place, and what clocks show there in the other half of the year."""


def zone_of(column: str, given: str | None) -> str | None:
    """Return the zone of a column's times as its name says it; `given` is the user's word.

    >>> zone_of("Created (UTC)", "Europe/Berlin"), zone_of("Signed up (AEDT)", None)
    ('UTC', 'Australia/Sydney')
    >>> zone_of("Signed up (AEDT)", "Asia/Tokyo"), zone_of("Duration (days)", None)
    (None, None)
    """
    found = _NAMED.search(column)
    if found is None:
        return None
    word = found[1]
    if word.upper() == "UTC":
        return "UTC"
    if word in _known():
        return word
    bracketed = column.rstrip().endswith(")")
    return _SHOWN.get(word) if bracketed and given is None else None


@cache
def _known() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(name for name in available_timezones() if "/" in name)
