"""Whose journey it is: the customer's (default), their account's, or their household's.

    who_subjects
    | person | subject |      c12 works for Acme, and so does c15: one journey
    | c12    | Acme    |
    | c15    | Acme    |

An account is what columns of the data call it. Rows that name one go there, the other rows of a
person to the one account that all their rows agree on; whose rows name several keeps the rest.
A household is everybody at one address. People stay who they are: with the subject `customer`
there is no such table, and every number is as it was before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName, UsageError
from desirepath.identity import described, seen
from desirepath.identity.exact import MAP
from desirepath.identity.nodes import small
from desirepath.identity.normal import NOBODY

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

SUBJECTS, ACCOUNTS = "who_subjects", "who_accounts"
CUSTOMER, ACCOUNT, HOUSEHOLD = KINDS = ("customer", "account", "household")
MOST_AT_HOME = 8
"""More people at one address are an office or a block of flats."""
_CUE = re.compile(
    r"^(?:customer |client |user |context |properties )?"
    r"(?:account|company|organi[sz]ation|org|tenant|firm|firma|group)"
    r"(?: ?(?:id|no|nr|number|name|key|domain))?$"
)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")


@dataclass(frozen=True)
class Subject:
    """The kind of subject, and the columns that name accounts: as in the files and as stored."""

    kind: str = CUSTOMER
    titles: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def chosen(book: Book) -> Subject:
    """Return what holds in a workspace."""
    given: Mapping[str, Any] = book.setting("journeys", {}) or {}
    kind = str(given.get("subject") or CUSTOMER)
    if kind != ACCOUNT:
        return Subject(kind)
    stored = book.attributes()
    titles = split(given.get("account")) or proposed(stored)
    return Subject(kind, titles, tuple(stored[title] for title in titles if title in stored))


def split(given: Any) -> tuple[str, ...]:
    """Return the columns of `company,account_id`."""
    return tuple(part.strip() for part in str(given or "").split(",") if part.strip())


def proposed(titles: Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
    """Return those of some columns whose names say that they name an account."""
    return tuple(sorted(title for title in titles if _CUE.match(_WORDS.sub(" ", title).lower())))


def reason(subject: Subject) -> str:
    """Return the sentence that says whose journeys these are; nothing where they are customers'."""
    if subject.kind == ACCOUNT:
        return f"Journeys are those of accounts, as {' and '.join(subject.titles)} names them."
    if subject.kind == HOUSEHOLD:
        return f"Journeys are those of households: up to {MOST_AT_HOME} people at one address."
    return ""


def check(book: Book, warehouse: Warehouse, kind: str, account: str | None) -> None:
    """Raise where the data cannot have that subject: what is missing, and what to do."""
    if kind not in KINDS:
        raise UsageError(f'"{kind}" is no subject of journeys. Choose {", ".join(KINDS)}.')
    if account and kind != ACCOUNT:
        raise UsageError("--account names the column of accounts: it goes with --subject account.")
    if kind == CUSTOMER:
        return
    if warehouse.shares_work:
        raise InputError("Accounts and households are drawn in workspaces on DuckDB only.")
    known = book.attributes()
    for title in split(account):
        if title not in known:
            raise UnknownName("column", title, known)
    if kind == ACCOUNT and not (split(account) or proposed(known)):
        raise InputError(
            "No column is called like an account (account id, company, organisation …). "
            f"Name yours with --account COLUMN. There are: {', '.join(sorted(known)) or 'none'}."
        )
    if kind == HOUSEHOLD and not any("address" in one.describing for one in seen.specs(book)):
        raise InputError(
            "No source tells names and addresses of customers, so nobody's household is known. "
            "Import them, or name the columns with --columns name=COL,address=COL,postcode=COL."
        )


def tell(warehouse: Warehouse, subject: Subject) -> None:
    """Create `who_subjects`; there is no such table where the customer is the subject."""
    forget(warehouse)
    if subject.kind == ACCOUNT:
        told = _accounts(warehouse, subject)
        columns = {"place": range(len(subject.columns)), "column": subject.columns}
        warehouse.create(ACCOUNTS, small(columns, {"place": "int32", "column": "string"}))
    elif subject.kind == HOUSEHOLD:
        told = _homes(warehouse)
    else:
        return
    if told is not None:
        one = told.group_by("person").aggregate(
            subject=told.subject.min(), n=told.subject.nunique()
        )
        warehouse.create(SUBJECTS, one.filter(one.n == 1).select("person", "subject"))


def forget(warehouse: Warehouse) -> None:
    """Make the customer the subject."""
    for name in (SUBJECTS, ACCOUNTS):
        warehouse.drop(name)


def resolved(warehouse: Warehouse, table: Any) -> Any:
    """Return a table in which every row of a person has their subject as its customer."""
    import ibis

    if not warehouse.has(SUBJECTS):
        return table
    columns = table.columns
    told = warehouse.table(SUBJECTS)
    found = table.left_join(told, table.customer == told.person)
    named: list[Any] = []
    if warehouse.has(ACCOUNTS):
        rows = warehouse.rows(warehouse.table(ACCOUNTS).order_by("place"))
        own = _named(found, [row["column"] for row in rows])
        named = [] if own is None else [own]
    whose = ibis.coalesce(*named, found.subject, found.customer)
    return found.mutate(customer=whose).select(*columns)


def subject_of(warehouse: Warehouse, person: str) -> str:
    """Return what the journeys of a person are called: themselves, their account or household."""
    if warehouse.shares_work or not warehouse.has(SUBJECTS):
        return person
    found = warehouse.find(SUBJECTS, {"person": [person]}, ("subject",))
    return str(found[0]["subject"]) if found else person


def members(warehouse: Warehouse, subject: str) -> list[str]:
    """Return the people of an account or household; nobody where there is none of that name."""
    if warehouse.shares_work or not warehouse.has(SUBJECTS):
        return []
    found = warehouse.find(SUBJECTS, {"subject": [subject]}, ("person",))
    return sorted(str(row["person"]) for row in found)


def _accounts(warehouse: Warehouse, subject: Subject) -> Any | None:
    """Return `person, subject` of every row that names an account."""
    import ibis

    parts = []
    for name in seen.TABLES:
        raw = warehouse.table(name)
        named = _named(raw, subject.columns)
        if named is not None:
            parts.append(raw.select(customer=raw.customer.cast("string"), subject=named).distinct())
    if not parts:
        return None
    every = ibis.union(*parts, distinct=True)
    return _persons(warehouse, every.filter(every.subject.notnull() & every.customer.notnull()))


def _named(table: Any, columns: Sequence[str]) -> Any | None:
    """Return the account that a row names; a number alone could be a customer's, so it says so."""
    import ibis

    there = [table[column].strip() for column in columns if column in table.columns]
    if not there:
        return None
    nobody = ["", *sorted(NOBODY)]
    said = ibis.coalesce(*(ibis.ifelse(one.lower().isin(nobody), None, one) for one in there))
    return ibis.ifelse(said.re_search(r"^\d+$"), ibis.literal("account ").concat(said), said)


def _homes(warehouse: Warehouse) -> Any | None:
    """Return `person, subject` of people who share an address with a few others."""
    import ibis

    if not warehouse.has(described.PEOPLE):
        return None
    people = warehouse.table(described.PEOPLE)
    place = ibis.coalesce(people.postcode, people.city)
    home = people.address.concat(" ", place).re_replace(r"[^\pL\pN]+", " ")
    told = _persons(warehouse, people.select("customer", subject=home))
    told = told.filter(told.subject.notnull()).distinct()
    homes = told.group_by("subject").aggregate(n=told.person.nunique(), name=told.person.min())
    homes = homes.filter(homes.n.between(2, MOST_AT_HOME))
    told = told.inner_join(homes, "subject")
    return told.select("person", subject=ibis.literal("household of ").concat(told.name))


def _persons(warehouse: Warehouse, told: Any) -> Any:
    import ibis

    if not warehouse.has(MAP):
        return told.select("subject", person="customer")
    names = warehouse.table(MAP).select("customer", "person")
    found = told.left_join(names, "customer")
    return found.select("subject", person=ibis.coalesce(found.person, found.customer))
