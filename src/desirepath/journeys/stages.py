"""The stage and channel of every touchpoint: proposed from the events, corrected by people.

How a stage is proposed stands in `scoring.py`. A correction is kept in the book under the
touchpoint's name, wins over the proposal and survives new imports. Stages have a fixed order
(`STAGES`); a stage with another name stands where its touchpoints lie in the journeys.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.errors import InputError, UnknownName, UsageError, unknown_sentence
from desirepath.journeys import channels
from desirepath.journeys.course import neighbours
from desirepath.journeys.names import fold
from desirepath.journeys.profile import Facts, Profile
from desirepath.journeys.scoring import STAGES, Scored, score

if TYPE_CHECKING:
    from desirepath.journeys.goals import Goal
    from desirepath.journeys.tables import Tables
    from desirepath.store.book import Book

__all__ = ["STAGES", "Proposal", "canonical", "correct", "export", "load", "order", "propose"]

PARTS = ("stage", "channel")
Correction = str | Mapping[str, str | None] | None
COLUMNS = ("touchpoint", "stage", "channel", "confidence", "reason", "set_by")
YOU = "you"

_ALIASES = {
    "Awareness": "attention, attract, aware, discovery, discover, reach, subscriber, visitor, "
    "visitors, acquisition",
    "Consideration": "interest, evaluation, research, consider, lead, mql, exploration",
    "Decision": "desire, intent, selection, sql, opportunity, trial, choose",
    "Purchase": "action, buy, buying, conversion, order, customer, sale, transaction, checkout",
    "Onboarding": "delivery, fulfilment, fulfillment, activation, adoption, welcome, set-up, setup",
    "Use": "usage, post-purchase, post purchase, postpurchase, engagement, experience, daily use, "
    "after-sales, consumption",
    "Support": "service, help, care, customer service, after-sales service",
    "Retention": "loyalty, renewal, retain, growth, expansion, churn",
    "Advocacy": "evangelist, referral, advocate, recommendation, promotion, evangelism",
}


@dataclass(frozen=True)
class Proposal:
    """One touchpoint's stage and channel, how certain 0…1, why, and who said so."""

    touchpoint: str
    stage: str
    channel: str | None
    confidence: float
    reason: str
    set_by: str = "proposal"


def canonical(stage: str) -> str:
    """Return our name of a stage for one of its aliases (AIDA, lifecycle words); else as given.

    Raises InputError for a name without a letter or digit.
    """
    name = " ".join(stage.split())
    if not any(letter.isalnum() for letter in name):
        raise InputError(f"A stage needs a name; there are: {', '.join(STAGES)}, or one of yours.")
    return _names().get(fold(name), name)


def _names() -> dict[str, str]:
    known = {fold(stage): stage for stage in STAGES}
    for stage, aliases in _ALIASES.items():
        known |= {fold(alias): stage for alias in aliases.split(", ")}
    return known


def propose(
    profile: Profile, goal: Goal | None, corrections: Mapping[str, Mapping[str, Any]]
) -> list[Proposal]:
    """Return one proposal per touchpoint of the profile, in its order.

    `corrections` is `Book.corrections()`; those of touchpoints that the data do not have are
    left alone. A corrected stage counts as certain and helps to place the others.
    """
    by_channel = channels.propose_all(profile)
    words = {name: given.channel for name, given in by_channel.items()}
    stages: dict[str, str] = {}
    for facts in profile.facts:
        given = corrections.get(facts.touchpoint, {})
        if given.get("channel"):
            words[facts.touchpoint] = str(given["channel"])
        if given.get("stage"):
            stages[facts.touchpoint] = canonical(str(given["stage"]))
    fixed = {name: STAGES.index(stage) for name, stage in stages.items() if stage in STAGES}
    target = goal.touchpoint if goal else None
    scored = score(profile, target, words, fixed)
    near = neighbours(profile)
    made = []
    for facts in profile.facts:
        name = facts.touchpoint
        given = corrections.get(name, {})
        mine = {part: str(given[part]) for part in ("stage", "channel") if given.get(part)}
        stage = stages.get(name) or STAGES[scored[name].best]
        confidence = 1.0 if name in stages else round(max(scored[name].chances), 3)
        why = _why(facts, profile, target, scored, near.get(name, ()))
        channel = by_channel[name]
        about = f" Channel {channel.channel}: {channel.reason}." if channel.channel else ""
        reason = f"{why}{about}"
        if mine:
            reason = f"You set the {' and the '.join(mine)}." + (
                "" if "stage" in mine else f" {why}"
            )
        made.append(
            Proposal(name, stage, words[name], confidence, reason, YOU if mine else "proposal")
        )
    return made


def _why(
    facts: Facts,
    profile: Profile,
    goal: str | None,
    scored: Mapping[str, Scored],
    near: Sequence[tuple[str, float]],
) -> str:
    """Say what spoke for the stage: words, behaviour, order to the goal, else the neighbours."""
    name = facts.touchpoint
    mine = scored[name]
    stage = STAGES[mine.best]
    parts = []
    if mine.said.get(stage):
        parts.append("its name says " + ", ".join(f"“{word}”" for word in mine.said[stage]))
    n, share = profile.before.get((name, goal or ""), (0, 0.5))
    if stage == "Awareness" and facts.first >= 0.5:
        parts.append(f"{100 * facts.first:.0f} % of its journeys begin with it")
    if name == goal:
        parts.append("it is the goal")
    elif n and abs(share - 0.5) >= 0.15:
        side, part = ("before", share) if share > 0.5 else ("after", 1 - share)
        parts.append(f'{100 * part:.0f} % of the journeys with both have it {side} "{goal}"')
    if stage == "Use" and facts.repeat >= 0.3:
        parts.append(f"it comes again in {100 * facts.repeat:.0f} % of its journeys")
    if not mine.said.get(stage):
        same = sorted((-n, other) for other, n in near if scored[other].best == mine.best)
        if same:
            parts.append("it stands beside " + " and ".join(f'"{name}"' for _, name in same[:2]))
    if not parts:
        parts.append(
            "only its place in the journeys speaks for it"
            if facts.position is not None
            else "only answers name it, and its words say nothing"
        )
    return f"{stage}: {'; '.join(parts)}."


def order(proposals: Sequence[Proposal], profile: Profile) -> list[str]:
    """Return the stages that occur, in the order of the map.

    Default stages keep their order; each other stage stands before the first default stage
    whose touchpoints lie, on average, later in the journeys than its own.
    """
    places = _positions(proposals, profile)
    made = [stage for stage in STAGES if stage in places]
    own = sorted((places[stage], stage) for stage in places if stage not in STAGES)
    for position, stage in own:
        later = [at for at, known in enumerate(made) if places[known] > position]
        earlier = [at for at, known in enumerate(made) if places[known] <= position]
        # the cut with the fewest stages on the wrong side; the later cut of equals
        cuts = range(len(made) + 1)
        wrong = {
            cut: sum(at < cut for at in later) + sum(at >= cut for at in earlier) for cut in cuts
        }
        made.insert(min(cuts, key=lambda cut: (wrong[cut], -cut)), stage)
    return made


def _positions(proposals: Sequence[Proposal], profile: Profile) -> dict[str, float]:
    """Mean place of each stage's events in the journeys; 1 where it has none."""
    facts = {found.touchpoint: found for found in profile.facts}
    sums: dict[str, tuple[float, int]] = {}
    for proposal in proposals:
        found = facts[proposal.touchpoint]
        total, n = sums.get(proposal.stage, (0.0, 0))
        if found.position is not None:
            total, n = total + found.position * found.events, n + found.events
        sums[proposal.stage] = (total, n)
    return {stage: total / n if n else 1.0 for stage, (total, n) in sums.items()}


def correct(book: Book, tables: Tables, corrections: Mapping[str, Correction]) -> None:
    """Set stage and channel of touchpoints; it survives new imports.

    A text is a stage, `{"stage": …, "channel": …}` either or both; None lets the proposal hold
    again. Raises UnknownName for a touchpoint that the data do not have; then nothing is set.
    """
    _check(corrections, tables.names)
    ready = {name: _wanted(given) for name, given in corrections.items() if given is not None}
    book.forget_corrections([name for name, given in corrections.items() if given is None])
    for touchpoint, wanted in ready.items():
        book.correct(touchpoint, **{part: value for part, value in wanted.items() if value})


def _wanted(given: str | Mapping[str, str | None]) -> dict[str, str]:
    """Return the stage and the channel that a correction sets, "" for what it leaves alone."""
    if isinstance(given, str):
        return {"stage": canonical(given)}
    if unknown := set(given) - {*PARTS}:
        raise UsageError(unknown_sentence("part of a correction", min(unknown), PARTS))
    return _values({part: value or "" for part, value in given.items()})


def export(rows: Iterable[Mapping[str, Any]], file: Path) -> None:
    """Write the rows of the analysis `stages` as CSV, to be edited and loaded again."""
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(dict(row) for row in rows)
    except OSError as error:
        raise InputError(f"The stages cannot be written to {file}: {error.strerror}.") from error


def load(book: Book, tables: Tables, file: Path) -> int:
    """Take stages and channels from such a CSV; return how many touchpoints it set.

    A row is taken as yours when it differs from what holds now, or when its `set_by` says so;
    only `touchpoint` and one of `stage`, `channel` are needed. Raises InputError or UnknownName
    (a touchpoint that the data do not have) before anything is set.
    """
    wanted = _read(file)
    _check(wanted, tables.names)
    now = {row["name"]: row for row in tables.execute(tables.touchpoints)}
    count = 0
    for touchpoint, row in wanted.items():
        mine = row.get("set_by") == YOU and now[touchpoint]["set_by"] == YOU
        changed = {
            part: value
            for part, value in _values(row).items()
            if value and (mine or value != now[touchpoint][part])
        }
        if changed:
            book.correct(touchpoint, **changed)
            count += 1
    return count


def _values(row: Mapping[str, str]) -> dict[str, str]:
    stage, channel = (row.get("stage") or "").strip(), (row.get("channel") or "").strip()
    return {
        "stage": canonical(stage) if stage else "",
        "channel": channels.canonical([channel])[channel] if channel else "",
    }


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"The stages cannot be read from {file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not text in UTF-8. Save it as CSV UTF-8.") from error
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = [column.strip().casefold() for column in reader.fieldnames or ()]
    if "touchpoint" not in found or not {"stage", "channel"} & set(found):
        raise InputError(
            f"{file} has the columns {', '.join(found) or '(none)'}; needed are touchpoint and "
            "stage or channel, as `desirepath stages --export` writes them."
        )
    reader.fieldnames = found
    wanted: dict[str, dict[str, str]] = {}
    for row in reader:
        touchpoint = (row.get("touchpoint") or "").strip()
        if not touchpoint:
            continue
        if touchpoint in wanted:
            raise InputError(f'{file} names the touchpoint "{touchpoint}" twice.')
        wanted[touchpoint] = row
    return wanted


def _check(touchpoints: Iterable[str], known: Sequence[str]) -> None:
    names = set(known)
    for touchpoint in touchpoints:
        if touchpoint not in names:
            raise UnknownName("touchpoint", touchpoint, known)
