"""What a staged file is: its columns, the part of each, and how its rows will be landed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError
from desirepath.imports import contents, identifiers, land, layouts, timing
from desirepath.imports.answers import Question, questions
from desirepath.imports.files import source_name
from desirepath.imports.land import Recipe
from desirepath.imports.layouts.asking import asking
from desirepath.imports.layouts.nested import unfolded
from desirepath.imports.layouts.reading import Laid
from desirepath.imports.profile import Column, Profile, profile
from desirepath.imports.profile import text_of as profiled_text
from desirepath.imports.roles import choose
from desirepath.imports.shapes import EVENTS, Shape, decide, of_turns
from desirepath.sources import content_hash
from desirepath.sources._turns import TURNS

if TYPE_CHECKING:
    from desirepath.imports.layouts import Layout
    from desirepath.imports.run import Options
    from desirepath.sources import Reading
    from desirepath.store.warehouse import Warehouse

TALK = {
    "customer": "customer", "touchpoint": "touchpoint", "time": "time", "channel": "channel",
    "id": "turn_id", "text": "said", "language": "language",
}  # fmt: skip
"""Role → column of a table of turns."""


@dataclass(frozen=True)
class Recognised:
    """A staged table and all that was decided before a row of it moves.

    `mapping` is kept with the import; `format` is what the file was recognised as; `hidden` is
    column → what of it is left at the door (`sensitive`).
    """

    table: Any
    recipe: Recipe
    mapping: Mapping[str, Any]
    columns: Mapping[str, Column]
    who: identifiers.Found
    format: str
    hidden: Mapping[str, str] = field(default_factory=dict)


def recognise(
    warehouse: Warehouse, path: Path, reading: Reading, table: Any, options: Options
) -> Recognised:
    """Return what a file is; raises InputError when its table gives nothing."""
    table = unfolded(warehouse, table)
    layout = _layout(table, reading, options)
    laid = Laid(layout, table) if layout else None
    if laid:
        table = warehouse.view("__laid", laid.table)
    found = _profiled(warehouse, path, reading, table)
    shape = asking(laid, found) if laid and laid.layout.asked else laid.shape if laid else None
    if shape is None:
        laid = layout = None
        if pair := contents.date_and_clock(found):
            both = profiled_text(table, pair[0]).concat(" ", profiled_text(table, pair[1]))
            table = warehouse.view("__joined", table.mutate(**{" ".join(pair): both}))
            found = profile(warehouse, table)
        shape = _shape(found, path, reading, options)
    stem = source_name(path)
    instrument = options.instrument or (layout.instrument if layout else None)
    scale = options.scale or (layout.scale if layout else None)
    asked: tuple[Question, ...] = ()
    if "feedback" in shape.kinds:
        asked = questions(found, shape.roles, stem=stem, instrument=instrument, scale=scale)
    names = land.attribute_names(found.columns, shape)
    recipe = Recipe(
        shape=shape,
        plans=timing.plans(found, shape, options.timezone),
        questions=asked,
        attributes={name: f"p{place}" for place, name in enumerate(names)},
        places={name: place for place, name in enumerate(found.columns)},
        numbered="customers" in shape.kinds and "customer" not in shape.roles.chosen,
        describing=reading.format == "segment" or reading.turns,
        plain=frozenset(name for name, column in found.columns.items() if column.plain),
    )
    mapping = {
        "shape": shape.name,
        "columns": {role: found.column for role, found in sorted(shape.roles.chosen.items())}
        | dict(sorted(shape.roles.identifying.items())),
        "timezone": options.timezone,
        "instrument": options.instrument,
        "scale": options.scale,
        **({"sound": content_hash(reading.sound)} if reading.sound else {}),
    }
    who = identifiers.find(found.columns, shape.roles)
    named = layout.name if layout else reading.format
    return Recognised(table, recipe, mapping, found.columns, who, named)


def _layout(table: Any, reading: Reading, options: Options) -> Layout | None:
    """Return whose export this is; who says what columns are, or what rows are, knows better."""
    if options.layout is not None:
        return options.layout
    if options.kind or options.columns or reading.turns or reading.nested_cases:
        return None
    return layouts.recognise(table.columns)


def _profiled(warehouse: Warehouse, path: Path, reading: Reading, table: Any) -> Profile:
    found = profile(warehouse, table)
    if found.rows == 0:
        reasons = sorted({bad.reason for bad in reading.bad})
        why = f"every row is damaged ({reasons[0]})" if reasons else "it has no rows"
        raise InputError(f'"{path.name}" gives nothing: {why}. Nothing was changed.')
    return found


def _shape(found: Profile, path: Path, reading: Reading, options: Options) -> Shape:
    """Return what a row is, found out from names and contents."""
    roles = choose(found, TALK | dict(options.columns) if reading.turns else options.columns)
    if reading.turns:
        return of_turns(roles, TURNS)
    stem = source_name(path)
    shape = decide(found, roles, kind=options.kind, stem=stem, nested=reading.nested_cases)
    if reading.format == "segment" and shape.name == EVENTS:
        # Calls that say who somebody is (identify, group) describe a customer; they are no event.
        shape = replace(shape, kinds=(*shape.kinds, "customers"))
    return shape
