"""One customer at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from desirepath import refresh
from desirepath.errors import InputError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Customers:
    """`ws.customers`: how many there are, and what one of them did and said."""

    def __init__(self, stores: refresh.Stores) -> None:
        """Made by the workspace."""
        self._stores = stores

    def count(self) -> int:
        """Return the number of customers with at least one event."""
        warehouse = self._stores.warehouse
        return int(warehouse.value(warehouse.table("events").customer.nunique()))

    def timeline(self, customer: str) -> list[dict[str, Any]]:
        """Return the events of one customer in order: time (ISO, UTC), touchpoint, channel, text.

        Raises InputError when nobody of that id is known.
        """
        warehouse = self._stores.warehouse
        events = warehouse.table("events")
        rows = warehouse.rows(
            events.filter(events.customer == customer)
            .order_by("time", "seq")
            .select("time", "touchpoint", "channel", "case_id", "text")
        )
        if not rows:
            raise InputError(
                f'There is no customer "{customer}". Ids are compared letter by letter; '
                "`desirepath analyse feedback` and your files show those that exist."
            )
        return [
            {**row, "time": (EPOCH + timedelta(microseconds=row["time"])).isoformat()}
            for row in rows
        ]
