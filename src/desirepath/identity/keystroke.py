"""E-mail addresses that somebody typed: one keystroke away from exactly one that is known.

A slip is one letter left out, added or changed, or two neighbours that changed places
(Damerau 1964). Two addresses that differ by a slip share a writing with one letter left out, so
that the engine finds them by a join. Numbers are not slips (`ann12@…` and `ann13@…` are two
people) unless two neighbours changed places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import nodes
from desirepath.identity.seen import DEVICES, EMAILS, USER

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

SLIPS, LINKED = "who_slips", "__who_linked"
CONFIDENCE = 0.95
SHORTEST = 12
"""Shorter addresses are close to each other by chance."""
HALF = 6


def edges(warehouse: Warehouse) -> list[Any]:
    """Return `one, other, confidence`: typed addresses, the one that was meant, and whose both are.

    Addresses that stand alone have no other link yet. A device is not judged here, whatever
    address was typed on it. Without any typed address nothing is looked at.
    """
    import ibis

    warehouse.drop(SLIPS)
    held = warehouse.table(nodes.HELD)
    held = held.filter(held.kind == EMAILS)
    alone = held.filter((held["rank"] == EMAILS) & ~held.several)
    if not warehouse.value(alone.count()):
        return []
    owned = held.group_by("other").aggregate(best=held["rank"].min(), n=held.one.nunique())
    texts = nodes.spelled(warehouse, held.select(no="other").distinct())
    owned = owned.inner_join(texts.select("value", other="no"), "other")
    owned = owned.filter(owned.value.length() >= SHORTEST)
    owned = warehouse.create("__who_owned", owned, temp=True)
    typed = owned.filter((owned.best == EMAILS) & (owned.n == 1)).select("value")
    known = _near(owned.filter((owned.best == USER) | (owned.n > 2)).select("value"), typed)
    known = warehouse.create("__who_known", known, temp=True)
    met = _shortened(typed).inner_join(
        _shortened(known).select(meant="value", without="without"), "without"
    )
    met = met.filter(met.value != met.meant).select("value", "meant").distinct()
    met = warehouse.create("__who_met", met.filter(_slip(met.value, met.meant)), temp=True)
    only = met.group_by("value").aggregate(meant=met.meant.min(), n=met.count())
    only = warehouse.create(SLIPS, only.filter(only.n == 1).select("value", "meant"))
    linked = only.inner_join(owned.select("value", one="other"), "value")
    linked = linked.inner_join(owned.select("other", meant="value"), "meant")
    sure = ibis.literal(CONFIDENCE).cast("float64")
    linked = warehouse.create(LINKED, linked.select("one", "other"), temp=True)
    for name in ("__who_owned", "__who_known", "__who_met"):
        warehouse.drop(name)
    ends = linked.select(other="one", confidence=sure).union(
        linked.select("other", confidence=ibis.literal(0.99).cast("float64"))
    )
    own = held.filter(held["rank"] != DEVICES).select("one", "other")
    own = own.inner_join(ends, "other").select("one", "other", "confidence")
    return [linked.mutate(confidence=sure), own]


def _near(known: Any, typed: Any) -> Any:
    """Keep the known addresses that begin or end as a typed one does.

    A slip within the first `HALF` letters leaves what follows them alike but for one place; any
    other leaves the first `HALF` alike. So few addresses are spread, however many are known.
    """
    import ibis

    begins = typed.select(part=typed.value.substr(0, HALF)).distinct()
    ends = ibis.union(
        *(typed.select(part=typed.value.substr(HALF + shift)) for shift in (0, 1, 2)), distinct=True
    )
    first = known.semi_join(begins, known.value.substr(0, HALF) == begins.part)
    last = known.semi_join(ends, known.value.substr(HALF + 1) == ends.part)
    return first.union(last, distinct=True)


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
