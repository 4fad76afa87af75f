"""All links together give people: exact identifiers, devices, likeness, and what people decided.

    c12 ── email a@x.nl ── a@x.nl        (nodes: customers as sources call them, identifiers)
                └── v1 ── device v1

Devices come second: a device counts as one person's only where all that was seen on it hangs
together already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import alike, keystroke, nodes
from desirepath.identity.components import apart, components
from desirepath.identity.seen import DEVICES, RANKS, value_id
from desirepath.identity.shared import DEVICE, SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.identity.settings import Settings
    from desirepath.store.decisions import Decision
    from desirepath.store.warehouse import Warehouse

MAP = "who_map"
PARTS, PEOPLE = "__who_parts", "__who_called"
CONFIDENCE = {"user": 1.0, "email": 0.99, "phone": 0.97, "card": 0.97, "device": 0.95}
"""How often a link of a kind is right; `benchmarks/identity.py` holds them against known truth."""
BY_HAND = 1.0
_SCRATCH = (nodes.COUNTED, nodes.NAMES, nodes.VALUES, nodes.HELD, PARTS, PEOPLE, "__who_all",
            "__who_touch", "__who_perhaps", "__who_several", keystroke.LINKED)  # fmt: skip


def link(warehouse: Warehouse, settings: Settings, decisions: Sequence[Decision]) -> None:
    """Create `who_map` of `customer, person, confidence`; `clear` is called afterwards."""
    alone = sorted({made.one for made in decisions if made.kind == "split"})
    shared = warehouse.table(SHARED)
    apart = shared.filter(shared.reason != DEVICE)
    nodes.number(warehouse, settings.kinds, apart, alone, decisions)
    held = warehouse.table(nodes.HELD)
    # A cookie has one name only, and yet it may be seen with several people.
    keys = held.filter(held.several | (held.kind == DEVICES))
    strong = keys.filter((keys.kind != DEVICES) & (keys["rank"] != DEVICES))
    edges = [_edges(strong)]
    if "device" in settings.kinds:
        edges += _devices(warehouse, keys, edges[0])
    if settings.policy != "strict":
        edges += keystroke.edges(warehouse)
    if settings.alike is not None and warehouse.has(alike.PAIRS):
        edges.append(_likeness(warehouse, settings.alike, alone))
    _join(warehouse, edges, decisions)


def clear(warehouse: Warehouse) -> None:
    """Remove what was only needed on the way."""
    for name in _SCRATCH:
        warehouse.drop(name)


def whose(warehouse: Warehouse, told: Any) -> Any:
    """Return rows of `kind, value` and more with the `person` of those that link somebody."""
    values, parts = warehouse.table(nodes.VALUES), warehouse.table(PARTS)
    held = values.inner_join(parts, values.no == parts.node)
    held = held.inner_join(warehouse.table(PEOPLE), "part").select("other", "person")
    told = told.mutate(other=value_id(told.kind, told.value))
    return told.left_join(held, "other").drop("other", "other_right")


def _edges(keys: Any) -> Any:
    """Return `one, other, confidence` of customers and their identifiers."""
    import ibis

    sure = ibis.cases(
        *((keys.kind == RANKS[kind], sure) for kind, sure in CONFIDENCE.items()), else_=0.9
    )
    return keys.select("one", "other", confidence=sure.cast("float64"))


def _devices(warehouse: Warehouse, keys: Any, strong: Any) -> list[Any]:
    """Return the edges of devices of one person; tell those of several in `who_shared`."""
    import ibis

    on = keys.filter(keys.kind == DEVICES)
    if not warehouse.value(on.count()):
        return []
    known = on.filter(on["rank"] != DEVICES)
    own = on.filter((on["rank"] == DEVICES) & on.own)
    named = keys.filter((keys.kind != DEVICES) & (keys["rank"] == DEVICES))
    named = named.inner_join(own.select("one", device="other"), "one")
    seen = known.select(device="other", node="one").union(named.select("device", node="other"))
    several = _of_several(warehouse, seen, strong)
    told = nodes.spelled(warehouse, several.select(no="device"))
    told = told.inner_join(several, told.no == several.device)
    told = told.select("kind", "value", "customers", reason=ibis.literal(DEVICE))
    known = warehouse.table(SHARED)
    warehouse.create(SHARED, known.filter(known.reason != DEVICE).union(told))
    on = on.filter(on.several)  # of those that only one has, nothing hangs
    single = on.anti_join(several, on.other == several.device)
    return [_edges(single), _edges(named.anti_join(several, "device"))]


def _of_several(warehouse: Warehouse, seen: Any, strong: Any) -> Any:
    """Create `__who_several` of `device, customers` from who was `seen` (`device, node`)."""
    import ibis

    seen = warehouse.create("__who_touch", seen, temp=True)
    many = seen.group_by("device").aggregate(least=seen.node.min(), most=seen.node.max())
    many = warehouse.create("__who_perhaps", many.filter(many.least < many.most), temp=True)
    touched = seen.semi_join(many, "device").mutate(part=-1 - seen.node)
    if warehouse.value(many.count()):
        parts = components(warehouse, strong, nodes.size(warehouse), PARTS)
        touched = seen.semi_join(many, "device").left_join(parts, "node")
    # Parts have numbers from 0 on; what hangs together with nobody is a part of its own.
    touched = touched.select("device", whose=ibis.coalesce(touched.part, -1 - touched.node))
    people = touched.group_by("device").aggregate(customers=touched.whose.nunique())
    return warehouse.create("__who_several", people.filter(people.customers > 1), temp=True)


def _likeness(warehouse: Warehouse, least: float, alone: Sequence[str]) -> Any:
    pairs, names = warehouse.table(alike.PAIRS), warehouse.table(nodes.NAMES)
    kept = pairs.filter(pairs.probability >= least)
    kept = kept.filter(~kept.one.isin(alone) & ~kept.other.isin(alone))
    kept = kept.inner_join(names.select(one="customer", first="no"), "one")
    kept = kept.inner_join(names.select(other="customer", second="no"), "other")
    return kept.select(one="first", other="second", confidence="probability")


def _join(warehouse: Warehouse, edges: Sequence[Any], decisions: Sequence[Decision]) -> None:
    """Hang all links together and call everybody by their best name."""
    import ibis

    every = [*edges, *_by_hand(warehouse, decisions)]
    whole = warehouse.create("__who_all", ibis.union(*every) if every[1:] else every[0], temp=True)
    parts = components(warehouse, whole, nodes.size(warehouse), PARTS)
    _keep_apart(warehouse, whole, parts, decisions)
    parts, names = warehouse.table(PARTS), warehouse.table(nodes.NAMES)
    texts = names.inner_join(parts, names.no == parts.node)
    texts = texts.mutate(called=texts["rank"].cast("string").concat(texts.customer))
    people = texts.group_by("part").aggregate(person=texts.called.min().substr(1))
    people = warehouse.create(PEOPLE, people, temp=True)
    mapped = texts.inner_join(people, "part")
    mapped = mapped.filter(mapped.customer != mapped.person)
    # The surest link of a name is what its place with this person rests on.
    mapped = mapped.select("customer", "person", confidence="sure")
    warehouse.create(MAP, mapped)


def _by_hand(warehouse: Warehouse, decisions: Sequence[Decision]) -> list[Any]:
    hand = [made for made in decisions if made.kind in ("merge", "pin") and made.other]
    if not hand:
        return []
    known = nodes.numbers(
        warehouse, {str(name) for made in hand for name in (made.one, made.other)}
    )
    edges: dict[str, Sequence[Any]] = {
        "one": [known[made.one] for made in hand],
        "other": [known[str(made.other)] for made in hand],
        "confidence": [BY_HAND] * len(hand),
    }
    return [nodes.small(edges, {"one": "int32", "other": "int32", "confidence": "float64"})]


def _keep_apart(
    warehouse: Warehouse, whole: Any, parts: Any, decisions: Sequence[Decision]
) -> None:
    """Cut the parts in which two people are who must be two."""
    forbidden = [(made.one, made.other) for made in decisions
                 if made.kind == "forbid" and made.other]  # fmt: skip
    known = nodes.numbers(warehouse, {name for pair in forbidden for name in pair})
    ends = parts.filter(parts.node.isin(sorted(known.values())))
    where = {row["node"]: row["part"] for row in warehouse.rows(ends)} if forbidden else {}
    torn = {
        where[known[one]]
        for one, other in forbidden
        if known[one] in where and where.get(known[other]) == where[known[one]]
    }
    if not torn:
        return
    inside = parts.filter(parts.part.isin(sorted(torn)))
    called = nodes.called(warehouse, inside)
    rows = warehouse.rows(whole.semi_join(inside, whole.one == inside.node))
    links = [(called[row["one"]], called[row["other"]], row["confidence"]) for row in rows]
    cut = apart(links, [(f"t:{one}", f"t:{other}") for one, other in forbidden])
    numbers = {name: node for node, name in called.items()}
    # A part is named by one of its nodes, behind all that are there.
    behind = nodes.size(warehouse)
    fresh = {
        "node": [numbers[name] for name in cut],
        "fresh": [behind + numbers[part] for part in cut.values()],
    }
    few = nodes.small(fresh, {"node": "int32", "fresh": "int32"})
    few = few.inner_join(parts, "node").select("node", "sure", part="fresh")
    left = parts.filter(~parts.part.isin(sorted(torn))).select("node", "sure", "part")
    warehouse.create("__who_cut", left.union(few), temp=True)
    warehouse.create(PARTS, warehouse.table("__who_cut"), temp=True)
    warehouse.drop("__who_cut")
