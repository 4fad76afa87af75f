"""Whether names are worth comparing: it takes seconds, and most data are keyed well.

Nobody is compared where other sources name nine of ten described customers in the same way; nor
where a single source describes people and hardly anybody in it has a twin: the same name and
birth date, or the same e-mail address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity.seen import TABLES, keys
from desirepath.identity.shared import SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.identity.seen import Spec
    from desirepath.store.warehouse import Warehouse

KEYED = 0.9
TWINS = 0.02


def comparing(warehouse: Warehouse, known: Sequence[Spec], people: Any) -> bool:
    """Say whether it is."""
    size = int(warehouse.value(people.count()))
    telling = [spec for spec in known if {"name", "last_name"} & set(spec.describing)]
    if not size or _keyed(warehouse, telling, people) >= KEYED * size:
        return False
    return len({spec.source for spec in telling}) > 1 or _twins(warehouse, people) >= TWINS * size


def _keyed(warehouse: Warehouse, telling: Sequence[Spec], people: Any) -> int:
    """Count the described customers whom another source names in the same way."""
    import ibis

    numbers = [spec.no for spec in telling]
    others = []
    for name in TABLES:
        raw = warehouse.table(name)
        own = raw.filter(~raw.import_no.isin(numbers) & raw.customer.notnull())
        others.append(own.select(customer=own.customer.cast("string")).distinct())
    met = people.semi_join(ibis.union(*others, distinct=True), "customer")
    return int(warehouse.value(met.count()))


def _twins(warehouse: Warehouse, people: Any) -> int:
    """Count the described customers who share an address, or name and birth date, with another."""
    held = keys(warehouse, people).anti_join(warehouse.table(SHARED), ["kind", "value"])
    emails = held.filter(held.kind == "email").select("customer", "value")
    same = emails.group_by("value").aggregate(n=emails.count())
    same = emails.semi_join(same.filter(same.n > 1), "value").select("customer")
    whole = people.filter(people.birth.notnull() & people.last_name.notnull())
    born = ["first_name", "last_name", "birth"]
    again = whole.group_by(born).aggregate(n=whole.count())
    again = whole.semi_join(again.filter(again.n > 1), born).select("customer")
    twins = same.union(again, distinct=True)
    return int(warehouse.value(twins.count()))
