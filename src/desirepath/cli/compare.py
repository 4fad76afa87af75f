"""`desirepath compare NAME`: one analysis of two selections, and how far apart they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

HELP = "compare two selections of journeys by one analysis"
OTHER = "other_"


def add(parser: argparse.ArgumentParser) -> None:
    """Add what is there before an analysis is named."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="which analysis")


def arrange(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """Add the options of the analysis that is named, and those of the other selection."""
    from desirepath.analyses import CHOOSING, SELECTION
    from desirepath.cli import analyse

    analyse.arrange(parser, argv)
    name = analyse.named(argv)
    if name is None:
        return
    parser.prog = f"desirepath compare {name}"
    group = parser.add_argument_group("the other journeys")
    for option in SELECTION.values():
        if option.name in CHOOSING:
            group.add_argument(
                f"--other-{option.name}",
                dest=f"{OTHER}{option.name}",
                metavar=option.kind.upper(),
                action="append" if option.many else "store",
                help=option.help,
            )


def run(args: argparse.Namespace) -> int:
    """Print the gaps, each with the interval it has."""
    from desirepath.analyses._differences import COMPARED
    from desirepath.cli.opening import open_workspace

    if args.name is None:
        listed = ", ".join(sorted(COMPARED))
        raise UsageError(f"desirepath compare needs the name of an analysis. There are: {listed}.")
    given, other = (
        {
            name.removeprefix(start): value
            for name, value in vars(args).items()
            if name.startswith(start) and value is not None
        }
        for start in ("option_", OTHER)
    )
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        found = ws.analyses.compare(args.name, other, **given)
    if args.json:
        output.document(found)
        return 0
    counts = " and ".join(f"{found[part]['journeys']} journeys" for part in ("one", "other"))
    output.line(f"{found['analysis']}: {counts}, {found['both']} in both")
    output.line()
    output.table(found["rows"])
    output.notes(found["notes"])
    return 0
