"""`desirepath maps`: the maps of a workspace, their versions, and what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import existing_files, workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

HELP = "list, load, save and compare the maps of a workspace; keep and restore versions"
DIFFERENCE = ("what", "change", "title", "field", "where", "from", "to")
SESSION = "terminal"
"""Whose edits those of the command line are: it undoes none."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("id", metavar="ID", nargs="?", help="one map, to be saved with -o")
    parser.add_argument("-o", "--out", metavar="OUT", help="where to; the suffix picks the format")
    parser.add_argument("--version", metavar="N", type=int, help="an older version of the map")
    parser.add_argument(
        "--load",
        metavar="FILE",
        help="keep the map in a file: map JSON, CSV grid, Mermaid journey, OJF",
    )
    parser.add_argument("--title", metavar="TEXT", help="its title (default: the file's)")
    parser.add_argument("--delete", metavar="ID", help="remove a map with all its versions")
    kept = parser.add_argument_group("versions of the map ID")
    kept.add_argument("--versions", action="store_true", help="list them, newest first")
    kept.add_argument("--keep", metavar="NAME", help="keep the map as it is now under a name")
    kept.add_argument(
        "--restore", metavar="N", type=int, help="what people wrote is as it was in N"
    )
    kept.add_argument(
        "--compare",
        metavar="STATE",
        nargs="+",
        help="what differs between two states: `now`, a version (3), or 3.17 with 17 edits",
    )


def run(args: argparse.Namespace) -> int:
    """Load, delete or save what was named, else list."""
    from desirepath.cli.opening import open_workspace

    _check(args)
    file = existing_files([args.load])[0] if args.load else None
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        if file:
            kept = ws.maps.load(file, title=args.title)
            return _loaded(kept, json=args.json)
        if args.delete:
            ws.maps.delete(args.delete)
            if args.json:
                output.document({"deleted": args.delete})
            else:
                output.line(f"The map {args.delete} is removed with all its versions.")
            return 0
        if args.id and _asks_of_versions(args):
            return _versions(ws.maps, args)
        if args.id:
            kept = ws.maps.get(args.id, version=args.version)
            if not args.out:
                output.document(dict(kept.document))
                return 0
            kept.save(args.out)
            output.notes([kept.document["erased"]] if kept.document.get("erased") else [])
            if args.json:
                output.document({"map": args.out, "id": kept.id, "version": kept.version})
            else:
                output.line(f"Version {kept.version} of the map {kept.id} is in {args.out}")
            return 0
        maps = ws.maps.list()
    if args.json:
        output.document({"maps": maps})
    elif maps:
        output.table(maps, columns=("id", "title", "kind", "versions", "changed", "params"))
    else:
        output.note(
            "there are no maps yet; desirepath map -w DIR -o map.html draws one from data, "
            "desirepath maps --load FILE keeps one that people wrote."
        )
    return 0


def told(report: Mapping[str, Any]) -> None:
    """Say on stderr how a map was read: what there is, what was renamed and left out."""
    output.note(
        f"{report['file']}: {report['stages']} stages, {report['steps']} steps, "
        f"{report['cells']} cells in {len(report['lanes'])} lanes "
        f"({', '.join(report['lanes']) or 'none'})",
        mark="",
    )
    for entry in report["renamed"]:
        output.note(f'renamed "{entry["from"]}" to "{entry["to"]}": {entry["why"]}')
    for entry in report["left_out"]:
        output.note(f"left out {entry['what']} ({entry['count']}): {entry['why']}")
    output.notes(report["notes"])


def _check(args: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    if sum(bool(one) for one in (args.load, args.delete, args.id)) > 1:
        raise UsageError("Give one of ID, --load FILE and --delete ID at a time.")
    if args.title and not args.load:
        raise UsageError("--title names a map that is loaded: add --load FILE.")
    if (args.out or args.version) and not args.id:
        raise UsageError("-o and --version need the ID of a map; `desirepath maps` lists them.")
    if _asks_of_versions(args) and not args.id:
        raise UsageError("Versions are of one map: give its ID; `desirepath maps` lists them.")
    if sum(map(bool, (args.versions, args.keep, args.restore, args.compare, args.out))) > 1:
        raise UsageError("Give one of --versions, --keep, --restore, --compare and -o at a time.")
    if len(args.compare or ()) > 2:
        raise UsageError("--compare takes one state (with now) or two.")
    if args.out:
        from pathlib import Path

        from desirepath import exports

        exports.check(Path(args.out))


def _asks_of_versions(args: argparse.Namespace) -> bool:
    return bool(args.versions or args.keep or args.restore is not None or args.compare)


def _versions(maps: Any, args: argparse.Namespace) -> int:
    """List, keep, restore or compare versions of one map."""
    if args.keep:
        made = maps.keep(args.id, args.keep)
        if args.json:
            output.document(made)
        else:
            output.line(f"Version {made['version']} of {args.id} is kept as “{made['name']}”")
    elif args.restore is not None:
        made = maps.restore(args.id, args.restore, session=SESSION)
        if args.json:
            output.document({"id": made.id, "revision": made.revision})
        else:
            output.line(f"What people wrote on {args.id} is as it was in version {args.restore}")
    else:
        listed = maps.difference(args.id, *args.compare) if args.compare else maps.versions(args.id)
        if args.json:
            output.document({"rows" if args.compare else "versions": list(listed)})
        elif listed:
            columns = DIFFERENCE if args.compare else ("version", "name", "created", "revision")
            output.table(listed, columns=columns)
        else:
            output.note("nothing is different." if args.compare else "there are no versions yet.")
    return 0


def _loaded(kept: Any, *, json: bool) -> int:
    if json:
        output.document(
            {
                "id": kept.id,
                "title": kept.document["title"],
                "kind": "told",
                "version": kept.version,
                "report": dict(kept.report),
            }
        )
        return 0
    told(kept.report)
    output.line(
        f'The map "{kept.document["title"]}" is kept as version {kept.version} of {kept.id}'
    )
    return 0
