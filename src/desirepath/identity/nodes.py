"""Customers and identifiers as numbers, so that who hangs together is found among integers.

    __who_names  | no | customer | rank |      __who_values  | no | kind  | value   | n |
                 |  0 | c12      |    0 |                    |  2 | email | a@x.nl  | 2 |
                 |  1 | v1       |    4 |                    |  3 | phone | +4917…  | 1 |

Customers come first, identifiers after them: one row of numbers names both. `n` is how many
customers have it. `__who_keys` says who has what: `one, other` (numbers), `kind, rank, own`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import alike
from desirepath.identity.seen import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desirepath.store.decisions import Decision
    from desirepath.store.warehouse import Warehouse

NAMES, VALUES, HELD = "__who_names", "__who_values", "__who_keys"


def number(warehouse: Warehouse, keys: Any, decisions: Sequence[Decision]) -> None:
    """Create the three tables of `keys` (`customer, kind, value, own`) and who else is linked."""
    import ibis

    texts = warehouse.table(TEXTS).select("customer", "rank")
    others = _others(warehouse, decisions)
    if others is not None:
        others = others.anti_join(texts, "customer")
        texts = texts.union(others.mutate(rank=ibis.literal(0).cast(texts["rank"].type())))
    texts = texts.mutate(no=ibis.row_number().cast("int32"))
    names = warehouse.create(NAMES, texts, temp=True)
    values = keys.group_by("kind", "value").aggregate(n=keys.count())
    behind = int(warehouse.value(names.count()))
    values = values.mutate(no=(ibis.row_number() + behind).cast("int32"))
    values = warehouse.create(VALUES, values, temp=True)
    told = values.select("kind", "value", "n", other="no")
    held = keys.inner_join(names.select("customer", "rank", one="no"), "customer")
    held = held.inner_join(told, ["kind", "value"])
    warehouse.create(HELD, held.select("one", "other", "kind", "rank", "own", "n"), temp=True)


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


def called(warehouse: Warehouse, nodes: Any) -> dict[int, str]:
    """Return what the numbers in the column `node` stand for, as `t:customer` or `kind:value`."""
    import ibis

    names, values = warehouse.table(NAMES), warehouse.table(VALUES)
    own = names.select(node="no", called=ibis.literal("t:").concat(names.customer))
    told = values.select(node="no", called=values.kind.concat(":", values.value))
    found = own.union(told).semi_join(nodes, "node")
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
