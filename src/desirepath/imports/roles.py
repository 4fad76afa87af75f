"""Which column plays which part: names and contents together, each with confidence and reason.

Pure: profiles in, roles out. The user's word always wins; a role that two columns could play
goes to the one whose name says it more strongly, then to the one that stands further left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from desirepath.errors import UnknownName, UsageError
from desirepath.imports import forms, names
from desirepath.imports.profile import Column, Profile

POINTS = 11
"""Different answers of a rating, at most."""
LEAST = 0.3
_LANGUAGE = re.compile(r"^(?:[a-z]{2,3}(?:[-_][a-z]{2,4})?|[^\W\d_]{4,14})$", re.IGNORECASE)
_SCORE = re.compile(
    r"^\d+(?:[.,]\d+)?\s*(?:/|of|out of|stars?|von|de|[-–(:]).*$|^[★☆⭐]+$", re.IGNORECASE
)


@dataclass(frozen=True)
class Role:
    """One column's part, how sure that is (0…1) and why."""

    column: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Roles:
    """The parts of a file's columns.

    `times` = every column that holds times, in file order; `fallbacks` = columns that name the
    customer where the customer's column is empty; `question` = the column with a question's
    wording or code; `scores` = further rating columns beside the one in `chosen`; `identifying` =
    kind of identifier → column, as far as the user said so.
    """

    chosen: Mapping[str, Role]
    times: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    question: str | None = None
    scores: tuple[str, ...] = ()
    forced: frozenset[str] = frozenset()
    attributes: frozenset[str] = field(default_factory=frozenset)
    identifying: Mapping[str, str] = field(default_factory=dict)

    def column(self, role: str) -> str | None:
        """Return the column of a role, None when no column plays it."""
        found = self.chosen.get(role)
        return found.column if found else None

    def confidence(self, role: str) -> float:
        """Return how sure a role is, 0 when no column plays it."""
        found = self.chosen.get(role)
        return found.confidence if found else 0.0

    def with_role(self, name: str, role: Role | None) -> Roles:
        """Return the same with one role given to a column, or taken away."""
        chosen = {key: value for key, value in self.chosen.items() if key != name}
        return replace(self, chosen=chosen | ({name: role} if role else {}))


def choose(profile: Profile, given: Mapping[str, object]) -> Roles:
    """Return the roles of a file's columns.

    `given` is role → column as the user said it. Raises UnknownName for a column that the file
    lacks and UsageError for a word that is no role.
    """
    forced, kept, identifying = _given(profile, given)
    free = {
        name: column
        for name, column in profile.columns.items()
        if name not in kept and column.filled and name not in identifying.values()
    }
    taken = {role.column for role in forced.values()}
    chosen = dict(forced)
    timely = tuple(name for name, column in free.items() if holds_times(column))
    for role, judge in _JUDGES.items():
        if role in chosen:
            continue
        best = _best(role, judge, free, taken, timely)
        if best:
            chosen[role] = best
            taken.add(best.column)
    roles = Roles(
        chosen=chosen,
        times=timely,
        forced=frozenset(forced),
        attributes=frozenset(kept),
        identifying=identifying,
        fallbacks=_fallbacks(chosen, free, taken),
        question=_question(chosen, free, taken),
        scores=_more_scores(chosen, free, taken, timely),
    )
    return _by_content(profile, roles, free)


def holds_times(column: Column) -> bool:
    """Say whether a column holds times, by its contents, with the name's help for numbers."""
    if names.is_birth(column.name):
        return False
    if column.time_share >= 0.6:
        return True
    told = names.cue("time", column.name) >= 0.75 or names.is_promise(column.name)
    share = column.time_share + column.number_time_share
    return told and (column.time_share >= 0.3 or share >= 0.9)


def _given(
    profile: Profile, given: Mapping[str, object]
) -> tuple[dict[str, Role], set[str], dict[str, str]]:
    roles: dict[str, Role] = {}
    attributes: set[str] = set()
    identifying: dict[str, str] = {}
    lower = {name.casefold(): name for name in reversed(list(profile.columns))}
    for role, said in given.items():
        if role not in names.ROLES + names.IDENTIFYING:
            raise UsageError(
                f'"{role}" is no role of a column. Roles are {", ".join(names.ROLES)}, and '
                f"{', '.join(names.IDENTIFYING)} for who somebody is; "
                "write --columns ROLE=COLUMN."
            )
        for wanted in [said] if isinstance(said, str) else list(said):  # type: ignore[call-overload]
            name = wanted if wanted in profile.columns else lower.get(str(wanted).casefold())
            if name is None:
                raise UnknownName("column", str(wanted), profile.columns, where="in the file")
            if role == "attribute":
                attributes.add(name)
            elif role in names.IDENTIFYING:
                identifying[role] = name
            else:
                roles[role] = Role(name, 1.0, "you said so")
    return roles, attributes, identifying


def _best(
    role: str,
    judge: Callable[[Column, float], float],
    free: Mapping[str, Column],
    taken: set[str],
    timely: tuple[str, ...],
) -> Role | None:
    best: tuple[float, int, Role] | None = None
    for name, column in free.items():
        if name in taken or (name in timely) != (role == "time"):
            continue
        cue = names.cue(role, name)
        fit = judge(column, cue)
        if cue * fit < LEAST:
            continue
        found = Role(name, round(cue * fit, 2), _reason(role, column, fit))
        key = (cue * fit + 0.02 * column.filled_share, -column.place)
        if best is None or key > (best[0], best[1]):
            best = (*key, found)
    return best[2] if best else None


def _reason(role: str, column: Column, fit: float) -> str:
    many = f"{'' if column.exact else 'about '}{column.distinct}"
    content = {
        "time": "its values are times",
        "customer": f"it has {many} different values",
        "case": f"it has {many} different values",
        "touchpoint": f"it has {many} labels",
    }.get(role, "its values fit")
    content = content if fit >= 0.9 else "its values fit only partly"
    return f'the name "{column.name}" says {role} and {content}'


def _identity(column: Column, _cue: float) -> float:
    if column.words > 4 or column.length > 100 or column.fraction_share > 0.2:
        return 0.0
    if column.rows > 50 and column.distinct < 2:
        return 0.5
    return 1.0


def _matter(column: Column, cue: float) -> float:
    few = column.rows > 50 and column.rows_per_value > 500
    if few or (cue < 0.9 and column.id_share < 0.5):
        return 0.0
    return _identity(column, cue)


def _label(column: Column, cue: float) -> float:
    if column.words > 12 or column.kind == "flag":
        return 0.0
    fit = 1.0
    if column.number_share > 0.9:
        fit = 0.65 if cue >= 0.9 else 0.3
    if column.rows > 50 and column.distinct >= 0.9 * column.filled:
        fit *= 0.4
    return fit if column.filled_share >= 0.5 else fit * 0.7


def _channel(column: Column, cue: float) -> float:
    if (
        column.number_share > 0.5
        or column.words > 4
        or (column.rows > 50 and column.distinct > 100)
    ):
        return 0.0
    if cue >= 0.8:
        return 1.0
    known = {text.casefold() for text in column.said}
    return 1.0 if known and len(known & names.CHANNEL_WORDS) >= 0.5 * len(known) else 0.0


def _single(column: Column, cue: float) -> float:
    """An event's own id: no two rows share it, repeated deliveries aside."""
    least = 0.5 if cue >= 0.9 else 0.95
    unique = column.distinct >= least * column.filled and column.filled_share >= 0.5
    return _identity(column, cue) if unique and cue > 0.6 else 0.0


def _amount(column: Column, _cue: float) -> float:
    return 1.0 if column.number_share >= 0.9 else 0.0


def _score(column: Column, _cue: float) -> float:
    rated = sum(bool(_SCORE.match(text)) for text in column.said) / max(1, len(column.said))
    if column.number_share + rated < 0.6 or column.distinct > 120:
        return 0.0
    top = 11 if names.instrument(column.name) == "nps" else 100  # 11 is a usual “don't know”
    fits = sum(0 <= number <= top for number in column.numbers)
    return 1.0 if fits >= 0.8 * len(column.numbers) else 0.0


def _sentence(column: Column, cue: float) -> float:
    if column.number_share > 0.5 or column.kind != "text":
        return 0.0
    if cue >= 0.9:
        return 1.0
    # “notes”, “reason”: sentences of their own, not a short list to choose from
    return 1.0 if column.words >= 3 and column.distinct >= 0.3 * column.filled else 0.0


def _tongue(column: Column, _cue: float) -> float:
    fits = sum(bool(_LANGUAGE.match(text.split("/")[0])) for text in column.said)
    few = column.distinct <= 60
    return 1.0 if few and column.said and fits >= 0.5 * len(column.said) else 0.0


_JUDGES: dict[str, Callable[[Column, float], float]] = {
    "time": lambda _column, _cue: 1.0,
    "customer": _identity,
    "session": _identity,
    "case": _matter,
    "id": _single,
    "score": _score,
    "text": _sentence,
    "touchpoint": _label,
    "channel": _channel,
    "language": _tongue,
    "value": _amount,
}


def _fallbacks(
    chosen: Mapping[str, Role], free: Mapping[str, Column], taken: set[str]
) -> tuple[str, ...]:
    """A web tracker knows the visitor before it knows who that is."""
    customer = chosen.get("customer")
    if customer is None or customer.column not in free or free[customer.column].filled_share >= 1:
        return ()
    return tuple(
        name
        for name in free
        if name not in taken
        and re.search(r"\b(?:anonymous|visitor|cookie|device)\b", names.words(name))
        and names.cue("customer", name) >= 0.7
    )


def _question(
    chosen: Mapping[str, Role], free: Mapping[str, Column], taken: set[str]
) -> str | None:
    told = {
        name: names.cue("question", name)
        for name, column in free.items()
        if name not in taken and _label(column, 1.0) > 0
    }
    if not told or ("score" not in chosen and "text" not in chosen):
        return None
    name, cue = max(told.items(), key=lambda item: item[1])
    return name if cue >= 0.75 else None


def _more_scores(
    chosen: Mapping[str, Role], free: Mapping[str, Column], taken: set[str], timely: tuple[str, ...]
) -> tuple[str, ...]:
    """Several questions in one row: only names that say which question it is.

    What was expected stands beside how it was: `expectation (1-5)`, in a few whole points.
    """
    if "score" not in chosen:
        return ()
    return tuple(
        name
        for name, column in free.items()
        if name not in taken
        and name not in timely
        and (
            (names.cue("score", name) >= 0.9 and names.instrument(name))
            or (names.expects(name) and column.distinct <= POINTS)
        )
        and _score(column, 1.0)
    )


def _by_content(profile: Profile, roles: Roles, free: Mapping[str, Column]) -> Roles:
    """Fill what names did not say from contents alone."""
    from desirepath.imports import contents

    if "time" not in roles.chosen:
        roles = contents.find_time(roles, free)
    roles = contents.find_rest(profile, roles, free)
    if "time" not in roles.chosen and "touchpoint" in roles.chosen:
        roles = _broken_time(roles, free)
    return roles


def _broken_time(roles: Roles, free: Mapping[str, Column]) -> Roles:
    """Take a column that is clearly meant to be the time, so that its faults can be told."""
    taken = {role.column for role in roles.chosen.values()}
    told = [name for name in free if name not in taken and names.cue("time", name) >= 0.9]
    if not told or "score" in roles.chosen or not {"customer", "case"} & set(roles.chosen):
        return roles
    role = Role(told[0], LEAST, f'only the name "{told[0]}" says time, its values are hardly any')
    return replace(roles, times=(*roles.times, told[0])).with_role("time", role)


def is_number_time(column: Column) -> bool:
    """Say whether a column's times are written as bare numbers."""
    return column.kind == "number" or any(
        form in (forms.EPOCH, forms.SERIAL, forms.COMPACT) for form in column.forms
    )
