"""The path analyses again, in plain Python over lists: what the engine's answers must equal."""

from collections import Counter, defaultdict
from itertools import combinations, pairwise
from statistics import fmean, median


def journeys_of(rows):
    """Return customer → [(seconds, touchpoint)] in order of time, then of the rows."""
    made = defaultdict(list)
    for customer, at, touchpoint in rows:
        made[customer].append((at, touchpoint))
    return {who: sorted(events, key=lambda event: event[0]) for who, events in made.items()}


def graph(journeys):
    """Return (from, to) → (transitions, journeys, median, mean)."""
    waits, who = defaultdict(list), defaultdict(set)
    for key, events in journeys.items():
        path = [(None, None), *events, (None, None)]
        for (t0, a), (t1, b) in pairwise(path):
            waits[a, b].append(None if a is None or b is None else t1 - t0)
            who[a, b].add(key)
    return {
        (a, b): (
            len(found),
            len(who[a, b]),
            None if a is None or b is None else median(found),
            None if a is None or b is None else round(fmean(found), 9),
        )
        for (a, b), found in waits.items()
    }


def touchpoints(journeys):
    """Return touchpoint → (events, journeys, entries, exits, journeys with more than one)."""
    made = defaultdict(lambda: [0, 0, 0, 0, 0])
    for events in journeys.values():
        path = [touchpoint for _, touchpoint in events]
        for touchpoint, n in Counter(path).items():
            row = made[touchpoint]
            row[0] += n
            row[1] += 1
            row[4] += n > 1
        made[path[0]][2] += 1
        made[path[-1]][3] += 1
    return {touchpoint: tuple(row) for touchpoint, row in made.items()}


def variants(journeys):
    """Return path → journeys."""
    return Counter(tuple(name for _, name in events) for events in journeys.values())


def cut(path, start=None, end=None):
    """Return a path from its first `start` to the first `end` after it, None without them."""
    if start is not None:
        if start not in path:
            return None
        path = path[path.index(start) :]
    if end is not None:
        after = 1 if start is not None else 0
        if end not in path[after:]:
            return None
        path = path[: path.index(end, after) + 1]
    return path


def paths(journeys, depth, start=None, end=None):
    """Return (position, from, to) → journeys, without folding."""
    made = Counter()
    for events in journeys.values():
        path = cut([name for _, name in events], start, end)
        for place, name in enumerate((path or [])[:depth]):
            following = path[place + 1] if place + 1 < len(path) else None
            made[place + 1, name, "(more)" if following and place + 1 == depth else following] += 1
    return made


def chains(events, steps, within):
    """Return every increasing choice of events that walks the steps inside the window."""
    return [
        chosen
        for chosen in combinations(range(len(events)), len(steps))
        if all(events[i][1] in step for i, step in zip(chosen, steps, strict=True))
        and (within is None or events[chosen[-1]][0] - events[chosen[0]][0] <= within)
    ]


def funnel(journeys, steps, within):
    """Return per step (journeys, median seconds since the step before)."""
    made = []
    for k in range(1, len(steps) + 1):
        reached, waits = 0, []
        for events in journeys.values():
            found = chains(events, steps[:k], within)
            if not found:
                continue
            reached += 1
            if k > 1:
                first = min(chain[-1] for chain in found)
                ending = [chain for chain in found if chain[-1] == first]
                start = max(chain[0] for chain in ending)
                former = max(chain[-2] for chain in ending if chain[0] == start)
                waits.append(events[first][0] - events[former][0])
        made.append((reached, median(waits) if waits else None))
    return made
