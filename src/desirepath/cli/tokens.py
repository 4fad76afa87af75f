"""`desirepath tokens`: what opens a server to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "make, list and revoke tokens that open a served workspace to others"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--add", metavar="NAME", help="make a token for NAME")
    parser.add_argument(
        "--scope",
        metavar="SCOPE",
        action="append",
        help="what it opens: read, edit, data, manage (repeat; default: read)",
    )
    parser.add_argument("--revoke", metavar="ID", help="let a token open nothing any longer")


def run(args: argparse.Namespace) -> int:
    """Make or revoke what was named, else list."""
    from desirepath.cli.opening import open_workspace

    if args.add and args.revoke:
        raise UsageError("Give one of --add NAME and --revoke ID at a time.")
    if args.scope and not args.add:
        raise UsageError("--scope goes with --add NAME.")
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        if args.add:
            made = ws.access.make_token(args.add, scopes=args.scope or ["read"])
            if args.json:
                output.document(made)
            else:
                output.line(made["token"])
                output.note(f"shown only now; it opens: {', '.join(made['scopes'])}.")
            return 0
        if args.revoke:
            ws.access.revoke_token(args.revoke)
            if args.json:
                output.document({"revoked": args.revoke})
            else:
                output.line(f"The token {args.revoke} opens nothing any longer.")
            return 0
        tokens = ws.access.tokens()
    if args.json:
        output.document({"tokens": tokens})
    elif tokens:
        rows = [{**token, "scopes": ", ".join(token["scopes"])} for token in tokens]
        output.table(rows, columns=("id", "name", "scopes", "hint", "created"))
    else:
        output.note("there are no tokens yet; desirepath tokens --add NAME makes one.")
    return 0
