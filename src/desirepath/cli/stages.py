"""`desirepath stages`: see and correct the proposed stages and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import existing_files, workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "see and correct the proposed stages and channels"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--set",
        metavar="TOUCHPOINT=STAGE",
        nargs="+",
        action="extend",
        default=[],
        help="correct the stage of touchpoints; it survives new imports",
    )
    parser.add_argument(
        "--set-channel",
        metavar="TOUCHPOINT=CHANNEL",
        nargs="+",
        action="extend",
        default=[],
        help="correct the channel of touchpoints",
    )
    parser.add_argument(
        "--forget",
        metavar="TOUCHPOINT",
        nargs="+",
        action="extend",
        default=[],
        help="let the proposal for touchpoints hold again",
    )
    parser.add_argument("--export", metavar="FILE", help="write them to a CSV file, to be edited")
    parser.add_argument("--load", metavar="FILE", help="take stages and channels from such a file")


def run(args: argparse.Namespace) -> int:
    """Load, set, export, then print the stages that hold."""
    from desirepath.cli.opening import open_workspace

    corrections: dict[str, Any] = dict.fromkeys(args.forget)
    for option, part in (("set", "stage"), ("set_channel", "channel")):
        for touchpoint, value in (_correction(text) for text in getattr(args, option)):
            corrections[touchpoint] = {**(corrections.get(touchpoint) or {}), part: value}
    loaded = existing_files([args.load]) if args.load else []
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        for file in loaded:
            output.note(f"{ws.journeys.load_stages(file)} touchpoints set from {file}.", mark="")
        if corrections:
            ws.journeys.correct(corrections)
        result = ws.analyses.ask("stages")
        if args.export:
            ws.journeys.export_stages(args.export)
            output.note(f"Written to {args.export}; load it again with --load.", mark="")
    if args.json:
        output.document(result.document())
    elif not args.export:
        output.table(result.rows)
    output.notes(result.notes)
    return 0


def _correction(text: str) -> tuple[str, str]:
    """Split at the last `=`: touchpoints may hold one, stages do not."""
    touchpoint, equals, stage = text.rpartition("=")
    if not equals or not touchpoint.strip() or not stage.strip():
        raise UsageError(
            f'--set: "{text}" is not TOUCHPOINT=STAGE (or =CHANNEL), for example Cart=Purchase.'
        )
    return touchpoint.strip(), stage.strip()
