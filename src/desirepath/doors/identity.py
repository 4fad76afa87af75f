"""Who is who: what is linked and why, and what people say about it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from desirepath import identity, refresh
from desirepath.errors import InputError, UsageError
from desirepath.identity import subjects, told
from desirepath.identity.settings import checked
from desirepath.journeys.prepare import fingerprint
from desirepath.store.decisions import KINDS, Decision


class Identity:
    """`ws.customers.identity`: links, decisions by hand, and the policy."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the door of the customers."""
        self._stores = stores

    def summary(self) -> dict[str, Any]:
        """Return policy, number of customers with its interval, identifiers and what is shared."""
        refresh.tables(self._stores)
        version = (fingerprint(self._stores.book), "identity")
        found: dict[str, Any] = self._stores.kept.get(version, self._summary, rows=len)
        return dict(found)

    def _summary(self) -> dict[str, Any]:
        import ibis

        warehouse = self._stores.warehouse
        names = [
            table.filter(table.customer.notnull()).select(customer=table.customer.cast("string"))
            for table in map(warehouse.table, ("events", "customers", "feedback"))
        ]
        named = ibis.union(*names, distinct=True)
        found = told.summary(warehouse, self._stores.book, int(warehouse.value(named.count())))
        if warehouse.shares_work:
            found["notes"] = ["Customers are linked in workspaces on DuckDB only."]
        return found

    def links(self, customer: str) -> dict[str, Any]:
        """Return names, links with reason and confidence, and who is perhaps the same person.

        Of an account or household its `members`. Raises InputError for somebody no source names.
        """
        refresh.tables(self._stores)
        warehouse = self._stores.warehouse
        members = subjects.members(warehouse, customer)
        if not members:
            self._known(customer)
        found = told.of_customer(warehouse, self._stores.book, customer)
        subject = subjects.subject_of(warehouse, found["customer"])
        own = {"subject": subject if subject != found["customer"] else None, "members": members}
        return {**found, **own}

    def decisions(self) -> list[dict[str, Any]]:
        """Return every decision with author and time, those that were undone too."""
        return [asdict(made) for made in self._stores.book.decisions.all()]

    def decide(
        self, kind: str, one: str, other: str | None = None, *, note: str = "", author: str = ""
    ) -> dict[str, Any]:
        """Merge, pin or forbid two customers, or split one off; only their journeys change.

        Returns the decision. Raises UsageError for another word, InputError for unknown
        customers and for what cannot hold.
        """
        if kind not in KINDS:
            raise UsageError(f'A decision is {", ".join(KINDS)}, not "{kind}".')
        if (other is None) != (kind == "split"):
            raise UsageError(
                f"{kind} takes one customer." if kind == "split" else f"{kind} takes two customers."
            )
        refresh.tables(self._stores)
        self._known(one)
        if other is not None:
            self._known(other)
            self._fits(kind, one, other)
        made = self._stores.book.decisions.add(kind, one, other, note=note, author=author)
        refresh.tables(self._stores)
        return asdict(made)

    def undo(self, number: int) -> dict[str, Any]:
        """Take a decision back: the journeys are what they were without it."""
        made = self._stores.book.decisions.undo(number)
        refresh.tables(self._stores)
        return asdict(made)

    def set(self, **given: str | None) -> dict[str, Any]:
        """Set policy (strict, balanced, wide), country of phone numbers, or compare."""
        book = self._stores.book
        former = identity.settings_of(book).document()
        told_ = {name: value for name, value in given.items() if value is not None}
        if unknown := set(told_) - set(former):
            raise UsageError(f'There is no setting "{min(unknown)}" of who is who.')
        book.set_setting("identity", checked({**former, **told_}).document())
        return self.summary()

    def _known(self, customer: str) -> None:
        if not told.exists(self._stores.warehouse, customer):
            raise InputError(
                f'There is no customer "{customer}". Ids are compared letter by letter; '
                "`desirepath identity show ID` takes any name that a source uses."
            )

    def _fits(self, kind: str, one: str, other: str) -> None:
        warehouse = self._stores.warehouse
        together = told.person_of(warehouse, one) == told.person_of(warehouse, other)
        if one == other:
            raise InputError("Both are the same customer already: name two different ones.")
        if kind == "pin" and not together:
            raise InputError(
                f'"{one}" and "{other}" are not linked, so there is nothing to confirm. '
                "To join them, say merge."
            )
        against = {"merge": "forbid", "pin": "forbid", "forbid": "merge"}[kind]
        for made in self._stores.book.decisions.holding():
            if made.kind == against and {made.one, made.other} == {one, other}:
                raise InputError(_against(made))


def _against(made: Decision) -> str:
    return (
        f'Decision {made.id} of {made.created} says {made.kind} "{made.one}" and "{made.other}". '
        f"Take it back first: desirepath identity undo {made.id}."
    )
