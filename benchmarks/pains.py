"""Measures how well planted pains are found: `python benchmarks/pains.py [INDUSTRY …] --seeds 10`.

Each world is made, imported and asked as a user would; printed are the ranks of the planted pains
that cost goals, how far their cost is from the truth, and decoys that were taken for pains.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
import time
from pathlib import Path

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
        hits = decoys = 0
        for seed in range(args.first, args.first + args.seeds):
            found, seconds = _world(industry, seed, args.customers)
            ranks = found["ranks"].values()
            hit = all(rank is not None and rank <= 3 for rank in ranks)
            hits += hit
            decoys += bool(found["decoys"])
            error = found["cost_error"]
            print(
                f"{industry:8} seed {seed:3}  {'hit ' if hit else 'MISS'}  ranks {found['ranks']}  "
                f"cost error {error if error is None else round(error, 2)}  "
                f"decoys {found['decoys']}  {seconds:.1f} s",
                flush=True,
            )
        print(
            f"{industry:8} both in the first three: {hits} of {args.seeds}; "
            f"decoys taken for pains: {decoys} of {args.seeds}",
            flush=True,
        )


def _world(industry: str, seed: int, customers: int) -> tuple[dict[str, object], float]:
    with tempfile.TemporaryDirectory() as scratch:
        truth = make_world(industry, seed, customers, Path(scratch) / "files")
        with (
            dp.create(Path(scratch) / "ws") as workspace,
            contextlib.redirect_stderr(io.StringIO()),
        ):
            workspace.sources.add(*truth.files)
            begun = time.process_time()
            rows = workspace.analyses.pains().rows
            return scores.pains(truth, rows), time.process_time() - begun


if __name__ == "__main__":
    main()
