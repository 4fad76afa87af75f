"""How well planted pains and incidents are found: `python benchmarks/planted.py [INDUSTRY …]`.

Each world is made, imported and asked as a user would. Printed are the ranks of the planted pains
that cost goals, how far their cost is from the truth, decoys that were taken for pains, the rank
of the planted incident, by how many days its ends are off, and false alarms.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
from pathlib import Path
from typing import Any

import desirepath as dp
from desirepath.worlds import industries, make_world, scores


def main() -> None:
    """Print one line per world and the hit rate per industry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("industry", nargs="*", default=list(industries()))
    parser.add_argument("--seeds", type=int, default=10, help="seeds per industry, from --first on")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--customers", type=int, default=8_000)
    args = parser.parse_args()
    for industry in args.industry:
        hits = decoys = met = alarms = 0
        for seed in range(args.first, args.first + args.seeds):
            pains, incidents = _world(industry, seed, args.customers)
            hit = all(rank is not None and rank <= 3 for rank in pains["ranks"].values())
            hits += hit
            decoys += bool(pains["decoys"])
            met += incidents["rank"] is not None
            alarms += incidents["alarms"]
            error = pains["cost_error"]
            print(
                f"{industry:8} seed {seed:3}  {'hit ' if hit else 'MISS'}  {pains['ranks']}  "
                f"cost error {error if error is None else round(error, 2)}  "
                f"decoys {pains['decoys']}  incident rank {incidents['rank']} "
                f"off {incidents['off']} alarms {incidents['alarms']}",
                flush=True,
            )
        print(
            f"{industry:8} of {args.seeds}: all pains in the first three {hits}, "
            f"decoys taken for pains {decoys}, incident found {met}, false alarms {alarms}",
            flush=True,
        )


def _world(industry: str, seed: int, customers: int) -> tuple[dict[str, Any], dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        truth = make_world(industry, seed, customers, Path(scratch) / "files")
        with (
            dp.create(Path(scratch) / "ws") as workspace,
            contextlib.redirect_stderr(io.StringIO()),
        ):
            workspace.sources.add(*truth.files)
            ask = workspace.analyses
            return (
                scores.pains(truth, ask.pains().rows),
                scores.incidents(truth, ask.incidents().rows),
            )


if __name__ == "__main__":
    main()
