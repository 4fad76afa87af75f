"""Roles applied to a staged table as engine expressions: the rows that will be stored.

    staged ──> texts ──> told ──> cells ──> roles, attributes, row_key and `reason` (null: good)

A row `u7 | Cart | 2024-01-05 10:15 | red` of columns `user, event, at, colour` becomes
`line 2, customer u7, touchpoint Cart, time 1704449700000000, a3 red, row_key 8431…, reason null`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.imports import clocks, forms, names, times
from desirepath.imports.answers import Question, score_of
from desirepath.imports.keys import row_key, tree
from desirepath.imports.profile import GROUPED, GROUPED_BY_DOTS, LINE, says_nothing, text_of
from desirepath.imports.shapes import ANSWERS, CUSTOMERS, EVENTS, MILESTONES, Shape
from desirepath.imports.times import Moments, Plan

NO_CUSTOMER, NO_TOUCHPOINT, NO_TIME = "no customer", "no touchpoint", "no time"
NOT_UNDERSTOOD = "time not understood"
PLACEHOLDER = "time is a placeholder like 0000-00-00"
NO_ANSWER = "neither a rating nor a text"
NO_MILESTONE = "no time in any of the time columns"
CONTENT_SHOWN = 1000
MOST_VALUE = 1e15
"""Beyond it (`Infinity`, `1e308`) a number is no amount: one would drown every sum."""


@dataclass(frozen=True)
class Recipe:
    """All that is needed to land one file: decided before a row moves.

    `plans` = how each time column is read; `attributes` = attribute name → its column while
    landing; `places` = column name → its place; `numbered` = every row is its own customer,
    `describing` = a row without touchpoint says who its customer is; `plain` = columns whose
    texts all say something and need no trimming.
    """

    shape: Shape
    plans: Mapping[str, Plan]
    questions: tuple[Question, ...]
    attributes: Mapping[str, str]
    places: Mapping[str, int]
    numbered: bool = False
    describing: bool = False
    plain: frozenset[str] = frozenset()

    def told(self, relation: Any, column: str | None) -> Any:
        """Return a column's text as a role: null where it is empty or there is no such column."""
        return null("string") if column is None else relation[f"r{self.places[column]}"]


def attribute_names(columns: Iterable[str], shape: Shape) -> tuple[str, ...]:
    """Return the names under which columns stay usable for `--by` and `--where`."""
    roles = shape.roles
    gone = {
        roles.column(role) for role in ("customer", "time", "id", "score", "text", "touchpoint")
    }
    gone -= {roles.column(role) for role in ("case", "session", "channel", "value", "language")}
    gone |= {stone.column for stone in shape.milestones} | set(shape.left_out)
    gone -= roles.attributes
    own = [name for name in columns if name not in gone]
    return tuple(own) + tuple(s.attribute for s in shape.milestones if s.attribute)


def rows(warehouse: Any, table: Any, recipe: Recipe) -> Any:
    """Return the relation of all rows with roles, attributes, keys and why a row is bad.

    Four named steps, each built on the columns of the one before, so that no work repeats:
    trimmed texts, texts of roles without words for “nothing”, roles, and the judgement.
    """
    texts = warehouse.view("__texts", _texts(table, recipe))
    told = warehouse.view("__told", _told(texts, table, recipe))
    cells = warehouse.view("__cells", _cells(told, recipe))
    return _judged(cells, recipe)


def content(table: Any) -> Any:
    """Return each row as JSON text, cut to what a person reads."""
    import ibis

    from desirepath.store import dialect

    cells = {name: text_of(table, name) for name in table.columns if name != LINE}
    return dialect.to_json(ibis.struct(cells)).substr(0, CONTENT_SHOWN)


# the steps: `c3` is its text, `t3` as stored, `r3` its text as a role -----------------
def _texts(table: Any, recipe: Recipe) -> Any:
    cells = {"line": table[LINE].cast("int64")}
    typed = {name for name, plan in recipe.plans.items() if plan.typed}
    value = recipe.shape.roles.column("value")
    if value and table[value].type().is_numeric():
        typed.add(value)
    needed = set(recipe.attributes) | set(_role_columns(recipe)) | set(recipe.shape.turns)
    for name, place in recipe.places.items():
        if name in typed:
            cells[f"t{place}"] = table[name]
        if name in needed:
            cells[f"c{place}"] = table[name] if name in recipe.plain else text_of(table, name)
    return table.select(**cells)


def _told(texts: Any, table: Any, recipe: Recipe) -> Any:
    import ibis

    cells = {}
    for name in _role_columns(recipe):
        place = recipe.places[name]
        text = texts[f"c{place}"]
        if name in recipe.plans and recipe.plans[name].typed:
            # Only whether there is a time is asked of its text, and writing times is slow.
            text = texts[f"t{place}"].notnull().ifelse(ibis.literal("time"), null("string"))
        elif table[name].type().is_string() and name not in recipe.plain:
            text = ibis.ifelse(says_nothing(text), null("string"), text)
        cells[f"r{place}"] = text
    return texts.mutate(**cells)


def _role_columns(recipe: Recipe) -> tuple[str, ...]:
    roles = recipe.shape.roles
    found = [role.column for role in roles.chosen.values()] + list(recipe.plans)
    found += [
        *roles.fallbacks,
        *(question.column for question in recipe.questions if question.column),
    ]
    found += [q.instrument_column for q in recipe.questions if q.instrument_column]
    return tuple(name for name in dict.fromkeys(found) if name in recipe.places)


def _cells(told: Any, recipe: Recipe) -> Any:
    shape, roles = recipe.shape, recipe.shape.roles
    cells: dict[str, Any] = {"line": told.line, "customer": _customer(told, recipe)}
    for role, name in _STORED.items():
        cells[name] = recipe.told(told, roles.column(role))
    cells["value"] = _value(told, recipe)
    for place, question in enumerate(recipe.questions):
        cells |= _rating(told, recipe, question, place)
    if shape.name == MILESTONES:
        cells |= _stones(told, recipe)
    else:
        time = roles.column("time")
        cells["time"] = _moments(told, time, recipe).utc if time else null("int64")
        cells["time_text"] = recipe.told(told, time)
    for name, column in recipe.attributes.items():
        if name in recipe.places:
            cells[column] = told[f"c{recipe.places[name]}"]
    for name in recipe.shape.turns:
        cells[f"turn_{name}"] = told[f"c{recipe.places[name]}"]
    for role in ("value", "score"):
        cells[f"{role}_text"] = recipe.told(told, roles.column(role))
    return told.select(**cells)


def _judged(cells: Any, recipe: Recipe) -> Any:
    key = row_key(_said(cells, recipe), cells.event_id if recipe.shape.roles.column("id") else None)
    helpers = ["time_text", "value_text", "score_text"]
    kept = [name for name in cells.columns if name not in helpers]
    return cells.select(*kept, row_key=key, reason=_reason(cells, recipe))


def _customer(told: Any, recipe: Recipe) -> Any:
    import ibis

    roles = recipe.shape.roles
    column = roles.column("customer")
    if column is None:
        if recipe.numbered:
            return ibis.literal("row ").concat(told.line.cast("string"))
        return null("string")
    columns = [column, *roles.fallbacks]
    case = roles.column("case")
    if case and recipe.shape.name in (EVENTS, MILESTONES):
        columns.append(case)
    cells = [recipe.told(told, name) for name in dict.fromkeys(columns)]
    return cells[0] if len(cells) == 1 else ibis.coalesce(*cells)


def _value(told: Any, recipe: Recipe) -> Any:
    import ibis

    column = recipe.shape.roles.column("value")
    if column is None:
        return null("float64")
    stored = f"t{recipe.places[column]}"
    if stored in told.columns:
        return told[stored].cast("float64")
    number = _decimal(recipe.told(told, column)).try_cast("float64")
    return ibis.ifelse(number.abs() <= MOST_VALUE, number, null("float64"))


def _decimal(text: Any) -> Any:
    """Return a number's text with a dot for decimals and no marks between thousands."""
    import ibis

    marked = ibis.cases(
        (text.re_search(GROUPED), text.replace(",", "")),
        (text.re_search(GROUPED_BY_DOTS), text.replace(".", "").replace(",", ".")),
        else_=text.replace(",", "."),
    )
    return ibis.ifelse(text.contains(","), marked, text)


def _moments(told: Any, column: str, recipe: Recipe) -> Moments:
    plan = recipe.plans[column]
    stored = told[f"t{recipe.places[column]}"] if plan.typed else recipe.told(told, column)
    return times.moments(stored, plan)


def _rating(told: Any, recipe: Recipe, question: Question, place: int) -> dict[str, Any]:
    """`q0` the rating within its scale, `q0_raw` whether the cell says anything."""
    import ibis

    if question.column is None:
        return {f"q{place}": null("float64"), f"q{place}_raw": ibis.literal(False)}
    text = recipe.told(told, question.column)
    score = score_of(text, question)
    named: dict[str, Any] = {}
    if question.instrument_column:
        word = recipe.told(told, question.instrument_column).lower()
        which, low, high = (
            ibis.cases(
                *(
                    (word == key, (which, *ends)[part])
                    for key, (which, ends) in question.per_value.items()
                ),
                else_=other,
            )
            for part, other in enumerate((question.instrument, null("float64"), null("float64")))
        )
        named = {f"q{place}_instrument": which, f"q{place}_low": low, f"q{place}_high": high}
    else:
        ends = question.scale or (float("-inf"), float("inf"))
        low, high = ibis.literal(ends[0]), ibis.literal(ends[1])
    inside = ibis.ifelse((score >= low) & (score <= high), score, null("float64"))
    return {f"q{place}": inside, f"q{place}_raw": text.notnull(), **named}


def _stones(told: Any, recipe: Recipe) -> dict[str, Any]:
    """`m0`, `m1` … the time of each milestone; its promise kept or not, as an attribute."""
    import ibis

    cells: dict[str, Any] = {}
    for place, stone in enumerate(recipe.shape.milestones):
        actual = _moments(told, stone.column, recipe)
        cells[f"m{place}"] = actual.utc
        if stone.promise and stone.attribute:
            limit, whole_day = _limit(told, stone.promise, recipe)
            late = ibis.ifelse(whole_day, actual.utc >= limit, actual.utc > limit)
            cells[recipe.attributes[stone.attribute]] = ibis.cases(
                (late, "late"), (~late, "on time"), else_=null("string")
            )
    return cells


def _limit(told: Any, column: str, recipe: Recipe) -> tuple[Any, Any]:
    """Return when a promise is broken; without a time of day it holds to the end of its day."""
    import ibis

    plan = recipe.plans[column]
    moments = _moments(told, column, recipe)
    whole_day = moments.midnight
    if not plan.always_midnight:
        dated = ibis.literal(False) if plan.typed else ~recipe.told(told, column).contains(":")
        whole_day = dated & moments.midnight
    following = moments.utc + times.DAY
    if plan.zone != "UTC":
        following = ibis.ifelse(
            moments.zoned, following, clocks.in_zone(moments.local + times.DAY, plan.zone)
        )
    return ibis.ifelse(whole_day, following, moments.utc), whole_day


def _reason(cells: Any, recipe: Recipe) -> Any:
    import ibis

    shape = recipe.shape
    tests: list[tuple[Any, Any]] = []
    if shape.name in (EVENTS, MILESTONES, CUSTOMERS):
        tests.append((cells.customer.isnull(), NO_CUSTOMER))
    event = cells.touchpoint.notnull() if recipe.describing else ibis.literal(True)
    if shape.name == EVENTS and not recipe.describing:
        tests.append((cells.touchpoint.isnull(), NO_TOUCHPOINT))
    answered = [cells[f"q{place}_raw"] for place in range(len(recipe.questions))]
    answered += [cells["text"].notnull()] if recipe.questions else []
    said = tree(answered, lambda a, b: a | b) if answered else ibis.literal(False)
    time = shape.roles.column("time")
    if shape.name == MILESTONES:
        dated = [cells[f"m{place}"].notnull() for place in range(len(shape.milestones))]
        if "customers" not in shape.kinds:
            tests.append((~(tree(dated, lambda a, b: a | b) | said), NO_MILESTONE))
    elif time and shape.name in (EVENTS, ANSWERS):
        if shape.name == EVENTS:
            tests.append((event & cells.time_text.isnull(), NO_TIME))
        bad = event & cells.time_text.notnull() & cells["time"].isnull()
        tests.append((bad & cells.time_text.re_search(forms.PLACEHOLDER), PLACEHOLDER))
        tests.append((bad, NOT_UNDERSTOOD))
    if shape.kinds == ("feedback",):
        tests.append((~said, NO_ANSWER))
    if "customers" in shape.kinds and shape.name == ANSWERS:
        tests.append((cells.customer.isnull() & ~said, NO_ANSWER))
    return ibis.cases(*tests, else_=null("string")) if tests else null("string")


def _said(cells: Any, recipe: Recipe) -> dict[str, Any]:
    """What a row says, by role or attribute name; times as microseconds, whatever their writing."""
    roles = recipe.shape.roles
    said: dict[str, Any] = {} if recipe.numbered else {"@customer": cells.customer}
    for role, name in _STORED.items():
        if roles.column(role) and role != "id":
            said[f"@{name}"] = cells[name]
    for name in cells.columns:
        if name == "time" or (name[0] == "m" and name[1:].isdigit()):
            said[f"@{name}"] = cells[name].cast("string")
    for role in ("value", "score"):
        if roles.column(role):
            said[f"@{role}"] = cells[f"{role}_text"]
    used = {role.column for role in roles.chosen.values()}
    for name, column in recipe.attributes.items():
        if name in recipe.places and name not in used and not names.is_technical(name):
            said[name] = cells[column]
    return said


_STORED = {
    "case": "case_id",
    "session": "session",
    "touchpoint": "touchpoint",
    "channel": "channel",
    "text": "text",
    "language": "language",
    "id": "event_id",
}
"""Role → column of the raw tables, for roles that are stored as the text they are."""


def null(kind: str) -> Any:
    """Return a null of a type."""
    import ibis

    return ibis.null(kind)
