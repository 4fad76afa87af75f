"""Says in a few words what is known of a pain that has no proven cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.maps.numbers import amount, exact

FEW = 50


def standing(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the same sentence at falling lengths, for the room there is."""
    n = content.get("affected")
    if n is None:
        return ("",)
    counted = f"n {exact(n)}"
    if content.get("basis") == "bound":
        most = amount(content.get("bound"))
        return (
            f"{exact(n)} left, at most {most} to win",
            f"at most {most} to win",
            f"≤ {most} to win",
        )
    if content.get("basis") == "explained":
        return (f"{counted}, alike ones fare the same", f"{counted}, explained")
    return (f"{counted}, no cost " + ("yet" if n < FEW else "proven"), f"{counted}, unproven")
