"""Ask the journeys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desirepath import refresh, registry
from desirepath.analyses import CHOOSING
from desirepath.errors import UsageError

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

    def compare(self, name: str, other: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        """Return how far an analysis of the journeys chosen is from that of `other` journeys.

        `options` are those of the analysis, with the first selection; `other` is the second one
        (`where`, `from`, `to`, `through`, `without`). The document has `one` and `other` (their
        params and counts), `both` (journeys in both) and `rows`; see `analyses/_differences.py`.
        """
        from desirepath.analyses import _differences, selection_of
        from desirepath.journeys.select import select

        _differences.check(name)
        given = {key.removesuffix("_"): value for key, value in options.items()}
        second = {key.removesuffix("_"): value for key, value in other.items()}
        if "by" in {*given, *second}:
            raise UsageError("--by splits one selection; a comparison has two already.")
        own = {key: value for key, value in given.items() if key not in CHOOSING}
        results = [self.ask(name, **given), self.ask(name, **own, **second)]
        tables = replace(refresh.tables(self._stores), keeper=None)
        for chosen in (given, second):
            asked = {key: value for key, value in chosen.items() if key in CHOOSING}
            tables = select(tables, selection_of(asked)[0])
        both = int(tables.execute(tables.journeys.aggregate(n=tables.journeys.count()))[0]["n"])
        notes = [f"{both} journeys are in both selections, so the gaps have no interval."]
        return {
            "analysis": name,
            "one": _whole(results[0]),
            "other": _whole(results[1]),
            "both": both,
            "rows": _differences.rows(results[0], results[1], apart=not both),
            "notes": notes if both else [],
        }

    def sql(self, name: str, **options: Any) -> list[str]:
        """Return the questions that an analysis puts to the engine, as its SQL, in order.

        The tables are those of `warehouse.duckdb`; a touchpoint stands there as its code, see the
        table `touchpoints`. Asks them once more, of all journeys that are chosen.
        """
        from desirepath import analyses

        asked: list[str] = []
        tables = refresh.tables(self._stores)
        warehouse = self._stores.warehouse

        def rows(expression: Any) -> list[dict[str, Any]]:
            asked.append(warehouse.spelled(expression))
            return tables.execute(expression)

        def arrow(expression: Any) -> Any:
            asked.append(warehouse.spelled(expression))
            return tables.arrow(expression)

        given = {key.removesuffix("_"): value for key, value in options.items()}
        heard = replace(tables, execute=rows, arrow=arrow, keeper=None)
        analyses.ask(heard, name, given)
        return list(dict.fromkeys(asked))

    def __getattr__(self, name: str) -> Callable[..., Result]:
        """Return the analysis of that name as a function of its options."""
        if name.startswith("_") or name.replace("_", "-") not in registry.names("analyses"):
            raise AttributeError(f"There is no analysis {name!r}.")
        return lambda **options: self.ask(name.replace("_", "-"), **options)

    def __dir__(self) -> list[str]:
        """List the analyses."""
        return [
            "ask",
            "compare",
            "sql",
            *(name.replace("-", "_") for name in registry.names("analyses")),
        ]


def _whole(result: Result) -> dict[str, Any]:
    counts = {key: getattr(result, key) for key in ("journeys", "customers", "events")}
    return {"params": dict(result.params), **counts}
