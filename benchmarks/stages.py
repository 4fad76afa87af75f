"""Measure the stage proposal on invented companies whose names no cue file holds.

`python benchmarks/stages.py [--seeds 20] [--first 101] [--every] [--words FILE]`

Seeds take turns among the industries; `--every` makes a company of each industry for each seed.
Every company is written as raw files, imported without a hint and prepared; the stages proposed
then are compared with the true ones. Prints macro-F1 (over the stages of a company) and the share
that is right per industry, the confusions, and how often each confidence was right. About seven
seconds of work per company; `--words shipped` takes the names of the templates.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import desirepath as dp
from desirepath.worlds import make_world, scores
from desirepath.worlds.template import industries
from desirepath.worlds.truth import Truth

WORDS = Path(__file__).resolve().parent.parent / "tests" / "worlds" / "words.toml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=101, help="the first seed")
    parser.add_argument("--customers", type=int, default=1500)
    parser.add_argument("--every", action="store_true", help="each seed in each industry")
    parser.add_argument("--words", default=str(WORDS), help="a TOML of names, or `shipped`")
    args = parser.parse_args()
    words = None if args.words == "shipped" else args.words
    found: dict[str, list[dict]] = defaultdict(list)
    confused: Counter[tuple[str, str]] = Counter()
    sure: dict[int, list[bool]] = defaultdict(list)
    names = industries()
    for number, seed in enumerate(range(args.first, args.first + args.seeds)):
        for name in names if args.every else [names[number % len(names)]]:
            truth, rows = company(name, seed, args.customers, words)
            scored = scores.stages(truth, rows)
            found[name].append(scored)
            print(f"seed {seed:<8}{name:<14}{scored['macro_f1']:.3f}", flush=True)
            wrong = {touchpoint for touchpoint, _, _ in scored["wrong"]}
            confused.update((true, str(said)) for _, true, said in scored["wrong"])
            for row in rows:
                if row["touchpoint"] in truth.stages:
                    sure[min(9, int(10 * row["confidence"]))].append(row["touchpoint"] not in wrong)
    report(found, confused, sure)


def company(
    name: str, seed: int, customers: int, words: str | None
) -> tuple[Truth, list[dict[str, object]]]:
    """Return a company's truth and the stages proposed from its files."""
    with tempfile.TemporaryDirectory(prefix="desirepath-stages-") as scratch:
        truth = make_world(name, seed, customers, Path(scratch) / "files", words)
        with dp.create(Path(scratch) / "workspace") as workspace:
            workspace.sources.add(*truth.files)
            return truth, workspace.journeys.stages()


def report(found: dict, confused: Counter, sure: dict) -> None:
    print(f"\n{'industry':<14}{'worlds':>7}{'macro-F1':>10}{'least':>8}{'right':>8}")
    everything = [scored for many in found.values() for scored in many]
    for name, many in [*found.items(), ("all", everything)]:
        f1 = [scored["macro_f1"] for scored in many]
        right = mean(scored["right"] for scored in many)
        print(f"{name:<14}{len(many):>7}{mean(f1):>10.3f}{min(f1):>8.3f}{right:>8.3f}")
    print("\nmost confused: true → proposed")
    for (true, said), n in confused.most_common(12):
        print(f"{n:>6}  {true} → {said}")
    print("\nconfidence: touchpoints, share right")
    for tenth, right in sorted(sure.items()):
        print(f"{tenth / 10:>10.1f}{len(right):>8}{mean(right):>8.2f}")


if __name__ == "__main__":
    main()
