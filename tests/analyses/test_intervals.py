"""Intervals equal published values, hold their estimate and shrink with more answers."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.analyses import _intervals as intervals

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # Newcombe 1998, Stat. Med. 17, 857, Table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_equals_newcombes_table(hits, n, low, high):
    assert intervals.wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe 1998, Stat. Med. 17, 873, Table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_differences_of_shares_equal_newcombes_table(counts, low, high):
    assert intervals.newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("freedom", "point"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_students_t_equals_the_printed_tables(freedom, point):
    assert intervals.student(freedom) == pytest.approx(point, abs=6e-4)


def test_students_t_becomes_the_normal():
    assert intervals.student(10**7) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-6)


def test_net_promoter_adds_three_quarters_to_each_side():
    # 7 promoters, 2 passives, 1 detractor, by hand: p = 7.75/13, d = 1.75/13
    p, d = 7.75 / 13, 1.75 / 13
    half = 1.959963984540054 * ((p + d - (p - d) ** 2) / 13) ** 0.5
    wanted = (100 * (p - d - half), 100 * (p - d + half))
    assert intervals.net_promoter(7, 1, 10) == pytest.approx(wanted)
    assert wanted == pytest.approx((7.0394, 85.2683), abs=1e-4)


def test_a_mean_of_equal_or_single_answers_has_no_interval():
    assert intervals.mean(intervals.sample(2, 10, 50)) == (None, None)
    assert intervals.mean(intervals.sample(1, 5, 25)) == (None, None)
    assert intervals.mean(intervals.sample(0, None, None)) == (None, None)


def test_students_first_example_of_sleep():
    # Student 1908, "additional hours of sleep": mean 0.75, sd 1.789, n 10: -0.53 to 2.03
    hours = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    one = intervals.sample(10, sum(hours), sum(hour**2 for hour in hours))
    assert intervals.mean(one) == pytest.approx((-0.5297804, 2.0297804), abs=1e-6)
    more = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    other = intervals.sample(10, sum(more), sum(hour**2 for hour in more))
    # R: t.test(extra ~ group, data = sleep): -3.3654832 to 0.2054832, df 17.776
    wanted = (-3.3654832, 0.2054832)
    assert intervals.difference_of_means(one, other) == pytest.approx(wanted, abs=1e-6)


@given(counts)
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_1(count):
    hits, n = count
    low, high = intervals.wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1


@given(counts, counts)
def test_a_difference_of_shares_turns_round_with_its_groups(one, other):
    low, high = intervals.newcombe(*one, *other)
    back_low, back_high = intervals.newcombe(*other, *one)
    assert (low, high) == pytest.approx((-back_high, -back_low))
    assert low - 1e-12 <= one[0] / one[1] - other[0] / other[1] <= high + 1e-12
