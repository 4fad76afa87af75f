"""E-mail addresses that somebody typed: one keystroke away from exactly one that is known.

A slip is one letter left out, added or changed, or two neighbours that changed places
(Damerau 1964). Two addresses that differ by a slip share a writing with one letter left out, so
that the engine finds them by a join. Numbers are not slips (`ann12@…` and `ann13@…` are two
people) unless two neighbours changed places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity.seen import KEYS, RANKS, TEXTS
from desirepath.identity.shared import SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.store.warehouse import Warehouse

SLIPS = "who_slips"
CONFIDENCE = 0.95
SHORTEST = 12
"""Shorter addresses are close to each other by chance."""


def edges(warehouse: Warehouse, alone: Sequence[str]) -> Any:
    """Return `one, other, confidence`: typed addresses and the one that was meant."""
    import ibis

    keys = warehouse.table(KEYS).inner_join(warehouse.table(TEXTS), "customer")
    emails = keys.filter((keys.kind == "email") & (keys.value.length() >= SHORTEST))
    emails = emails.filter(~emails.customer.isin(alone))
    emails = emails.anti_join(warehouse.table(SHARED), ["kind", "value"])
    owned = emails.group_by("value").aggregate(best=emails["rank"].min(), n=emails.count())
    known = _shortened(owned.filter((owned.best == 0) | (owned.n > 2)))
    typed = _shortened(owned.filter((owned.best == 1) & (owned.n == 1)))
    met = typed.inner_join(known.select(meant="value", without="without"), "without")
    met = met.filter(met.value != met.meant).select("value", "meant").distinct()
    met = warehouse.create("__who_met", met.filter(_slip(met.value, met.meant)), temp=True)
    only = met.group_by("value").aggregate(meant=met.meant.min(), n=met.count())
    only = warehouse.create(SLIPS, only.filter(only.n == 1).select("value", "meant"))
    warehouse.drop("__who_met")
    return only.select(
        one=ibis.literal("email:").concat(only.value),
        other=ibis.literal("email:").concat(only.meant),
        confidence=ibis.literal(CONFIDENCE).cast("float64"),
    ).union(_owners(emails, only))


def _owners(emails: Any, only: Any) -> Any:
    """Return the edges of the addresses themselves: one that stands alone has none yet.

    A device is not judged here, whatever address was typed on it.
    """
    import ibis

    told = only.select(value="value", sure=ibis.literal(CONFIDENCE).cast("float64")).union(
        only.select(value="meant", sure=ibis.literal(0.99).cast("float64"))
    )
    held = emails.filter(emails["rank"] != RANKS["device"]).inner_join(told, "value")
    return held.select(
        one=ibis.literal("t:").concat(held.customer),
        other=ibis.literal("email:").concat(held.value),
        confidence=held.sure,
    )


def _shortened(emails: Any) -> Any:
    """Return `value, without`: every address as it is and with one letter left out."""
    import ibis

    spread = emails.select("value", at=ibis.range(-1, emails.value.length()).unnest())
    cut = spread.value.substr(0, spread["at"]).concat(spread.value.substr(spread["at"] + 1))
    return spread.select("value", without=ibis.ifelse(spread["at"] < 0, spread.value, cut))


def _slip(value: Any, meant: Any) -> Any:
    from desirepath.store import dialect

    letters = [text.re_replace(r"\d", "") for text in (value, meant)]
    digits = [text.re_replace(r"\D", "") for text in (value, meant)]
    turned = (letters[0] == letters[1]) & (digits[0].length() == digits[1].length())
    for digit in "0123456789":
        counts = [text.length() - text.replace(digit, "").length() for text in digits]
        turned &= counts[0] == counts[1]
    return (dialect.damerau_levenshtein(value, meant) <= 1) & ((digits[0] == digits[1]) | turned)
