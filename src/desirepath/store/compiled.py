"""What was made of expressions, once in a process: a question asked again is only run.

Where rows are few, building an expression and compiling it take longer than the engine's answer.
Both follow from the names and columns of tables alone, so workspaces of one process share them:

    recipe      build.paths(events)              → the same expression, not built again
    built       what is named, of what it is of  → the same expression, not built again
    text        that expression                  → its SQL, not compiled again
    small       a few rows from Python           → the same table, so that what is built on it lasts

A value that differs each time makes another expression each time. Numbers that do are put into a
table of one row (`Warehouse.note`), which expressions name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakSet

P = ParamSpec("P")
T = TypeVar("T")
MOST = 2048
FEW = 4096
"""Values of a table from Python that are looked at to find it again."""
_known: OrderedDict[Any, Any] = OrderedDict()
_lasting: WeakSet[Any] = WeakSet()
_turn = threading.Lock()


@dataclass(frozen=True)
class Text:
    """The SQL of an expression, and whether tables from Python must be shown for it."""

    sql: str
    small: bool = False


def once(key: Any, make: Callable[[], T]) -> T:
    """Return what is kept under a key, else make it; what was asked longest ago goes first."""
    with _turn:
        known = _known.pop(key, None)
    found: T = make() if known is None else known
    with _turn:
        _known[key] = found
        if len(_known) > MOST:
            _known.popitem(last=False)
    return found


def text(expression: Any, make: Callable[[], str]) -> Text:
    """Return the SQL of an expression (its `op()`); `make` compiles it.

    Tables from Python get a name that nobody gives again: their SQL is kept for `small` ones only.
    """
    from ibis.expr.operations import InMemoryTable

    with _turn:
        known = _known.get(expression)
    if known is None:
        known = Text(make(), bool(expression.find(InMemoryTable)))
        if not _lasts(expression):
            return known
    return once(expression, lambda: known)


def recipe(make: Callable[P, T]) -> Callable[P, T]:
    """Let a pure function of expressions and plain values make its expression once.

    What it gives must follow from its arguments alone, and must not be changed.
    """

    @wraps(make)
    def made(*given: P.args, **named: P.kwargs) -> T:
        key = (make, _mark(given), _mark(named))
        return once(key, lambda: make(*given, **named))

    return made


def built(name: str, of: Sequence[Any], make: Callable[[], Any]) -> Any:
    """Return the expression that `make` gives, built once: it follows from `name` and `of` alone.

    `of` holds expressions and plain values. An expression with tables from Python that are not
    `small` is built each time.
    """
    key = (name, _mark(tuple(of)))
    with _turn:
        known = _known.get(key)
    if known is None:
        known = make()
        if not _lasts(known.op()):
            return known
    return once(key, lambda: known)


def small(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> Any:
    """Return a table of the engine with a few rows from Python; `kinds` names its types.

    Equal rows are the same table.
    """
    if sum(map(len, columns.values())) > FEW:
        return _table(columns, kinds)
    values = tuple((name, kind, tuple(columns[name])) for name, kind in kinds.items())
    found = once(("small", values), lambda: _table(columns, kinds))
    _lasting.add(found.op())
    return found


def forget() -> None:
    """Forget everything, and with it the values that stood in questions."""
    with _turn:
        _known.clear()
        _lasting.clear()


def _lasts(operation: Any) -> bool:
    from ibis.expr.operations import InMemoryTable

    return all(table in _lasting for table in operation.find(InMemoryTable))


def _table(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> Any:
    import ibis
    import pyarrow as pa

    schema = ibis.schema(dict(kinds))
    types = schema.to_pyarrow()
    arrays = [pa.array(columns[name], types.field(name).type) for name in kinds]
    return ibis.memtable(pa.table(arrays, names=list(kinds)), schema=schema)


def _mark(value: Any) -> Any:
    """Return what tells a value from others: of an expression its operation."""
    if isinstance(value, Mapping):
        return tuple((key, _mark(one)) for key, one in value.items())
    if isinstance(value, tuple | list):
        return (type(value), *map(_mark, value))
    operation = getattr(value, "op", None)
    return (type(value), value) if operation is None else operation()
