"""Reads options: from a command line or an address they are text, from Python anything."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desirepath.errors import UsageError, unknown_sentence
from desirepath.journeys.select import Selection
from desirepath.journeys.spelling import quote

LARGEST = 2**31 - 1
"""What the engine can count with, and more than anybody means."""


@dataclass(frozen=True)
class Option:
    """One option; `kind` is text, integer, number, flag or choice (of `choices`)."""

    name: str
    kind: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    many: bool = False


def options_of(module: Any) -> tuple[Option, ...]:
    """Return the options that an analysis file declares in `Params` and `OPTIONS`."""
    hints = typing.get_type_hints(module.Params)
    made = []
    for declared in dataclasses.fields(module.Params):
        kinds = _kinds(hints[declared.name])
        default = None if declared.default is dataclasses.MISSING else declared.default
        choices = next((typing.get_args(k) for k in kinds if _is_choice(k)), ())
        helped = getattr(module, "OPTIONS", {}).get(declared.name, "")
        made.append(Option(declared.name, _kind(kinds), default, helped, tuple(choices)))
    return tuple(made)


def params_of(name: str, module: Any, given: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return the `Params` of the options given, and these options as canonical scalars."""
    hints = typing.get_type_hints(module.Params)
    read = {key: _read(key, value, _kinds(hints[key])) for key, value in given.items()}
    missing = [
        declared.name
        for declared in dataclasses.fields(module.Params)
        if declared.default is dataclasses.MISSING
        and declared.default_factory is dataclasses.MISSING
        and declared.name not in read
    ]
    if missing:
        wanted = module.OPTIONS.get(missing[0], "")
        raise UsageError(f"The analysis {name} needs --{missing[0].replace('_', '-')}: {wanted}.")
    params = module.Params(**read)
    return params, {key: getattr(params, key) for key in read}


def selection_of(given: Mapping[str, Any]) -> tuple[Selection, dict[str, Any]]:
    """Return the selection and its options as canonical scalars (several `where`: a list)."""
    where = _conditions(given.get("where"))
    passed = {key: _listed_texts(given.get(key)) for key in ("through", "without")}
    read = {
        key: _text(key, given[key]) for key in ("by", "from", "to", "left_after") if key in given
    }
    chosen: dict[str, Any] = dict(read)
    if where:
        chosen["where"] = where[0] if len(where) == 1 else list(where)
    for key, steps in passed.items():
        if steps:
            chosen[key] = steps[0] if len(steps) == 1 else list(steps)
    return (
        Selection(
            by=read.get("by"),
            where=where,
            from_=read.get("from"),
            to=read.get("to"),
            left_after=read.get("left_after"),
            **passed,
        ),
        chosen,
    )


def _conditions(given: Any) -> tuple[str, ...]:
    """Read `"plan=gold"`, `["plan=gold", "country=NL|BE"]` or `{"plan": ["gold", "basic"]}`."""
    if given is None:
        return ()
    if isinstance(given, str):
        return (given,)
    if isinstance(given, Mapping):
        return tuple(
            f"{column}={'|'.join(_value(value) for value in _listed(values))}"
            for column, values in given.items()
        )
    if isinstance(given, Sequence):
        return tuple(str(condition) for condition in given)
    raise UsageError(f'--where "{given}" is no condition. Write COLUMN=VALUE or COLUMN=A|B.')


def _listed_texts(given: Any) -> tuple[str, ...]:
    return () if given is None else tuple(str(one) for one in _listed(given))


def _listed(values: Any) -> list[Any]:
    return list(values) if isinstance(values, (list, tuple)) else [values]


def _value(value: Any) -> str:
    text = "" if value is None else str(value)
    return quote(text) if "|" in text or text.startswith('"') else text


def _text(key: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    if isinstance(value, str) and value.strip():
        return value
    raise UsageError(f'--{key.replace("_", "-")} "{value}" is not understood: write one text.')


def _kinds(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(kind for kind in typing.get_args(hint) if kind is not type(None))
    return (hint,)


def _is_choice(kind: Any) -> bool:
    return typing.get_origin(kind) is typing.Literal


def _kind(kinds: tuple[Any, ...]) -> str:
    if any(_is_choice(kind) for kind in kinds):
        return "choice"
    return {bool: "flag", int: "integer", float: "number"}.get(kinds[0], "text")


def _read(key: str, value: Any, kinds: tuple[Any, ...]) -> Any:
    option = f"--{key.replace('_', '-')}"
    choices = next((typing.get_args(kind) for kind in kinds if _is_choice(kind)), None)
    if choices is not None:
        if value in choices:
            return value
        raise UsageError(unknown_sentence(f"{option} value", str(value), choices))
    if kinds[0] is bool:
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).casefold() in words:
            return words[str(value).casefold()]
        raise UsageError(f'{option} is yes or no, not "{value}".')
    if kinds[0] in (int, float):
        try:
            number = kinds[0](str(value).strip())
        except ValueError:
            number = float("nan")
        if not abs(number) <= LARGEST:  # also where it is no number at all
            kind = "a whole number" if kinds[0] is int else "a number"
            raise UsageError(f'{option} must be {kind}, not "{str(value)[:40]}".')
        return number
    if isinstance(value, str) or len(kinds) > 1:
        return value
    if isinstance(value, (int, float)):
        return str(value)
    raise UsageError(f'{option} takes one text, not "{value}".')
