"""JSON that came from elsewhere: parsed with sentences, asked without trust."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from desirepath.errors import UnreadableFile

DEEPEST = 40  # a map document is nested nine deep


def parsed(text: str, name: str) -> Any:
    """Return the value of a JSON text; raises UnreadableFile with the line where it breaks."""
    try:
        return _clean(json.loads(text.lstrip("\ufeff"), parse_constant=_refuse), DEEPEST)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f'"{name}", line {error.lineno}: this is broken JSON ({error.msg.lower()}). '
            "Save the file once more from where it comes."
        ) from error
    except RecursionError as error:
        raise UnreadableFile(
            f'"{name}" is JSON nested so deep that it is no map. Look where it comes from.'
        ) from error
    except ValueError as error:
        raise UnreadableFile(f'"{name}" is broken JSON: {error}.') from error


def looks_like_object(text: str) -> bool:
    """Say whether a text begins as a JSON object does."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def listed(whole: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    """Return a list of objects; raises UnreadableFile that names the place that is none."""
    found = whole.get(key)
    if not isinstance(found, list):
        raise UnreadableFile(f'"{name}": "{key}" is {_kind(found)}, it has to be a list.')
    for place, one in enumerate(found):
        if not isinstance(one, Mapping):
            raise UnreadableFile(
                f'"{name}": "{key}[{place}]" is {_kind(one)}, it has to be an object.'
            )
    return found


def text_of(thing: Mapping[str, Any], *keys: str) -> str:
    """Return the first of these fields that holds text, "" where none does."""
    return next((said for key in keys if isinstance(said := thing.get(key), str) and said), "")


def _clean(value: Any, depth: int) -> Any:
    """Return the value as every file can hold it: whole characters, finite numbers."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if not isinstance(value, list | dict):
        return value
    if not depth:
        raise RecursionError
    if isinstance(value, list):
        return [_clean(one, depth - 1) for one in value]
    return {_clean(key, 0): _clean(one, depth - 1) for key, one in value.items()}


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number that JSON knows")


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "missing" if value is None else names.get(type(value), "a number")
