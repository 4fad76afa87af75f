"""Which step a text speaks of: right among all, and among those that are not marked as a guess.

    python benchmarks/language/steps.py [--worlds telecom:5,bank:3] [--customers 4000]

Synthetic companies, imported as files. A quarter of the CSAT and CES answers name no touchpoint,
NPS answers none; the truth of each text is in the world. “Sure” are texts without `unsure`.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from typing import Any

import desirepath as dp
from desirepath.worlds import make_world, scores

FILES = ("csat", "ces", "nps")


def texts_of(folder: Path, industry: str, seed: int, customers: int) -> list[dict[str, Any]]:
    """Return a row per text of an answer: its file, link, whether sure, and whether right."""
    truth = make_world(industry, seed, customers, folder / "files")
    with dp.create(folder / "workspace") as workspace:
        for file in truth.files:
            workspace.sources.add(file)
        answers = workspace.analyses.feedback().rows
    said = {(row["instrument"], row["customer"], (row["text"] or "").strip()): row
            for row in answers}  # fmt: skip
    found = []
    for name in FILES:
        with (folder / "files" / f"{name}.csv").open(encoding="utf-8-sig") as opened:
            for row in csv.DictReader(opened):
                answer = said.get((name, row["customer_id"], row["comment"].strip()))
                if row["comment"].strip() and answer is not None:
                    key = (f"{name}.csv", row["answer_id"])
                    judged = scores.texts(truth, {key: answer["touchpoint"] or ""})
                    if judged["n"]:
                        sure = not answer["unsure"] and answer["touchpoint"] is not None
                        found.append({"file": name, "link": answer["link"], "sure": sure,
                                      "right": judged["right"]})  # fmt: skip
    return found


def shown(what: str, rows: list[dict[str, Any]]) -> None:
    """Print one line of the table."""
    if not rows:
        return
    sure = [row for row in rows if row["sure"]]
    right = sum(row["right"] for row in rows) / len(rows)
    of_sure = sum(row["right"] for row in sure) / len(sure) if sure else float("nan")
    print(f"{what:<34}{len(rows):>6}{right:>9.3f}{len(sure) / len(rows):>9.3f}{of_sure:>9.3f}")


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", default="telecom:5,bank:3")
    parser.add_argument("--customers", type=int, default=4_000)
    given = parser.parse_args(arguments)
    print(f"{'':<34}{'texts':>6}{'right':>9}{'sure':>9}{'of sure':>9}")
    for world in given.worlds.split(","):
        industry, _, seed = world.partition(":")
        with tempfile.TemporaryDirectory() as scratch:
            rows = texts_of(Path(scratch), industry, int(seed or 5), given.customers)
        shown(f"{industry}, all texts of answers", rows)
        for name in FILES:
            for link in ("named", "likely", "nearest earlier", "none"):
                some = [row for row in rows if (row["file"], row["link"]) == (name, link)]
                shown(f"  {name}, {link}", some)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
