"""What each good row gives: events, feedback and customers, shaped like the raw tables.

A row of a case with the milestones Purchase and Delivered and a rating gives two events and one
answer; a row of an event log one event, and an answer where it holds a rating.
"""

from __future__ import annotations

from typing import Any

from desirepath.imports import names
from desirepath.imports.answers import Question
from desirepath.imports.keys import digest
from desirepath.imports.land import Recipe, null
from desirepath.imports.milestones import Milestone
from desirepath.imports.shapes import EVENTS, MILESTONES, Shape

TURN = 1
"""Place of a turn within its row: the event and the answer have 0."""
_ASKS = (
    r"(?i)\b(survey|umfrage|nps|csat|ces|questionnaire|encuesta|pesquisa|enqu[eê]te|sondage"
    r"|feedback)\b"
)


def parts(found: Any, recipe: Recipe, *, import_id: str) -> dict[str, Any]:
    """Return what good rows give, per raw table, without import number and seq.

    Each relation has `line`, `place` (order within the row) and the columns of its raw table.
    """
    given: dict[str, Any] = {}
    if "events" in recipe.shape.kinds:
        given["events"] = _events(found, recipe)
    if "feedback" in recipe.shape.kinds:
        given["feedback"] = _feedback(found, recipe, import_id)
    if "turns" in recipe.shape.kinds:
        given["turns"] = _turns(found)
    if "customers" in recipe.shape.kinds:
        customers = found.filter(found.customer.notnull())
        if recipe.describing:
            customers = customers.filter(customers.touchpoint.isnull())
        given["customers"] = customers.select(
            "line", "row_key", "customer", *_held(found, recipe), place=_place(0)
        )
    return given


def _events(found: Any, recipe: Recipe) -> Any:
    import ibis

    same = ["line", "customer", "case_id", "session", "text", *_held(found, recipe)]
    if recipe.shape.name == EVENTS:
        found = found.filter(found.touchpoint.notnull()) if recipe.describing else found
        return found.select(
            *same, "row_key", "event_id", "touchpoint", "time", "channel", "value", place=_place(0)
        )
    given = []
    for place, stone in enumerate(recipe.shape.milestones):
        held = found.filter(found[f"m{place}"].notnull())
        time, title = held[f"m{place}"], ibis.literal(stone.touchpoint)
        given.append(
            held.select(
                *[name for name in same if name != "text"],
                text=null("string"),
                row_key=_stone_key(held, stone, time),
                event_id=null("string"),
                touchpoint=title,
                time=time,
                channel=ibis.literal("survey") if stone.survey else held.channel,
                value=held.value if place == 0 else null("float64"),
                place=_place(place),
            )
        )
    return given[0] if len(given) == 1 else ibis.union(*given)


def _turns(found: Any) -> Any:
    """Return what every row says as a turn of its conversation."""
    return found.select(
        *("line", "row_key", "customer", "time", "channel", "language"),
        conversation="turn_conversation",
        turn=found.turn_turn.cast("int32"),
        speaker="turn_speaker",
        speaker_name=found.turn_speaker_name.nullif(""),
        begins=found.turn_begin.nullif("").try_cast("float64"),
        ends=found.turn_end.nullif("").try_cast("float64"),
        text=found.turn_words.nullif(""),
        arousal=found.turn_arousal.nullif("").try_cast("float64"),
        arousal_doubt=found.turn_arousal_doubt.nullif("").try_cast("float64"),
        place=_place(TURN),
    )


def _stone_key(held: Any, stone: Milestone, time: Any) -> Any:
    """A case reaches a milestone once: a later export adds only what is new."""
    import ibis

    case = ibis.coalesce(held.case_id, held.customer)
    said = {
        "@case": case,
        "@touchpoint": ibis.literal(stone.touchpoint),
        "@time": time.cast("string"),
    }
    return digest(said)


def _feedback(found: Any, recipe: Recipe, import_id: str) -> Any:
    import ibis

    shape, roles = recipe.shape, recipe.shape.roles
    base = len(shape.milestones)
    given = []
    for place, question in enumerate(recipe.questions):
        said = found[f"q{place}_raw"] | (
            found.text.notnull() if place == 0 else ibis.literal(False)
        )
        held = found.filter(said)
        instrument, low, high = _scale_of(held, question, place)
        asked = _asked(held, recipe, question)
        text = held.text if place == 0 else null("string")
        time = _answer_time(held, shape)
        given.append(
            held.select(
                "line",
                "customer",
                "case_id",
                "session",
                *_held(found, recipe),
                row_key=held.row_key
                if shape.name != MILESTONES
                else digest(
                    {
                        "@case": ibis.coalesce(held.case_id, held.customer),
                        "@question": asked,
                        "@score": held[f"q{place}"].cast("string"),
                        "@text": text,
                        "@time": time.cast("string"),
                    }
                ),
                feedback_id=ibis.literal(import_id[:12] + "-").concat(
                    held.line.cast("string"), ibis.literal("" if place == 0 else f".{place}")
                ),
                touchpoint=_about(held, shape),
                time=time,
                channel=held.channel,
                instrument=instrument,
                question=asked,
                scale_min=low,
                scale_max=high,
                score=held[f"q{place}"],
                text=text,
                language=held.language,
                same_row=ibis.literal(
                    shape.name == MILESTONES and roles.column("case") is not None
                ),
                place=_place(base + place),
            )
        )
    return given[0] if len(given) == 1 else ibis.union(*given)


def _scale_of(held: Any, question: Question, place: int) -> tuple[Any, Any, Any]:
    import ibis

    if question.instrument_column:
        return held[f"q{place}_instrument"], held[f"q{place}_low"], held[f"q{place}_high"]
    if question.scale is None:
        return ibis.literal(question.instrument), null("float64"), null("float64")
    low, high = (ibis.literal(end).cast("float64") for end in question.scale)
    only_text = ~held[f"q{place}_raw"]
    instrument = ibis.ifelse(only_text, "comment", question.instrument)
    none = null("float64")
    return instrument, ibis.ifelse(only_text, none, low), ibis.ifelse(only_text, none, high)


def _asked(held: Any, recipe: Recipe, question: Question) -> Any:
    """The wording or code of the question: only equal questions are ever compared."""
    import ibis

    roles = recipe.shape.roles
    column = question.column or roles.column("text") or ""
    told = roles.question
    if told is None:
        return ibis.literal(column)
    if told == roles.column("touchpoint"):
        return held.touchpoint
    return held[recipe.attributes[told]]


def _about(held: Any, shape: Shape) -> Any:
    """What an answer is about; the survey that asked is not what the customer went through."""
    import ibis

    if shape.name == MILESTONES:
        return null("string")
    if shape.name == EVENTS:
        return ibis.ifelse(held.touchpoint.re_search(_ASKS), null("string"), held.touchpoint)
    return held.touchpoint


def _answer_time(held: Any, shape: Shape) -> Any:
    if shape.name != MILESTONES:
        return held.time
    stones = list(enumerate(shape.milestones))
    answered = [p for p, s in stones if s.survey and names.is_answered(s.column)]
    asked = [p for p, s in stones if s.survey]
    whole = [0] if shape.roles.column("case") is None else []
    places = answered or asked[-1:] or whole
    return held[f"m{places[0]}"] if places else null("int64")


def _held(found: Any, recipe: Recipe) -> list[str]:
    return [column for column in recipe.attributes.values() if column in found.columns]


def _place(place: int) -> Any:
    import ibis

    return ibis.literal(place).cast("int64")
