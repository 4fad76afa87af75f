"""Progress on a terminal, with an estimate of the time that is left; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOON = 2.0
"""Seconds of work before anything is estimated."""


class Estimate:
    """How long work will go on, from the shares that it tells while it goes.

    When the share falls, other work has begun, and what came before says nothing about it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._begun, self._first, self._share = clock(), 0.0, 0.0

    def tell(self, share: float | None) -> None:
        """Hear the share that is done, 0…1 (None: unknown)."""
        if share is None or share < self._share:
            self._begun, self._first = self._clock(), share or 0.0
        self._share = share or 0.0

    def left(self) -> str:
        """Return `about 40 s left`, or nothing while that cannot be said."""
        gone, done = self._clock() - self._begun, self._share - self._first
        if gone < SOON or done <= 0:
            return ""
        seconds = gone * (1 - self._share) / done
        shown = f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
        return f"about {shown} left"


@contextmanager
def listening() -> Iterator[Progress]:
    """Yield a listener that draws one line on stderr and takes it away at the end."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    estimate = Estimate()
    with Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("…", total=None, left="")

        def show(sentence: str, share: float | None = None) -> None:
            estimate.tell(share)
            bar.update(
                task,
                description=sentence,
                total=None if share is None else 1.0,
                completed=share or 0.0,
                left=estimate.left(),
            )

        yield show
