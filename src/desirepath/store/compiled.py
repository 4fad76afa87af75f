"""The SQL of expressions, compiled once in a process: a question asked again is only run.

Where rows are few, compiling takes longer than the engine's answer. The text depends on the names
and columns of tables alone, so workspaces of one process share it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MOST = 1024
_known: OrderedDict[Any, str] = OrderedDict()
_turn = threading.Lock()


def once(expression: Any, compiled: Callable[[], str]) -> str:
    """Return the text of an expression; those asked longest ago are forgotten first."""
    with _turn:
        known = _known.pop(expression, None)
    text = compiled() if known is None else known
    with _turn:
        _known[expression] = text
        if len(_known) > MOST:
            _known.popitem(last=False)
    return text


def forget() -> None:
    """Forget all texts, and with them the values that stood in questions."""
    with _turn:
        _known.clear()
