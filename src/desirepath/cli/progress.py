"""Progress on a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def listening() -> Iterator[Progress]:
    """Yield a listener that draws one line on stderr and takes it away at the end."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("…", total=None)

        def show(sentence: str, share: float | None = None) -> None:
            bar.update(
                task,
                description=sentence,
                total=None if share is None else 1.0,
                completed=share or 0.0,
            )

        yield show
