"""Compares what an analysis found in a world's files with what was planted there.

Every scorer takes the truth and rows as the analyses give them, and returns plain numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from math import log
from typing import Any

from desirepath.worlds.truth import Truth

_DATE_WORDS = frozenset({"at", "on", "date", "time", "day", "timestamp"})


def stages(truth: Truth, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Score proposed stages: rows of `analyse stages` (`touchpoint`, `stage`).

    Returns macro-F1 over the stages that are true somewhere, the share that is right, and what
    is wrong as (touchpoint, true, proposed). A touchpoint that was not proposed counts as wrong.
    A milestone column may have lost shared or date words in the import.
    """
    proposed = {str(row["touchpoint"]): str(row["stage"]) for row in rows}
    pairs = [(name, stage, _of(name, proposed)) for name, stage in truth.stages.items()]
    return {
        "macro_f1": macro_f1([(stage, found) for _, stage, found in pairs]),
        "right": sum(stage == found for _, stage, found in pairs) / len(pairs),
        "wrong": [pair for pair in pairs if pair[1] != pair[2]],
    }


def pains(
    truth: Truth,
    rows: Sequence[Mapping[str, Any]],
    *,
    first: int = 3,
    members: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Any]:
    """Score ranked pains: rows of `analyse pains` (`touchpoint`, `cost`), dearest first.

    `members` (step id → touchpoints) lets a row without touchpoint stand for its `step`. Returns
    the rank of each planted pain (None = not found), how many stand among the `first` (of as many
    as can stand there), the mean relative error of cost where a row names their touchpoint, and
    the decoys that were given a cost. A cost counts where its effect is called proven (`basis`).
    """
    planted = [pain for pain in truth.pains if pain["kind"] == "pain" and pain["lost_goals"] > 0]
    ranks: dict[str, int] = {}
    costs: dict[str, float] = {}
    for rank, row in enumerate(rows, 1):
        named = [row["touchpoint"]] if row.get("touchpoint") else []
        for name in named or (members or {}).get(str(row.get("step")), ()):
            ranks.setdefault(_key(name), rank)
        for name in named if row.get("basis", "effect") == "effect" else ():
            costs.setdefault(_key(name), float(row.get("cost") or 0.0))
    found = {pain["id"]: ranks.get(_key(pain["touchpoint"])) for pain in planted}
    errors = [
        abs(costs[_key(pain["touchpoint"])] - pain["lost_goals"]) / pain["lost_goals"]
        for pain in planted
        if _key(pain["touchpoint"]) in costs
    ]
    decoys = [pain for pain in truth.pains if not pain["harmful"]]
    among = sum(rank is not None and rank <= first for rank in found.values())
    return {
        "ranks": found,
        "recall": among / max(min(first, len(planted)), 1),
        "cost_error": sum(errors) / len(errors) if errors else None,
        "decoys": [pain["id"] for pain in decoys if costs.get(_key(pain["touchpoint"]), 0) > 0],
    }


def incidents(truth: Truth, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Score incidents: rows of `analyse incidents`, most surprising first.

    `rank` is that of the first row at the planted incident's touchpoint that overlaps it (None:
    missed), `off` how many days its two ends are away from the planted ones. `alarms` counts
    groups of incidents of which no row overlaps the planted one: what happened there is nothing.
    """
    planted = next(pain for pain in truth.pains if pain["kind"] == "incident")
    found = [row for row in rows if row["kind"] == "incident"]

    def meets(row: Mapping[str, Any]) -> bool:
        return bool(row["from"] <= planted["to"] and planted["from"] <= row["to"])

    hits = [row for row in found if _key(row["touchpoint"]) == _key(planted["touchpoint"])]
    hit = next((row for row in hits if meets(row)), None)
    real = {row["group"] for row in found if meets(row)}
    return {
        "rank": hit["rank"] if hit else None,
        "off": sum(_days_between(hit[end], planted[end]) for end in ("from", "to"))
        if hit
        else None,
        "alarms": len({row["group"] for row in found} - real),
    }


def _days_between(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def emotions(
    truth: Truth,
    rows: Iterable[Mapping[str, Any]],
    *,
    per: str = "touchpoint",
    members: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Any]:
    """Score an emotion curve: rows with `valence`, `low`, `high` per touchpoint, stage or step.

    `members` (name → touchpoints) says what a row's `per` value holds; without it the truth's
    touchpoints or stages are meant. The truth is the mean over all events, answered or not.
    Returns mean absolute error, the share of intervals that hold the truth, and n.
    """
    known = _emotion_of(truth, per, members)
    errors, held = [], []
    for row in rows:
        true = known.get(_key(row.get(per)))
        if true is None or row.get("valence") is None:
            continue
        errors.append(abs(float(row["valence"]) - true))
        if row.get("low") is not None and row.get("high") is not None:
            held.append(row["low"] <= true <= row["high"])
    return {
        "error": sum(errors) / len(errors) if errors else None,
        "coverage": sum(held) / len(held) if held else None,
        "n": len(errors),
    }


def identity(
    truth: Truth, entity: Mapping[tuple[str, str], Hashable], *, shared: bool = False
) -> dict[str, float]:
    """Score who-is-who: `entity` says for (kind, value) of an identifier whom it belongs to.

    Pairwise precision, recall and F1 over the identifiers of the truth; those that several
    people really share are left out unless `shared`. An identifier that `entity` does not know
    stands alone.
    """
    owner: dict[tuple[str, str], str] = {}
    for row in truth.table("identifiers"):
        if shared or row["shared"] == "0":
            owner.setdefault((row["kind"], row["value"]), row["customer_id"])
    found = {key: entity.get(key, ("alone", key)) for key in owner}
    both = Counter((found[key], owner[key]) for key in owner)
    together = sum(map(_pairs, both.values()))
    claimed = sum(map(_pairs, Counter(found.values()).values()))
    true = sum(map(_pairs, Counter(owner.values()).values()))
    precision = together / claimed if claimed else 1.0
    recall = together / true if true else 1.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def intervention(truth: Truth, effect: float, low: float, high: float) -> dict[str, Any]:
    """Score an estimate of the intervention's effect on the goal rate of those it reached."""
    true = float(truth.document["intervention"]["effect"])
    return {"true": true, "error": effect - true, "covered": low <= true <= high}


def texts(truth: Truth, linked: Mapping[tuple[str, str], str]) -> dict[str, float]:
    """Score text → touchpoint: `linked` says for (file, id) what the text speaks of."""
    rows = [row for row in truth.table("texts") if (row["file"], row["id"]) in linked]
    right = sum(_key(linked[row["file"], row["id"]]) == _key(row["touchpoint"]) for row in rows)
    return {"right": right / len(rows) if rows else 0.0, "n": len(rows)}


def themes(truth: Truth, given: Mapping[tuple[str, str], Hashable]) -> dict[str, float]:
    """Score themes of texts by normalised mutual information (arithmetic mean of entropies)."""
    pairs = [
        (row["theme"], given[row["file"], row["id"]])
        for row in truth.table("texts")
        if row["theme"] and (row["file"], row["id"]) in given
    ]
    n = len(pairs)
    if not n:
        return {"nmi": 0.0, "n": 0}
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    shared = sum(
        count / n * log(count * n / (left[a] * right[b]))
        for (a, b), count in Counter(pairs).items()
    )
    spread = (_entropy(left, n) + _entropy(right, n)) / 2
    return {"nmi": shared / spread if spread else 1.0, "n": n}


def macro_f1(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return the mean F1 over the true labels of (true, found) pairs."""
    labels = {true for true, _ in pairs}
    total = 0.0
    for label in labels:
        hit = sum(true == found == label for true, found in pairs)
        claimed = sum(found == label for _, found in pairs)
        true_count = sum(true == label for true, _ in pairs)
        total += 2 * hit / (claimed + true_count)
    return total / len(labels) if labels else 0.0


def glued(entity: Mapping[tuple[str, str], Hashable], truth: Truth) -> float:
    """Return the share of customers glued to another one, whatever identifier did it."""
    owners: dict[Hashable, set[str]] = defaultdict(set)
    customers = set()
    for row in truth.table("identifiers"):
        customers.add(row["customer_id"])
        key = (row["kind"], row["value"])
        if row["shared"] == "0" and key in entity:
            owners[entity[key]].add(row["customer_id"])
    wrong = {person for group in owners.values() if len(group) > 1 for person in group}
    return len(wrong) / len(customers) if customers else 0.0


def _emotion_of(
    truth: Truth, per: str, members: Mapping[str, Iterable[str]] | None
) -> dict[str, float]:
    rows = truth.document["touchpoints"]
    if members is None and per == "stage":
        members = defaultdict(list)
        for row in rows:
            members[row["stage"]].append(row["name"])  # type: ignore[attr-defined]
    if members is None:
        members = {row["name"]: [row["name"]] for row in rows}
    felt = {_key(row["name"]): (row["events"], row["emotion"]) for row in rows}
    known: dict[str, float] = {}
    for name, inside in members.items():
        parts = [
            felt[_key(part)] for part in inside if felt.get(_key(part), (0, None))[1] is not None
        ]
        events = sum(part[0] for part in parts)
        if events:
            known[_key(name)] = sum(n * emotion for n, emotion in parts) / events
    return known


def _of(name: str, proposed: Mapping[str, str]) -> str | None:
    """Return the stage proposed for a name, or for what an import left of a milestone's name."""
    if name in proposed:
        return proposed[name]
    keys = {_key(known): stage for known, stage in proposed.items()}
    whole = _key(name)
    if whole in keys:
        return keys[whole]
    ends = [key for key in keys if key and whole.endswith(f" {key}")]
    return keys[max(ends, key=len)] if ends else None


def _key(name: object) -> str:
    words = re.findall(r"\w+", str(name or "").casefold().replace("_", " "))
    while len(words) > 1 and words[-1] in _DATE_WORDS:
        words.pop()
    return " ".join(words)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _entropy(counts: Counter[Any], n: int) -> float:
    return -sum(count / n * log(count / n) for count in counts.values())
