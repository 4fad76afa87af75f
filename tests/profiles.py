"""Profiles from journeys written by hand, counted in plain Python: the twin of `profile.py`."""

from collections import Counter
from itertools import pairwise, permutations
from statistics import mean, median

from desirepath.journeys.profile import Facts, Profile


def profile_of(journeys, *, channels=None, also=(), seconds=60.0):
    """`journeys`: lists of touchpoints; the same seconds pass between all of them."""
    places, touched, before, follows = {}, {}, {}, Counter()
    for number, journey in enumerate(journeys):
        first = {}
        for place, name in enumerate(journey):
            share = place / (len(journey) - 1) if len(journey) > 1 else 0.5
            places.setdefault(name, []).append(share)
            first.setdefault(name, place)
            touched.setdefault(name, {}).setdefault(number, 0)
            touched[name][number] += 1
        follows.update(pairwise(journey))
        for (a, at), (b, other) in permutations(first.items(), 2):
            before.setdefault((a, b), []).append(at < other)
    names = sorted({*touched, *also})
    facts = []
    for name in names:
        if name not in touched:
            facts.append(Facts(name))
            continue
        mine = [journeys[number] for number in touched[name]]
        word = (channels or {}).get(name)
        facts.append(
            Facts(
                touchpoint=name,
                events=sum(touched[name].values()),
                journeys=len(mine),
                position=mean(places[name]),
                first=mean(journey[0] == name for journey in mine),
                last=mean(journey[-1] == name for journey in mine),
                repeat=mean(n > 1 for n in touched[name].values()),
                channel=word,
                channel_share=1.0 if word else 0.0,
            )
        )
    return Profile(
        tuple(facts),
        journeys=len(journeys),
        before={pair: (len(found), mean(found)) for pair, found in before.items()},
        next={pair: (n, median([seconds])) for pair, n in follows.items()},
    )
