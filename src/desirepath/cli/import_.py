"""`desirepath import FILE…`: bring files in, and say what was understood and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import (
    column_roles,
    existing_files,
    import_options,
    scale,
    workspace_folder,
)
from desirepath.cli.progress import listening

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

HELP = "bring files into a workspace"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="CSV, Excel, JSON, Parquet, XES …")
    import_options(parser)


def run(args: argparse.Namespace) -> int:
    """Import the files and print a report for each."""
    from desirepath.cli.opening import open_workspace

    given = reading(args)
    files = existing_files(args.files)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        report = ws.sources.add(*files, **given)
    reports = report.get("files", [report])
    if args.json:
        output.document(report)
        for one in reports:
            said(one)
        return 0
    for one in reports:
        show(one, dry=args.dry_run)
    return 0


def reading(args: argparse.Namespace) -> dict[str, Any]:
    """Return the import options that were given, checked for form."""
    scale(args.scale)
    given = {
        "kind": args.kind,
        "source": args.source,
        "columns": column_roles(args.columns),
        "timezone": args.timezone,
        "instrument": args.instrument,
        "scale": args.scale,
        "drop_duplicates": args.drop_duplicates,
        "dry_run": args.dry_run,
    }
    return {name: value for name, value in given.items() if value}


def show(report: Mapping[str, Any], *, dry: bool) -> None:
    """Print one report: counts, roles with confidence and reason, what was put aside."""
    kinds = ", ".join(report["kind"]) or "nothing"
    would = " (dry run: nothing was changed)" if dry else ""
    output.line(f"{report['source']}: {kinds}{would}")
    counted = ("rows", "accepted", "quarantined", "known", "dropped", "duplicates")
    output.line("  " + ", ".join(f"{name} {report[name]}" for name in counted if name in report))
    output.line()
    output.table(
        [
            {
                "role": role,
                "column": found["column"],
                "confidence": found["confidence"],
                "reason": found["reason"],
            }
            for role, found in _roles(report["columns"])
        ]
    )
    if report["quarantine"]:
        output.line()
        output.line("Put aside:")
        output.table(report["quarantine"], columns=("reason", "rows", "first_line"))
    output.line()
    said(report)


def said(report: Mapping[str, Any]) -> None:
    """Print the notes of a report, each with the source it speaks of."""
    for note in report["notes"]:
        output.note(note, mark=f"{report['source']}: ")


def _roles(columns: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return role and what fills it; a role such as attribute may be filled several times."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for role, filled in columns.items():
        found += [(role, one) for one in (filled if isinstance(filled, list) else [filled])]
    return found
