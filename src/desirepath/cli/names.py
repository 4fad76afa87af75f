"""`desirepath names`: list what texts are searched for, and see what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "list products, places, competitors, and see what texts name"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--set",
        metavar="NAME=KIND",
        nargs="+",
        action="extend",
        default=[],
        help="search all texts for a name, of any kind you like: “Fibre 100=product”",
    )
    parser.add_argument(
        "--remove", metavar="NAME", nargs="+", action="extend", default=[],
        help="take names off the list",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Change the list, then print it with how often texts say each name."""
    from desirepath.cli.opening import open_workspace

    given: dict[str, str | None] = dict.fromkeys(args.remove)
    given |= dict(_name(text) for text in args.set)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        if given:
            ws.journeys.list_names(given)
        listed = ws.journeys.names()
        said = {(row["kind"], row["entity"]): row["n"] for row in ws.analyses.entities(top=0).rows}
    rows = [{**row, "answers": said.get((row["kind"], row["name"]), 0)} for row in listed]
    if args.json:
        output.document({"names": rows})
    else:
        output.table(rows)
    if not rows:
        output.note("No name is listed. List one: desirepath names --set “Fibre 100=product”")
    return 0


def _name(text: str) -> tuple[str, str]:
    """Split at the last `=`: names may hold one, kinds do not."""
    name, equals, kind = text.rpartition("=")
    if not equals or not name.strip() or not kind.strip():
        raise UsageError(f'--set: "{text}" is not NAME=KIND, for example “Fibre 100=product”.')
    return name.strip(), kind.strip()
