"""What the picture itself says, in the language of the reader: titles of rows, what is empty.

Words of people and of data stay as they are; a lane that somebody named otherwise keeps its name.
English is the language of the product; another one is a file of its sentences, `words_de.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

ENGLISH = "en"


def speaker(language: str) -> Callable[[str], str]:
    """Return what says a sentence of the picture in a language; English where there is none.

    >>> speaker("de")("Steps"), speaker("de")("Her own lane"), speaker("xx")("Steps")
    ('Schritte', 'Her own lane', 'Steps')
    """
    known = words(language)
    return lambda text: known.get(text, text)


@cache
def words(language: str) -> Mapping[str, str]:
    """Return English sentence → sentence of a language; empty where there is no file of it."""
    file = files(__package__).joinpath(f"words_{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
