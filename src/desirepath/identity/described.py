"""What describes a customer: names, birth date and address, the first that each source said.

`who_people`: `customer, first_name, last_name, birth, address, postcode, city`, in lower case and
without accents, one row per customer of whom anything is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desirepath.identity.seen import Spec
    from desirepath.store.warehouse import Warehouse

PEOPLE = "who_people"
FIELDS = ("first_name", "last_name", "birth", "address", "postcode", "city")


def describe(warehouse: Warehouse, known: Sequence[Spec]) -> Any | None:
    """Create `who_people`; None where no source describes anybody."""
    import ibis

    parts = []
    for spec in known:
        for name in ("customers", "events"):
            raw = warehouse.table(name)
            told = {role: column for role, column in spec.describing.items()
                    if column in raw.columns}  # fmt: skip
            if not {"first_name", "last_name", "name"} & set(told):
                continue
            rows = raw.filter(raw.import_no == spec.no)
            once = rows.group_by("customer").aggregate(
                seq=rows.seq.min(),
                **{
                    role: rows[column].argmin(rows.seq, where=rows[column].notnull())
                    for role, column in told.items()
                },
            )
            parts.append(once.select("customer", "seq", **_fields(once, set(told))))
    warehouse.drop(PEOPLE)
    if not parts:
        return None
    every = parts[0] if len(parts) == 1 else ibis.union(*parts)
    made = every.group_by("customer").aggregate(
        **{name: every[name].argmin(every.seq, where=every[name].notnull()) for name in FIELDS}
    )
    filled = [made[name].notnull().cast("int32") for name in FIELDS]
    made = made.filter(sum(filled[1:], filled[0]) >= 2)
    return warehouse.create(PEOPLE, made)


def _fields(once: Any, told: set[str]) -> dict[str, Any]:
    """Return every field; one column with the whole name is cut at its last gap, or its comma."""
    import ibis

    from desirepath.store import dialect

    def plain(text: Any) -> Any:
        low = dialect.strip_accents(text.strip().lower()).re_replace(r"\s+", " ")
        return low.nullif("")

    found = {name: plain(once[name]) if name in told else ibis.null("string") for name in FIELDS}
    if "name" in told:
        whole = plain(once["name"])
        turned = whole.contains(",")
        first = ibis.ifelse(
            turned, whole.re_extract(r",\s*(.+)$", 1), whole.re_extract(r"^(.+)\s\S+$", 1)
        )
        last = ibis.ifelse(
            turned, whole.re_extract(r"^([^,]+),", 1), whole.re_extract(r"(\S+)$", 1)
        )
        found["first_name"] = ibis.coalesce(found["first_name"], first.nullif(""))
        found["last_name"] = ibis.coalesce(found["last_name"], last.nullif(""))
    if "birth" in told:
        found["birth"] = once["birth"].strip().re_extract(r"^([0-9./\-]{6,10})", 1).nullif("")
    return found
