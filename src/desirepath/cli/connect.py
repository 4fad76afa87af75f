"""`desirepath connect`: other systems that are read over the network, and written back to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import existing_files, workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import InputError, UsageError, unknown_sentence

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

HELP = "read other systems over the network (HubSpot, Zendesk, Tryton), write back to them"
ACTIONS = {"list": (0, 0), "kinds": (0, 0), "add": (1, 1), "pull": (0, 1), "push": (1, 1),
           "remove": (1, 1)}  # fmt: skip
ACCOUNT = ("name", "url", "user", "database", "secret_env", "secret", "site")
SHOWN = 50


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "action",
        nargs="?",
        metavar="ACTION",
        help="add KIND|FILE.toml, list, kinds, pull [NAME], push NAME, remove NAME (default: list)",
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="what the action is about")
    group = parser.add_argument_group("add")
    group.add_argument("--name", metavar="NAME", help="what to call it (default: its kind)")
    group.add_argument("--url", metavar="URL", help="where the system is")
    group.add_argument("--user", metavar="USER", help="who signs in")
    group.add_argument("--database", metavar="NAME", help="which database (Tryton)")
    group.add_argument(
        "--secret-env", metavar="VAR", help="the variable DESIREPATH_… that holds the secret"
    )
    group.add_argument("--secret", metavar="TEXT", help="the secret, to be kept in the workspace")
    group.add_argument("--site", metavar="URL", help="where people open this workspace, for links")
    group = parser.add_argument_group("push")
    group.add_argument("--write", action="store_true", help="write; without it only show")
    group.add_argument(
        "--field",
        metavar="FIELD",
        action="append",
        help="only this of stage, emotion, risk, link (repeat)",
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked and print what came of it."""
    from desirepath.cli.opening import open_workspace

    action = args.action or "list"
    given = _given(action, args)
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        found = _asked(ws.sources.connections, action, args, given)
    if args.json:
        output.document(found)
    else:
        _SAID[action](found)
    return 0


def _given(action: str, args: argparse.Namespace) -> dict[str, Any]:
    if action not in ACTIONS:
        raise UsageError(unknown_sentence("action", action, list(ACTIONS)))
    least, most = ACTIONS[action]
    if not least <= len(args.words) <= most:
        raise UsageError(f"connect {action} takes {most or 'no'} word(s): see connect --help.")
    given = {name: getattr(args, name) for name in ACCOUNT if getattr(args, name) is not None}
    if given and action != "add":
        raise UsageError(f"--{min(given).replace('_', '-')} goes with connect add.")
    if (args.write or args.field) and action != "push":
        raise UsageError("--write and --field go with connect push.")
    return given


def _asked(door: Any, action: str, args: argparse.Namespace, given: dict[str, Any]) -> Any:
    if action == "list":
        return {"connections": door.list()}
    if action == "kinds":
        return {"kinds": door.kinds()}
    if action == "pull":
        return door.pull(*args.words)
    if action == "push":
        return door.push(args.words[0], write=args.write, fields=args.field)
    if action == "remove":
        door.remove(args.words[0])
        return {"removed": args.words[0]}
    kind = args.words[0]
    if kind.endswith(".toml"):
        given["description"], kind = _description(kind), Path(kind).stem
    return door.add(kind, **given)


def _description(name: str) -> dict[str, Any]:
    (path,) = existing_files([name])
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is no TOML: {error}. Mend that line.") from error


def _list(found: Mapping[str, Any]) -> None:
    rows = [
        {
            "name": one["name"],
            "system": one["title"],
            "url": one["url"],
            "rows": one["rows"],
            "last pull": one["last"].get("pull", {}).get("at"),
            "error": one["last"].get("pull", {}).get("error"),
        }
        for one in found["connections"]
    ]
    if rows:
        output.table(rows)
    else:
        output.note("there are no connections yet; desirepath connect kinds shows what there is.")


def _kinds(found: Mapping[str, Any]) -> None:
    output.table(found["kinds"])


def _added(found: Mapping[str, Any]) -> None:
    output.line(f"{found['name']}: {found['title']} at {found['url']}")
    output.note(f"nothing was read yet; desirepath connect pull {found['name']} does it.")


def _pulled(found: Mapping[str, Any]) -> None:
    rows = [
        {"connection": one["name"], **stream}
        for one in found["pulled"]
        for stream in one["streams"]
    ]
    if rows:
        output.table(rows)
    else:
        output.note("there are no connections yet; desirepath connect kinds shows what there is.")


def _pushed(found: Mapping[str, Any]) -> None:
    changes = found["changes"]
    rows = [
        {"id": one["id"], "customer": one["customer"], "field": one["field"],
         "change": f"{one['old'] or '(nothing)'} -> {one['new']}"}
        for one in changes[:SHOWN]
    ]  # fmt: skip
    if rows:
        output.table(rows)
    if len(changes) > SHOWN:
        output.note(f"and {len(changes) - SHOWN} more; --json shows all.", mark="")
    done = "written" if found["written"] else "to write (nothing was written; --write does it)"
    output.line(f"{len(changes)} values of {found['customers']} customers {done}.")
    if found["unknown"]:
        output.note(f"{len(found['unknown'])} are not known there any more and were left out.")


def _removed(found: Mapping[str, Any]) -> None:
    output.line(f"The connection {found['removed']} is forgotten; what it brought stays.")


_SAID = {"list": _list, "kinds": _kinds, "add": _added, "pull": _pulled, "push": _pushed,
         "remove": _removed}  # fmt: skip
