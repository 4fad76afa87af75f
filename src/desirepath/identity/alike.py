"""Records that are alike: scored pairs on names, birth date, address and e-mail (Splink).

Fellegi and Sunter, JASA 64 (1969): agreement and disagreement of every field are weighed by how
much more often they occur among pairs of one person (m) than among two people (u). u is counted
over random pairs, m is found by expectation maximisation without any labels. Frequent names weigh
less (term frequencies). The weight of a field is log2(m/u); their sum gives the probability.

`who_pairs`: `one, other, probability, why`; why = JSON `[{field, weight}]`.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

PAIRS = "who_pairs"
TOLD = 0.5
"""Pairs below are not kept."""
COMMON = 100
"""A value of more records is not used to find candidates: everybody would meet everybody."""
LEAST_RECORDS = 20
SEED = 7
FOUND = 0.6
"""Of the pairs of one person, so many agree exactly on an address, or on name and birth date."""
NAMES = ("first_name", "last_name")


def score(warehouse: Warehouse, people: Any, keys: Any, *, at_least: float = TOLD) -> int:
    """Create `who_pairs`; return how many records were compared."""
    import ibis
    import pyarrow as pa

    records = warehouse.create("__records", _records(people, keys), temp=True)
    size = int(warehouse.value(records.count()))
    found: list[tuple[str, str, float, str]] = []
    if size >= LEAST_RECORDS:
        prior = _prior(warehouse, records, size)
        found = _pairs(warehouse.arrow(records.order_by("unique_id")), prior, at_least)
    warehouse.drop("__records")
    names = ("one", "other", "probability", "why")
    kinds = (pa.string(), pa.string(), pa.float64(), pa.string())
    columns = {
        name: pa.array([row[at] for row in found], kinds[at]) for at, name in enumerate(names)
    }
    warehouse.create(PAIRS, ibis.memtable(pa.table(columns)))
    return size


def _records(people: Any, keys: Any) -> Any:
    """Return the described customers with e-mail, phone, and the values candidates share."""
    import ibis

    told = people
    for kind in ("email", "phone"):
        held = keys.filter(keys.kind == kind).group_by("customer")
        held = held.aggregate(**{kind: keys.value.min()})
        told = told.left_join(held, "customer").drop("customer_right")
    told = told.rename(unique_id="customer")
    blocks = {
        "b_name": told.first_name.concat("|", told.last_name),
        "b_last": told.last_name,
        "b_first": told.first_name,
        "b_birth": told.birth,
        "b_email": told.email,
        "b_local": told.email.substr(0, 6),
        "b_phone": told.phone,
        "b_home": told.postcode.concat("|", told.last_name.substr(0, 3)),
        "b_place": told.city.concat("|", told.first_name.substr(0, 2)),
    }
    told = told.mutate(**blocks)
    rare = {
        name: ibis.ifelse(
            told[name].count().over(group_by=told[name]) <= COMMON, told[name], ibis.null("string")
        )
        for name in blocks
    }
    return told.mutate(**rare)


def _prior(warehouse: Warehouse, records: Any, size: int) -> float:
    """Return how likely two random records are one person: sure pairs, of which some are missed."""
    import ibis

    other = records.view()
    sure = []
    for keys in (["b_name", "birth"], ["b_email"], ["b_phone"]):
        met = records.join(other, [*keys, records.unique_id < other.unique_id], rname="{name}_2")
        sure.append(met.select("unique_id", "unique_id_2"))
    pairs = int(warehouse.value(ibis.union(*sure, distinct=True).count()))
    return min(0.5, max(pairs, 1) / FOUND / (size * (size - 1) / 2))


def _pairs(records: Any, prior: float, at_least: float) -> list[tuple[str, str, float, str]]:
    """Return `one, other, probability, why` of the pairs that are likely one person."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    from desirepath.store.scratch import scratch

    quiet = logging.getLogger("splink")
    quiet.setLevel(logging.ERROR)
    filled = {
        name for name in records.column_names if records.column(name).null_count < len(records)
    }
    fields = _comparisons(records, filled)
    blocks = [name for name in records.column_names if name.startswith("b_") and name in filled]
    if len(fields) < 2 or not blocks:
        return []
    with scratch() as connection:
        engine = DuckDBAPI(connection)
        settings = SettingsCreator(
            link_type="dedupe_only",
            probability_two_random_records_match=prior,
            comparisons=list(fields.values()),
            blocking_rules_to_generate_predictions=[block_on(name) for name in blocks],
            retain_intermediate_calculation_columns=True,
            retain_matching_columns=False,
        )
        linker = Linker(engine.register(records), settings)
        quiet.setLevel(logging.ERROR)  # the linker lets its log speak
        _train(linker, filled)
        found = linker.inference.predict(threshold_match_probability=at_least)
        rows = connection.execute(f"SELECT * FROM {found.physical_name}").to_arrow_table()
    return sorted(
        (*sorted((row["unique_id_l"], row["unique_id_r"])), round(row["match_probability"], 4),
         _why(row, fields))
        for row in rows.to_pylist()
    )  # fmt: skip


def _comparisons(records: Any, filled: set[str]) -> dict[str, Any]:
    import splink.comparison_library as likeness

    def named(field: str) -> Any:
        made = likeness.JaroWinklerAtThresholds(field, [0.92, 0.8])
        return made.configure(term_frequency_adjustments=True)

    ways = {
        **{field: named(field) for field in NAMES},
        "birth": likeness.LevenshteinAtThresholds("birth", [1, 2, 4]),
        "address": likeness.JaroWinklerAtThresholds("address", [0.95, 0.85]),
        "postcode": likeness.LevenshteinAtThresholds("postcode", [1]),
        "city": likeness.ExactMatch("city").configure(term_frequency_adjustments=True),
        "email": likeness.EmailComparison("email"),
        "phone": likeness.LevenshteinAtThresholds("phone", [1, 2]),
    }
    told = {name: records.column(name) for name in ways if name in filled}
    # A field that always says the same, or is hardly ever said, teaches nothing.
    useful = {
        name
        for name, column in told.items()
        if len(column) - column.null_count >= 0.05 * len(column) and len(column.unique()) > 2
    }
    return {name: way for name, way in ways.items() if name in useful}


def _train(linker: Any, filled: set[str]) -> None:
    """Count u over random pairs, find m by two passes that block on different fields."""
    from splink import block_on
    from splink.internals.exceptions import SplinkException

    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=SEED)
    passes = [name for name in ("birth", "email", "phone", "b_name") if name in filled]
    for name in passes[:2]:
        fields = ("first_name", "last_name") if name == "b_name" else (name,)
        # Nobody shares this field, or nobody by chance: there is nothing to learn from.
        with suppress(ValueError, SplinkException):
            training.estimate_parameters_using_expectation_maximisation(block_on(*fields))


def _why(row: dict[str, Any], fields: dict[str, Any]) -> str:
    """Return what each field says for or against, as log2(m/u); what is unknown says nothing."""
    said: list[dict[str, Any]] = []
    for field in fields:
        weight = (row.get(f"mw_{field}") or 0.0) + (row.get(f"mw_tf_adj_{field}") or 0.0)
        if weight:
            said.append({"field": field, "weight": round(weight, 2)})
    said.sort(key=lambda one: -abs(one["weight"]))
    return json.dumps(said)
