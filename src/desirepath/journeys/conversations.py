"""Turns of calls and chats, each with its journey and how good it sounds.

    conversation_turns
    | journey | start | touchpoint | conversation | turn | speaker  | begins | ends | valence |
    | 12      | 10:00 | 4          | K7           | 1    | agent    | 0.0    | 2.5  | 0.4     |
    | 12      | 10:00 | 4          | K7           | 2    | customer | 3.1    | 6.0  | -0.3    |

A conversation is an event of the journey; its turns follow it. Texts are read by the method in
force for their language, as answers are; a language that nobody states is that of most answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desirepath.journeys import valence
from desirepath.model.progress import Progress

if TYPE_CHECKING:
    from desirepath.journeys.learned import Force
    from desirepath.store.warehouse import Warehouse

TABLE, RAW = "conversation_turns", "turns"
KNOWN = ("seq", "customer", "conversation", "turn", "speaker", "speaker_name", "begins", "ends",
         "channel", "text", "arousal", "arousal_doubt")  # fmt: skip


def any_turns(warehouse: Warehouse) -> bool:
    """Say whether calls or chats were imported."""
    return warehouse.has(RAW) and bool(warehouse.value(warehouse.table(RAW).count()))


def prepare(
    warehouse: Warehouse, forces: list[Force], labels: Mapping[str, str], progress: Progress
) -> None:
    """Create the prepared table of turns; without any there is none."""
    if not any_turns(warehouse):
        warehouse.drop(TABLE)
        return
    turns = warehouse.table(RAW)
    # The row of a first turn gave the event, too: it has the place before it (`imports.parts`).
    begun = turns.group_by("customer", "conversation").aggregate(event=turns.seq.min() - 1)
    turns = turns.inner_join(begun, ["customer", "conversation"])
    events = warehouse.table("journey_events")
    events = events.select("journey", "touchpoint", event="seq", start="time")
    # Whose it is, the journey says: ids of one person may have been put together.
    whose = warehouse.table("journeys").select("journey", "customer")
    placed = turns.drop("customer").inner_join(events, "event").inner_join(whose, "journey")
    said = placed.filter(placed.text.notnull())
    said = said.select("seq", "text", stated=valence.stated(said.language))
    read = valence.of_texts(warehouse, said, forces, labels, progress)
    read = read.select(read_seq="seq", valence="of_text")
    placed = placed.left_join(read, placed.seq == read.read_seq)
    kept = placed.select("journey", "start", "touchpoint", *KNOWN, "valence")
    warehouse.create(TABLE, kept.order_by("journey", "start", "conversation", "turn"))
