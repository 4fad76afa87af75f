"""Rows of a shared device that say themselves whose they are.

who_rows
| customer | column | raw       | person | rank |
| v1       | a3     | Ann@X.nl  | u7     |    1 |     the rows of visitor v1 with that e-mail
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import exact
from desirepath.identity.normal import normal
from desirepath.identity.seen import DEVICES, RANKS, SEEN, value_id
from desirepath.identity.shared import SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.identity.seen import Spec
    from desirepath.identity.settings import Settings
    from desirepath.store.warehouse import Warehouse

ROWS = "who_rows"


def tell(warehouse: Warehouse, settings: Settings, known: Sequence[Spec]) -> None:
    """Create `who_rows`; there is no such table where no device is shared."""
    warehouse.drop(ROWS)
    seen, shared = warehouse.table(SEEN), warehouse.table(SHARED)
    own = seen.filter((seen.kind == DEVICES) & seen.own)
    if "device" in settings.kinds:
        devices = shared.filter(shared.kind == "device")
        own = own.semi_join(devices.select(other=value_id(devices.kind, devices.value)), "other")
    own = warehouse.create("__who_devices", own.select("customer").distinct(), temp=True)
    if warehouse.value(own.count()):
        _tell(warehouse, settings, known, own)
    warehouse.drop("__who_devices")


def _tell(warehouse: Warehouse, settings: Settings, known: Sequence[Spec], own: Any) -> None:
    import ibis

    shared = warehouse.table(SHARED)
    usable = [kind for kind in settings.kinds if kind != "device"]
    columns = {(kind, column, name) for spec in known for kind, column in spec.identifiers
               for name in spec.tables if kind in usable}  # fmt: skip
    parts = []
    for kind, column, name in sorted(columns):
        raw = warehouse.table(name)
        if column in raw.columns:
            told = raw.semi_join(own, "customer").filter(raw[column].notnull())
            told = told.select(customer=told.customer.cast("string"), raw=told[column]).distinct()
            told = told.mutate(value=normal(kind, told.raw, settings.country))
            told = told.filter(told.value.notnull())
            told = told.mutate(kind=ibis.literal(kind)).anti_join(shared, ["kind", "value"])
            told = exact.whose(warehouse, told)
            parts.append(
                told.select(
                    "customer",
                    "raw",
                    column=ibis.literal(column),
                    person=ibis.coalesce(told.person, told.value),
                    rank=ibis.literal(RANKS[kind]).cast("int32"),
                )
            )
    if parts:
        made: Any = ibis.union(*parts, distinct=True)
        if warehouse.value(made.count()):
            warehouse.create(ROWS, made)
