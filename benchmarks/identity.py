"""Who is who, held against known truth: worlds with typos, shared devices and role addresses.

    python benchmarks/identity.py [--customers 400] [--seeds 7 8] [--people FILE]
    python benchmarks/identity.py --size 10_000_000       only how long exact keys take

Every world is written once with one key per customer and once with each system's own identifiers
only; the second is what is stitched here. A customer as a source calls them (cookie, card, phone,
e-mail, number) belongs to one true customer; pairs of them that the program puts together are
right or wrong. `--people` is a table of records with a column `cluster` (fake_1000 of Splink).

`--size` identifiers: a quarter each are numbers of a CRM, addresses, phones and cookies. The CRM
knows address and phone of everybody, the shop cookie and (once) address, the call centre the phone.
Timed is what happens between the raw tables and the finished map of customers to people.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import desirepath as dp
from desirepath import refresh
from desirepath.worlds.make import make_world

WORLDS = ("shop", "saas", "telecom")


def pairs(groups: Iterable[Iterable[str]], owner: Mapping[str, str]) -> tuple[int, int, int]:
    """Return pairs that are right, pairs that were made, and true pairs."""
    right = made = 0
    for group in groups:
        counts = Counter(owner[one] for one in group if one in owner)
        size = sum(counts.values())
        made += size * (size - 1) // 2
        right += sum(count * (count - 1) // 2 for count in counts.values())
    true = sum(count * (count - 1) // 2 for count in Counter(owner.values()).values())
    return right, made, true


def judged(
    people: Mapping[str, str], owner: Mapping[str, str], islands: Mapping[str, str]
) -> dict[str, float]:
    """Return precision, recall of what can be found, F1 and the share of wrong pairs."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in owner:
        groups[people.get(one, one)].append(one)
    right, made, _ = pairs(groups.values(), owner)
    *_, true = pairs([], islands)
    true = max(true, right)
    precision, recall = right / made if made else 1.0, right / true if true else 1.0
    f1 = 2 * right / (made + true) if made + true else 1.0
    return {"precision": precision, "recall": recall, "f1": f1, "wrong": 1 - precision}


def keys_of(warehouse: Any) -> Any:
    """Return `customer, kind, value` of everybody."""
    from desirepath.identity import seen

    told = warehouse.table(seen.SEEN)
    return seen.keys(warehouse, told.filter(told.own).select("customer"))


def reachable(warehouse: Any, owner: Mapping[str, str]) -> dict[str, str]:
    """Return customer → true customer and island: what hangs together by any trace at all.

    A cookie of somebody who never said who they are is not to be found by anybody; a slip in an
    address counts as the address that was meant.
    """
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for row in warehouse.rows(keys_of(warehouse)):
        whose = owner.get(spelled(row["value"]))
        if whose is None or owner.get(spelled(row["customer"])) != whose:
            continue
        named = f"e-mail of {whose}" if "@" in row["value"] else row["value"]
        customer = row["customer"]
        for node in (named, f"e-mail of {whose}" if "@" in customer else customer):
            parent[find(node)] = find(f"t:{customer}")
    return {
        node.removeprefix("t:"): f"{owner[spelled(node.removeprefix('t:'))]} {find(node)}"
        for node in list(parent)
        if node.startswith("t:")
    }


def people_of(warehouse: Any) -> dict[str, str]:
    """Return customer → person of a resolved workspace."""
    if not warehouse.has("who_map"):
        return {}
    return {row["customer"]: row["person"] for row in warehouse.rows(warehouse.table("who_map"))}


def texts_of(warehouse: Any) -> set[str]:
    """Return every customer as some source calls them."""
    found: set[str] = set()
    for name in ("events", "feedback", "customers"):
        table = warehouse.table(name)
        told = table.filter(table.customer.notnull()).select("customer").distinct()
        found |= {row["customer"] for row in warehouse.rows(told)}
    return found


def world_truth(folder: Path) -> dict[str, str]:
    """Return identifier → true customer of those that are one customer's."""
    owner: dict[str, str] = {}
    with (folder / "truth" / "identifiers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["shared"] == "0":
                owner[row["value"]] = row["customer_id"]
    ids = []
    with (folder / "truth" / "customers.csv").open(encoding="utf-8") as file:
        ids = [row["customer_id"] for row in csv.DictReader(file)]
    owner |= {str(10_000 + number): customer for number, customer in enumerate(ids, 1)}
    return owner


def spelled(text: str) -> str:
    """Return a phone number of a world as its truth writes it."""
    digits = "".join(filter(str.isdigit, text))
    if "@" in text or not 10 <= len(digits) <= 11 or text.strip("+(). -0123456789"):
        return text
    return f"+{digits}" if len(digits) == 11 else f"+1{digits}"


def error(links: Iterable[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in links:
        bins[min(9, int(sure * 10))].append((sure, right))
    total = sum(map(len, bins.values()))
    return sum(
        abs(sum(sure for sure, _ in told) - sum(right for _, right in told))
        for told in bins.values()
    ) / max(1, total)


def links_of(warehouse: Any, owner: Mapping[str, str]) -> list[tuple[float, bool]]:
    """Return confidence and truth of every link between two customers."""
    from desirepath.identity.exact import CONFIDENCE

    found = []
    if warehouse.has("who_pairs"):
        found += [
            (row["probability"], owner[row["one"]] == owner[row["other"]])
            for row in warehouse.rows(warehouse.table("who_pairs"))
            if row["one"] in owner and row["other"] in owner
        ]
    if warehouse.has("who_seen"):
        keys = keys_of(warehouse).anti_join(warehouse.table("who_shared"), ["kind", "value"])
        held: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in warehouse.rows(keys.select("customer", "kind", "value")):
            held[row["kind"], row["value"]].append(row["customer"])
        for (kind, _), members in held.items():
            known = [one for one in members if one in owner][:20]
            found += [
                (CONFIDENCE[kind], owner[one] == owner[other])
                for one, other in itertools.combinations(known, 2)
            ]
    return found


def explain(
    people: Mapping[str, str], owner: Mapping[str, str], islands: Mapping[str, str]
) -> None:
    """Print what was put together wrongly, and what was not put together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in owner:
        groups[people.get(one, one)].append(one)
    for group in groups.values():
        if len({owner[one] for one in group}) > 1:
            print("  wrong:", [(one, owner[one]) for one in sorted(group)])
    whole: dict[str, list[str]] = defaultdict(list)
    for one, island in islands.items():
        whole[island].append(one)
    for members in whole.values():
        if len({people.get(one, one) for one in members}) > 1:
            print("  missed:", [(one, people.get(one, one)) for one in sorted(members)])


def measured(
    folder: Path, owner: Mapping[str, str], files: Iterable[Path], reach: bool, verbose: bool
) -> dict[str, Any]:
    """Import files, stitch, and judge."""
    with dp.create(folder / "workspace") as workspace:
        stores = workspace._stores  # noqa: SLF001 - the tables themselves are judged
        stores.book.set_setting("identity", {"country": "US"})
        for file in files:
            workspace.sources.add(file)
        start = time.process_time()
        refresh.tables(stores)
        seconds = time.process_time() - start
        warehouse = stores.warehouse
        texts = texts_of(warehouse)
        known = {text: owner[spelled(text)] for text in texts if spelled(text) in owner}
        people = people_of(warehouse)
        islands = reachable(warehouse, known) if reach else known
        found = judged(people, known, islands)
        if verbose:
            explain(people, known, islands)
        return {**found, "ece": error(links_of(warehouse, known)), "cpu_seconds": seconds}


CRM, WEB, CALLS = 1, 2, 3
SILOS = {
    "customers": """
        SELECT 1 AS import_no, i AS seq, 'C' || i AS customer, 'p' || i || '@mail.example' AS a1,
        '+1' || (2000000000 + i) AS a2 FROM range({people}) t(i)""",
    "events": """
        SELECT 2 AS import_no, {people} + i AS seq, md5((i // 2)::VARCHAR) AS customer,
        CASE WHEN i % 2 = 1 THEN 'p' || (i // 2) || '@mail.example' END AS a1, i AS time,
        'Page' AS touchpoint FROM range(2 * {people}) t(i)
        UNION ALL BY NAME
        SELECT 3 AS import_no, 3 * {people} + i AS seq, '+1' || (2000000000 + i) AS customer,
        i AS time, 'Call' AS touchpoint FROM range({people}) t(i)""",
}


def stitched(size: int) -> None:
    """Print how long it takes to stitch so many identifiers, and hold the result against truth."""
    from desirepath import identity
    from desirepath.store.book import Book, ImportRow
    from desirepath.store.warehouse import Warehouse

    people = size // 4
    told = {
        CRM: ("customers", {"email": "email", "phone": "phone"}, "user"),
        WEB: ("events", {"email": "email"}, "device"),
        CALLS: ("events", {}, "phone"),
    }
    with tempfile.TemporaryDirectory() as place, Warehouse(Path(place) / "w.duckdb") as warehouse:
        book = Book(None)
        for name, query in SILOS.items():
            warehouse.create("silo", query.format(people=people), temp=True)
            warehouse.insert(name, warehouse.table("silo"))
        for no, (table, identifiers, own) in told.items():
            facts = {"identifiers": identifiers, "customer_kind": own, "kinds": [table]}
            row = ImportRow(no=no, id=str(no), source=str(no), file="", content=str(no),
                            mapping={}, report={}, facts=facts)  # fmt: skip
            book.commit_import(row, attributes={"email": "a1", "phone": "a2"} if no == 1 else {})
        start, used = time.perf_counter(), time.process_time()
        identity.resolve(warehouse, book)
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        found = warehouse.table("who_map")
        right = found.filter(found.person.startswith("C")).person.nunique()
        all_, right = (int(warehouse.value(one)) for one in (found.count(), right))
        print(f"{size:,} identifiers of {people:,} people: {wall:.1f} s, {cpu:.1f} CPU s;", end=" ")
        print(f"{all_:,} names linked ({2 * people:,} true) to {right:,} people")


def main() -> None:
    """Print one line per world, and one for the table of people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    parser.add_argument("--worlds", nargs="*", default=list(WORLDS))
    parser.add_argument("--people", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print every wrong and missed link")
    parser.add_argument("--size", type=int, help="identifiers with exact keys: time alone")
    args = parser.parse_args()
    if args.size:
        stitched(args.size)
        return
    print(f"{'':14}{'F1':>7}{'precision':>11}{'recall':>8}{'wrong':>8}{'ECE':>7}{'CPU s':>8}")
    for name, seed in itertools.product(args.worlds, args.seeds):
        with tempfile.TemporaryDirectory() as place:
            files = Path(place) / "files"
            make_world(name, seed, args.customers, files, identity="fragmented")
            sheets = sorted(file for file in files.iterdir() if file.suffix in {".csv", ".jsonl"})
            show(
                f"{name} {seed}",
                measured(Path(place), world_truth(files), sheets, True, args.verbose),
            )
    if args.people:
        with args.people.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        owner = {row["unique_id"]: row["cluster"] for row in rows}
        with tempfile.TemporaryDirectory() as place:
            plain = Path(place) / "people.csv"
            with plain.open("w", encoding="utf-8", newline="") as file:
                names = [name for name in rows[0] if name != "cluster"]
                writer = csv.DictWriter(file, names, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
            show(
                args.people.stem,
                measured(Path(place), owner, [plain], False, args.verbose),
            )


def show(name: str, found: Mapping[str, float]) -> None:
    """Print one line."""
    told = "".join(
        f"{found[key]:{width}.3f}"
        for key, width in (("f1", 7), ("precision", 11), ("recall", 8), ("wrong", 8), ("ece", 7))
    )
    print(f"{name:14}{told}{found['cpu_seconds']:8.1f}")


if __name__ == "__main__":
    main()
