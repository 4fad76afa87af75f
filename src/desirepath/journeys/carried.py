"""Answers after news that say nothing new about them: only the number of their journey is other.

    customers with news    their answers             their journeys       answers
    | customer | first |   | customer | time  |      | 41 → 97 (ann) |    | ann | 97 | Checkout |
    | ann      | 11:00 |   | ann      | 10:00 |

What an answer is about follows from what its customer did up to then (`answers`), and how it reads
from texts alone. So where no answer, description or label is new, and every new event came after
all answers of its customer, nothing needs to be linked or read again. Only where the customer is
the unit; whatever else may touch an answer (answers in the row of a case, texts of new events that
teach which step others speak of, calls, people who turned out to be others) links all anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.identity import resolved
from desirepath.identity.resolve import MOVED
from desirepath.journeys import answers
from desirepath.journeys.conversations import any_turns
from desirepath.store.compiled import recipe

if TYPE_CHECKING:
    from desirepath.store.book import Book
    from desirepath.store.warehouse import Warehouse

WHO, MADE = "__carried", "__carried_answers"


def carry(warehouse: Warehouse, book: Book, who: Any, events: Any, feedback: Any) -> bool:
    """Give the answers of some customers the journeys they have now; say whether that is enough.

    `who` (`key`): whose journeys were made anew; `events`, `feedback`: the new rows. Needs
    `journeys` as prepared and `answers` as they were before. Where False is returned nothing was
    changed.
    """
    moved = warehouse.has(MOVED) and warehouse.value(warehouse.table(MOVED).count())
    if moved or any_turns(warehouse):
        return False
    known = resolved(warehouse, "feedback")
    told = warehouse.rows(_hindrances(known, who, events, feedback))[0]
    if told["fresh"] or told["earlier"] or told["in_row"] or (told["texts"] and told["teach"]):
        return False
    if not told["own"]:
        return True
    attributes = answers.attributes(book)
    own = [name for name in attributes if name in known.columns]
    now = warehouse.create(
        WHO,
        _renumbered(warehouse.table("answers"), known, warehouse.table("journeys"), who, own),
        temp=True,
    )
    made = answers.with_attributes(warehouse, book, now)
    made = warehouse.create(MADE, made, temp=True)
    warehouse.delete("answers", "seq", made)
    warehouse.insert("answers", made)
    warehouse.drop(WHO)
    warehouse.drop(MADE)
    return True


@recipe
def _hindrances(known: Any, who: Any, events: Any, feedback: Any) -> Any:
    """Return in one row how many answers are concerned, and how many things stand against it."""
    first = events.group_by(whose="customer").aggregate(first=events.time.min())
    own = known.semi_join(who, known.customer == who.key)
    own = own.left_join(first, own.customer == first.whose)
    of_own = own.aggregate(own=own.count(), earlier=(own.time >= own["first"]).sum())
    of_all = known.aggregate(in_row=known.same_row.sum(), texts=known.text.count())
    of_new = events.aggregate(teach=events.text.count())
    fresh = feedback.aggregate(fresh=feedback.count())
    return of_own.cross_join(of_all).cross_join(of_new).cross_join(fresh)


@recipe
def _renumbered(held: Any, known: Any, journeys: Any, who: Any, attributes: list[str]) -> Any:
    """Return the answers of some customers with the journeys of today and what their rows say."""
    names = answers.COLUMNS
    mine = held.semi_join(who, held.customer == who.key).select(*names).drop("journey")
    now = journeys.select("journey", whose="customer")
    mine = mine.left_join(now, mine.customer == now.whose).drop("whose")
    row = known.select(*attributes, row_seq="seq")
    return mine.inner_join(row, mine.seq == row.row_seq).select(*names, *attributes)
