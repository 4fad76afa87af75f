"""The curve never overshoots what was measured, and its colours follow the ramp."""

from hypothesis import given
from hypothesis import strategies as st

from desirepath.maps.curve import at, band, bezier, colour, face_token, stops, tangents

heights = st.lists(st.floats(-2, 2, allow_nan=False), min_size=2, max_size=12)


@given(heights)
def test_between_two_points_the_curve_stays_between_their_heights(values):
    points = [(index * 100.0, value) for index, value in enumerate(values)]
    slopes = tangents(points)
    for index in range(len(points) - 1):
        low, high = sorted((points[index][1], points[index + 1][1]))
        for part in range(11):
            height = at(points, slopes, points[index][0] + part * 10)
            assert low - 1e-9 <= height <= high + 1e-9


def test_the_curve_passes_through_every_point():
    points = [(0.0, 0.3), (100.0, -0.2), (200.0, 0.8)]
    slopes = tangents(points)
    assert [round(at(points, slopes, x), 9) for x, _ in points] == [0.3, -0.2, 0.8]
    assert bezier(points, slopes).startswith("M0.0 0.3C")


def test_a_band_is_closed():
    path = band([(0.0, 1.0), (10.0, 2.0)], [(0.0, 3.0), (10.0, 4.0)])
    assert path.startswith("M0.0 1.0")
    assert path.endswith("0.0 3.0Z")


def test_from_bad_to_good_the_colour_passes_grey():
    mixed = [mix for _, mix in stops([(0.0, -1.6), (100.0, 1.6)])]
    assert any("e3" in mix[:2] for mix in mixed)
    assert all(abs(int(mix[0][1]) - int(mix[1][1])) <= 1 for mix in mixed)


def test_stops_run_from_left_to_right():
    offsets = [offset for offset, _ in stops([(10.0, -1), (60.0, 0), (110.0, 2)])]
    assert offsets == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, 1)


def test_faces_change_at_the_limits_of_the_design():
    assert [face_token(felt) for felt in (-1, -0.31, -0.3, 0, 0.3, 0.31, 1)] == [
        "e1", "e2", "e3", "e3", "e3", "e4", "e5",
    ]  # fmt: skip
    assert colour(-2) == ("e1", "e1", 0.0)
