"""The one course of all journeys: in which order touchpoints lie, how clearly, what needs what.

Everything is read from `Profile.before`: in journeys with both A and B, how often A comes first.
A pair met in few journeys counts less: n / (n + 20).
"""

from __future__ import annotations

from collections.abc import Mapping

from desirepath.journeys.profile import Profile

FEW = 20
AFTER = 0.8  # from this share of joint journeys on, one touchpoint counts as following another


def ranks(profile: Profile) -> dict[str, float]:
    """Return how early each touchpoint lies, 1 the earliest, 0 the latest.

    The mean share of joint journeys in which it comes before another (Borda's count): a better
    order than the mean place in the journey where many journeys end early. A touchpoint that
    never shares a journey with another has none.
    """
    sums: dict[str, tuple[float, float]] = {}
    for (touchpoint, _), (n, share) in profile.before.items():
        total, weight = sums.get(touchpoint, (0.0, 0.0))
        sums[touchpoint] = (total + _weight(n) * share, weight + _weight(n))
    return {name: total / weight for name, (total, weight) in sums.items() if weight > 0}


def clarity(profile: Profile) -> float:
    """Return how clear the order is: 1 when A always comes before B, 0 when it is a coin toss."""
    weight = sum(_weight(n) for n, _ in profile.before.values())
    clear = sum(_weight(n) * abs(2 * share - 1) for n, share in profile.before.values())
    return clear / weight if weight else 1.0


def places(early: Mapping[str, float], goal: str | None, goal_at: float) -> dict[str, float]:
    """Return places from 0 (the earliest) to 1 (the latest) with the goal at `goal_at`.

    Empty without a goal, or with one at an end: then nothing tells before from after.
    """
    if goal is None or goal not in early:
        return {}
    at, first, last = early[goal], max(early.values()), min(early.values())
    if first - at < 0.1 or at - last < 0.1:
        return {}
    return {
        name: goal_at * (first - rank) / (first - at)
        if rank >= at
        else goal_at + (1 - goal_at) * (at - rank) / (at - last)
        for name, rank in early.items()
    }


def needed(profile: Profile) -> dict[str, float]:
    """Return for each touchpoint which share of what follows it never happens without it.

    Near 1 for what everybody has to pass: what comes after a purchase happens to buyers only. A
    renewal is followed by little that those who did not renew lack. A touchpoint that nothing
    follows has none.
    """
    most: dict[str, int] = {}
    for (_, later), (n, _) in profile.before.items():
        most[later] = max(most.get(later, 0), n)
    sums: dict[str, tuple[int, int]] = {}
    for (earlier, later), (n, share) in profile.before.items():
        if share >= AFTER:
            both, all_ = sums.get(earlier, (0, 0))
            sums[earlier] = (both + n, all_ + most[later])
    return {name: both / all_ for name, (both, all_) in sums.items() if all_}


def neighbours(profile: Profile) -> dict[str, list[tuple[str, float]]]:
    """Return what directly precedes or follows each touchpoint, and how often, by name."""
    found: dict[str, dict[str, float]] = {}
    for (a, b), (n, _) in profile.next.items():
        if a != b:
            for one, other in ((a, b), (b, a)):
                near = found.setdefault(one, {})
                near[other] = near.get(other, 0.0) + n
    return {name: sorted(near.items()) for name, near in found.items()}


def _weight(n: int) -> float:
    return n / (n + FEW)
