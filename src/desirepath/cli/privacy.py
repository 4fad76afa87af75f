"""`desirepath privacy`: one person exported or erased; consent; how long sources are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError, unknown_sentence

if TYPE_CHECKING:
    import argparse

HELP = "one person exported or erased; consent per purpose; how long sources are kept"
ACTIONS = {
    "export": (1, 1),
    "erase": (1, 1),
    "consent": (3, 3),
    "consents": (0, 1),
    "erasures": (0, 0),
    "retention": (0, 2),
    "expire": (0, 0),
}
FOREVER = "forever"
ANSWERS = {"yes": True, "no": False}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "action",
        metavar="ACTION",
        help="export CUSTOMER -o person.zip, erase CUSTOMER --yes, "
        "consent CUSTOMER PURPOSE yes|no, consents [CUSTOMER], erasures, "
        "retention [SOURCE DAYS|forever], expire [--dry-run]",
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what the action is about")
    parser.add_argument("-o", "--out", metavar="FILE", help="where the zip of an export goes")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, kept with the erasure")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what expire would remove; change nothing"
    )
    parser.add_argument("--yes", action="store_true", help="an erasure cannot be undone: say so")


def run(args: argparse.Namespace) -> int:
    """Do what was asked and print what was done."""
    from desirepath.cli.opening import open_workspace

    _check(args)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        found = _asked(ws, args)
    if args.json:
        output.document(found)
    else:
        _told(args, found)
    return 0


def _asked(ws: Any, args: argparse.Namespace) -> Any:
    words, privacy, retention = args.words, ws.customers.privacy, ws.sources.retention
    if args.action == "retention":
        if words:
            return retention.keep(words[0], None if words[1] == FOREVER else int(words[1]))
        return {"retention": retention.rules()}
    if args.action == "expire":
        return retention.expire(dry_run=args.dry_run)
    if args.action == "export":
        return privacy.export(words[0], args.out or "person.zip")
    if args.action == "erase":
        return privacy.erase(words[0], reason=args.reason)
    if args.action == "consent":
        return privacy.consent(words[0], words[1], granted=ANSWERS[words[2]])
    if args.action == "consents":
        return {"consents": privacy.consents(words[0] if words else None)}
    return {"erasures": privacy.erasures()}


def _check(args: argparse.Namespace) -> None:
    if args.action not in ACTIONS:
        raise UsageError(unknown_sentence("action", args.action, list(ACTIONS)))
    least, most = ACTIONS[args.action]
    if not least <= len(args.words) <= most:
        raise UsageError(
            f"privacy {args.action} takes {least} word(s), not {len(args.words)}: "
            "see desirepath privacy --help."
        )
    if args.action == "retention" and args.words:
        days = (args.words[1:] or [""])[0]
        if days != FOREVER and not days.isdecimal():
            raise UsageError(
                f"Say for how many days {args.words[0]} is kept, or {FOREVER}: "
                f"desirepath privacy retention {args.words[0]} 365."
            )
    if args.dry_run and args.action != "expire":
        raise UsageError("--dry-run goes with expire.")
    if args.action == "consent" and args.words[2] not in ANSWERS:
        raise UsageError(f'consent is yes or no, not "{args.words[2]}".')
    if args.action == "erase" and not args.yes:
        raise UsageError(
            "An erasure removes the person from every file and cannot be undone. "
            "Export first if they want a copy, then say it again with --yes."
        )


def _told(args: argparse.Namespace, found: Any) -> None:
    if args.action == "export":
        output.line(
            f"{found['file']} holds all of {found['customer']}: {found['events']} events, "
            f"{found['feedback']} answers, {found['customers']} descriptions."
        )
    elif args.action == "erase":
        gone = ", ".join(f"{n} {name}" for name, n in found["removed"].items() if n)
        output.line(f"Erased: {gone or 'nothing was left'}. The files are written anew.")
    elif args.action == "consent":
        said = "agrees to" if found["granted"] else "does not agree to"
        output.line(f"{found['customer']} {said} {found['purpose']}.")
    elif args.action == "retention" and args.words:
        kept = f"{found['days']} days" if found["days"] else "ever"
        output.line(f"{found['source']} is kept for {kept}; {found['older']} rows are older now.")
        if found["older"]:
            output.note("desirepath privacy expire removes them; they cannot be brought back.")
    elif args.action == "expire":
        gone = ", ".join(f"{n} {name}" for name, n in found["removed"].items() if n)
        verb = "Would remove" if found["dry_run"] else "Removed"
        output.line(f"{verb}: {gone or 'nothing, nothing is older than it is kept'}.")
    elif found[args.action]:
        output.table(found[args.action])
    else:
        output.note("there are none yet")
