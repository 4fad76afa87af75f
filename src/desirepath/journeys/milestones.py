"""The last customer milestone of the row of a case: what an answer in that row is about.

    | row | code      | time  | usually after  | wins |
    | 7   | Purchase  | 09:00 |                | 0    |
    | 7   | Approved  | 17:10 | Purchase       | 1    |
    | 7   | Delivered | 17:05 | both           | 2    |   ← the last one, its clock ran before

Last means last in time, but where one milestone comes after another in at least 95 % of at least
20 rows, a row in which the clocks say otherwise follows the usual order: clocks of two systems
differ, and an answer about a delivered order is about the delivery.
"""

from __future__ import annotations

from typing import Any

SETTLED, ENOUGH = 0.95, 20
ROW = ("import_no", "line")


def last(answers: Any, events: Any, places: Any) -> Any:
    """Return `import_no, line, code, time`: the last milestone of each row that has answers.

    `answers`: those that stand in the row of a case; `places`: `name, code` of the touchpoints
    that may be linked to. A row whose events came with an earlier import takes those of its case.
    """
    rows = answers.select(*ROW, "case_id").distinct()
    events = events.inner_join(places.select("name", "code"), events.touchpoint == places.name)
    events = events.select(*ROW, "case_id", "code", "time", "seq")
    own = events.semi_join(rows, ROW).drop("case_id")
    orphans = rows.anti_join(own, ROW)
    of_case = orphans.inner_join(events.drop(*ROW), "case_id")
    found = own.union(of_case.select(*own.columns))
    ranked = found.left_join(_wins(found), [*ROW, "seq"])
    ranked = ranked.select(*found.columns, wins=ranked.wins.fill_null(0))
    order = [ranked.wins, ranked.time, ranked.seq]
    return ranked.group_by(*ROW).aggregate(
        code=ranked.code.last(order_by=order), time=ranked.time.last(order_by=order)
    )


def _wins(found: Any) -> Any:
    """Return how many others of its row each milestone comes after."""
    import ibis

    other = found.rename({"other": "code", "other_time": "time", "other_seq": "seq"})
    pairs = found.inner_join(other, [*ROW, found.code != other.other])
    after = (pairs.time > pairs.other_time) | (
        (pairs.time == pairs.other_time) & (pairs.seq > pairs.other_seq)
    )
    pairs = pairs.mutate(after=after)
    usual = pairs.group_by(a="code", b="other").aggregate(n=pairs.count(), share=pairs.after.mean())
    pairs = pairs.left_join(usual, [pairs.code == usual.a, pairs.other == usual.b])
    settled = pairs.n >= ENOUGH
    won = ibis.cases(
        (settled & (pairs.share >= SETTLED), True),
        (settled & (pairs.share <= 1 - SETTLED), False),
        else_=pairs.after,
    )
    return pairs.group_by(*ROW, "seq").aggregate(wins=won.sum())
