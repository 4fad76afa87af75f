"""Where each customer stands, as another system is told: stage, emotion, risk and a link.

| value   | what it is, and where it can be asked again                                       |
| stage   | of the touchpoint the customer was last seen at (`customers`)                       |
| emotion | mean valence of the customer's answers, −1…1, two decimals; none without answers   |
| risk    | of the journeys that came to that touchpoint, the share that ended there            |
|         | (`analyse touchpoints`, `exit_share`), two decimals                                 |
| link    | the page of the customer, where the connection knows the site                       |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from desirepath import refresh
from desirepath.identity import exact
from desirepath.journeys import people

if TYPE_CHECKING:
    from desirepath.store.kept_connections import Connection


def standing(
    stores: refresh.Stores, connection: Connection, prefix: str
) -> dict[str, tuple[str, dict[str, str | None]]]:
    """Return id at the other system → customer here and name → value, for all it brought."""
    tables = refresh.tables(stores)
    own = [row.no for row in stores.book.imports() if row.source == connection.name]
    if not own:
        return {}
    exits = {row["touchpoint"]: row["exit_share"]
             for row in refresh.ask(stores, "touchpoints", {}).rows}  # fmt: skip
    found = {}
    for row in stores.warehouse.rows(_known(stores.warehouse, tables, own, prefix)):
        place = None if row["at"] is None else tables.catalog[row["at"]]
        found[row["named"].removeprefix(prefix)] = (
            row["customer"],
            {
                "stage": place["stage"] if place else None,
                "emotion": _number(row["valence"]),
                "risk": _number(exits.get(place["name"])) if place else None,
                "link": _link(connection.site, row["customer"]),
            },
        )
    return found


def _known(warehouse: Any, tables: Any, own: list[int], prefix: str) -> Any:
    """Return `named, customer, at, valence`: whom the connection names, and who that is here."""
    import ibis

    parts = []
    for name in ("events", "customers"):
        raw = warehouse.table(name)
        raw = raw.filter(raw.import_no.isin(own) & raw.customer.startswith(prefix))
        parts.append(raw.select(named=raw.customer))
    named = ibis.union(*parts, distinct=True)
    if warehouse.has(exact.MAP):
        linked = warehouse.table(exact.MAP).select(__name="customer", __person="person")
        named = named.left_join(linked, named.named == linked["__name"])
        person = ibis.coalesce(named["__person"], named.named)
        named = named.mutate(person=person).select("named", customer="person").distinct()
    else:
        named = named.mutate(customer=named.named)
    seen = people.people(tables).select("customer", "at", "valence")
    return named.inner_join(seen, "customer").order_by("named")


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _link(site: str | None, customer: str) -> str | None:
    return f"{site}/customers/{quote(customer, safe='')}" if site else None
