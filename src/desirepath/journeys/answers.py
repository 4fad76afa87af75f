"""What each answer is about, whose journey it belongs to, and how good it sounds.

    feedback (raw)                                    answers (prepared)
    | who | time  | touchpoint | score | same_row |    | touchpoint | link             | valence |
    | ann | 10:00 | Checkout   | 5     |          |    | Checkout   | named            | 1.0     |
    | o1  | 10:00 | null       | 1     | true     |    | Delivered  | same row         | -1.0    |
    | bob | 10:00 | null       | 3     |          |    | Call       | nearest earlier  | 0.0     |
    | cyd | null  | null       | 4     |          |    | null       | none             | 0.5     |

Links, first that holds: the touchpoint that the answer names; for an answer in the row of a case
the last customer milestone of that row, see `milestones` (also when the answer came first: then
`link_seconds` is negative); the nearest earlier interaction of its case, else of its customer,
within the horizon (setting `answer_horizon`, 30 days); but a text goes where it most likely belongs
(`likely`), where answers to the same question teach that. Surveys are never linked to.
`link_confidence`: named 1; same row 0.9, or 0.5 when the answer precedes; nearest earlier 0.9
falling to 0.5 at the horizon; likely the chance that it is right.

Journey: by case or session where that is the unit; else that of the linked interaction; else the
customer's that began last before the answer; else the customer's only one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import resolved
from desirepath.journeys import (
    conversations,
    likely,
    milestones,
    surveys,
    themes,
    valence,
    voices,
)
from desirepath.journeys.settings import microseconds
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

HORIZON = "30d"
_BASE, _LINKED, _SAID = "answers_placed", "answers_linked", "answers_voiced"
COLUMNS = (
    *("seq", "feedback_id", "customer", "journey", "time"),
    *("touchpoint", "link", "link_seconds", "link_confidence", "link_horizon"),
    *("instrument", "question", "scale_min", "scale_max", "score", "text"),
    *("language", "valence", "sentiment", "confidence", "method"),
    *("score_valence", "text_valence", "emotions", "effort", "actionability"),
    *("phrases", "entities"),
    *("theme", "themes"),
)
_NUMBERS = {
    **dict.fromkeys(("seq", "time"), "int64"),
    **dict.fromkeys(("journey", "touchpoint"), "int32"),
    **dict.fromkeys(("link_seconds", "link_confidence", "link_horizon"), "float64"),
    **dict.fromkeys(("scale_min", "scale_max", "score"), "float64"),
    **dict.fromkeys(("valence", "confidence", "score_valence", "text_valence"), "float64"),
}
"""The columns that are no text."""


def link(
    warehouse: Warehouse, book: Book, unit: str, progress: Progress = silent
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Create the prepared table `answers`; return how texts were read, and their themes.

    Needs `touchpoints`, `journey_events` and `journeys` as prepared. Nothing is lost: one answer,
    one row.
    """
    progress("Linking answers", 0.98)
    if not warehouse.value(warehouse.table("feedback").count()):
        warehouse.create("answers", _nothing(book))
        conversations.prepare(warehouse, [], {}, progress)
        return [], []
    horizon = microseconds(book.setting("answer_horizon", HORIZON) or HORIZON)
    asked = survey_codes(warehouse)
    base = warehouse.create(_BASE, _placed(warehouse, unit, asked), temp=True)
    for key in ("by_key", "customer") if unit != "customer" else ("by_key",):
        open_ = base.named.isnull() & base.same.isnull() & base.near.isnull()
        open_ = base.filter(open_ & base.time.notnull() & base[key].notnull())
        if warehouse.value(open_.count()):
            found = _nearest(warehouse, open_, key, asked, horizon)
            base = warehouse.create(_BASE, _with_nearest(base, found), temp=True)
    better = likely.place(warehouse, base, asked, horizon)
    if better is not None:
        base = warehouse.create(_BASE, _with_likely(base, better), temp=True)
    linked = _linked(base, warehouse.table("journeys"), horizon)
    linked = warehouse.create(_LINKED, linked, temp=True)
    rated = book.labels("sentiment")
    answered, forces = valence.add(warehouse, linked, rated, progress)
    labels = {kind: book.labels(kind) for kind in (*voices.LABELS, voices.NAMES)}
    answered = warehouse.create(_SAID, voices.add(warehouse, answered, labels, progress), temp=True)
    given, edits = book.labels("theme"), book.labels("theme-edit")
    answered, about = themes.add(warehouse, answered, given, edits, progress)
    warehouse.create("answers", with_attributes(warehouse, book, answered))
    for name in (_BASE, _LINKED, _SAID, themes.TEXTS, valence.SAID, valence.READ, voices.HEARD):
        warehouse.drop(name)
    conversations.prepare(warehouse, forces, rated, progress)
    return [force.document() for force in forces], about


def _nothing(book: Book) -> Any:
    """Return answers without a row: where nobody was asked, nothing is linked or read."""
    import ibis

    kinds = {name: _NUMBERS.get(name, "string") for name in (*COLUMNS, *attributes(book))}
    schema = ibis.schema(kinds)
    return ibis.memtable(schema.to_pyarrow().empty_table(), schema=schema)


def attributes(book: Book) -> list[str]:
    """Return the columns of attributes, in the order in which they came."""
    return sorted(set(book.attributes().values()), key=lambda name: (len(name), name))


def survey_codes(warehouse: Warehouse) -> list[int]:
    """Return the codes of touchpoints that are surveys; see `surveys.codes`."""
    events = warehouse.table("journey_events")
    happened = {row["touchpoint"] for row in warehouse.rows(events.select("touchpoint").distinct())}
    places = warehouse.table("touchpoints").select("code", "name", "channel", "set_by")
    return surveys.codes(warehouse.rows(places), happened)


def _placed(warehouse: Warehouse, unit: str, asked: list[int]) -> Any:
    """Return feedback with `named`, `same`, `same_time` (codes) and `by_key` (journey)."""
    import ibis

    answers = resolved(warehouse, "feedback")
    places = warehouse.table("touchpoints")
    places = places.filter(~places.code.isin(asked) if asked else ibis.literal(True))
    named = places.select(name="name", named="code")
    answers = answers.left_join(named, answers.touchpoint == named.name).drop("name")
    in_row = answers.filter(answers.same_row & answers.named.isnull())
    last = milestones.last(in_row, warehouse.table("events"), places)
    last = last.select(row_import="import_no", row_line="line", same="code", same_time="time")
    same_row = answers.same_row.fill_null(False)
    row = [same_row, answers.import_no == last.row_import, answers.line == last.row_line]
    answers = answers.left_join(last, row).drop("row_import", "row_line")
    journeys = warehouse.table("journeys")
    # A case is one journey whoever is named in it; equal session ids of two customers are two.
    whose = [] if unit == "case" else ["customer"]
    keyed = journeys.group_by(key="key", **{f"key_{name}": name for name in whose})
    keyed = keyed.aggregate(by_key=journeys.journey.min())
    own = {"case": answers.case_id, "session": answers.session}.get(unit, answers.customer)
    same = [own == keyed.key, *(answers[name] == keyed[f"key_{name}"] for name in whose)]
    answers = answers.left_join(keyed, same).drop("key", *(f"key_{name}" for name in whose))
    return answers.mutate(
        near=ibis.null("int32"),
        near_time=ibis.null("int64"),
        near_journey=ibis.null("int32"),
        sure=ibis.null("float64"),
    )


def _with_nearest(base: Any, found: Any) -> Any:
    """Fill `near, near_time, near_journey` where they are found."""
    import ibis

    found = found.rename({f"new_{name}": name for name in found.columns})
    joined = base.left_join(found, base.seq == found.new_seq)
    names = ("near", "near_time", "near_journey")
    filled = {name: ibis.coalesce(joined[name], joined[f"new_{name}"]) for name in names}
    return joined.mutate(**filled).select(*base.columns)


def _with_likely(base: Any, better: Any) -> Any:
    """Put texts where they most likely belong instead of the nearest earlier interaction."""
    import ibis

    better = better.rename({f"new_{name}": name for name in better.columns})
    joined = base.left_join(better, base.seq == better.new_seq)
    names = ("near", "near_time", "near_journey", "sure")
    filled = {name: ibis.coalesce(joined[f"new_{name}"], joined[name]) for name in names}
    return joined.mutate(**filled).select(*base.columns)


def _nearest(warehouse: Warehouse, open_: Any, key: str, asked: list[int], horizon: int) -> Any:
    """Return `seq, near, near_time, near_journey`: each answer's nearest earlier interaction.

    Among those of its journey (`key` by_key) or of its customer; of interactions at the same
    time the last counts.
    """
    journeys = warehouse.table("journeys").select("journey", "customer")
    events = warehouse.table("journey_events")
    if asked:
        events = events.filter(~events.touchpoint.isin(asked))
    events = events.select("journey", "time", "touchpoint", "seq").inner_join(journeys, "journey")
    whose = {"by_key": events.journey, "customer": events.customer}[key]
    known = events.select("time", whose=whose, order="seq", near="touchpoint",
                          near_journey="journey")  # fmt: skip
    found = _latest(open_.select("seq", "time", whose=key), known)
    found = found.filter(found.time - found.known_time <= horizon)
    return found.select("seq", "near", "near_journey", near_time="known_time")


def _latest(asked: Any, known: Any) -> Any:
    """Return for each of `asked` (seq, whose, time) the latest of `known` not after it.

    `known` has `whose, time, order` and what is wanted; its time comes back as `known_time`.
    Both are laid into one order per `whose`; the greatest number so far is the latest known.
    (The engine's own as-of join takes a minute where this takes a second.)

    | whose | time | of    | number | greatest so far |
    | ann   | 9:00 | known | 1      | 1               |
    | ann   | 9:00 | known | 2      | 2               |
    | ann   | 9:30 | asked | null   | 2               |   ← gets number 2
    """
    import ibis

    known = known.semi_join(asked.select("whose").distinct(), "whose")
    order = ibis.window(group_by=known.whose, order_by=[known.time, known.order])
    known = known.mutate(number=ibis.row_number().over(order).cast("int64"))
    laid = known.select("whose", "time", "number", kind=0, seq=ibis.null("int64"))
    laid = laid.union(
        asked.select("whose", "time", number=ibis.null("int64"), kind=1, seq="seq").cast(
            {"kind": laid.kind.type()}
        )
    )
    so_far = ibis.cumulative_window(
        group_by=laid.whose, order_by=[laid.time, laid.kind, laid.number, laid.seq]
    )
    laid = laid.mutate(greatest=laid.number.max().over(so_far))
    laid = laid.filter(laid.seq.notnull() & laid.greatest.notnull())
    laid = laid.select("seq", "whose", "time", "greatest")
    known = known.rename(known_whose="whose", known_time="time").drop("order")
    return laid.inner_join(
        known, [laid.whose == known.known_whose, laid.greatest == known.number]
    ).drop("known_whose", "number", "greatest", "whose")


def _linked(base: Any, journeys: Any, horizon: int) -> Any:
    """Choose link and journey of every answer."""
    import ibis

    lost = base.filter(base.by_key.isnull() & base.near_journey.isnull())
    lost = lost.filter(lost.customer.notnull() & lost.time.notnull())
    begun = _latest(
        lost.select("seq", "time", whose="customer"),
        journeys.select(whose="customer", time="start", order="journey", begun_journey="journey"),
    ).select(begun_seq="seq", begun_journey="begun_journey")
    base = base.left_join(begun, base.seq == begun.begun_seq).drop("begun_seq")
    only = journeys.group_by(owner="customer").aggregate(
        only_journey=journeys.journey.min(), n=journeys.count()
    )
    only = only.filter(only.n == 1)
    base = base.left_join(only, base.customer == only.owner).drop("owner", "n")
    named, same, near = base.named.notnull(), base.same.notnull(), base.near.notnull()
    seconds = ibis.cases(
        (named, ibis.null("float64")),
        (same, (base.time - base.same_time) / 1e6),
        (near, (base.time - base.near_time) / 1e6),
    )
    base = base.mutate(
        touchpoint=ibis.coalesce(base.named, base.same, base.near),
        link=ibis.cases(
            (named, "named"),
            (same, "same row"),
            (base.sure.notnull(), "likely"),
            (near, "nearest earlier"),
            else_="none",
        ),
        link_seconds=seconds,
        link_horizon=ibis.literal(horizon, "int64") / 1e6,
        journey=ibis.coalesce(
            base.by_key,
            (~named & ~same).ifelse(base.near_journey, ibis.null()),
            base.begun_journey,
            base.only_journey,
        ),
    )
    return base.mutate(
        link_confidence=ibis.cases(
            (base.link == "named", 1.0),
            (base.link == "same row", (base.link_seconds < 0).fill_null(False).ifelse(0.5, 0.9)),
            (base.link == "likely", base.sure),
            (base.link == "nearest earlier", 0.9 - 0.4 * base.link_seconds / (horizon / 1e6 or 1)),
            else_=0.0,
        ).cast("float64")
    )


def with_attributes(warehouse: Warehouse, book: Book, answers: Any) -> Any:
    """Give each answer every attribute: its journey's, else its row's, else its customer's."""
    import ibis

    wanted = attributes(book)
    journeys, customers = warehouse.table("journeys"), resolved(warehouse, "customers")
    of_journey = [name for name in wanted if name in journeys.columns]
    of_customer = [name for name in wanted if name in customers.columns]
    of_row = [name for name in wanted if name in answers.columns]
    joined = answers
    if of_journey:
        values = journeys.select("journey", *of_journey)
        values = values.rename({f"j_{name}": name for name in values.columns})
        joined = joined.left_join(values, joined.journey == values.j_journey)
    if of_customer:
        some = customers.semi_join(answers.select("customer").distinct(), "customer")
        values = some.group_by("customer").aggregate(
            **{name: some[name].first(order_by="seq") for name in of_customer}
        )
        values = values.rename({f"c_{name}": name for name in values.columns})
        joined = joined.left_join(values, joined.customer == values.c_customer)
    made = {}
    for name in wanted:
        known = [
            joined[found]
            for found, there in (
                (f"j_{name}", of_journey), (name, of_row), (f"c_{name}", of_customer),
            )
            if name in there
        ]  # fmt: skip
        made[name] = ibis.coalesce(*known) if known else ibis.null("string")
    return joined.select(*COLUMNS, **made).order_by("seq")
