"""Which columns say who somebody is, beside the customer's own: the edges of the identity graph.

Kinds of identifiers, from the one that says most to the one that says least: `user` (an id of
another system), `email`, `phone`, `card`, `device` (device, cookie, visitor). Columns that only
describe (names, birth date, address) identify nobody alone, but together they do.

Careful on purpose, as two people who become one are worse than one who stays two: names of
columns and contents must agree, and a column about an employee, a shop or a thing never counts.
"""

# ruff: noqa: E501 - a cue is read as one line
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desirepath.imports import names
from desirepath.imports.profile import Column
from desirepath.imports.roles import Roles

KINDS = ("user", "email", "phone", "card", "device")
DESCRIBING = ("name", "first_name", "last_name", "birth", "address", "postcode", "city")
USER, DEVICE = "user", "device"

EMAIL = re.compile(r"^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?[\d\s().\-/]{7,24}$")
_OTHERS = (
    r"\b(?:agent|employee|staff|owner|manager|assigned|created|updated|modified|handled|closed|author|by"
    r"|sender|from|to|cc|bcc|reply|branch|store|shop|team|support|emergency|company|campaign|product|item)\b"
)
_BEFORE = r"(?:(?:crm|shop|web|app|external|previous|old|new|legacy|master|global|properties|traits|context traits) )?"
_WHO = (
    r"(?:customer|client|user|visitor|member|subscriber|patient|guest|contact|profile|distinct"
    r"|kunden|kunde|benutzer|nutzer|mitglied|utilisateur|cliente|usuario)"
)
_NUMBER = r"(?: (?:id|no|nr|num|number|nummer|numero|key|uuid|guid))"
_CUES = {
    "device": r"(?:\w+ )?(?:(?:anonymous|visitor|cookie|device|browser|installation|fullvisitor|advertising)(?: user)?(?: unique)?(?: pseudo)? id|anonymousid|visitorid|cookie|idfa|gaid|ga client id)$",
    "email": r"(?:.* )?(?:email|mail)(?: address| adresse)?$",
    "phone": r"(?:.* )?(?:phone|mobile|msisdn|cell|handy|telephone|telefon|telefono|telefone|tel|whatsapp|mobil)(?: (?:number|no|nr|nummer))?$|^(?:handynummer|telefonnummer|mobilnummer|rufnummer)$",
    "card": r"(?:.* )?(?:loyalty|customer|member|membership|bonus|club|kunden|frequent flyer)(?: card)?(?: (?:card|no|id|number|nr|nummer))+$|(?:.* )?(?:loyalty|customer|member|membership|bonus|club) card$|^(?:kundenkarte|bonuskarte|kartennummer)$",
    "user": rf"{_BEFORE}{_WHO}(?: unique)?{_NUMBER}+$|^(?:userid|customerid|clientid|previousid|externalid)$|^(?:previous|external) id$",
}
_TELLING = {
    "first_name": r"(?:.* )?(?:first ?name|given ?name|forename|vorname|prenom|nombre)$",
    "last_name": r"(?:.* )?(?:last ?name|surname|family ?name|nachname|familienname|nom|apellido|apellidos)$",
    "name": rf"(?:full |display )?name$|^(?:{_WHO}|person|lead) (?:full )?name$",
    "address": r"(?:.* )?(?:street(?: address)?|address(?: line)?(?: 1)?|strasse|anschrift|rue|calle)$",
    "postcode": r"(?:.* )?(?:zip(?: code)?|zipcode|post ?code|postal ?code|plz|code postal)$",
    "city": r"(?:.* )?(?:city|town|ort|stadt|ville|ciudad)$",
}
LEAST_FIT = 0.8


@dataclass(frozen=True)
class Identifier:
    """One column that says who somebody is, how sure that is (0…1) and why."""

    column: str
    kind: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Found:
    """Identifier columns, describing columns (role → column) and what the customer column holds."""

    identifiers: tuple[Identifier, ...] = ()
    describing: Mapping[str, str] | None = None
    customer: str = USER

    def facts(self, usable: Mapping[str, str]) -> dict[str, object]:
        """Return what is kept with the import; only columns that are stored are of use."""
        return {
            "identifiers": {
                one.column: one.kind for one in self.identifiers if one.column in usable
            },
            "describing": {
                role: column for role, column in (self.describing or {}).items() if column in usable
            },
            "customer_kind": self.customer,
        }

    def report(self, usable: Mapping[str, str]) -> list[dict[str, object]]:
        """Return the identifiers as the import report tells them."""
        return [
            {"column": one.column, "kind": one.kind, "confidence": one.confidence,
             "reason": one.reason}
            for one in self.identifiers
            if one.column in usable
        ]  # fmt: skip


def find(columns: Mapping[str, Column], roles: Roles) -> Found:
    """Return who columns identify and describe; what the user said goes before."""
    forced = {column: role for role, column in roles.identifying.items()}
    found = [
        Identifier(column, role, 1.0, "you said so")
        for column, role in forced.items()
        if role in KINDS
    ]
    describing = {role: column for column, role in forced.items() if role in DESCRIBING}
    taken = {role.column for role in roles.chosen.values()} | set(roles.times) | roles.attributes
    for name, column in columns.items():
        if name in taken or name in forced or not column.said:
            continue
        kind = _kind(column)
        if kind is not None:
            found.append(kind)
            continue
        role = _tells(column)
        # What happens has a name too: of a page, of an event.
        if role is not None and (role != "name" or "touchpoint" not in roles.chosen):
            describing.setdefault(role, name)
    birth = next((name for name in columns if names.is_birth(name) and name not in forced), None)
    if birth is not None and birth not in taken:
        describing.setdefault("birth", birth)
    customer = roles.column("customer")
    own = _own_kind(columns[customer]) if customer and customer in columns else USER
    return Found(tuple(found), describing, own)


def _kind(column: Column) -> Identifier | None:
    said = names.words(column.name)
    if re.search(_OTHERS, said):
        return None
    for kind, pattern in _CUES.items():
        fit = _FITS[kind](column)
        if fit >= LEAST_FIT and re.match(pattern, said):
            reason = f'the name "{column.name}" says {kind} and its values fit'
            return Identifier(column.name, kind, round(0.95 * fit, 2), reason)
    if _email(column) >= LEAST_FIT:
        return Identifier(column.name, "email", 0.75, "its values are e-mail addresses")
    return None


def _own_kind(column: Column) -> str:
    """Return what the customer column holds; where names and contents say nothing, ids."""
    if _email(column) >= LEAST_FIT:
        return "email"
    said = names.words(column.name)
    for kind in ("phone", "device", "card"):
        if re.match(_CUES[kind], said) and _FITS[kind](column) >= LEAST_FIT:
            return kind
    return USER


def _tells(column: Column) -> str | None:
    said = names.words(column.name)
    if re.search(_OTHERS, said) or column.words > 8:
        return None
    for role, pattern in _TELLING.items():
        if re.match(pattern, said):
            return role if column.distinct > 1 else None
    return None


def _share(column: Column, test: re.Pattern[str]) -> float:
    return sum(bool(test.match(text.strip())) for text in column.said) / len(column.said)


def _email(column: Column) -> float:
    return _share(column, EMAIL) if column.said else 0.0


def _phone(column: Column) -> float:
    if column.time_share > 0.1:
        return 0.0
    fits = sum(
        bool(_PHONE.match(text)) and 7 <= sum(map(str.isdigit, text)) <= 15 for text in column.said
    )
    return fits / len(column.said)


def _machine(column: Column) -> float:
    """Made by a machine, and not a short list to choose from."""
    many = column.distinct >= min(20, 0.2 * column.filled)
    return column.id_share if many and column.words <= 1.5 else 0.0


def _number(column: Column) -> float:
    whole = column.fraction_share == 0 and column.words <= 1.5
    return 1.0 if whole and column.distinct >= min(20, 0.2 * column.filled) else 0.0


_FITS = {
    "device": _machine,
    "email": _email,
    "phone": _phone,
    "card": _machine,
    "user": _number,
}
