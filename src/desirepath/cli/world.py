"""`desirepath world`: the raw files of a synthetic company, and the truth about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desirepath.cli import output

if TYPE_CHECKING:
    import argparse

HELP = "make the files of a synthetic company, with what is true about it"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--industry", default="telecom", metavar="NAME", help="telecom, shop, …")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another company (7)")
    parser.add_argument("--customers", type=int, default=20_000, metavar="N", help="(20000)")
    parser.add_argument("-o", "--out", required=True, metavar="DIR", help="folder for the files")
    parser.add_argument("--words", metavar="FILE", help="touchpoint names to use, as TOML")
    parser.add_argument(
        "--identity",
        default="shared",
        metavar="HOW",
        help="shared: one customer key in every file; fragmented: each system's own ids only",
    )


def run(args: argparse.Namespace) -> int:
    """Write the files and say what was planted."""
    from desirepath.worlds import make_world

    truth = make_world(
        args.industry,
        args.seed,
        args.customers,
        args.out,
        args.words,
        identity=args.identity,
    )
    if args.json:
        output.document({"folder": str(truth.folder), **truth.document})
        return 0
    found = truth.document
    journeys = found["journeys"]
    output.line(f"{found['title']} ({found['label'].lower()})")
    output.line(
        f"{journeys['customers']} customers, {journeys['events']} events, "
        f"{journeys['goals']} reached “{found['goal']}”"
    )
    columns = ("name", "kind", "rows")
    output.table([{name: entry[name] for name in columns} for entry in found["files"]])
    files = " ".join(str(file) for file in truth.files[:2])
    output.line(f"What is true: {truth.folder / 'truth.json'}")
    output.line(f"Bring it in:  desirepath import {files} … -w WORKSPACE")
    return 0
