"""What is personal about one person, as texts; and how it is blotted out of others' documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

BLOT = "[erased]"
SHORTEST = 5
"""Shorter words stand in other texts by chance."""
QUOTED = 12
"""So many letters of what somebody said are theirs."""
COUNTS = frozenset({"n", "journeys", "events", "customers", "answers", "answered", "affected"})
LEAST = 5
"""Smaller counts could point at somebody."""


@dataclass(frozen=True)
class Words:
    """`names` = what sources call the person, `told` = addresses, numbers, full names as written,
    `said` = their texts.
    """

    names: tuple[str, ...]
    told: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @cached_property
    def blotted(self) -> tuple[str, ...]:
        """Return the words to look for, the longest first."""
        every = {word.strip() for word in (*self.names, *self.told)}
        kept = {word.casefold(): word for word in every if len(word) >= SHORTEST}
        return tuple(sorted(kept.values(), key=lambda word: (-len(word), word)))

    @cached_property
    def text_keys(self) -> frozenset[str]:
        """Return the keys of their texts, under which labels are kept.

        Whoever else said the same loses the label too: the key of a short text can be guessed.
        """
        return frozenset(
            hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() for text in self.said
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds any of them, whatever the case, as whole words."""
        found = "|".join(map(re.escape, self.blotted)) or r"(?!)"
        return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)

    def without(self, value: Any, *, quotes: bool = False) -> Any:
        """Return a JSON value without the words; with `quotes` also without what was said."""
        if isinstance(value, str):
            return BLOT if quotes and self._quotes(value) else self.pattern.sub(BLOT, value)
        if isinstance(value, Mapping):
            return {
                self.pattern.sub(BLOT, str(key)): self.without(part, quotes=quotes)
                for key, part in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.without(part, quotes=quotes) for part in value]
        return value

    def _quotes(self, text: str) -> bool:
        plain = text.strip(" …“”\"'")
        return len(plain) >= QUOTED and any(plain in said or said in plain for said in self._long)

    @cached_property
    def _long(self) -> tuple[str, ...]:
        """A few letters stand in other texts by chance."""
        return tuple(said for said in self.said if len(said) >= QUOTED)


def thinned(value: Any) -> Any:
    """Return a map document without counts below five, and without what was computed from them."""
    if isinstance(value, Mapping):
        counts = [count for name, count in value.items() if name in COUNTS]
        if value.get("field") in COUNTS:  # evidence of a count
            counts.append(value.get("value"))
        few = any(_number(count) and 0 < count < LEAST for count in counts)
        return {
            key: None if few and _number(part) else thinned(part) for key, part in value.items()
        }
    if isinstance(value, list):
        return [thinned(part) for part in value]
    return value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def spelled(words: Iterable[str]) -> str:
    """Return texts as a list of SQL literals."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words) or "NULL"
