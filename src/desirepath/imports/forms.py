"""The forms in which times are written, as regular expressions.

The same expressions serve Python (samples) and the engine (all rows), so they use nothing that
RE2 lacks. The forms are tried in the order of `FORMS`.
"""

from __future__ import annotations

import re
import unicodedata

YMD = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
PARTS = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})"
MONTH = (
    r"(?:jan|ene|feb|fev|mar|mae|mrz|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|aou|ago|sep|set"
    r"|oct|okt|out|nov|dec|dez|dic)[a-z]*"
)
DAY_NAME = r"(?:[a-z]{2,12}[.,]{0,2}\s+)?"
DAY_MONTH_PATTERN = (
    DAY_NAME + r"(\d{1,2})(?:st|nd|rd|th|er)?\.?[-\s/]*(?:de )?(" + MONTH + r")\.?,?[-\s/]*(?:de )?"
    r"(\d{4}|\d{2})"
)
MONTH_DAY_PATTERN = DAY_NAME + r"(" + MONTH + r")\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?m\.?)?"
OFFSET_PATTERN = (
    r"((?:utc|gmt)?[+-]\d{2}:?\d{2}|(?:utc|gmt)?[+-]\d{2}|(?:utc|gmt)[+-]\d(?::\d{2})?|z|utc|gmt)"
)
REST = (
    r"(?:(?:,?\s*t?\s*|:|\s+(?:um|at|a las|as|a)\s+)"
    + CLOCK
    + r"(?:\s*"
    + OFFSET_PATTERN
    + r"(?:\s*\(.*\))?)?)?"
)

PLAIN = "iso"
OFFSET = "iso with offset"
YEAR_FIRST, NUMBERS = "year first", "numbers"
DAY_MONTH, MONTH_DAY = "day and month name", "month name and day"
COMPACT, EPOCH, SERIAL = "compact", "epoch", "serial"

FORMS: dict[str, str] = {
    PLAIN: r"^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?Z?)?)?$",
    OFFSET: r"^\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?[+-]\d{2}(:?\d{2})?$",
    COMPACT: (
        r"^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
        r"(?:[T ]?(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$"
    ),
    EPOCH: r"^(\d{9,10}|\d{12,13})(\.\d+)?$|^\d{15,16}(\.0+)?$|^\d{18,19}(\.0+)?$",
    SERIAL: r"^[2-7]\d{4}([.,]\d+)?$",
    YEAR_FIRST: r"(?i)^" + YMD + REST + r"$",
    NUMBERS: r"(?i)^" + PARTS + REST + r"$",
    DAY_MONTH: r"(?i)^" + DAY_MONTH_PATTERN + REST + r"$",
    MONTH_DAY: r"(?i)^" + MONTH_DAY_PATTERN + REST + r"$",
}
_COMPILED = {form: re.compile(pattern, re.ASCII) for form, pattern in FORMS.items()}
WRITTEN = (PLAIN, OFFSET, YEAR_FIRST, NUMBERS, DAY_MONTH, MONTH_DAY)
"""Forms that nothing but a time is written in; the others are numbers and need a name's help."""

EMPTY_WORDS = (
    "null", "none", "nan", "nat", "n/a", "na", "#n/a", "\\n", "-", "--", "?", "(null)", "(empty)",
    "undefined", "nil",
)  # fmt: skip
PLACEHOLDER = r"^0{4}[-/.]0{1,2}[-/.]0{1,2}|^0{1,2}[-/.]0{1,2}[-/.]0{4}"

LONGEST = 60
MONTHS = {
    1: "jan|ene", 2: "feb|fev", 3: "mar|mae|mrz", 4: "apr|avr|abr", 5: "may|mai",
    6: "jun|juin", 7: "jul|juil", 8: "aug|aou|ago", 9: "sep|set", 10: "oct|okt|out",
    11: "nov", 12: "dec|dez|dic",
}  # fmt: skip


def form_of(value: str) -> str | None:
    """Return the form in which one value is written, None when it is no time.

    >>> form_of("2024-03-31 10:00"), form_of("31.3.2024"), form_of("Checkout")
    ('iso', 'numbers', None)
    """
    if len(value) > LONGEST or not any(map(str.isdigit, value)):
        return None
    for form, pattern in _COMPILED.items():
        if pattern.match(value):
            return form
    if value.isascii():
        return None
    plain = unicodedata.normalize("NFD", value).encode("ascii", "ignore").decode()
    return next((form for form in (DAY_MONTH, MONTH_DAY) if _COMPILED[form].match(plain)), None)
