"""Words that hint at a stage, a channel or a goal, in five languages, as TOML; and how to match.

A cue is a word or a phrase with a weight (log-odds). `order` also meets `orders`, `ordered`;
`activat*` meets every word that begins so; a phrase (`add to cart`) meets neighbouring words,
small words between them skipped, and takes them away from single cues; where small words make it
a phrase (`log in`, `my account`) they count. Where no cue meets a
long word, cues inside it count (`Bestellbestätigung`, `productview`): the last part fully,
earlier ones by half, because the last part of a compound is what it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from desirepath.journeys.names import fold

_SMALL = (
    "a an the to of for in on at by from with and or my your our is was has been "
    "der die das den dem des ein eine zu zum zur von vom im am und oder wurde wird ist "
    "le la les un une de du des au aux et ou en dans sur pour est a ete "
    "el los las una del al y o para por se ha fue da do dos das no na um uma com foi"
)
_ENDINGS = "s es ed d er ers ing n en e r t te ten a o as os ado ada ados adas ido ida do ao"

_BREAKS = re.compile(r"[^\w*]+|_")

SMALL = frozenset(_SMALL.split())
ENDINGS = frozenset(_ENDINGS.split())


@dataclass(frozen=True)
class Hit:
    """A cue that met some words of a name: what it says, how strongly, and the words."""

    label: str
    weight: float
    words: str


class Cues:
    """All cues of one file, ready to be matched."""

    def __init__(self, listed: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> None:
        """`listed[label][language][weight]` = words and phrases."""
        self.exact: dict[str, list[tuple[str, float]]] = {}
        self.stems: dict[str, list[tuple[str, float]]] = {}
        self.phrases: dict[tuple[str, ...], list[tuple[str, float]]] = {}
        for label, languages in listed.items():
            for weights in languages.values():
                for weight, cues in weights.items():
                    for cue in cues:
                        self._add(label, float(weight), cue)
        self.longest = max((len(phrase) for phrase in self.phrases), default=0)
        self.alike: dict[tuple[int, str], list[tuple[str, ...]]] = {}
        for phrase in self.phrases:
            self.alike.setdefault((len(phrase), phrase[0][:2]), []).append(phrase)

    def _add(self, label: str, weight: float, cue: str) -> None:
        for spelling in sorted({fold(cue), fold(_umlauts(cue))}):
            whole = tuple(part for part in _BREAKS.split(spelling) if len(part) > 1)
            parts = tuple(part for part in whole if part not in SMALL)
            if len(whole) > 1:
                place: dict[Any, list[tuple[str, float]]] = self.phrases
                key: Any = parts if len(parts) > 1 else whole
            elif whole[0].endswith("*"):
                place, key = self.stems, whole[0][:-1]
            else:
                place, key = self.exact, whole[0]
            known = place.setdefault(key, [])
            if (label, weight) not in known:
                known.append((label, weight))

    def match(self, words: Sequence[str]) -> list[Hit]:
        """Return the hits in a name's words: phrases first, then single words, then parts."""
        every = range(len(words))
        telling = [place for place in every if words[place] not in SMALL] or list(every)
        hits: list[Hit] = []
        free = [True] * len(words)
        for size in range(min(self.longest, len(words)), 1, -1):
            for row in (every,) if len(telling) == len(every) else (every, telling):
                for start in range(len(row) - size + 1):
                    span = row[start : start + size]
                    if not all(free[place] for place in span):
                        continue
                    meant = tuple(words[place] for place in span)
                    found = self._phrase(meant)
                    hits += [Hit(label, weight, " ".join(meant)) for label, weight in found]
                    for place in span if found else ():
                        free[place] = False
        for place in telling:
            if free[place]:
                hits += self._word(words[place])
        return hits

    def _phrase(self, parts: tuple[str, ...]) -> list[tuple[str, float]]:
        if parts in self.phrases:
            return self.phrases[parts]
        for phrase in self.alike.get((len(parts), parts[0][:2]), ()):
            if all(_meets(cue, word) for cue, word in zip(phrase, parts, strict=True)):
                return self.phrases[phrase]
        return []

    def _word(self, word: str) -> list[Hit]:
        for size in range(len(word), 1, -1):
            if word[:size] in self.exact and _meets(word[:size], word):
                return _hits(self.exact[word[:size]], 1.0, word)
        for size in range(len(word), 2, -1):
            if word[:size] in self.stems:
                head = self.stems[word[:size]]
                tail = self._parts(word[size:], word)
                return [*tail, *_hits(head, 0.5 if tail else 1.0, word)]
        return self._parts(word, word) if len(word) >= 8 else []

    def _parts(self, part: str, word: str) -> list[Hit]:
        """Find cues of at least five letters inside, from the end (an ending may be left over)."""
        hits: list[Hit] = []
        end, share = len(part), 1.0
        while end >= 5:
            for start in range(end - 4):
                found = self._inside(part[start:end])
                if found:
                    hits += _hits(found, share, word)
                    end, share = start, 0.5
                    break
            else:
                end = end - 1 if not hits and end > len(part) - 3 else 0
        return hits

    def _inside(self, part: str) -> list[tuple[str, float]]:
        if part in self.exact:
            return self.exact[part]
        for size in range(len(part), 4, -1):
            if part[:size] in self.stems:
                return self.stems[part[:size]]
        return []


def _hits(found: Sequence[tuple[str, float]], share: float, word: str) -> list[Hit]:
    return [Hit(label, weight * share, word) for label, weight in found]


def _meets(cue: str, word: str) -> bool:
    """Say whether a word is the cue or a plain inflection of it."""
    if cue.endswith("*"):
        return word.startswith(cue[:-1])
    if cue == word:
        return True
    return len(cue) >= 4 and word.startswith(cue) and word[len(cue) :] in ENDINGS


def _umlauts(text: str) -> str:
    for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(letter, spelled).replace(letter.upper(), spelled)
    return text


@cache
def load(name: str) -> Cues:
    """Return the cues of `cues/<name>.toml`."""
    return Cues(_read(name))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
