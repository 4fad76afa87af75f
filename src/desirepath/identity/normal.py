"""Identifiers written in one way, and those that are nobody's: role addresses, placeholders.

Role addresses: RFC 2142 and what companies of several languages put before the @.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from desirepath.identity import phones

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

EMAIL = r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]@]+\.[a-z]{2,}"
PLAIN = {
    "user": r"^[A-Za-z0-9._:@+\-][A-Za-z0-9._:@+\- ]*[A-Za-z0-9._:@+\-]$",
    "email": r"^[a-z0-9._%+\-]+@[a-z0-9.\-]+\.[a-z]{2,}$",
    "card": r"^[a-z0-9]{2,}$",
    "device": r"^[a-z0-9._:\-]{2,}$",
}
"""What needs no other spelling, by kind; most identifiers are such."""
SPELLED = ("email", "phone", "card", "device")
"""Kinds that are not left as they are written."""
ROLES = frozenset(
    """
    abuse accounting accounts accueil admin administration administrator atencion billing
    bestellung buchhaltung comercial contact contacto contato donotreply einkauf email empfang
    enquiries feedback finance hallo hello help helpdesk hi hostmaster hr info invoice it jobs
    kontakt kundenservice mail marketing newsletter no-reply noc noreply office orders
    post postmaster purchasing reception rechnung root sales secretariat security service
    servicio shop store support team test vente ventas vertrieb webmaster zentrale
    """.split()  # noqa: SIM905 - read as prose
)
NOBODY = frozenset(
    """
    - -1 0 1 anonymous guest n/a na nan nil none null test tbd undefined unknown unbekannt xxx
    00000000-0000-0000-0000-000000000000
    """.split()  # noqa: SIM905 - read as prose
)


def normal(kind: str, raw: Any, country: str | None) -> Any:
    """Return the values of a column of one kind in one writing; null where it is nobody's.

    Users stay as written, e-mails and devices in lower case, cards without gaps, phones as E.164.
    For a few rows: of many, `normalised` takes a tenth of the time.
    """
    text = phones.written(raw) if kind == "phone" else raw.strip()
    value = _spelled(kind, text, phones.digits_of(text), country)
    return _known(text, value)


def normalised(warehouse: Warehouse, rows: Any, country: str | None) -> Any:
    """Return rows of `kind, raw` and more with `value` for `raw`; nobody's are left out.

    Most are written in the one way already. The others go step by step, each in a table: one
    expression of all steps repeats the first a hundred times.
    """
    import ibis

    step = rows.mutate(plain=_plain(rows.kind, rows.raw).fill_null(False))
    step = warehouse.create("__who_plain", step, temp=True)
    plain = step.filter(step.plain).drop("plain").rename(value="raw")
    rows = step.filter(~step.plain & step.raw.notnull())
    if not warehouse.value(rows.count()):
        return plain
    text = ibis.ifelse(rows.kind == "phone", phones.written(rows.raw), rows.raw.strip())
    rows = rows.mutate(text=text).drop("raw", "plain")
    step = warehouse.create("__who_written", rows, temp=True)
    digits = ibis.ifelse(step.kind == "phone", phones.digits_of(step.text), ibis.null("string"))
    step = warehouse.create("__who_digits", step.mutate(digits=digits), temp=True)
    spelled = {kind: _spelled(kind, step.text, step.digits, country) for kind in SPELLED}
    value = ibis.cases(
        *((step.kind == kind, one) for kind, one in spelled.items()), else_=step.text
    )
    step = warehouse.create("__who_spelled", step.mutate(value=value), temp=True)
    made = step.mutate(value=_known(step.text, step.value)).drop("text", "digits")
    return plain.union(made.filter(made.value.notnull()).select(*plain.columns))


def forget(warehouse: Warehouse) -> None:
    """Remove the tables of `normalised`."""
    for name in ("__who_plain", "__who_written", "__who_digits", "__who_spelled"):
        warehouse.drop(name)


def _plain(kind: Any, raw: Any) -> Any:
    """Say what is written in the one way already."""
    import ibis

    return ibis.cases(
        (kind == "email", raw.re_search(PLAIN["email"])),
        (kind == "phone", phones.plain(raw)),
        # words in a list would be one join for every mention
        *((kind == one, raw.re_search(PLAIN[one]) & ~raw.re_search(_nobody()))
          for one in ("user", "card", "device")),
        else_=False,
    )  # fmt: skip


@cache
def _nobody() -> str:
    return f"(?i)^(?:{'|'.join(map(re.escape, sorted(NOBODY)))})$"


def _spelled(kind: str, text: Any, digits: Any, country: str | None) -> Any:
    if kind == "email":
        return text.lower().re_extract(EMAIL, 0).nullif("")
    if kind == "phone":
        return phones.number(text, digits, country)
    if kind == "card":
        return text.lower().re_replace(r"[\s\-]", "")
    return text.lower() if kind == "device" else text


def _known(text: Any, value: Any) -> Any:
    import ibis

    known = ~text.lower().isin(sorted(NOBODY)) & (value.length() >= 2)
    return ibis.ifelse(known, value, ibis.null("string"))


def is_role(value: Any) -> Any:
    """Say of e-mail addresses whether they are those of a role, not of a person."""
    # Most begin with no such word, which is told sooner than what a whole address comes down to.
    perhaps = value.re_extract(r"^[a-z]+(?:-[a-z]+)?", 0).isin(sorted(ROLES))
    local = value.split("@")[0].re_replace(r"[.+_\-]?\d*$", "").re_replace(r"\+.*$", "")
    return perhaps & local.isin(sorted(ROLES))
