"""How long work tells what it is doing, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float | None], None]
"""`progress(sentence, share)`: what is being done, and the share done 0…1 (None: unknown)."""


def silent(_sentence: str, _share: float | None = None) -> None:
    """Listen to nothing."""
