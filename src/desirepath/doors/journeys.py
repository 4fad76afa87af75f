"""What counts as a journey, its goal, the stages of its touchpoints, and what texts say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desirepath import refresh
from desirepath.journeys import columns, labels, settings, stages
from desirepath.journeys.stages import Correction


class Journeys:
    """`ws.journeys`: show and set the unit, the goal and the stages."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def show(self) -> dict[str, Any]:
        """Return `{"unit", "gap", "case", "goal", "subject", "account", "set_by", "reason"}`."""
        return settings.show(self._stores.book, refresh.tables(self._stores))

    def set(self, **options: Any) -> dict[str, Any]:
        """Set `unit`, `gap`, `case`, `goal`, `subject` or `account`; return what holds now."""
        settings.change(self._stores.book, self._stores.warehouse, options)
        return self.show()

    def stages(self) -> list[dict[str, Any]]:
        """Return one row per touchpoint: stage, channel, confidence, reason, set_by."""
        return [dict(row) for row in refresh.ask(self._stores, "stages", {}).rows]

    def columns(self) -> list[dict[str, Any]]:
        """Return the columns that `by` and `where` accept, with counts of their values."""
        return columns.columns(refresh.tables(self._stores))

    def period(self) -> dict[str, str | None]:
        """Return `{"from", "to"}`: the days (ISO, UTC) of the first and the last event."""
        first, last = refresh.tables(self._stores).period
        return {"from": first, "to": last}

    def correct(self, corrections: Mapping[str, Correction]) -> None:
        """Set stage and channel of touchpoints; it survives new imports.

        `{"Cart": "Purchase"}`, `{"Cart": {"channel": "app"}}`; None: as proposed again.
        """
        stages.correct(self._stores.book, refresh.tables(self._stores), corrections)

    def export_stages(self, file: str | Path) -> None:
        """Write the stages as CSV, to be edited and loaded again."""
        stages.export(self.stages(), Path(file))

    def load_stages(self, file: str | Path) -> int:
        """Take stages and channels from such a CSV; return how many touchpoints it set."""
        return stages.load(self._stores.book, refresh.tables(self._stores), Path(file))

    def labels(self) -> list[dict[str, Any]]:
        """Return what people said about texts: kind, feedback_id, value, answers, text."""
        return labels.listed(self._stores.book, refresh.tables(self._stores))

    def edit_theme(self, theme: str, **change: Any) -> None:
        """Change a theme: `name`, `into` (another one), `split`, `pin`, `hide`; or `undo` all."""
        labels.edit_theme(self._stores.book, refresh.tables(self._stores), theme, change)

    def names(self) -> list[dict[str, str]]:
        """Return the listed names that texts are searched for: `{"name", "kind"}`."""
        return labels.names(self._stores.book)

    def list_names(self, given: Mapping[str, str | None]) -> None:
        """List names of products, places, competitors …: name → kind; None takes it off."""
        labels.list_names(self._stores.book, given)

    def label(self, given: Mapping[str, str], kind: str = "sentiment") -> None:
        """Say what the texts of answers say: feedback_id → label, `as read` takes it back."""
        labels.put(self._stores.book, refresh.tables(self._stores), given, kind)
