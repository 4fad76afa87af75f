"""Conversations as a table: one row per turn, shared by all sources of calls and chats.

    | customer | touchpoint | time             | turn_id | said        | speaker  | begin | end |
    | C7       | Call       | 2026-03-02T10:00 | K1      | No, broken. | agent    | 0.0   | 2.5 |
    | C7       |            | 2026-03-02T10:00 | K1#2    |             | customer | 3.1   | 6.0 |

The first turn's row stands for the conversation: it has the touchpoint and everything that the
customer said, so that it becomes an event and an answer; every row becomes a turn. Times of turns
are seconds since the conversation began, empty where the file has none; arousal is there where a
recording lies beside the file (`_tone.py`). A conversation without an id of its own gets one from
what was said. Who called and when must stand in the file, or in its name: `C7 2026-03-02
10-00.vtt`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from typing import Any

from desirepath.errors import UnreadableFile
from desirepath.sources import _sound, _tone
from desirepath.sources._reading import Bad, Opened, Reading
from desirepath.sources._records import looks_like_json, read_records
from desirepath.sources._refusals import start_of
from desirepath.sources._spill import Spill
from desirepath.sources._tone import Tone

TURNS = ("conversation", "turn", "speaker", "speaker_name", "begin", "end", "words", "arousal",
         "arousal_doubt")  # fmt: skip
"""Columns of what is one turn's."""
AGENT, CUSTOMER, BOT, OTHER = "agent", "customer", "bot", "other"
LARGEST = 256 << 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TAGS = re.compile(r"<[^>]*>")
BREAKS = re.compile(r"(?i)</?(?:p|br|div|li|ul|ol|tr|td|h\d|blockquote)\b[^>]*>")
MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T _](?P<clock>\d\d[:\-_h]?\d\d(?:[:\-_m]?\d\d)?)(?P<zone>Z)?)?"
)
SAYS = {
    AGENT: ("agent", "advisor", "adviser", "representative", "rep", "operator", "support",
            "assistant", "employee", "mitarbeiter", "mitarbeiterin", "berater", "beraterin",
            "medewerker", "conseiller", "conseillère", "agente", "asesor", "atendente", "internal",
            "admin", "staff", "customer service", "customer care", "customer support"),
    CUSTOMER: ("customer", "caller", "client", "user", "visitor", "consumer", "end user",
 "kunde", "kundin", "klant", "cliente", "external", "lead", "contact"),
    BOT: ("bot", "ivr", "system", "virtual assistant", "answer bot", "acd", "workflow"),
}  # fmt: skip
_ROLES = {word: role for role, words in SAYS.items() for word in words}


@dataclass(frozen=True)
class Turn:
    """What one speaker said at once; `begin` and `end` in seconds since the conversation began."""

    speaker: str
    words: str
    begin: float | None = None
    end: float | None = None
    name: str | None = None
    tone: Tone | None = None
    heard: bool = False
    """It comes from a recording: it counts without words, too."""


@dataclass(frozen=True)
class Conversation:
    """A call or chat; `facts` describe it (subject, queue, …) and become attributes."""

    turns: Sequence[Turn]
    line: int = 1
    id: str | None = None
    customer: str | None = None
    time: datetime | None = None
    channel: str = "phone"
    touchpoint: str = "Call"
    language: str | None = None
    facts: Mapping[str, str | None] = field(default_factory=dict)


def role_of(label: str | None) -> str:
    """Return who speaks by what a file calls them; `other` where no word tells.

    >>> role_of("AGENT"), role_of("Kunde 2"), role_of("Amy (Agent)"), role_of("Jane")
    ('agent', 'customer', 'agent', 'other')
    """
    words = re.findall(r"[^\W\d_]+", (label or "").casefold())
    whole = " ".join(words)
    told = (_ROLES[word] for word in words if word in _ROLES)
    return _ROLES.get(whole) or next(told, OTHER)


def name_of(label: str | None) -> str | None:
    """Return the name in what a file calls a speaker, None where only the role stands there.

    >>> name_of("Amy (Agent)"), name_of("Agent"), name_of("Agent 2"), name_of("SPEAKER_01")
    ('Amy', None, 'Agent 2', 'SPEAKER_01')
    """
    if not label or " ".join(re.findall(r"[^\W\d_]+", label.casefold())) in _ROLES:
        return label if label and re.search(r"\d", label) else None
    rest = [word for word in re.split(r"[\s()\[\]/,]+", label) if word.casefold() not in _ROLES]
    return " ".join(word for word in rest if word) or None


def plain(text: Any) -> str:
    """Return a text without tags, on one line.

    >>> plain("<p>Hi <b>Jane</b>,<br>all fine &amp; well</p>")
    'Hi Jane, all fine & well'
    """
    import html

    return " ".join(html.unescape(TAGS.sub("", BREAKS.sub(" ", str(text or "")))).split())


def moment(value: Any) -> datetime | None:
    """Return a time of a vendor's file: ISO text, or seconds or milliseconds since 1970."""
    text = str(value or "").strip()
    if re.fullmatch(r"\d{9,14}(\.\d+)?", text):
        seconds = float(text)
        seconds /= 1000 if seconds > 1e11 else 1
        return EPOCH + timedelta(seconds=seconds)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def documents(opened: Opened) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield `(line or record, object)` of one JSON object, an array, or one per line."""
    return ((line, found) for line, found in _documents(opened) if isinstance(found, dict))


def _documents(opened: Opened) -> Iterator[tuple[int, Any]]:
    start = start_of(opened.head).lstrip("\ufeff \t\r\n")
    first = start.splitlines()[0] if start else ""
    try:
        alone = not isinstance(json.loads(first), dict) or len(start.splitlines()) == 1
    except ValueError:
        alone = True
    if not start.startswith("{") or not alone:
        yield from read_records(opened).pairs
        return
    content = opened.whole(LARGEST, "write it as one JSON object per line")
    try:
        yield 1, json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f'"{opened.name}" is no valid JSON ({str(error)[:60]}): export it again.'
        ) from error


def starts_with_keys(head: bytes, *needed: str) -> bool:
    """Say whether JSON names all these keys among its first bytes."""
    text = start_of(head)
    return looks_like_json(head) and all(re.search(rf'"{key}"\s*:', text) for key in needed)


def reading(
    name: str,
    opened: Opened,
    conversations: Iterable[Conversation | Bad],
    note: str,
) -> Reading:
    """Return the table of some conversations; one without a customer or time is put aside."""
    spill, bad, line = Spill(opened.name), [], 0
    told, guessed = named(opened.inner), False
    sound = _sound.beside(opened)
    for given in conversations:
        if isinstance(given, Bad):
            bad.append(given)
            continue
        one = _whole(given, told)
        turns = [turn for turn in one.turns if turn.words or turn.heard]
        if not turns or one.time is None:
            bad.append(Bad.of(one.line, _lack(turns), " ".join(t.words for t in turns[:3])))
            continue
        guessed |= one.customer is None
        turns = turns if sound is None or line else _with_tones(turns, sound)
        for row in _rows(one, turns):
            line += 1
            spill.add(line, row)
    columns = spill.finish()
    if not columns:
        why = f" ({bad[0].reason})" if bad else ""
        raise UnreadableFile(
            f'"{opened.name}" holds no conversation that can be used{why}. Name the file by '
            "customer and time, such as “C7 2026-03-02 10-00.vtt”, or write them into it."
        )
    notes = [note, "Lines are counted as turns. Silence and interruptions need turns with times."]
    if guessed:
        notes.append("Nothing says who the customer is: each conversation is one customer.")
    if sound:
        notes.append(f"With its recording {sound.name}: arousal is of the first conversation.")
    return Reading(name, columns, spill.batches(), notes=notes, bad=bad, turns=True, sound=sound)


def _with_tones(turns: Sequence[Turn], path: Path) -> list[Turn]:
    """Return the turns with how aroused each sounds in their recording."""
    with path.open("rb") as stream:
        heard = _tone.frames(_sound.read(stream, path.name), mixed=True)[0]
    spans = [(f"{turn.speaker} {turn.name}", turn.begin, turn.end) for turn in turns]
    tones = _tone.felt(spans, heard)
    return [replace(turn, tone=tone) for turn, tone in zip(turns, tones, strict=True)]


def _lack(turns: Sequence[Turn]) -> str:
    return "no time: neither the file nor its name says when it was" if turns else "nobody speaks"


def _whole(one: Conversation, told: tuple[str | None, datetime | None]) -> Conversation:
    """Return the conversation with what the name of the file says, where it says nothing."""
    customer, time = told
    return replace(one, customer=one.customer or customer, time=one.time or time)


def named(inner: str) -> tuple[str | None, datetime | None]:
    """Return customer and time that stand in a file's name.

    >>> named("C7 2026-03-02 10-00.vtt")[0], str(named("C7_2026-03-02T10-00-30.vtt")[1])
    ('C7', '2026-03-02 10:00:30+00:00')
    >>> named("call.vtt")
    (None, None)
    """
    stem = PurePath(inner).stem
    found = MOMENT.search(stem)
    if not found:
        return None, None
    clock = re.sub(r"\D", "", found["clock"] or "").ljust(6, "0")
    try:
        time = datetime.strptime(f"{found['day']} {clock}", "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None, None
    before = re.sub(r"(?i)^(call|chat|customer|transcript)[\s_-]+", "", stem[: found.start()])
    return before.strip(" _-,") or None, time


def _rows(one: Conversation, turns: Sequence[Turn]) -> Iterator[dict[str, str | None]]:
    id_ = one.id or _id_of(one, turns)
    said = " ".join(turn.words for turn in turns if turn.speaker in {CUSTOMER, OTHER})
    agents = (name_of(turn.name) for turn in turns if turn.speaker == AGENT)
    agent = next((name for name in agents if name), None)
    for number, turn in enumerate(turns, 1):
        first = number == 1
        after = timedelta(seconds=0 if first else turn.begin or 0)
        yield {
            "customer": one.customer or id_,
            "touchpoint": one.touchpoint if first else None,
            "time": ((one.time or EPOCH) + after).isoformat(),
            "channel": one.channel,
            "turn_id": id_ if first else f"{id_}#{number}",
            "said": said or None if first else None,
            "language": one.language,
            "conversation": id_,
            "turn": str(number),
            "speaker": turn.speaker,
            "speaker_name": name_of(turn.name),
            "begin": _seconds(turn.begin),
            "end": _seconds(turn.end),
            "words": turn.words or None,
            "arousal": None if turn.tone is None else f"{turn.tone.arousal}",
            "arousal_doubt": None if turn.tone is None else f"{turn.tone.doubt}",
            "agent": agent,
            **one.facts,
        }


def _id_of(one: Conversation, turns: Sequence[Turn]) -> str:
    """Return an id that the same conversation gets again, whatever its file is called."""
    said = [[turn.speaker, turn.words, turn.begin] for turn in turns]
    spelled = json.dumps([one.customer, one.time and one.time.isoformat(), said])
    return f"{one.touchpoint.casefold()}-{hashlib.sha256(spelled.encode()).hexdigest()[:12]}"


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"
