"""`desirepath customers`: who came by, page by page; with a funnel's steps, who left there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening

if TYPE_CHECKING:
    import argparse

HELP = "list customers: all, those of some journeys, who left a funnel, or have a pain"
SHOWN = ("customer", "at", "stage", "last", "journeys", "matched", "events", "answers", "valence")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--search", metavar="TEXT", help="a part of the id")
    parser.add_argument("--stage", metavar="STAGE", help="the stage they were last seen at")
    parser.add_argument("--limit", metavar="N", type=int, default=50, help="so many a page (50)")
    parser.add_argument("--after", metavar="PLACE", help="the page after that of this `after`")
    group = parser.add_argument_group("a step of a funnel")
    group.add_argument("--steps", metavar="TEXT", help='the funnel, as "A > B > C"')
    group.add_argument("--step", metavar="N", type=int, help="the step they came to, from 1")
    group.add_argument("--left", action="store_true", help="to it, and not to the next")
    group.add_argument("--within", metavar="7d", help="as in the funnel")
    group.add_argument("--mode", choices=("ordered", "reached"), help="as in the funnel")
    parser.add_argument("--pain", metavar="ID", help="who has a pain, by its id in analyse pains")
    which = parser.add_argument_group("which journeys")
    from desirepath.analyses import SELECTION

    for option in SELECTION.values():
        if option.name != "by":
            which.add_argument(
                f"--{option.name.replace('_', '-')}",
                dest=f"{option.name}_" if option.name == "from" else option.name,
                metavar=option.kind.upper(),
                action="append" if option.many else "store",
                help=option.help,
            )


def run(args: argparse.Namespace) -> int:
    """Print one page of customers, and how to ask for the next."""
    from desirepath.analyses import SELECTION
    from desirepath.cli.opening import open_workspace

    named = {f"{name}_" if name == "from" else name for name in SELECTION if name != "by"}
    names = {*named, "search", "stage", "after", "steps", "step", "left", "within", "mode", "pain"}
    given = {name: value for name in names if (value := getattr(args, name)) is not None}
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        page = ws.customers.page(limit=args.limit, **given)
    if args.json:
        output.document(page)
        return 0
    journeys = f", {page['journeys']} journeys" if "journeys" in page else ""
    output.line(f"{page['total']} customers{journeys}")
    output.line()
    output.table(page["rows"], columns=SHOWN)
    if page["after"]:
        output.note(f"There are more: --after '{page['after']}'", mark="")
    return 0
