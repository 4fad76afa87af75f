"""`desirepath journeys`: show or set what one journey is, and its goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import journey_choices, journey_options, workspace_folder
from desirepath.cli.progress import listening

if TYPE_CHECKING:
    import argparse

HELP = "show or set what a journey is, and its goal"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    journey_options(parser)


def run(args: argparse.Namespace) -> int:
    """Set what was given, then print what holds."""
    from desirepath.cli.opening import open_workspace

    given = journey_choices(args)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        now = ws.journeys.set(**given) if given else ws.journeys.show()
    if args.json:
        output.document(now)
        return 0
    output.table(
        [
            {"setting": name, "value": now[name]}
            for name in ("unit", "gap", "case", "subject", "account", "goal", "set_by")
            if now[name] is not None and (name, now[name]) != ("subject", "customer")
        ]
    )
    if now["goal"] is None:
        output.line("There is no goal; set one with: desirepath journeys --goal TOUCHPOINT")
    if now["reason"]:
        output.note(now["reason"], mark="reason: ")
    return 0
