"""`desirepath init DIR`: make a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder

if TYPE_CHECKING:
    import argparse

HELP = "make a workspace"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("folder", metavar="DIR", nargs="?", help="a folder, made when missing")


def run(args: argparse.Namespace) -> int:
    """Make the workspace and say what comes next."""
    from desirepath.workspace import create

    folder = args.folder or workspace_folder(args)
    with create(folder) as workspace:
        place = workspace.folder
    if args.json:
        output.document({"workspace": str(place)})
        return 0
    output.line(f"{place} is a workspace now. Bring data in: desirepath import FILE -w {place}")
    return 0
