"""The emotion curve against a planted truth: error and coverage where the unhappy answer more.

    python benchmarks/language/curve.py [--curves 200] [--hidden 0,0.25]

Each curve is one invented company: customers walk over a dozen steps, meet troubles on the way
(which lower what they feel and which the files show), are asked now and then, and answer the more
the more trouble they met; the share `hidden` of that follows what they feel instead, which no file
shows. Scores are whole numbers of 1 to 5 around the true feeling. The estimator is the product's
own (`desirepath.analyses._curve`); only the walk is made here, as arrays.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from desirepath.analyses import _curve, _models

STEPS, CUSTOMERS = 12, 3_000
LEVELS = (0.90, 0.95)


@dataclass(frozen=True)
class Company:
    """Visits as the product sees them, and what is true of each step."""

    visits: _models.Visits
    truth: Any
    raw: Any


def company(seed: int, hidden: float, bias: float = 1.0) -> Company:
    """Return one invented company."""
    chance = np.random.default_rng([seed, 6])
    came = chance.random((CUSTOMERS, STEPS)) < chance.uniform(0.35, 0.95, STEPS)
    older = chance.random(CUSTOMERS) < 0.25
    base = chance.normal(0.15, 0.18, STEPS)
    rate = chance.uniform(0.02, 0.25, STEPS)
    harm = chance.uniform(0.15, 0.7, STEPS)
    calls = chance.random((CUSTOMERS, STEPS)) < 0.06
    trouble = came & (chance.random((CUSTOMERS, STEPS)) < rate)
    # What is common and harmless (a page looked at twice) looks much like trouble.
    harmless = came & (chance.random((CUSTOMERS, STEPS)) < chance.uniform(0.05, 0.4, STEPS))
    before = np.cumsum(trouble, axis=1) - trouble
    helped = (np.cumsum(calls, axis=1) - calls) > 0
    mood = chance.normal(0, 0.12, CUSTOMERS)
    emotion = base + mood[:, None] - harm * trouble - 0.1 * (before > 0)
    emotion = np.clip(emotion + chance.normal(0, 0.22, emotion.shape), -1, 1)
    shown = 1.4 * trouble + 1.3 * (before > 0) + 0.5 * helped + 0.15 * older[:, None] - 0.5
    felt = 1.6 * np.maximum(-emotion, 0) + 0.7 * np.maximum(emotion - 0.45, 0)
    odds = np.log(0.22 / 0.78) + bias * ((1 - hidden) * shown + hidden * 1.6 * felt)
    asked = chance.random(emotion.shape) < chance.uniform(0.1, 0.5, STEPS)
    told = came & asked & (chance.random(emotion.shape) < 1 / (1 + np.exp(-odds)))
    score = np.floor(1 + 4 * (emotion + 1) / 2 + chance.random(emotion.shape)).clip(1, 5)
    valence = np.where(told, (score - 1) / 2 - 1, np.nan)
    who, place = np.nonzero(came)
    ever = np.cumsum(trouble | harmless, axis=1)[who, place]
    at = (who, place)
    own = [trouble[at], harmless[at], before[at] > 0, ever > 0, helped[at], np.log1p(place)]
    past = [older[who], chance.random(len(who)), chance.random(CUSTOMERS)[who]]
    troubles = [
        (np.cumsum(flag[:, : step + 1], axis=1)[:, -1] > 0)[who] & (place >= step)
        for flag in (trouble, harmless)
        for step in range(STEPS)
    ]
    families = [past, own, troubles]
    traits = np.column_stack([column for family in families for column in family]).astype(float)
    traits = (traits - traits.mean(axis=0)) / traits.std(axis=0)
    visits = _models.Visits(
        place,
        who,
        np.ones(len(who)),
        np.ones(len(who)),
        valence[at],
        traits,
        np.repeat(range(3), [len(family) for family in families]),
    )
    truth = np.array([emotion[came[:, step], step].mean() for step in range(STEPS)])
    return Company(visits, truth, np.nanmean(valence, axis=0))


def measured(hidden: float, curves: int) -> dict[str, float]:
    """Return errors, coverage and the width of the band over so many curves."""
    from scipy.stats import t

    raw, curve, held, width, answers = [], [], {level: [] for level in LEVELS}, [], []
    for seed in range(curves):
        made = company(seed, hidden)
        found = _curve.felt(made.visits)
        for step in range(STEPS):
            one = _curve.estimate(found, np.array([step]))
            off = abs(one.value - made.truth[step])
            raw.append(abs(made.raw[step] - made.truth[step]))
            curve.append(off)
            for level in LEVELS:
                held[level].append(off <= t.ppf((1 + level) / 2, one.freedom) * one.error)
            width.append(one.error)
        answers.append(int(made.visits.told.sum()))
    return {
        "hidden": hidden,
        "curves": curves,
        "answers": float(np.mean(answers)),
        "raw": float(np.mean(raw)),
        "curve": float(np.mean(curve)),
        "ratio": float(np.mean(curve) / np.mean(raw)),
        **{f"held {level:.0%}": float(np.mean(held[level])) for level in LEVELS},
        "error": float(np.mean(width)),
    }


def main(arguments: list[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--curves", type=int, default=200)
    parser.add_argument("--hidden", default="0,0.25")
    given = parser.parse_args(arguments)
    begun = time.process_time()
    with threadpool_limits(1):
        rows = [measured(float(share), given.curves) for share in given.hidden.split(",")]
    names = list(rows[0])
    print("| " + " | ".join(names) + " |")
    print("|" + " --: |" * len(names))
    for row in rows:
        print("| " + " | ".join(f"{row[name]:.4g}" for name in names) + " |")
    print(f"\n{time.process_time() - begun:.0f} CPU s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
