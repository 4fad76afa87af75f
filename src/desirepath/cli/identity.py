"""`desirepath identity`: who is who, why, and what people say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

HELP = "who is who: links with their reasons, decisions by hand, the policy"
ACTIONS = {
    "show": 1,
    "merge": 2,
    "pin": 2,
    "forbid": 2,
    "split": 1,
    "undo": 1,
    "decisions": 0,
    "policy": 1,
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "action",
        nargs="?",
        metavar="ACTION",
        help="show CUSTOMER, merge A B, pin A B, forbid A B, split A, undo NUMBER, decisions, "
        "policy strict|balanced|wide (default: what is linked in all)",
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what the action is about")
    parser.add_argument("--note", metavar="TEXT", default="", help="why, kept with the decision")
    parser.add_argument("--by", metavar="NAME", default="", help="who decides, kept with it")
    parser.add_argument("--country", metavar="NL", help="of phone numbers without a country prefix")


def run(args: argparse.Namespace) -> int:
    """Do what was asked and print what holds then."""
    from desirepath.cli.opening import open_workspace

    action = args.action or "summary"
    _check(action, args)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        found = _asked(ws.customers.identity, action, args)
    if args.json:
        output.document(found)
        return 0
    _SHOWN.get(action, _decision)(found)
    return 0


def _asked(who: Any, action: str, args: argparse.Namespace) -> Any:
    words = args.words
    if action == "summary":
        return who.set(country=args.country) if args.country else who.summary()
    if action == "show":
        return who.links(words[0])
    if action == "decisions":
        return {"decisions": who.decisions()}
    if action == "policy":
        return who.set(policy=words[0], country=args.country)
    if action == "undo":
        return who.undo(_number(words[0]))
    return who.decide(action, *words, note=args.note, author=args.by)


def _check(action: str, args: argparse.Namespace) -> None:
    if action == "summary":
        return
    if action not in ACTIONS:
        from desirepath.errors import unknown_sentence

        raise UsageError(unknown_sentence("action", action, list(ACTIONS)))
    if len(args.words) != ACTIONS[action]:
        raise UsageError(
            f"identity {action} takes {ACTIONS[action]} word(s), not {len(args.words)}: "
            "see desirepath identity --help."
        )


def _number(text: str) -> int:
    if not text.isdigit():
        raise UsageError(f'undo takes the number of a decision, not "{text}".')
    return int(text)


def _summary(found: Mapping[str, Any]) -> None:
    output.line(
        f"{found['customers']} customers behind {found['named']} names in the sources "
        f"(95 % interval {found['low']} to {found['high']}); policy {found['policy']}."
    )
    kinds = [{"identifier": kind, "values": n} for kind, n in found["identifiers"].items()]
    if kinds:
        output.table(kinds)
    if found["shared"]:
        output.line("Used by several people, so they link nobody:")
        output.table(found["shared"], columns=("kind", "reason", "identifiers", "customers"))
    output.notes(found.get("notes", []))


def _person(found: Mapping[str, Any]) -> None:
    output.line(f"{found['customer']}: {', '.join(row['name'] for row in found['names'])}")
    links = [
        {**link, "names": ", ".join(link["names"]), "sources": ", ".join(link["sources"])}
        for link in found["links"]
    ]
    if links:
        columns = ("kind", "value", "names", "reason", "confidence", "sources", "first")
        output.table(links, columns=columns)
    if found["perhaps"]:
        output.line("Perhaps the same person:")
        output.table(found["perhaps"], columns=("customer", "name", "probability"))


def _decisions(found: Mapping[str, Any]) -> None:
    columns = ("id", "kind", "one", "other", "note", "author", "created", "undone")
    if found["decisions"]:
        output.table(found["decisions"], columns=columns)
    else:
        output.note("nobody decided anything about who is who yet")


def _decision(found: Mapping[str, Any]) -> None:
    names = " and ".join(name for name in (found["one"], found["other"]) if name)
    state = "is taken back" if found["undone"] else "holds"
    output.line(f"Decision {found['id']} ({found['kind']} {names}) {state}.")


_SHOWN: dict[str, Any] = {
    "summary": _summary,
    "policy": _summary,
    "show": _person,
    "decisions": _decisions,
}
