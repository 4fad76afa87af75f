"""Stages along a row against the sum over every possible way through it."""

import math
from itertools import product

import pytest

from desirepath.journeys import chain

THREE = range(3)
OWN = [(0.0, 1.0, -1.0), (0.5, 0.5, 0.0), (-2.0, 0.0, 2.0), (0.0, 0.0, 0.0)]
AT = [(0.0, 0.0, 0.0), (0.3, 0.0, -0.3), (0.0, 0.0, 0.0), (-1.0, 0.0, 1.0)]
GAPS = [0.0, 0.05, 0.3]
ASIDE = (0.02, 0.03, 0.1)


def along(own, at=None, gaps=None, *, aside=(0.0, 0.0, 0.0), mixed=()):
    flat = [(0.0,) * len(own[0])] * len(own)
    return chain.along(
        own,
        at or flat,
        [0.2] * (len(own) - 1) if gaps is None else gaps,
        aside=aside,
        free=frozenset(),
        mixed=mixed,
    )


def by_hand():
    """Sum the weight of every course and every stage beside it: 3^4 × 3^4 ways."""
    sums = [[0.0] * 3 for _ in OWN]
    for course in product(THREE, repeat=len(OWN)):
        way = 1.0
        for a, b, gap in zip(course, course[1:], GAPS, strict=False):
            way *= chain._moves(3, gap, frozenset(), ())[a][b]
        for given, place in zip(course, AT, strict=True):
            way *= math.exp(place[given])
        for stages in product(THREE, repeat=len(OWN)):
            weight = way
            for on, stage, own in zip(course, stages, OWN, strict=True):
                lies = ASIDE[stage] + ((1 - sum(ASIDE)) if on == stage else 0.0)
                weight *= lies * math.exp(own[stage])
            for place, stage in enumerate(stages):
                sums[place][stage] += weight
    return [[value / sum(row) for value in row] for row in sums]


def test_the_chances_are_those_of_the_sum_over_all_ways():
    found = along(OWN, AT, GAPS, aside=ASIDE)
    for got, wanted in zip(found, by_hand(), strict=True):
        assert got == pytest.approx(wanted, rel=1e-9)


def test_the_course_goes_forward_and_a_silent_touchpoint_takes_the_stage_of_its_place():
    found = along([(3.0, 0.0, 0.0), (0.0, 0.0, 0.0), (3.0, 0.0, 0.0), (0.0, 0.0, 3.0)])
    assert [max(THREE, key=row.__getitem__) for row in found] == [0, 0, 0, 2]


def test_many_around_it_overrule_one_misleading_word():
    own = [(2.0, 0.0, 0.0)] * 3 + [(0.0, 0.0, 2.0)] + [(2.0, 0.0, 0.0)] * 3
    assert along(own)[3][0] > 0.9


def test_beside_the_course_its_own_evidence_decides():
    own = [(4.0, 0.0, 0.0)] * 3 + [(0.0, 0.0, 4.0)] + [(4.0, 0.0, 0.0)] * 3
    assert along(own)[3][2] < 0.1
    assert along(own, aside=(0.0, 0.0, 0.3))[3][2] > 0.9


def test_two_stages_that_take_turns_may_stand_in_any_order():
    own = [(0.0, 2.0, 0.0), (0.0, 0.0, 2.0)] * 4
    turns = [max(THREE, key=row.__getitem__) for row in along(own, mixed=((1, 2),))]
    assert turns == [1, 2] * 4


def test_one_touchpoint_has_its_own_chances_and_none_has_none():
    (only,) = along([(1.0, 0.0, 0.0)], gaps=[])
    assert only == pytest.approx([math.e / (math.e + 2), 1 / (math.e + 2), 1 / (math.e + 2)])
    assert chain.along([], [], [], aside=(0.0,), free=frozenset(), mixed=()) == []
