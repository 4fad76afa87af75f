"""All links together give people: exact identifiers, devices, likeness, and what people decided.

    t:c12 ── email:a@x.nl ── t:a@x.nl        (nodes: customers as sources call them, identifiers)
                  └── t:v1 ── device:v1

Devices come second: a device counts as one person's only where all that was seen on it hangs
together already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import alike, keystroke
from desirepath.identity.components import apart, components
from desirepath.identity.seen import KEYS, RANKS, TEXTS
from desirepath.identity.shared import DEVICE, SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desirepath.identity.settings import Settings
    from desirepath.store.decisions import Decision
    from desirepath.store.warehouse import Warehouse

MAP = "who_map"
PARTS = "__who_parts"
CONFIDENCE = {"user": 1.0, "email": 0.99, "phone": 0.97, "card": 0.97, "device": 0.95}
"""How often a link of a kind is right; `benchmarks/identity.py` holds them against known truth."""
BY_HAND = 1.0
_DEVICE = RANKS["device"]


def link(warehouse: Warehouse, settings: Settings, decisions: Sequence[Decision]) -> None:
    """Create `who_map` of `customer, person, confidence`, and whose each identifier is."""
    alone = sorted({made.one for made in decisions if made.kind == "split"})
    keys = warehouse.table(KEYS).inner_join(warehouse.table(TEXTS), "customer")
    shared = warehouse.table(SHARED)
    keys = keys.anti_join(shared.filter(shared.reason != DEVICE), ["kind", "value"])
    keys = keys.filter(keys.kind.isin(list(settings.kinds)) & ~keys.customer.isin(alone))
    often = keys.group_by("kind", "value").aggregate(n=keys.count())
    # A cookie has one name only, and yet it may be seen with several people.
    often = often.filter((often.n > 1) | (often.kind == "device")).select("kind", "value")
    keys = warehouse.create("__who_keys", keys.semi_join(often, ["kind", "value"]), temp=True)
    strong = keys.filter((keys.kind != "device") & (keys["rank"] != _DEVICE))
    edges = [_edges(strong)]
    if "device" in settings.kinds:
        parts = components(warehouse, edges[0].select("one", "other"), PARTS)
        edges += _devices(warehouse, keys, parts)
    if settings.policy != "strict":
        edges.append(keystroke.edges(warehouse, alone))
    if settings.alike is not None and warehouse.has(alike.PAIRS):
        edges.append(_likeness(warehouse.table(alike.PAIRS), settings.alike, alone))
    _join(warehouse, edges, decisions)
    for name in ("__who_keys", "__who_all", "__who_touch", "__who_several", PARTS):
        warehouse.drop(name)


def _node(kind: Any, value: Any) -> Any:
    return kind.concat(":", value)


def _edges(keys: Any) -> Any:
    """Return `one, other, confidence` of customers and their identifiers."""
    import ibis

    sure = ibis.cases(*((keys.kind == kind, sure) for kind, sure in CONFIDENCE.items()), else_=0.9)
    return keys.select(
        one=ibis.literal("t:").concat(keys.customer),
        other=_node(keys.kind, keys.value),
        confidence=sure.cast("float64"),
    )


def _devices(warehouse: Warehouse, keys: Any, parts: Any) -> list[Any]:
    """Return the edges of devices of one person; tell those of several in `who_shared`."""
    import ibis

    on = keys.filter(keys.kind == "device")
    known = on.filter(on["rank"] != _DEVICE)
    own = on.filter((on["rank"] == _DEVICE) & on.own)
    own = own.select("customer", device="value")
    named = keys.filter((keys.kind != "device") & (keys["rank"] == _DEVICE))
    named = named.inner_join(own, "customer")
    seen = known.select(device="value", node=ibis.literal("t:").concat(known.customer)).union(
        named.select(device="device", node=_node(named.kind, named.value))
    )
    seen = seen.left_join(parts, "node")
    whose = ibis.coalesce(seen.part.cast("string"), seen.node)
    touched = warehouse.create("__who_touch", seen.select("device", whose=whose), temp=True)
    people = touched.group_by("device").aggregate(customers=touched.whose.nunique())
    several = people.filter(people.customers > 1).select(
        kind=ibis.literal("device"), value="device", customers="customers",
        reason=ibis.literal(DEVICE),
    )  # fmt: skip
    known = warehouse.table(SHARED)
    several = warehouse.create("__who_several", several, temp=True)
    warehouse.create(SHARED, known.filter(known.reason != DEVICE).union(several))
    shared = several.select(device="value")
    single = on.anti_join(shared, on.value == shared.device)
    told = named.anti_join(shared, "device")
    return [_edges(single), _edges(told)]


def _likeness(pairs: Any, least: float, alone: Sequence[str]) -> Any:
    import ibis

    kept = pairs.filter(pairs.probability >= least)
    kept = kept.filter(~kept.one.isin(alone) & ~kept.other.isin(alone))
    return kept.select(
        one=ibis.literal("t:").concat(kept.one),
        other=ibis.literal("t:").concat(kept.other),
        confidence=kept.probability,
    )


def _join(warehouse: Warehouse, edges: Sequence[Any], decisions: Sequence[Decision]) -> None:
    import ibis

    hand = [made for made in decisions if made.kind in ("merge", "pin") and made.other]
    every = list(edges)
    if hand:
        every.append(_small({
            "one": [f"t:{made.one}" for made in hand],
            "other": [f"t:{made.other}" for made in hand],
            "confidence": [BY_HAND] * len(hand),
        }))  # fmt: skip
    whole = warehouse.create("__who_all", ibis.union(*every) if every[1:] else every[0], temp=True)
    parts = components(warehouse, whole.select("one", "other"), PARTS)
    forbidden = [(f"t:{made.one}", f"t:{made.other}") for made in decisions
                 if made.kind == "forbid" and made.other]  # fmt: skip
    if forbidden:
        parts = _kept_apart(warehouse, whole, parts, forbidden)
    else:
        parts = parts.select("node", part=parts.part.cast("string"))
    texts = parts.filter(parts.node.startswith("t:"))
    texts = texts.select("part", customer=texts.node.substr(2))
    ranked = texts.left_join(warehouse.table(TEXTS), "customer")
    called = ranked["rank"].fill_null(0).cast("string").concat(ranked.customer)
    ranked = ranked.select("part", "customer", called=called)
    people = ranked.group_by("part").aggregate(person=ranked.called.min().substr(1))
    mapped = texts.inner_join(people, "part")
    mapped = mapped.filter(mapped.customer != mapped.person).select("customer", "person")
    # The surest link of a name is what its place with this person rests on.
    sure = whole.group_by(node="one").aggregate(confidence=whole.confidence.max().cast("float64"))
    sure = sure.select("confidence", __name=sure.node.substr(2))
    mapped = mapped.left_join(sure, mapped.customer == sure["__name"]).drop("__name")
    mapped = mapped.mutate(confidence=mapped.confidence.fill_null(1.0).cast("float64"))
    warehouse.create(MAP, mapped.order_by("customer"))
    nodes = parts.filter(~parts.node.startswith("t:")).inner_join(people, "part")
    warehouse.create("__who_nodes", nodes.select("node", "person"), temp=True)


def _kept_apart(
    warehouse: Warehouse, whole: Any, parts: Any, forbidden: Sequence[tuple[str, str]]
) -> Any:
    """Cut the parts in which two people are who must be two."""
    import ibis

    ends = sorted({node for pair in forbidden for node in pair})
    where = {
        row["node"]: row["part"] for row in warehouse.rows(parts.filter(parts.node.isin(ends)))
    }
    torn = {where[one] for one, other in forbidden
            if one in where and where.get(other) == where[one]}  # fmt: skip
    named = parts.select("node", part=parts.part.cast("string"))
    if not torn:
        return named
    inside = parts.filter(parts.part.isin(sorted(torn))).select(one="node")
    rows = warehouse.rows(whole.semi_join(inside, "one"))
    cut = apart([(row["one"], row["other"], row["confidence"]) for row in rows], forbidden)
    fresh = _small({"node": list(cut), "part": [f"cut {part}" for part in cut.values()]})
    left = named.filter(~named.part.isin(sorted(map(str, torn))))
    return warehouse.create("__who_cut", ibis.union(left, fresh), temp=True)


def _small(columns: Mapping[str, Sequence[Any]]) -> Any:
    import ibis
    import pyarrow as pa

    return ibis.memtable(pa.table({name: pa.array(values) for name, values in columns.items()}))
