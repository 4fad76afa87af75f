"""`desirepath audit`: how good the data is, and what each weakness affects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening

if TYPE_CHECKING:
    import argparse

HELP = "see how good the data is"


def add(_parser: argparse.ArgumentParser) -> None:
    """There are no options of its own."""


def run(args: argparse.Namespace) -> int:
    """Print sources, findings and the coverage of stages by source."""
    from desirepath.cli.opening import open_workspace

    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        found = ws.sources.audit()
    if args.json:
        output.document(found)
        return 0
    for title in ("sources", "findings", "coverage"):
        output.line(title.capitalize())
        output.table(_ordered(found[title]))
        if not found[title]:
            output.line("  none")
        output.line()
    return 0


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the id of a finding to --json: its sentence says the same; a fix is told in words."""
    told = [{key: value for key, value in row.items() if key != "id"} for row in rows]
    return [{**row, "fix": row["fix"]["does"]} if row.get("fix") else row for row in told]
