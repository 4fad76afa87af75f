"""How bold the linking is: the section `[identity]` of the settings, and what was set by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from desirepath.errors import UsageError

if TYPE_CHECKING:
    from desirepath.store.book import Book

POLICIES = ("strict", "balanced", "wide")
EXACT = {
    "strict": ("user", "email"),
    "balanced": ("user", "email", "phone", "card", "device"),
    "wide": ("user", "email", "phone", "card", "device"),
}
"""Kinds of identifiers that link by themselves."""
ALIKE = {"strict": None, "balanced": 0.8, "wide": 0.5}
"""From which probability on two records that are alike are one person; None: never."""
COMPARE = ("auto", "always", "never")


@dataclass(frozen=True)
class Settings:
    """The policy, the country of phone numbers without a prefix, and when names are compared.

    `compare`: auto = where sources name customers in their own ways.
    """

    policy: str = "balanced"
    country: str | None = None
    compare: str = "auto"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of identifiers that link by themselves."""
        return EXACT[self.policy]

    @property
    def alike(self) -> float | None:
        """The least probability of a link by likeness."""
        return ALIKE[self.policy] if self.compare != "never" else None

    def document(self) -> dict[str, Any]:
        """Return the settings as JSON."""
        return asdict(self)


def settings_of(book: Book) -> Settings:
    """Return what holds in a workspace; raises UsageError for a word that means nothing."""
    return checked(dict(book.setting("identity") or {}))


def checked(given: dict[str, Any]) -> Settings:
    """Return settings of plain values; raises UsageError with what is possible."""
    known = {name: given[name] for name in ("policy", "country", "compare") if given.get(name)}
    found = Settings(**{name: str(value) for name, value in known.items()})
    for name, words in (("policy", POLICIES), ("compare", COMPARE)):
        if getattr(found, name) not in words:
            raise UsageError(
                f"{name} under [identity] is one of {', '.join(words)}, "
                f'not "{getattr(found, name)}".'
            )
    if found.country is not None:
        from desirepath.identity.phones import check

        check(found.country)
    return found
