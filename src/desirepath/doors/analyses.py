"""Ask the journeys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desirepath import refresh, registry

if TYPE_CHECKING:
    from desirepath.model.result import Result


class Analyses:
    """`ws.analyses.funnel(steps=[…])`: one method per analysis, as on the command line."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def ask(self, name: str, **options: Any) -> Result:
        """Return the result of an analysis; `from` is written `from_` in Python."""
        given = {key.removesuffix("_"): value for key, value in options.items()}
        return refresh.ask(self._stores, name, given)

    def __getattr__(self, name: str) -> Callable[..., Result]:
        """Return the analysis of that name as a function of its options."""
        if name.startswith("_") or name.replace("_", "-") not in registry.names("analyses"):
            raise AttributeError(f"There is no analysis {name!r}.")
        return lambda **options: self.ask(name.replace("_", "-"), **options)

    def __dir__(self) -> list[str]:
        """List the analyses."""
        return ["ask", *(name.replace("-", "_") for name in registry.names("analyses"))]
