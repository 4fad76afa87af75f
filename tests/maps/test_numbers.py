"""Numbers read as SCREENS says."""

import pytest

from desirepath.maps import numbers

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (6794, f"6{THIN}794"), (9999, f"9{THIN}999"), (10_000, f"10{THIN}k"),
     (19_304, f"19.3{THIN}k"), (999_950, f"1{THIN}M"), (1_234_567, f"1.2{THIN}M"),
     (None, "unknown")],
)  # fmt: skip
def test_counts_are_shortened_from_ten_thousand(value, text):
    assert numbers.short(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.57, "57"), (0.024, "2.4"), (0, "0"), (1, "100"), (0.9967, "99.7"), (0.99999, "99.99"),
     (0.0001, f"<{THIN}0.1"), (0.1, "10"), (-0.2, "−20")],
)  # fmt: skip
def test_only_an_exact_one_reads_hundred_per_cent(value, text):
    assert numbers.share(value) == f"{text}{THIN}%"


@pytest.mark.parametrize(
    ("valence", "text"), [(0.15, "+0.3"), (-0.75, "−1.5"), (0.0, "0.0"), (-0.001, "0.0")]
)
def test_emotion_is_shown_from_minus_two_to_two_with_a_true_minus(valence, text):
    assert numbers.emotion(valence) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(40, "40 s"), (60, "1 min"), (5400, "1.5 h"), (111_600, "31 h"), (172_800, "2 d"),
     (86400 * 800, "2.2 y"), (None, "unknown")],
)  # fmt: skip
def test_a_time_has_its_handiest_unit(seconds, text):
    assert numbers.duration(seconds) == text.replace(" ", THIN)


def test_a_period_says_the_year_once():
    assert numbers.period("2026-08-23", "2026-11-20") == "23 Aug – 20 Nov 2026"
    assert numbers.period("2025-08-23", "2026-11-20") == "23 Aug 2025 – 20 Nov 2026"
    assert numbers.period("2026-08-23T10:00:00Z", "2026-08-23") == "23 Aug 2026"
    assert numbers.period(None, None) == "no dates"
