"""What a file's name says about its source: the same export under next month's name is the same."""

from __future__ import annotations

import re
from pathlib import Path

_SUFFIXES = re.compile(
    r"\.(?:gz|bz2|xz|zst|zip|csv|tsv|txt|tab|json|jsonl|ndjson|parquet|pq|xlsx|xls|xlsm|xlsb|ods"
    r"|xes|xml|log|dat)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[\s_.-]*(?:(?:19|20)\d{2}(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?"
    r"(?:[T_-]?\d{2}[-_:]?\d{2}(?:[-_:]?\d{2})?Z?)?)$"
)


def source_name(path: Path) -> str:
    """Return a file's stem without compression, date and copy marks.

    >>> source_name(Path("events-2024-01 (1).csv.gz")), source_name(Path("receipt.csv"))
    ('events', 'receipt')
    """
    stem = path.name
    while _SUFFIXES.sub("", stem) not in ("", stem):
        stem = _SUFFIXES.sub("", stem)
    whole = stem
    while True:
        shorter = re.sub(r"\s*\(\d{1,3}\)$", "", stem)
        shorter = re.sub(r"(?i)[\s_-]+(?:copy|kopie|copie|copia)(?:[\s_-]*\d+)?$", "", shorter)
        shorter = re.sub(r"(?i)^(?:copy of|kopie von|copie de|copia de)\s+", "", shorter)
        shorter = _DATE.sub("", shorter).rstrip(" _.-")
        if not shorter or shorter == stem:
            break
        stem = shorter
    return stem or whole or "data"
