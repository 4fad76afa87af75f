"""Names of touchpoints as people read them, as words, and as slugs.

| name                         | words                 | for people            |
|------------------------------|-----------------------|-----------------------|
| `add_to_cart`                | add to cart           | Add to cart           |
| `CheckoutStarted`            | checkout started      | Checkout started      |
| `T02 Check document`         | check document        | Check document        |
| `app.loan-offer.viewed`      | app loan offer viewed | App loan offer viewed |
| `https://x.com/en/cart?id=7` | en cart               | En cart               |
| `Kündigung eingegangen`      | kundigung eingegangen | Kündigung eingegangen |
| `eSIM set up`                | sim set up            | eSIM set up           |
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_CODE = re.compile(
    r"^(?:[A-Za-z]{1,3}\d{1,4}(?:[-.]\d{1,3})*[\s_:.)-]+|\d{1,4}(?:\.\d{1,3})*[_:.)-]+\s*)"
    r"(?=\S*[^\W\d_])"
)
_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_QUERY = re.compile(r"[?#].*$")
_HUMP = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-zß-ÿ])")
_BRAND = re.compile(r"[a-z][A-Z]\w+")
"""A word with its capital inside: eSIM, iPhone, iOS."""
_FILE = re.compile(r"\.(html?|php|aspx?|jsp)$", re.IGNORECASE)
_BREAKS = re.compile(r"[\W_]+")
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}


def fold(text: str) -> str:
    """Return text in lower case without accents (`Kündigung` → `kundigung`)."""
    lowered = "".join(_LETTERS.get(letter, letter) for letter in text.casefold())
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _plain(name: str) -> str:
    """Return a name without host, query, file suffix and a leading code such as `T02 `."""
    text = name.strip()
    if _URL.match(text) or text.startswith("/"):
        text = _FILE.sub("", _QUERY.sub("", _URL.sub("", text))).strip("/") or "home"
    return _CODE.sub("", text, count=1)


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name; numbers and single letters are left out."""
    split = _HUMP.sub(" ", _plain(name))
    found = (word.rstrip("0123456789") for word in _BREAKS.split(fold(split)))
    return tuple(word for word in found if len(word) > 1)


def humanise(name: str) -> str:
    """Return a name as people read it; a name written with spaces keeps its spelling."""
    text = _plain(name)
    if not re.search(r"\s", text):
        parts = [part for part in re.split(r"[_/.\-\s]+", text) if part]
        text = " ".join(_spelled(word) for part in parts for word in _humps(part))
        if len(text) > 4 and text.isupper():
            text = text.lower()
    text = " ".join(text.split()) or name.strip() or "?"
    return text if _BRAND.match(text) else text[0].upper() + text[1:]


def _humps(text: str) -> list[str]:
    """Return `CheckoutStarted` in words; the first letter of `eSIMActivated` stays with its word.

    >>> _humps("eSIMActivated")
    ['eSIM', 'Activated']
    """
    if not _BRAND.match(text):
        return _HUMP.sub(" ", text).split()
    first, *others = _HUMP.sub(" ", text[1:]).split()
    return [text[0] + first, *others]


def _spelled(word: str) -> str:
    short = word.isupper() and len(word) <= 4
    return word if short or _BRAND.fullmatch(word) else word.lower()


def slug(text: str) -> str:
    """Return lower-case ASCII letters and digits joined by hyphens.

    A text without any (another script) gives a short hash, so that ids stay unique and stable.
    """
    ascii_only = fold(text).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return made or hashlib.sha256(text.encode()).hexdigest()[:8]


def unique(slugs: Iterable[str]) -> list[str]:
    """Return the slugs with `-2`, `-3` … after those that were there before."""
    taken: set[str] = set()
    made: list[str] = []
    for wanted in slugs:
        free, number = wanted, 1
        while free in taken:
            number += 1
            free = f"{wanted}-{number}"
        taken.add(free)
        made.append(free)
    return made
