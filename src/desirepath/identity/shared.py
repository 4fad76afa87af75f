"""Identifiers that several people use: they are told, and glue nobody together.

`who_shared`: `kind, value, customers, reason`. Reasons: a role address (info@…); too many
customers; people who have it and whose names, birth dates or addresses contradict each other.
Devices are judged later, by the people who were seen on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import nodes
from desirepath.identity.normal import is_role
from desirepath.identity.seen import EMAILS, SEEN, USER, keys, named, value_id

if TYPE_CHECKING:
    from desirepath.identity.settings import Settings
    from desirepath.store.warehouse import Warehouse

SHARED, TOLD = "who_shared", "__who_many"
ROLE, MANY, CONTRARY = "role address", "too many customers", "people contradict each other"
DEVICE = "several people on one device"
MOST_USERS = 3
"""Own ids of one source on one identifier: more are not one person with several accounts."""
MOST = 50
"""Customers in all, cookies included."""
UNLIKE = 0.8
"""Jaro-Winkler below which two names are two names."""


def find(warehouse: Warehouse, settings: Settings, people: Any | None) -> Any:
    """Create `who_shared` of what identifies several people."""
    import ibis

    many = _many(warehouse)
    role = many.role & (many.users > 1) if settings.policy == "wide" else many.role
    crowd = (many.kind != "device") & ((many.users > MOST_USERS) | (many.customers > MOST))
    reason = ibis.cases((role, ROLE), (crowd, MANY), else_=ibis.null("string"))
    found = many.mutate(reason=reason)
    found = found.filter(found.reason.notnull()).select("kind", "value", "customers", "reason")
    found = warehouse.create(SHARED, found)
    if people is not None and settings.policy != "wide":
        held = keys(warehouse, people).anti_join(found, ["kind", "value"])
        contrary = _contrary(held, people)
        contrary = contrary.mutate(other=value_id(contrary.kind, contrary.value))
        used = warehouse.table(SEEN).select("one", "other").inner_join(contrary, "other")
        used = used.group_by("kind", "value").aggregate(customers=used.one.nunique())
        warehouse.insert(SHARED, used.mutate(reason=ibis.literal(CONTRARY)))
    warehouse.drop(TOLD)
    return warehouse.table(SHARED)


def _many(warehouse: Warehouse) -> Any:
    """Return `kind, value, customers, role, users` of identifiers of many and of roles.

    `users` = the most own ids of one source.
    """
    seen, counted = warehouse.table(SEEN), nodes.counted(warehouse)
    value = seen.value.coalesce(seen.customer)
    mail = seen.filter((seen.kind == EMAILS) & is_role(value)).select("other")
    crowds = counted.filter(counted.rows > MOST_USERS).select("other")
    told = seen.semi_join(crowds.union(mail, distinct=True), "other")
    told = told.select("one", "other", "kind", value=value).distinct()
    told = warehouse.create(TOLD, told, temp=True)
    many = told.group_by("other", "kind", "value").aggregate(customers=told.count())
    own = told.filter(told.kind != USER).select("one", "other")
    own = own.semi_join(seen.filter(seen.own & (seen.kind == USER)), "one")
    sources = seen.semi_join(own, "one").select("one", "import_no").distinct()
    users = own.inner_join(sources, "one")
    users = users.group_by("other", "import_no").aggregate(users=users.one.nunique())
    users = users.group_by("other").aggregate(users=users.users.max())
    many = many.left_join(users, "other")
    role = (many.kind == EMAILS) & is_role(many.value)
    many = many.filter((many.customers > MOST_USERS) | role)
    return many.select(
        "value", "customers", kind=named(many.kind), role=role, users=many.users.fill_null(0)
    )


def _contrary(keys: Any, people: Any) -> Any:
    """Return `kind, value` of identifiers whose people disagree in two respects or more."""
    import ibis

    emails = keys.filter(keys.kind == "email").group_by("customer").aggregate(
        email=keys.value.min()
    )  # fmt: skip
    known = people.left_join(emails, "customer").drop("customer_right")
    told = keys.filter(keys.kind.isin(["email", "phone", "card"]))
    held = told.inner_join(known, "customer")
    other = held.view()
    pairs = held.join(
        other,
        [held.kind == other.kind, held.value == other.value, held.customer < other.customer],
        lname="",
        rname="{name}_2",
    )
    first, last, first_2, last_2 = (
        pairs[name] for name in ("first_name", "last_name", "first_name_2", "last_name_2")
    )
    turned = (_unlike(first, last_2) | _unlike(last, first_2)).fill_null(True)
    tests = [
        _unlike(first, first_2) & turned,
        _unlike(last, last_2) & turned,
        pairs.birth.levenshtein(pairs.birth_2) > 2,
        (pairs.kind != "email") & (pairs.email != pairs.email_2),
    ]
    against = [ibis.ifelse(test.fill_null(False), 1, 0) for test in tests]
    pairs = pairs.mutate(against=sum(against[1:], against[0]))
    return pairs.filter(pairs.against >= 2).select("kind", "value").distinct()


def _unlike(one: Any, other: Any) -> Any:
    from desirepath.store import dialect

    return dialect.jaro_winkler(one, other) < UNLIKE
