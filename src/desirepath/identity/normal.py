"""Identifiers written in one way, and those that are nobody's: role addresses, placeholders.

Role addresses: RFC 2142 and what companies of several languages put before the @.
"""

from __future__ import annotations

from typing import Any

from desirepath.identity import phones

EMAIL = r"[^\s<>\"',;:()\[\]]+@[^\s<>\"',;:()\[\]@]+\.[a-z]{2,}"
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
    """
    import ibis

    text = raw.strip()
    low = text.lower()
    if kind == "email":
        value = low.re_extract(EMAIL, 0).nullif("")
    elif kind == "phone":
        value = phones.normal(text, country)
    elif kind == "card":
        value = low.re_replace(r"[\s\-]", "")
    else:
        value = low if kind == "device" else text
    known = ~low.isin(sorted(NOBODY)) & (value.length() >= 2)
    return ibis.ifelse(known, value, ibis.null("string"))


def is_role(kind: Any, value: Any) -> Any:
    """Say of identifiers whether they are an address of a role, not of a person."""
    local = value.split("@")[0].re_replace(r"[.+_\-]?\d*$", "").re_replace(r"\+.*$", "")
    return (kind == "email") & local.isin(sorted(ROLES))
