"""Write a seeded log of N events: skewed customers, sessions, ties, and a Markov chain of steps.

    python benchmarks/generate.py 1000000 /tmp/events.csv
    python benchmarks/generate.py 10000000 /tmp/events.parquet
    python benchmarks/generate.py 100000 /tmp/more.parquet --seed 8 --customers 500000

Columns: customer_id, touchpoint, timestamp, channel, plan (three values), region (ten). About 20
events a customer (long tail), sessions of about six events, times to the second, so that ties
occur. The format follows the suffix. Equal arguments give equal files. With `--customers` the
events are of some customers of a larger log: those who did something since.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

TOUCHPOINTS = [
    "Search ad", "Newsletter", "Home page", "Catalog", "Product page", "Compare", "Reviews",
    "Store visit", "Wishlist", "Cart", "Checkout", "Payment", "Payment error", "Order paid",
    "Order confirmation", "Delivery", "App login", "Account page", "Help page", "Support chat",
    "Support call", "Return", "Refund", "Loyalty offer", "Recommend a friend",
]  # fmt: skip
CHANNELS = ["web", "app", "email", "phone", "store"]
PLANS = ["basic", "silver", "gold"]
REGIONS = [f"R{number}" for number in range(10)]


def chain(random: np.random.Generator) -> np.ndarray:
    """Return cumulative transition probabilities, mostly forward along the list."""
    size = len(TOUCHPOINTS)
    distance = np.arange(size)[None, :] - np.arange(size)[:, None]
    weight = np.exp(-np.abs(distance - 1.2) / 2.0) + 0.02
    weight *= random.uniform(0.4, 1.6, (size, size))
    return np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)


def events(count: int, seed: int = 7, customers: int | None = None) -> pa.Table:
    """Return a table of `count` events in the order in which a company would export them."""
    random = np.random.default_rng(seed)
    active = max(1, count // 20)
    customers = customers or active
    lengths = np.minimum(random.lognormal(2.5, 0.95, active).astype(np.int64) + 1, 2000)
    known = np.arange(active) * (customers // active)
    owners = np.repeat(known, lengths)
    while len(owners) < count:
        owners = np.concatenate([owners, random.choice(known, count - len(owners))])
    owners = np.sort(owners[:count], kind="stable")
    first = np.concatenate([[True], owners[1:] != owners[:-1]])
    steps = walk(first, chain(random), random)
    pause = np.where(
        random.random(count) < 1 / 6,
        random.exponential(5 * 86_400, count),
        random.exponential(90, count),
    )
    pause = np.where(random.random(count) < 0.03, 0, pause).astype(np.int64)
    starts = 1_704_067_200 + random.integers(0, 120 * 86_400, count)
    since = np.cumsum(np.where(first, 0, pause))
    block = np.maximum.accumulate(np.where(first, np.arange(count), 0))
    seconds = starts[block] + since - since[block]
    order = np.argsort(seconds, kind="stable")
    names = np.char.add("C", np.char.zfill(np.arange(customers).astype(str), 8))
    channel = (steps * 7 + random.integers(0, 3, count)) % len(CHANNELS)
    return pa.table(
        {
            "customer_id": pa.array(names).take(pa.array(owners[order])),
            "touchpoint": pa.array(TOUCHPOINTS).take(pa.array(steps[order])),
            "timestamp": pa.array(seconds[order] * 1_000_000, pa.timestamp("us")),
            "channel": pa.array(CHANNELS).take(pa.array(channel[order])),
            "plan": pa.array(PLANS).take(pa.array((owners[order] * 31 % 7) % 3)),
            "region": pa.array(REGIONS).take(pa.array(owners[order] * 7919 % 9973 % 10)),
        }
    )


def walk(first: np.ndarray, cumulative: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the chain's state per event; every customer starts anew."""
    draws = random.random(len(first))
    steps = np.zeros(len(first), np.int64)
    position = np.arange(len(first)) - np.maximum.accumulate(
        np.where(first, np.arange(len(first)), 0)
    )
    by_position = np.argsort(position, kind="stable")
    edges = np.searchsorted(position[by_position], np.arange(position.max() + 2))
    for place in range(position.max() + 1):
        rows = by_position[edges[place] : edges[place + 1]]
        if place == 0:
            steps[rows] = (draws[rows] * draws[rows] * 6).astype(np.int64)
        else:
            steps[rows] = (draws[rows, None] > cumulative[steps[rows - 1]]).sum(axis=1)
    return np.minimum(steps, len(TOUCHPOINTS) - 1)


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--customers", type=int)
    given = parser.parse_args()
    table = events(given.count, given.seed, given.customers)
    if given.file.suffix == ".parquet":
        pq.write_table(table, given.file)
    else:
        pc.write_csv(table, given.file)
    customers = len(table["customer_id"].unique())
    print(f"{given.count} events of {customers} customers in {given.file}")


if __name__ == "__main__":
    main()
