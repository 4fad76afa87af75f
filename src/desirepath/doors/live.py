"""Live sources: who may send events, how far they are loaded, what was refused."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from desirepath import refresh
from desirepath.collector import drift
from desirepath.collector.dialects.webhooks import TEMPLATES
from desirepath.errors import InputError, UnknownName, WorkspaceError

if TYPE_CHECKING:
    from desirepath.collector.loader import Loaded
    from desirepath.refresh import Stores
    from desirepath.store.inbox import Inbox
    from desirepath.store.kept_keys import KeptKeys

MICRO = 1_000_000
KEPT_DAYS = 30
_NAME = re.compile(r"[^\x00-\x1f]{1,100}")


class LiveSources:
    """`ws.sources.live`."""

    def __init__(self, stores: Stores) -> None:
        """Made by the door `sources`."""
        self._stores = stores

    @property
    def inbox(self) -> Inbox:
        """What came in and is on disk."""
        return self._stores.inbox

    @property
    def kept(self) -> KeptKeys:
        """The keys, as the door checks them."""
        return self._stores.book.keys

    @property
    def keeping(self) -> dict[str, Any]:
        """Return the setting `privacy`: what is kept though it is left out as a rule."""
        return dict(self._stores.book.setting("privacy") or {})

    # keys ----------------------------------------------------------------------------------
    def keys(self) -> list[dict[str, Any]]:
        """Return who may write: `id, source, template, hint, rate, created`, never the key."""
        return [_shown(key) for key in self.kept.write_keys().values()]

    def make_key(
        self,
        source: str,
        *,
        template: str | None = None,
        secret: str | None = None,
        rate: int | None = None,
    ) -> dict[str, Any]:
        """Let somebody write into a source; the answer holds the `key`, which is shown only now.

        `template` makes it the address of a webhook (`standard`, `zendesk`, `intercom`, `stripe`,
        `hubspot`) that is signed with `secret`; `rate` is the most events per second.
        """
        name = source.strip()
        if not _NAME.fullmatch(name):
            raise InputError("A source has a name of at most 100 characters.")
        if self._stores.landing is not None:
            raise WorkspaceError(
                "Live sources are loaded into the workspace's own file only: take url out of "
                "[warehouse] in desirepath.toml."
            )
        if template is not None and template not in TEMPLATES:
            raise UnknownName("webhook template", template, TEMPLATES)
        if rate is not None and rate < 1:
            raise InputError("A rate is at least 1 event per second.")
        if template is not None and not secret:
            if template != "standard":
                raise InputError(
                    f"{template} signs with a secret that it shows you: give it with --secret."
                )
            secret = _secret()
        made, text = self.kept.make_write_key(name, template=template, secret=secret, rate=rate)
        shown = {**_shown(made), "key": text}
        return {**shown, "secret": secret} if template else shown

    def revoke_key(self, id: str) -> None:  # noqa: A002 - what it is called everywhere
        """Let a key write no longer; what it wrote stays. Raises UnknownName."""
        if not self.kept.drop_write_key(id):
            known = [key.id for key in self.kept.write_keys().values()]
            raise UnknownName("write key", id, known)

    # how it goes ---------------------------------------------------------------------------
    def status(self) -> list[dict[str, Any]]:
        """Return each live source: received, loaded, waiting, lag, newest event, quarantine."""
        book, inbox = self._stores.book, self._stores.inbox
        growing = {row.source: row for row in book.imports() if row.loaded is not None}
        keys = list(self.kept.write_keys().values())
        there = inbox.is_there
        totals = inbox.totals() if there else {}
        waiting, arrived = inbox.waiting(book.loaded()) if there else {}, inbox.arrivals.waiting()
        now = time.time_ns() // 1000
        found = []
        for source in sorted({*growing, *totals, *arrived, *(key.source for key in keys)}):
            report = growing[source].report if source in growing else {}
            both = [told.get(source, (0, now)) for told in (waiting, arrived)]
            count, oldest = sum(one[0] for one in both), min(one[1] for one in both)
            received, newest = totals.get(source, (0, None))
            found.append(
                {
                    "source": source,
                    "keys": sum(key.source == source for key in keys),
                    "received": received,
                    "loaded": report.get("accepted", 0),
                    "waiting": count,
                    "lag_seconds": max(0.0, (now - oldest) / MICRO) if count else 0.0,
                    "newest": None if newest is None else newest / MICRO,
                    "quarantined": report.get("quarantined", 0),
                    "aside": report.get("dropped", 0),
                    "quarantine": report.get("quarantine", []),
                    "drift": len(self.drift(source)) if there else 0,
                }
            )
        return found

    def drift(self, source: str) -> list[dict[str, Any]]:
        """Return how the fields of a source's events changed: appeared, gone, of another kind."""
        return drift.report(self.inbox.fields(source)) if self.inbox.is_there else []

    # loading -------------------------------------------------------------------------------
    def load(self) -> Loaded | None:
        """Load the next events that wait; None where there are none."""
        return refresh.catch_up(self._stores)

    def replay(self, source: str, *, lines: Collection[int] | None = None) -> int:
        """Try quarantined events again; return how many. Raises UnknownName for a source.

        `lines` are their numbers in the inbox (default: all). What was cut at the door, or is
        older than 30 days, is no longer whole and stays where it is.
        """
        growing = {row.source: row for row in self._stores.book.imports() if row.loaded is not None}
        if source not in growing:
            raise UnknownName("live source", source, growing)
        with self._stores.kept.turn:
            aside = self._stores.warehouse.table("quarantine")
            aside = aside.filter(aside.import_no == growing[source].no).select("line")
            held = {row["line"] for row in self._stores.warehouse.rows(aside)}
        wanted = held if lines is None else held.intersection(lines)
        return self.inbox.again(source, wanted)

    def thin(self) -> int:
        """Forget what events of more than 30 days ago said; they are in the warehouse."""
        before = time.time_ns() // 1000 - KEPT_DAYS * 86_400 * MICRO
        return self.inbox.thin(before, self._stores.book.loaded())


def _shown(key: Any) -> dict[str, Any]:
    names = ("id", "source", "template", "hint", "rate", "created")
    return {name: getattr(key, name) for name in names}


def _secret() -> str:
    import base64
    import secrets

    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
