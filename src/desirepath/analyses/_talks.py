"""Calls and chats, one row each, from their turns; and what several contacts have in common.

    turns                                                     talks
    | talk | turn | speaker  | begins | ends | valence |      | talk | silence | interruptions |
    | 1    | 1    | agent    | 0.0    | 2.5  | 0.1     |      | 1    | 1.4     | 1             |
    | 1    | 2    | customer | 3.1    | 6.0  | -0.4    |   (3.1 − 2.5, 6.8 − 6.0)
    | 1    | 3    | agent    | 5.0    | 6.0  | 0.0     |   begins while the customer speaks
    | 1    | 4    | customer | 6.8    | 9.0  | 0.2     |

Silence: nobody speaks. Interruption: a turn that begins before another speaker's has ended. Both
only where every turn of the conversation has both times. A reply is an agent's (or bot's) turn
after the customer's; it takes the time from the end of the one (its begin, where there is no end)
to the begin of the other. A matter is a chain of contacts of one journey, each within `GAP` of the
one before; it is resolved once no other follows for as long. Handed over: another agent speaks
than before. Everything is an expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.analyses import _sums

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables

GAP = 7 * 86_400_000_000
THIRDS = ("begin", "middle", "end")
SAME_WORDS = 0.4
"""Who uses so many of the words again, of at least `WORDS`, explains the matter again."""
WORDS = 5
LETTERS = 4


def turns_of(tables: Tables) -> Any:
    """Return the turns of the chosen journeys with `segment`, `talk` and what came before."""
    import ibis

    segment = ["segment"] if tables.by is not None else []
    turns = tables.turns.inner_join(tables.journeys.select("journey", *segment), "journey")
    if not segment:
        turns = turns.mutate(segment=ibis.null("string"))
    talk = ibis.dense_rank().over(order_by=[turns.journey, turns.start, turns.conversation])
    agent = (turns.speaker == "agent").ifelse(turns.speaker_name, None)
    turns = turns.mutate(talk=talk, agent=agent)
    order = ibis.window(group_by=turns.talk, order_by=turns.turn)
    until = ibis.cumulative_window(group_by=turns.talk, order_by=turns.turn)
    return turns.mutate(
        n=turns.count().over(group_by=turns.talk),
        timed=(turns.begins.notnull() & turns.ends.notnull()).all().over(group_by=turns.talk),
        spoke=turns.speaker.lag().over(order),
        spoke_until=ibis.coalesce(turns.ends.lag().over(order), turns.begins.lag().over(order)),
        quiet_from=turns.ends.max().over(until),
    )


def talks(turns: Any) -> Any:
    """Return one row per conversation, see the module."""
    import ibis

    order = ibis.window(group_by=turns.talk, order_by=turns.turn)
    before = turns.quiet_from.lag().over(order)
    turns = turns.mutate(before=before)
    length = (turns.ends - turns.begins).clip(lower=0)
    said = turns.text.length().cast("float64")
    pause = (turns.begins - turns.before).clip(lower=0)
    cut = turns.timed & (turns.begins < turns.before) & (turns.speaker != turns.spoke)
    replies = turns.speaker.isin(["agent", "bot"]) & (turns.spoke == "customer")
    reply = replies.ifelse((turns.begins - turns.spoke_until).clip(lower=0), None)
    third = ((turns.turn - 1) * 3 / turns.n).floor().cast("int32")
    heard = (turns.speaker == "customer") & turns.valence.notnull()
    aroused = (turns.speaker == "customer") & turns.arousal.notnull()
    found = turns.mutate(
        length=length, said=said, pause=pause, cut=cut, reply=reply, third=third, heard=heard,
        aroused=aroused,
    )  # fmt: skip
    grouped = found.group_by(
        "segment", "talk", "journey", "start", "touchpoint", "conversation"
    ).aggregate(
        channel=found.channel.max(),
        turns=found.count(),
        timed=found.timed.any(),
        seconds=ibis.coalesce(found.ends.max(), found.begins.max()) - found.begins.min(),
        spoken=found.length.sum(),
        customer_spoken=found.length.sum(where=found.speaker == "customer"),
        letters=found.said.sum(),
        customer_letters=found.said.sum(where=found.speaker == "customer"),
        silence=found.pause.sum(),
        interruptions=found.cut.sum(),
        first_reply=found.reply.argmin(found.turn, where=found.reply.notnull()),
        replies=found.reply.count(),
        reply_total=found.reply.sum(),
        agents=found.agent.nunique(),
        agent=found.agent.max(),
        first_agent=found.agent.argmin(found.turn, where=found.agent.notnull()),
        last_agent=found.agent.argmax(found.turn, where=found.agent.notnull()),
        **{
            f"valence_{name}": _sums.mean(found.valence, found.heard & (found.third == at))
            for at, name in enumerate(THIRDS)
        },
        **{
            f"arousal_{name}": _sums.mean(found.arousal, found.aroused & (found.third == at))
            for at, name in enumerate(THIRDS)
        },
        arousal_doubt=_sums.mean(found.arousal_doubt, found.aroused),
        valence=_sums.mean(found.valence, found.heard),
    )
    timed = grouped.timed & (grouped.spoken > 0)
    by_time = grouped.customer_spoken / grouped.spoken.nullif(0)
    by_words = grouped.customer_letters / grouped.letters.nullif(0)
    return grouped.mutate(
        talk_share=timed.ifelse(by_time, by_words),
        silence_share=timed.ifelse(grouped.silence / grouped.seconds.nullif(0), None),
        silence_seconds=grouped.timed.ifelse(grouped.silence, None),
        interruptions=grouped.timed.ifelse(grouped.interruptions, None),
        first_reply_seconds=grouped.first_reply,
        reply_seconds=grouped.reply_total / grouped.replies.nullif(0),
        course=grouped.valence_end - grouped.valence_begin,
        arousal_course=grouped.arousal_end - grouped.arousal_begin,
    )


def with_matters(found: Any, newest: int) -> Any:
    """Add to talks: `matter` (its first talk), `nth` in it, whether it is `over` and handed on."""
    import ibis

    order = ibis.window(group_by=found.journey, order_by=[found.start, found.talk])
    ended = found.start + (found.seconds.fill_null(0) * 1e6).cast("int64")
    found = found.mutate(
        ended=ended,
        since=found.start - ended.lag().over(order),
        former=found.last_agent.lag().over(order),
    )
    fresh = found.since.isnull() | (found.since > GAP)
    found = found.mutate(fresh=fresh, number=fresh.cast("int32"))
    so_far = ibis.cumulative_window(group_by=found.journey, order_by=[found.start, found.talk])
    found = found.mutate(matter=found.number.sum().over(so_far))
    own = ibis.window(group_by=[found.journey, found.matter])
    other = (~found.fresh & (found.former != found.first_agent)).fill_null(False)
    return found.mutate(
        contacts=found.count().over(own),
        last=found.ended.max().over(own),
        first=found.start.min().over(own),
        over=found.ended.max().over(own) + GAP <= ibis.literal(newest, "int64"),
        handed=other | (found.agents > 1),
    )


def explained_again(turns: Any, found: Any) -> Any:
    """Return `journey, matter, shared`: how much of what was said after a hand-over was known.

    Of the customer's longer words after the first hand-over of a matter, the share that they had
    used before it; null below `WORDS` words.
    """
    import ibis

    within = turns.inner_join(found.select("talk", "matter"), "talk")
    named = within.filter(within.agent.notnull())
    place = named.start * 1000 + named.turn
    first = named.group_by("journey", "matter").aggregate(first_agent=named.agent.argmin(place))
    within = within.left_join(first, ["journey", "matter"])
    other = (within.agent != within.first_agent).fill_null(False)
    within = within.mutate(other=other.cast("int32"))
    order = ibis.cumulative_window(
        group_by=[within.journey, within.matter],
        order_by=[within.start, within.talk, within.turn],
    )
    within = within.mutate(after=within.other.max().over(order) > 0)
    said = within.filter((within.speaker == "customer") & within.text.notnull())
    words = said.select(
        "journey", "matter", "after", word=said.text.lower().re_split(r"[^\w]+").unnest()
    )
    words = words.filter(words.word.length() >= LETTERS).distinct()
    before = words.filter(~words.after).select("journey", "matter", "word", known=True)
    later = words.filter(words.after).left_join(before, ["journey", "matter", "word"])
    counted = later.group_by("journey", "matter").aggregate(
        words=later.count(), known=later.known.fill_null(False).sum()
    )
    enough = counted.words >= WORDS
    return counted.select(
        "journey", "matter", shared=enough.ifelse(counted.known / counted.words, ibis.null())
    )
