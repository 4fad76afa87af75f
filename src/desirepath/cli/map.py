"""`desirepath map`: the main job in one line, or the map of a workspace."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.import_ import reading, said, show
from desirepath.cli.options import (
    existing_files,
    import_options,
    journey_choices,
    journey_options,
    workspace_folder,
)
from desirepath.cli.progress import listening
from desirepath.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from desirepath.workspace import Workspace

HELP = "draw the map of files, of a workspace, or of a map in another format"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("files", metavar="FILE", nargs="*", help="files of events, or one map")
    parser.add_argument("-o", "--out", metavar="OUT", help="where to; the suffix picks the format")
    parser.add_argument("--title", metavar="TEXT", help="title of the map")
    parser.add_argument("--persona", metavar="NAME", help="draw the map of one persona")
    parser.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", help="only journeys with this value"
    )
    parser.add_argument("--from", dest="from_", metavar="DATE", help="journeys that start then…")
    parser.add_argument("--to", metavar="DATE", help="…or until then, inclusive")
    import_options(parser)
    journey_options(parser)


def run(args: argparse.Namespace) -> int:
    """Draw the map and save it; nothing but OUT is left behind."""
    from desirepath.cli.opening import open_workspace
    from desirepath.workspace import create

    if args.persona:
        raise InputError(
            f'There is no persona "{args.persona}": no personas were made yet. '
            "Choose journeys with --where COLUMN=VALUE instead."
        )
    given, choices = reading(args), journey_choices(args)
    out = None if args.dry_run else _target(args.out)
    if not args.files:
        if given or choices:
            named = ", ".join(f"--{name.replace('_', '-')}" for name in (*given, *choices))
            raise UsageError(
                f"{named} tell how to read files; name them: desirepath map FILE -o OUT. "
                "A workspace keeps its own: desirepath journeys shows and sets them."
            )
        with (
            listening() as progress,
            open_workspace(workspace_folder(args), progress=progress) as ws,
        ):
            return _save(ws, args, out, [])
    if args.workspace:
        raise UsageError(
            "Give files, or a workspace with -w, not both. "
            "To keep the files: desirepath import FILE -w DIR, then desirepath map -w DIR -o OUT."
        )
    files = existing_files(args.files)
    if told := _told(files):
        return _convert(args, files, told, out, [*given, *choices])
    with (
        tempfile.TemporaryDirectory(prefix="desirepath-") as folder,
        listening() as progress,
        create(Path(folder) / "map", name=files[0].stem, progress=progress) as ws,
    ):
        answer = ws.sources.add(*files, **given)
        reports = answer.get("files", [answer])
        if args.dry_run:
            return _dry(args, answer, reports)
        if choices:
            ws.journeys.set(**choices)
        return _save(ws, args, out, reports)


def _told(files: list[Path]) -> list[Path]:
    """Return those of the files that are maps already, by what they say."""
    from desirepath.maps import readers

    return [file for file in files if readers.recognise(file)]


def _convert(
    args: argparse.Namespace,
    files: list[Path],
    told: list[Path],
    out: Path | None,
    given: list[str],
) -> int:
    """Save a map that people or another tool wrote in the format of OUT."""
    from desirepath.cli.maps import told as tell
    from desirepath.doors.maps import Map
    from desirepath.maps import readers

    if len(files) > 1:
        raise InputError(
            f"{told[0]} is a map already, not a file of events. Convert one map at a time: "
            f"desirepath map {told[0]} -o OUT."
        )
    chosen = [name for name in ("where", "from_", "to") if getattr(args, name)]
    if given or chosen:
        named = ", ".join(f"--{name.strip('_').replace('_', '-')}" for name in (*given, *chosen))
        raise UsageError(
            f"{named} need events, and {told[0]} is a map already. Leave them out to convert it."
        )
    read = readers.read(told[0])
    if args.dry_run:
        output.document(dict(read.report)) if args.json else tell(read.report)
        return 0
    document = {**read.document, **({"title": args.title} if args.title else {})}
    Map(document).save(_target(args.out) if out is None else out)
    if args.json:
        output.document(
            {
                "map": str(out),
                "title": document["title"],
                "journey": document["journey"],
                "coverage": document["coverage"],
                "files": [dict(read.report)],
            }
        )
    else:
        tell(read.report)
        output.line(f"The map is in {out}")
    return 0


def _save(
    ws: Workspace,
    args: argparse.Namespace,
    out: Path | None,
    reports: list[Mapping[str, Any]],
) -> int:
    if out is None:
        raise UsageError("desirepath map needs -o OUT, for example -o map.html.")
    chosen = {"where": args.where, "from_": args.from_, "to": args.to}
    title = {"title": args.title} if args.title else {}
    drawn = ws.maps.build(**title, **{name: value for name, value in chosen.items() if value})
    drawn.save(out)
    document = drawn.document
    journey = ws.journeys.show()
    if args.json:
        output.document(
            {
                "map": str(out),
                "title": document["title"],
                "journey": journey,
                "coverage": document["coverage"],
                "files": reports,
            }
        )
    else:
        _tell(document, journey, reports)
        output.line(f"The map is in {out}")
    return 0


def _tell(
    document: Mapping[str, Any], journey: Mapping[str, Any], reports: list[Mapping[str, Any]]
) -> None:
    """Say on stderr what was understood, so that nothing is guessed silently."""
    for report in reports:
        roles = ", ".join(
            f"{role} = {found['column']}"
            for role, found in report["columns"].items()
            if isinstance(found, dict)
        )
        output.note(
            f"{report['source']}: {report['accepted']} of {report['rows']} rows as "
            f"{', '.join(report['kind'])}" + (f" ({roles})" if roles else ""),
            mark="",
        )
        said(report)
    if journey.get("reason"):
        output.note(journey["reason"], mark="")
    stages = ", ".join(str(stage["name"]) for stage in document["stages"])
    output.note(f"stages: {stages or 'none'}; correct them in a workspace", mark="")


def _dry(args: argparse.Namespace, answer: Mapping[str, Any], reports: list[Any]) -> int:
    if args.json:
        output.document(answer)
        return 0
    for report in reports:
        show(report, dry=True)
    return 0


def _target(name: str | None) -> Path:
    """Return where the map goes, checked before the long work starts."""
    from desirepath import exports

    if not name:
        raise UsageError("desirepath map needs -o OUT, for example -o map.html.")
    out = Path(name)
    exports.check(out)
    if out.is_dir():
        raise InputError(f"{out} is a folder. Name a file, for example {out / 'map.html'}.")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder {out.parent}. Make it, or choose another one.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise InputError(f"{out} may not be written by you. Choose another place.")
    return out
