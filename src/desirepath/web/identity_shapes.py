"""The shapes of what the routes about who is who take and answer."""

from __future__ import annotations

from pydantic import BaseModel

from desirepath.web.shapes import Open


class IdentifierSeen(BaseModel):
    """One identifier: its kind and value."""

    kind: str
    value: str


class Weight(BaseModel):
    """What one field says about two records: log2 of m/u, negative where it speaks against."""

    field: str
    weight: float


class NameOf(BaseModel):
    """What a source calls a person, and what stood beside it."""

    name: str
    kind: str | None
    identifiers: list[IdentifierSeen]


class LinkOf(Open):
    """One link between names of a person: why, how sure, from where and since when."""

    kind: str
    value: str | None
    names: list[str]
    reason: str
    confidence: float
    sources: list[str]
    first: str | None
    rows: int
    why: list[Weight]
    decision: int | None = None
    note: str | None = None


class SharedIdentifier(Open):
    """An identifier that several people use, so it links nobody."""

    kind: str
    value: str
    customers: int
    reason: str


class Perhaps(BaseModel):
    """Somebody who is alike, but not enough."""

    customer: str
    name: str
    probability: float
    why: list[Weight]


class Who(BaseModel):
    """One person: names, links, what does not count, and who is perhaps the same.

    `subject` is the account or household whose journeys theirs are; `members` are its people.
    """

    customer: str
    names: list[NameOf]
    links: list[LinkOf]
    shared: list[SharedIdentifier]
    perhaps: list[Perhaps]
    subject: str | None = None
    members: list[str] = []


class SharedKind(Open):
    """How many identifiers of a kind link nobody, and why."""

    kind: str
    reason: str
    identifiers: int
    customers: int


class Whole(Open):
    """What is linked in all, and how sure the number of customers is (95 % interval)."""

    policy: str
    country: str | None
    compare: str
    named: int
    customers: int
    expected: float
    low: int
    high: int
    linked: int
    identifiers: dict[str, int]
    shared: list[SharedKind]
    perhaps: int
    decisions: int


class IdentitySettings(BaseModel):
    """Settings to change; what is left out stays."""

    policy: str | None = None
    country: str | None = None
    compare: str | None = None


class DecisionWanted(BaseModel):
    """A decision to be made; split takes one customer, the others two."""

    kind: str
    one: str
    other: str | None = None
    note: str = ""
    author: str = ""


class Decided(BaseModel):
    """A decision; `undone` is when it was taken back."""

    id: int
    kind: str
    one: str
    other: str | None
    note: str
    author: str
    created: str
    undone: str | None
