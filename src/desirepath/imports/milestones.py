"""One case per row with several time columns: what each column's touchpoint is called.

`order_purchase_timestamp` is “Purchase”, `order_delivered_customer_date` “Delivered customer”,
and `order_estimated_delivery_date` promises the latter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desirepath.imports import names

_GLUED = re.compile(r"(?<=[a-z]{3})(?:timestamp|datetime|date|time|datum|zeitpunkt)$")
_LINKS = frozenset(["of", "the", "de", "del", "der", "des", "du", "da", "do", "den", "von", "am"])


@dataclass(frozen=True)
class Milestone:
    """One touchpoint of a case: its column, and the column that promised its time."""

    touchpoint: str
    column: str
    survey: bool = False
    promise: str | None = None
    attribute: str | None = None


def read(columns: Sequence[str]) -> tuple[Milestone, ...]:
    """Return the milestones of time columns in file order; promises make none of their own.

    >>> [m.touchpoint for m in read(["order_paid_at", "order_due_date", "order_sent_at"])]
    ['Paid', 'Sent']
    """
    said = {name: tuple(names.words(name).split()) for name in columns}
    actual = [
        name for name in columns if not names.is_promise(name) and not names.is_technical(name)
    ]
    prefix = _shared([said[name] for name in actual])
    labels = {name: _label(words, prefix) for name, words in said.items()}
    titles = _titles(actual, labels, said)
    kept = _promised(columns, actual, labels)
    return tuple(
        Milestone(
            touchpoint=titles[name],
            column=name,
            survey=names.is_survey(name),
            promise=kept.get(name),
            attribute=f"{titles[name]}: on time" if name in kept else None,
        )
        for name in actual
    )


def label(column: str) -> str:
    """Return what a single time column would be called, empty when it only says “time”."""
    return names.human(" ".join(_label(tuple(names.words(column).split()), ())))


def _titles(
    actual: Sequence[str],
    labels: Mapping[str, tuple[str, ...]],
    said: Mapping[str, tuple[str, ...]],
) -> dict[str, str]:
    titles: dict[str, str] = {}
    for name in actual:
        title = names.human(" ".join(labels[name] or said[name]))
        if labels[name] == said[name] and " " in name:
            title = name  # written for people already
        if title in titles.values():
            title = names.human(" ".join(said[name]))
        titles[name] = title if title not in titles.values() else name
    return titles


def _shared(said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the first words that at least half of the columns share."""
    prefix: tuple[str, ...] = ()
    while True:
        size = len(prefix) + 1
        rest = [words for words in said if words[: len(prefix)] == prefix and len(words) > size]
        counts: dict[tuple[str, ...], int] = {}
        for words in rest:
            counts[words[:size]] = counts.get(words[:size], 0) + 1
        longer = [start for start, count in counts.items() if count >= max(2, len(said) / 2)]
        if not longer:
            return prefix
        prefix = max(longer, key=lambda start: counts[start])


def _label(words: tuple[str, ...], prefix: tuple[str, ...]) -> tuple[str, ...]:
    if prefix and words[: len(prefix)] == prefix:
        words = words[len(prefix) :]
    while words and (names.is_date_word(words[-1]) or words[-1] in _LINKS):
        words = words[:-1]
    while words and (names.is_date_word(words[0]) or words[0] in _LINKS):
        words = words[1:]
    if words:
        words = (*words[:-1], _GLUED.sub("", words[-1]))
    return words


def _promised(
    columns: Sequence[str], actual: Sequence[str], labels: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Return actual column → the column that promised it, by shared word stems.

    A promise that shares no word with any milestone speaks of the end: the last one.
    """
    own = [name for name in actual if not names.is_survey(name)] or list(actual)
    found: dict[str, str] = {}
    for promise in (name for name in columns if names.is_promise(name)):
        stems = {word[:5] for word in labels[promise] if not names.is_promise(word)}
        scored = [
            (len(stems & {word[:5] for word in labels[name]}), place, name)
            for place, name in enumerate(own)
        ]
        if not scored:
            continue
        best = max(scored)
        found.setdefault(best[2], promise)
    return found
