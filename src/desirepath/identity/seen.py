"""Who was seen with which identifiers: one small row per import, customer, kind and value.

    web.csv                     who_seen
    | visitor | email  | at |   | import_no | one | other | kind | own  | customer | value  | rows |
    | v1      | a@x.nl | …  |─> |         1 | 7…  | 3…    |    4 | true | v1       |        |    2 |
    | v1      |        | …  |   |         1 | 7…  | 8…    |    1 |      |          | a@x.nl |    1 |

`one` and `other` are 64 bits of the customer's name and of the identifier, so that who hangs
together is found without looking at texts: among twenty million, two have the same bits once in a
hundred thousand such workspaces. A text stands where it is new: a name in the row that says what
the customer is called by in that source (`own`), an identifier in the others, and in an own row
only where it is spelled otherwise than the name. `kind` is a place in `RANKS`.

Rows of an import are gathered once; those of an import that is taken back are removed.
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

SEEN = "who_seen"
FRESH = "__who_fresh"
FORMER = ("who_keys", "who_texts")
"""What workspaces made before have beside it."""
TABLES = ("events", "feedback", "customers")
RANKS = {"user": 0, "email": 1, "phone": 2, "card": 3, "device": 4}
"""A person of several names is called by the first kind."""
USER, EMAILS, DEVICES = RANKS["user"], RANKS["email"], RANKS["device"]


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
            warehouse.create(SEEN, seen.filter(~seen.import_no.isin(sorted(gone))))
    else:
        warehouse.create(SEEN, _nothing())
    _take(warehouse, SEEN, known, had, country, loaded)


def grown(
    warehouse: Warehouse, known: Sequence[Spec], country: str | None, loaded: Mapping[int, int]
) -> bool:
    """Take in what live sources brought; say whether it can link anybody.

    New customers with identifiers that nobody had are told here and link nobody: most of what a
    live source brings. What touches a known customer or identifier is for `gather`.
    """
    former = [spec for spec in known if spec.no in loaded]
    fresh = warehouse.create(FRESH, _nothing(), temp=True)
    _take(warehouse, FRESH, former, {spec.no for spec in former}, country, loaded)
    seen, fresh = warehouse.table(SEEN), warehouse.table(FRESH)
    new = fresh.select("one", "other").distinct().anti_join(seen, ["one", "other"])
    again = new.group_by("other").aggregate(n=new.count())
    touched = (
        int(warehouse.value(new.semi_join(seen, "other").count()))
        or int(warehouse.value(new.semi_join(seen.filter(seen.own), "one").count()))
        or int(warehouse.value(again.filter(again.n > 1).count()))
    )
    if not touched:
        warehouse.insert(SEEN, fresh)
    warehouse.drop(FRESH)
    return bool(touched)


def customer_id(customer: Any) -> Any:
    """Return `one` of customers by their names."""
    from desirepath.store import dialect

    return dialect.hashed(customer)


def value_id(kind: Any, value: Any) -> Any:
    """Return `other` of identifiers; `kind` by its name."""
    from desirepath.store import dialect

    return dialect.hashed(kind.concat(":", value))


def bits(warehouse: Warehouse) -> int:
    """Return what tells whether numbers kept from before are those of this engine."""
    import ibis

    return int(warehouse.value(customer_id(ibis.literal("desirepath"))))


def named(kind: Any) -> Any:
    """Return the name of a kind."""
    import ibis

    return ibis.cases(*((kind == rank, name) for name, rank in RANKS.items()), else_="user")


def keys(warehouse: Warehouse, customers: Any) -> Any:
    """Return what those in the column `customer` of a table have, each identifier once.

    `customer, kind, value`; `own`, `first` and `rows`; the first `import_no` that said so.
    """
    who = customers.select("customer", one=customer_id(customers.customer)).distinct()
    held = who.inner_join(warehouse.table(SEEN).drop("customer"), "one")
    value = held.value.coalesce(held.customer)
    once = held.group_by("customer", kind=named(held.kind), value=value)
    return once.aggregate(
        own=held.own.any(),
        first=held["first"].min(),
        rows=held["rows"].sum(),
        import_no=held.import_no.min(),
    )


def _nothing() -> Any:
    import ibis

    columns = {"import_no": "int32", "one": "uint64", "other": "uint64", "kind": "int8",
               "own": "boolean", "first": "int64", "rows": "int64",
               "customer": "string", "value": "string"}  # fmt: skip
    nothing = {name: ibis.null(kind).name(name) for name, kind in columns.items()}
    one = ibis.null("string").name("customer").as_table().mutate(**nothing)
    return one.filter(ibis.literal(False)).select(*columns)


def _take(  # noqa: PLR0917 - what one reading needs, said once
    warehouse: Warehouse,
    into: str,
    known: Sequence[Spec],
    had: Collection[int],
    country: str | None,
    loaded: Mapping[int, int],
) -> None:
    """Add what is not in `who_seen` yet to a table of its shape."""
    # An id that stands alone says something only where another source has it beside its own.
    ids = any(kind == "user" for spec in known for kind, _ in spec.identifiers)
    alike: dict[tuple[Any, ...], list[int]] = {}
    for spec in known:
        since = loaded.get(spec.no) if spec.no in had else None
        news = spec.no not in had or (spec.loaded or 0) > (since or spec.loaded or 0)
        if news and (spec.identifiers or spec.own != "user" or ids):
            way = (spec.own, spec.identifiers, spec.tables, since)
            alike.setdefault(way, []).append(spec.no)
    for (own, identifiers, tables, since), numbers in alike.items():
        for name in tables:
            raw = warehouse.table(name)
            raw = raw.filter(raw.import_no.isin(numbers) & raw.customer.notnull())
            raw = raw if since is None else raw.filter(raw.line > since)
            told = normalised(warehouse, _told(raw, identifiers, own), country)
            warehouse.insert(into, _numbered(told))
    normal.forget(warehouse)


def _told(raw: Any, identifiers: Sequence[tuple[str, str]], own: str) -> Any:
    """Return the customer's own name, and every identifier beside it, each once, as written."""
    import ibis

    def once(rows: Any, **keys: Any) -> Any:
        time = rows["time"].min() if "time" in rows.columns else ibis.null("int64")
        found = rows.group_by("import_no", "customer", **keys)
        return found.aggregate(first=time, rows=rows.count())

    there = [(kind, column) for kind, column in identifiers if column in raw.columns]
    devices = [raw[column] == raw.customer for kind, column in there if kind == "device"]
    is_device = ibis.or_(*devices).fill_null(False) if devices else ibis.literal(False)
    names = once(raw, device=is_device)
    address = names.customer.lower().re_search(f"^{EMAIL}$")
    is_email = ibis.ifelse(names.customer.contains("@"), address, False)
    kind = ibis.cases((names.device, "device"), (is_email, "email"), else_=own)
    names = names.mutate(kind=kind, raw=names.customer.cast("string"), own=ibis.literal(True))
    parts = [names.drop("device")]
    for kind, column in there:
        with_it = raw.filter(raw[column].notnull())
        held = once(with_it, raw=with_it[column])
        parts.append(held.mutate(kind=ibis.literal(kind), own=ibis.literal(False)))
    return ibis.union(*(part.select(*parts[0].columns) for part in parts)) if there else parts[0]


def _numbered(told: Any) -> Any:
    """Return the rows of `who_seen` of normalised ones."""
    import ibis

    rank = ibis.cases(*((told.kind == kind, rank) for kind, rank in RANKS.items()), else_=9)
    as_named = told.own & (told.value == told.customer)
    return told.select(
        "import_no", "own", "first", "rows",
        one=customer_id(told.customer),
        other=value_id(told.kind, told.value),
        kind=rank.cast("int8"),
        customer=ibis.ifelse(told.own, told.customer, ibis.null("string")),
        value=ibis.ifelse(as_named, ibis.null("string"), told.value),
    )  # fmt: skip
