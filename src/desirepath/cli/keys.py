"""`desirepath keys`: who may send events into live sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "make, list and revoke keys that send live events into a source"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--add", metavar="SOURCE", help="make a key that writes into SOURCE")
    parser.add_argument(
        "--webhook",
        metavar="TEMPLATE",
        help="make it the address of a webhook: standard, zendesk, intercom, stripe, hubspot",
    )
    parser.add_argument("--secret", metavar="TEXT", help="what the webhook is signed with")
    parser.add_argument("--rate", metavar="N", type=int, help="most events per second")
    parser.add_argument("--revoke", metavar="ID", help="let a key write no longer")


def run(args: argparse.Namespace) -> int:
    """Make or revoke what was named, else list."""
    from desirepath.cli.opening import open_workspace

    if args.add and args.revoke:
        raise UsageError("Give one of --add SOURCE and --revoke ID at a time.")
    if not args.add and (args.webhook or args.secret or args.rate):
        raise UsageError("--webhook, --secret and --rate go with --add SOURCE.")
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        live = ws.sources.live
        if args.add:
            made = live.make_key(
                args.add, template=args.webhook, secret=args.secret, rate=args.rate
            )
            if args.json:
                output.document(made)
                return 0
            if made["template"]:
                output.line(f"Send webhooks to  /v1/webhooks/{made['key']}")
                output.line(f"signed with       {made['secret']}")
            else:
                output.line(made["key"])
            output.note(f"shown only now; it writes into {made['source']} and reads nothing.")
            return 0
        if args.revoke:
            live.revoke_key(args.revoke)
            if args.json:
                output.document({"revoked": args.revoke})
            else:
                output.line(f"The key {args.revoke} writes no longer.")
            return 0
        keys = live.keys()
    if args.json:
        output.document({"keys": keys})
    elif keys:
        output.table(keys, columns=("id", "source", "template", "hint", "rate", "created"))
    else:
        output.note("there are no keys yet; desirepath keys --add SOURCE makes one.")
    return 0
