"""`desirepath maps`: the maps of a workspace, those drawn from data and those people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import existing_files, workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

HELP = "list the maps of a workspace, load one from a file, save one to a file"


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
        if args.id:
            kept = ws.maps.get(args.id, version=args.version)
            if not args.out:
                output.document(dict(kept.document))
                return 0
            kept.save(args.out)
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
    if args.out:
        from pathlib import Path

        from desirepath import exports

        exports.check(Path(args.out))


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
