"""Customers and identifiers as numbers, so that who hangs together is found among integers.

    __who_names  | no | one | customer | rank |      __who_values  | no | other | kind | several |
                 |  0 | 7…  | c12      |    0 |                    |  2 | 8…    |    1 | true    |
                 |  1 | 3…  | v1       |    4 |                    |  3 | 5…    |    4 | false   |

Customers come first, identifiers after them: one row of numbers names both. Identifiers of one
customer (not `several`) link nobody and are left out, but for those that may yet: devices, on which
others said who they are, and e-mail addresses, which may be slips. `__who_held` says who has what:
`one, other` (numbers), `kind, rank, own, several`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import alike
from desirepath.identity.seen import (
    DEVICES,
    EMAILS,
    RANKS,
    SEEN,
    customer_id,
    named,
    value_id,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from desirepath.store.decisions import Decision
    from desirepath.store.warehouse import Warehouse

COUNTED, NAMES, VALUES, HELD = "__who_counted", "__who_names", "__who_values", "__who_held"


def counted(warehouse: Warehouse) -> Any:
    """Create `__who_counted` of `other, kind, several, rows`: every identifier once."""
    seen = warehouse.table(SEEN)
    values = seen.group_by("other").aggregate(
        kind=seen.kind.min(), several=seen.one.min() < seen.one.max(), rows=seen.count()
    )
    return warehouse.create(COUNTED, values, temp=True)


def number(
    warehouse: Warehouse,
    kinds: Iterable[str],
    apart: Any,
    alone: Sequence[str],
    decisions: Sequence[Decision],
) -> None:
    """Create the three tables.

    `kinds` of identifiers count but those `apart` (`kind, value`), and those of customers `alone`.
    """
    import ibis

    seen = warehouse.table(SEEN)
    own = seen.filter(seen.own).group_by("one")
    names = own.aggregate(customer=seen.customer.arbitrary(), rank=seen.kind.min())
    others = _others(warehouse, decisions)
    if others is not None:
        others = others.select("customer", one=customer_id(others.customer))
        others = others.anti_join(names, "one")
        rank = ibis.literal(0).cast("int8")
        names = names.union(others.select("one", "customer", rank=rank))
    names = names.mutate(no=ibis.row_number().cast("int32"))
    names = warehouse.create(NAMES, names, temp=True)
    behind = int(warehouse.value(names.count()))
    values = warehouse.table(COUNTED) if warehouse.has(COUNTED) else counted(warehouse)
    values = values.filter(values.kind.isin(sorted(RANKS[kind] for kind in kinds)))
    values = values.filter(values.several | values.kind.isin([EMAILS, DEVICES]))
    values = values.anti_join(apart.select(other=value_id(apart.kind, apart.value)), "other")
    values = values.mutate(no=(ibis.row_number() + behind).cast("int32"))
    values = warehouse.create(VALUES, values, temp=True)
    held = seen.select("own", "kind", first="one", second="other")
    if alone:
        left_out = small({"customer": alone}, {"customer": "string"})
        left_out = left_out.select(first=customer_id(left_out.customer))
        held = held.anti_join(left_out, "first")
    who = names.select("rank", one="no", first="one")
    what = values.select("several", other="no", second="other")
    held = held.inner_join(who, "first").inner_join(what, "second")
    held = held.select("one", "other", "kind", "rank", "own", "several")
    warehouse.create(HELD, held, temp=True)


def small(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> Any:
    """Return a table of a few rows; kinds in the words of Arrow."""
    import ibis
    import pyarrow as pa

    arrays = {name: pa.array(columns[name], pa.type_for_alias(kinds[name])) for name in kinds}
    return ibis.memtable(pa.table(arrays))


def size(warehouse: Warehouse) -> int:
    """Return how many numbers there are."""
    return sum(int(warehouse.value(warehouse.table(name).count())) for name in (NAMES, VALUES))


def numbers(warehouse: Warehouse, customers: Collection[str]) -> dict[str, int]:
    """Return the numbers of a few customers."""
    found = warehouse.find(NAMES, {"customer": sorted(customers)}, ("customer", "no"))
    return {row["customer"]: row["no"] for row in found}


def spelled(warehouse: Warehouse, numbers: Any) -> Any:
    """Return `no, kind, value` of the identifiers in the column `no` of a table."""
    seen = warehouse.table(SEEN)
    texts = seen.select("other", "kind", value=seen.value.coalesce(seen.customer))
    some = warehouse.table(VALUES).semi_join(numbers, "no").select("no", "other")
    told = texts.inner_join(some, "other")
    return told.select("no", "value", kind=named(told.kind)).distinct()


def called(warehouse: Warehouse, nodes: Any) -> dict[int, str]:
    """Return what the numbers in the column `node` stand for, as `t:customer` or `kind:value`."""
    import ibis

    names = warehouse.table(NAMES)
    own = names.select(node="no", called=ibis.literal("t:").concat(names.customer))
    told = spelled(warehouse, nodes.select(no="node"))
    told = told.select(node="no", called=told.kind.concat(":", told.value))
    found = own.semi_join(nodes, "node").union(told)
    return {row["node"]: row["called"] for row in warehouse.rows(found)}


def _others(warehouse: Warehouse, decisions: Sequence[Decision]) -> Any | None:
    """Return customers who may be linked by likeness or by hand."""
    import ibis

    parts = []
    if warehouse.has(alike.PAIRS):
        pairs = warehouse.table(alike.PAIRS)
        parts += [pairs.select(customer="one"), pairs.select(customer="other")]
    hand = sorted({name for made in decisions for name in (made.one, made.other) if name})
    if hand:
        parts.append(small({"customer": hand}, {"customer": "string"}))
    if not parts[1:]:
        return parts[0].distinct() if parts else None
    return ibis.union(*parts, distinct=True)
