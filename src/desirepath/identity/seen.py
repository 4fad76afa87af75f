"""Who was seen with which identifiers: one small row per customer, kind and value.

    web.csv                          who_seen
    | visitor | email     | at |     | import_no | customer | kind   | value     | own  | rows |
    | v1      | a@x.nl    | …  | ──> |         1 | v1       | device | v1        | true |    2 |
    | v1      |           | …  |     |         1 | v1       | email  | a@x.nl    |      |    1 |

Rows of an import are gathered once; those of an import that is taken back are removed. `own` is
what the customer is called by in that source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desirepath.identity import normal
from desirepath.identity.normal import EMAIL, normalised

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

SEEN, KEYS, TEXTS = "who_seen", "who_keys", "who_texts"
TABLES = ("events", "feedback", "customers")
RANKS = {"user": 0, "email": 1, "phone": 2, "card": 3, "device": 4}
"""A person of several names is called by the first kind."""


@dataclass(frozen=True)
class Spec:
    """How one import says who somebody is: kind of the customer, columns of identifiers.

    `identifiers` are pairs of kind and physical column; `describing` is role → physical column;
    `loaded` the last line of a live source, which grows.
    """

    no: int
    source: str
    own: str
    identifiers: tuple[tuple[str, str], ...] = ()
    describing: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[str, ...] = TABLES
    loaded: int | None = None


def specs(book: Book) -> list[Spec]:
    """Return what the imports know; those from before identifiers were read know only ids."""
    stored = book.attributes()
    found = []
    for row in book.imports():
        facts = row.facts
        told = tuple(
            (kind, stored[column])
            for column, kind in dict(facts.get("identifiers") or {}).items()
            if column in stored
        )
        describing = {
            role: stored[column]
            for role, column in dict(facts.get("describing") or {}).items()
            if column in stored
        }
        own = str(facts.get("customer_kind") or "user")
        kinds = tuple(name for name in TABLES if name in facts.get("kinds", TABLES))
        found.append(Spec(row.no, row.source, own, told, describing, kinds, row.loaded))
    return found


def gather(
    warehouse: Warehouse, known: Sequence[Spec], country: str | None, loaded: Mapping[int, int]
) -> None:
    """Bring `who_seen` up to the imports that count; `loaded` = how far live ones were read."""
    had: set[int] = set()
    if warehouse.has(SEEN):
        seen = warehouse.table(SEEN)
        had = {row["import_no"] for row in warehouse.rows(seen.select("import_no").distinct())}
        gone = had - {spec.no for spec in known}
        if gone:
            left = seen.filter(~seen.import_no.isin(sorted(gone)))
            warehouse.create(SEEN, left)
    made = _new(warehouse, known, had, country, loaded)
    if made is not None and warehouse.has(SEEN):
        warehouse.insert(SEEN, made)
    elif not warehouse.has(SEEN):
        warehouse.create(SEEN, _nothing() if made is None else made)
    seen = warehouse.table(SEEN)
    warehouse.create(KEYS, _keys(seen))
    warehouse.create(TEXTS, _texts(seen))
    warehouse.drop("__who_new")


def grown(
    warehouse: Warehouse, known: Sequence[Spec], country: str | None, loaded: Mapping[int, int]
) -> bool:
    """Take in what live sources brought; say whether it can link anybody.

    New customers with identifiers that nobody had are told here and link nobody: most of what a
    live source brings. What touches a known customer or identifier is for `gather`.
    """
    former = {spec.no for spec in known if spec.no in loaded}
    made = _new(warehouse, [spec for spec in known if spec.no in former], former, country, loaded)
    if made is None:
        return False
    keys, texts = warehouse.table(KEYS), warehouse.table(TEXTS)
    new = warehouse.create("__who_fresh", _keys(made), temp=True)
    new = new.anti_join(keys, ["customer", "kind", "value"])
    again = new.group_by("kind", "value").aggregate(n=new.count())
    touched = (
        int(warehouse.value(new.semi_join(keys, ["kind", "value"]).count()))
        or int(warehouse.value(new.semi_join(texts, "customer").count()))
        or int(warehouse.value(again.filter(again.n > 1).count()))
    )
    if not touched:
        warehouse.insert(SEEN, made)
        warehouse.insert(TEXTS, _texts(made).anti_join(texts, "customer"))
        warehouse.insert(KEYS, new)
    for name in ("__who_new", "__who_fresh"):
        warehouse.drop(name)
    return bool(touched)


def _keys(seen: Any) -> Any:
    return seen.group_by("customer", "kind", "value").aggregate(
        own=seen.own.any(),
        first=seen["first"].min(),
        rows=seen["rows"].sum(),
        import_no=seen.import_no.min(),
    )


def _texts(seen: Any) -> Any:
    import ibis

    rank = ibis.cases(*((seen.kind == kind, rank) for kind, rank in RANKS.items()), else_=9)
    return seen.filter(seen.own).group_by("customer").aggregate(rank=rank.min())


def _nothing() -> Any:
    import ibis

    columns = {"import_no": "int32", "customer": "string", "kind": "string", "value": "string",
               "own": "boolean", "first": "int64", "rows": "int64"}  # fmt: skip
    nothing = {name: ibis.null(kind).name(name) for name, kind in columns.items()}
    one = ibis.null("string").name("customer").as_table().mutate(**nothing)
    return one.filter(ibis.literal(False)).select(*columns)


def _new(
    warehouse: Warehouse,
    known: Sequence[Spec],
    had: Collection[int],
    country: str | None,
    loaded: Mapping[int, int],
) -> Any | None:
    """Create `__who_new`, the rows of `who_seen` that are not there yet; None where none are."""
    # An id that stands alone says something only where another source has it beside its own.
    ids = any(kind == "user" for spec in known for kind, _ in spec.identifiers)
    alike: dict[tuple[Any, ...], list[int]] = {}
    for spec in known:
        since = loaded.get(spec.no) if spec.no in had else None
        news = spec.no not in had or (spec.loaded or 0) > (since or spec.loaded or 0)
        if news and (spec.identifiers or spec.own != "user" or ids):
            way = (spec.own, spec.identifiers, spec.tables, since)
            alike.setdefault(way, []).append(spec.no)
    found = False
    for (own, identifiers, tables, since), numbers in alike.items():
        for name in tables:
            raw = warehouse.table(name)
            raw = raw.filter(raw.import_no.isin(numbers) & raw.customer.notnull())
            raw = raw if since is None else raw.filter(raw.line > since)
            once, there = _once(warehouse, raw, identifiers)
            made = _of(warehouse, once, there, own, country)
            if found:
                warehouse.insert("__who_new", made)
            else:
                warehouse.create("__who_new", made, temp=True)
            found = True
    normal.forget(warehouse)
    return warehouse.table("__who_new") if found else None


def _once(
    warehouse: Warehouse, raw: Any, identifiers: Sequence[tuple[str, str]]
) -> tuple[Any, list[tuple[str, str]]]:
    """Return every combination of customer and identifiers once, and the columns that are there."""
    import ibis

    there = [(kind, column) for kind, column in identifiers if column in raw.columns]
    time = raw["time"].min() if "time" in raw.columns else ibis.null("int64")
    columns = list(dict.fromkeys(column for _, column in there))
    once = raw.group_by("import_no", "customer", *columns).aggregate(first=time, rows=raw.count())
    return warehouse.create("__who_once", once, temp=True), there


def _of(
    warehouse: Warehouse, once: Any, there: Sequence[tuple[str, str]], own: str, country: str | None
) -> Any:
    """Return the rows of `who_seen`: the customer's own name, and every identifier beside it."""
    import ibis

    kept = ("import_no", "customer", "first", "rows")
    devices = [once[column] == once.customer for kind, column in there if kind == "device"]
    is_device = ibis.or_(*devices).fill_null(False) if devices else ibis.literal(False)
    is_email = once.customer.contains("@") & once.customer.lower().re_search(f"^{EMAIL}$")
    kind = ibis.cases((is_device, "device"), (is_email, "email"), else_=own)
    parts = [once.select(*kept, kind=kind, raw=once.customer, own=ibis.literal(True))]
    parts += [
        once.filter(once[column].notnull()).select(
            *kept, kind=ibis.literal(kind), raw=once[column], own=ibis.literal(False)
        )
        for kind, column in there
    ]
    every = ibis.union(*parts) if parts[1:] else parts[0]
    return normalised(warehouse, every, country)
