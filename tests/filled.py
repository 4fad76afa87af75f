"""A workspace with small files, for tests that need no more than that."""

from contextlib import contextmanager

import desirepath as dp


@contextmanager
def filled(folder, **files):
    """Yield the new workspace `shop` of a folder; `events=ROWS` was imported as `events.csv`."""
    named = {folder / f"{name}.csv": text for name, text in files.items()}
    for file, text in named.items():
        file.write_text(text, encoding="utf-8")
    with dp.create(folder / "shop") as workspace:
        workspace.sources.add(*named)
        yield workspace
