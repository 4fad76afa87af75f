"""`desirepath labels`: see and correct how texts sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "see and correct how texts sound"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--set",
        metavar="ANSWER=LABEL",
        nargs="+",
        action="extend",
        default=[],
        help="say how the text of an answer (its feedback_id) sounds: negative, neutral, "
        "positive; “as read” takes it back",
    )
    parser.add_argument(
        "--kind",
        metavar="KIND",
        default="sentiment",
        help="what the labels are about: sentiment (default), emotion, effort, actionability",
    )


def run(args: argparse.Namespace) -> int:
    """Set labels, then print those that hold."""
    from desirepath.cli.opening import open_workspace

    given = dict(_label(text) for text in args.set)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        if given:
            ws.journeys.label(given, args.kind)
        rows = ws.journeys.labels()
    if args.json:
        output.document({"labels": rows})
    else:
        output.table(rows)
    if not rows:
        output.note("No text is labelled. Ids of answers stand in `desirepath analyse feedback`.")
    return 0


def _label(text: str) -> tuple[str, str]:
    """Split at the last `=`: ids may hold one, labels do not."""
    answer, equals, label = text.rpartition("=")
    if not equals or not answer.strip() or not label.strip():
        raise UsageError(f'--set: "{text}" is not ANSWER=LABEL, for example f12=negative.')
    return answer.strip(), label.strip()
