"""What a row of the file is: an event, a case with milestones, an answer, a customer, or several.

Pure: profiles and roles in, a shape out. The order of the questions is the order of the code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desirepath.errors import InputError, UsageError
from desirepath.imports import milestones, names
from desirepath.imports.milestones import Milestone
from desirepath.imports.profile import Profile
from desirepath.imports.roles import Role, Roles

EVENTS, MILESTONES, ANSWERS, CUSTOMERS = "events", "milestones", "answers", "customers"
KINDS = ("events", "feedback", "customers", "transcripts")
_SAID = (
    r"\b(?:comments?|feedback|review|verbatim|opinion|kommentar|commentaire|comentarios?|avis"
    r"|bewertung)\b"
)
_PERSONAL = (
    r"\b(?:gender|sex|age|birth|dob|email|name|surname|city|country|segment|tenure|churn|plan"
    r"|contract|income)\b"
)


_UNTELLING = re.compile(
    r"event|create|created|creation|start|started|begin|began|end|ended|open|opened|occurred"
    r"|visited|recorded|logged|entry"
)


@dataclass(frozen=True)
class Shape:
    """How rows are read. `kinds` = what they give: events, feedback, customers.

    `milestones` are set when a row is a case (or one dated thing without a touchpoint column);
    `left_out` = columns that only count the rows.
    """

    name: str
    kinds: tuple[str, ...]
    roles: Roles
    milestones: tuple[Milestone, ...] = ()
    customer_is_case: bool = False
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    """Columns of what is one turn's, where rows are turns of conversations."""
    layout: str | None = None
    """The export that the file was recognised as (`layouts`)."""


def decide(profile: Profile, roles: Roles, *, kind: str | None, stem: str, nested: bool) -> Shape:
    """Return what a row of the file is.

    `kind` is the user's word (None: find out), `stem` names a touchpoint where nothing else
    does, `nested` says that the file itself keeps cases (XES). Raises InputError when the
    table gives nothing that a journey needs.
    """
    if kind not in (None, *KINDS):
        raise UsageError(f'There is no kind "{kind}". Kinds are {", ".join(KINDS)}.')
    if kind == "transcripts":
        raise InputError(
            "No conversation is recognised in this file. Known are WebVTT, SRT, Whisper, Contact "
            "Lens, Genesys, Zendesk and Intercom JSON, and text of lines “Agent: …”, "
            "“Customer: …”."
        )
    roles = _identified(profile, roles)
    shape = _shape(profile, roles, kind, stem, nested=nested)
    return replace(shape, left_out=_counters(profile, shape.roles))


def of_turns(roles: Roles, columns: Sequence[str]) -> Shape:
    """Return the shape of a table of turns: a conversation is an event, an answer and its turns."""
    kinds = ("events", "feedback", "turns")
    return Shape(EVENTS, kinds, roles, left_out=tuple(columns), turns=tuple(columns))


def _identified(profile: Profile, roles: Roles) -> Roles:
    """Give a bare `id` column the part that the rest of the file leaves open."""
    bare = next((name for name in profile.columns if names.words(name) == "id"), None)
    taken = {role.column for role in roles.chosen.values()}
    if (
        bare is None
        or bare in taken
        or bare in roles.attributes
        or not profile.columns[bare].filled
    ):
        return roles
    unique = profile.is_unique(bare)
    if unique and "time" in roles.chosen and roles.confidence("touchpoint") >= 0.6:
        reason = 'the name "id" on a column where every row has its own value'
        return roles if "id" in roles.chosen else roles.with_role("id", Role(bare, 0.7, reason))
    if "case" not in roles.chosen and len(_actual(roles)) >= 1 and unique:
        reason = "every row has its own id, and times stand beside it"
        return roles.with_role("case", Role(bare, 0.75, reason))
    if "customer" not in roles.chosen and "case" not in roles.chosen:
        told = [name for name in profile.columns if re.search(_PERSONAL, names.words(name))]
        repeats = "time" in roles.chosen or "score" in roles.chosen
        if told or repeats:
            why = f'"{told[0]}" describes a person' if told else "its values come again"
            return roles.with_role(
                "customer", Role(bare, 0.5, f"the only id of the file, and {why}")
            )
    return roles


def _actual(roles: Roles) -> list[str]:
    return [
        name
        for name in roles.times
        if not names.is_promise(name)
        and not names.is_technical(name)
        and name not in roles.attributes
    ]


def _shape(profile: Profile, roles: Roles, kind: str | None, stem: str, *, nested: bool) -> Shape:
    if kind == "customers":
        return _customers(profile, roles, asked=True)
    if kind == "feedback":
        return _answers(profile, roles, asked=True)
    time, touchpoint = roles.column("time"), roles.column("touchpoint")
    sure = roles.confidence("touchpoint")
    cases = _own(profile, roles) if not nested else None
    stones = milestones.read([n for n in roles.times if n not in roles.attributes]) if time else ()
    # A column that says nothing but “time” is when the row happened; the others describe it.
    plain = any(not milestones.label(stone.column) for stone in stones)
    several = len(stones) >= 2 and cases is not None and not plain
    several = several and not {"time", "touchpoint"} & roles.forced
    if touchpoint and not time and _answering(roles):
        return _answers(profile, roles)
    if several and (sure < 0.55 or (sure < 0.75 and len(stones) >= 3)):
        return _milestones(roles, stones, cases or "")
    if time and touchpoint and (sure >= 0.45 or cases is None or "touchpoint" in roles.forced):
        if kind is None and _one_answer_per_row(profile, roles):
            return _answers(profile, roles)
        return _events(profile, roles)
    if several:
        return _milestones(roles, stones, cases or "")
    if kind is None and _answering(roles):
        return _answers(profile, roles)
    if time:
        single = _dated(roles, stem, cases)
        if single:
            return single
    if kind == "events":
        raise InputError(_nothing(profile, roles))
    return _customers(profile, roles)


def _own(profile: Profile, roles: Roles) -> str | None:
    """Return the column whose value is different in every row: the row is one case of it."""
    for role in ("case", "customer", "id"):
        name = roles.column(role)
        if name and profile.is_unique(name):
            return name
    return None


def _answering(roles: Roles) -> bool:
    return "score" in roles.chosen or "text" in roles.chosen


def _one_answer_per_row(profile: Profile, roles: Roles) -> bool:
    """A rating in nearly every row, and a column that names a place rather than a happening."""
    score = roles.column("score")
    if score is None or profile.columns[score].filled_share < 0.9:
        return False
    touchpoint = names.words(roles.column("touchpoint") or "")
    return not re.search(r"\b(?:event|activity|action|concept|interaction)\b", touchpoint)


def _subject(roles: Roles, fallback: str | None = None) -> tuple[Roles, bool]:
    """Return roles with a customer, and whether the case had to be it."""
    if "customer" in roles.chosen:
        return roles, False
    case = roles.column("case") or fallback
    if case is None:
        return roles, False
    role = Role(case, 0.9, f'there is no customer column, so each "{case}" is one customer')
    return roles.with_role("customer", role), True


def _events(profile: Profile, roles: Roles) -> Shape:
    roles, is_case = _subject(roles)
    if "customer" not in roles.chosen:
        raise InputError(
            "No column says whose events these are: there is neither a customer nor a case. "
            f"Columns are {_shown(profile)}. Name one with --columns customer=COLUMN."
        )
    text = roles.column("text")
    said = bool(text) and (
        "text" in roles.forced or re.search(_SAID, names.words(text or "")) is not None
    )
    feedback = "score" in roles.chosen or said
    kinds = ("events", "feedback") if feedback else ("events",)
    return Shape(EVENTS, kinds, roles, customer_is_case=is_case)


def _milestones(roles: Roles, stones: tuple[Milestone, ...], case: str) -> Shape:
    reason = f"every row has its own value, and {len(stones)} columns hold times of one case"
    known = roles.chosen.get("case")
    if known is None or known.column != case:
        if roles.column("id") == case:
            roles = roles.with_role("id", None)
        roles = roles.with_role("case", Role(case, 0.85, reason))
    roles, is_case = _subject(roles, case)
    for role in ("touchpoint", "session"):
        if role not in roles.forced:
            roles = roles.with_role(role, None)
    found = roles.chosen["time"]
    columns = ", ".join(stone.column for stone in stones)
    roles = roles.with_role(
        "time", Role(columns, found.confidence, f"{len(stones)} columns hold times of one case")
    )
    feedback = "score" in roles.chosen or "text" in roles.chosen
    kinds = ("events", "feedback") if feedback else ("events",)
    notes = [
        "One row is one case: " + "; ".join(f"{s.column} is “{s.touchpoint}”" for s in stones) + "."
    ]
    notes += [
        f"{s.promise} is a promise: it makes no event but says whether “{s.touchpoint}” was on "
        f"time (attribute “{s.attribute}”)."
        for s in stones
        if s.promise
    ]
    return Shape(MILESTONES, kinds, roles, stones, is_case, notes=tuple(notes))


def _dated(roles: Roles, stem: str, case: str | None) -> Shape | None:
    """One time column and no touchpoint column: what happened is in the column's or file's name."""
    customer = roles.column("customer")
    if customer is None and roles.column("case") is None:
        return None
    if case is not None and case == customer and "case" not in roles.chosen:
        return None  # one row per customer: a birthday or sign-up date describes, it is no journey
    time = roles.chosen["time"]
    title = milestones.label(time.column)
    if not title or _UNTELLING.fullmatch(names.words(title)):
        title = names.human(names.words(stem)) or "Event"
    stone = Milestone(touchpoint=title, column=time.column)
    roles, is_case = _subject(roles)
    feedback = "score" in roles.chosen
    return Shape(
        MILESTONES,
        ("events", "feedback") if feedback else ("events",),
        roles.with_role("touchpoint", None),
        (stone,),
        is_case,
        notes=(f"No column says what happened: every row is taken as “{title}” (a guess).",),
    )


def _answers(profile: Profile, roles: Roles, *, asked: bool = False) -> Shape:
    if not _answering(roles):
        raise InputError(
            "No column holds a rating or a text, so there is no feedback in this file. "
            f"Columns are {_shown(profile)}. Name one with --columns score=COLUMN or text=COLUMN."
        )
    question = roles.question
    if "touchpoint" in roles.chosen and roles.confidence("touchpoint") < 0.72:
        weak = roles.column("touchpoint") or ""
        roles = roles.with_role("touchpoint", None) if "touchpoint" not in roles.forced else roles
        roles = replace(roles, attributes=roles.attributes | {weak})
    if "touchpoint" not in roles.chosen and question:
        reason = f'the name "{question}" says what was asked about'
        roles = roles.with_role("touchpoint", Role(question, 0.85, reason))
    case = roles.column("case")
    is_case = "customer" not in roles.chosen and case is not None
    roles, _ = _subject(roles)
    customer = roles.column("customer")
    kinds: tuple[str, ...] = ("feedback",)
    notes: tuple[str, ...] = ()
    if customer is None:
        notes = ("No column says who answered: the answers belong to no customer.",)
    elif not asked and not is_case and _respondents(profile, roles, customer):
        kinds = ("feedback", "customers")
    return Shape(ANSWERS, kinds, roles, customer_is_case=is_case, notes=notes)


def _respondents(profile: Profile, roles: Roles, customer: str) -> bool:
    """One row per respondent, with columns that describe them: they are customers' attributes."""
    if {"id", "touchpoint"} & set(roles.chosen) or not profile.is_unique(customer):
        return False
    used = {role.column for role in roles.chosen.values()} | set(roles.scores)
    return any(name not in used for name, column in profile.columns.items() if column.filled)


def _customers(profile: Profile, roles: Roles, *, asked: bool = False) -> Shape:
    customer = roles.column("customer")
    happening = "touchpoint" in roles.chosen
    for role in (
        "time",
        "touchpoint",
        "channel",
        "value",
        "score",
        "text",
        "session",
        "case",
        "id",
    ):
        if role not in roles.forced:
            roles = roles.with_role(role, None)
    notes: tuple[str, ...] = ()
    if customer is None and not asked:
        raise InputError(_nothing(profile, roles))
    if customer is None:
        notes = (
            "No column says who the customer is: every row is taken as a customer of its own.",
        )
    elif not asked and "customer" not in roles.forced:
        single = _single(profile, customer)
        if single is None and names.cue("customer", customer) >= 0.9 and not happening:
            few = profile.columns[customer].distinct * 2 >= profile.rows
            single = customer if few else None
        if single is None:
            raise InputError(_nothing(profile, roles))
        if single != customer:
            reason = f'every row has its own value, which "{customer}" has not'
            roles, customer = roles.with_role("customer", Role(single, 0.6, reason)), single
    others = [name for name, c in profile.columns.items() if name != customer and c.filled]
    if not others:
        raise InputError(_nothing(profile, roles))
    return Shape(CUSTOMERS, ("customers",), roles, notes=notes)


def _single(profile: Profile, customer: str) -> str | None:
    """Return the column that names one customer per row: the customer's, else another id."""
    others = [
        name
        for name in profile.columns
        if names.cue("customer", name) >= 0.6 or names.words(name) == "id"
    ]
    return next((name for name in (customer, *others) if profile.is_unique(name)), None)


def _nothing(profile: Profile, roles: Roles) -> str:
    customer = roles.column("customer")
    if customer is None:
        lacking = "it has no customer and no case among its columns, and no rating or text"
    else:
        lacking = (
            f'beside the customer ("{customer}") it has neither a time with a touchpoint, a '
            "rating, a text, nor attributes with one row per customer"
        )
    return (
        f"Nothing in this table can become a journey: {lacking}. Columns are {_shown(profile)}. "
        "Say what they are with --columns customer=COLUMN,touchpoint=COLUMN,time=COLUMN."
    )


def _shown(profile: Profile, most: int = 12) -> str:
    found = [
        name if column.filled else f"{name} (empty)" for name, column in profile.columns.items()
    ]
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def _counters(profile: Profile, roles: Roles) -> tuple[str, ...]:
    """Return columns without a name that only count the rows: an index that a tool wrote."""
    taken = {role.column for role in roles.chosen.values()}
    if all(names.is_generated(name) for name in profile.columns):
        return ()
    return tuple(
        name
        for name, column in profile.columns.items()
        if name not in taken
        and (names.is_generated(name) or names.words(name).startswith("unnamed"))
        and column.number_share == 1.0
        and column.fraction_share == 0
        and profile.is_unique(name)
    )
