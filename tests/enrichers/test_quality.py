"""Quality is what a hand count says it is."""

import numpy as np
import pytest

from desirepath.enrichers import _quality

SHARES = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.3, 0.7]])
TRUTH = np.array([0, 1, 1, 1])


def test_confusion_counts_true_labels_in_rows():
    quality = _quality.measure(SHARES, TRUTH)
    assert quality.confusion == ((1, 0), (1, 2))
    assert quality.n == 4


def test_macro_f1_is_the_mean_of_the_labels():
    # label 0: said twice, right once, true once: 2/3; label 1: said twice, right twice, true 3: 4/5
    assert _quality.measure(SHARES, TRUTH).macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_a_label_that_is_never_true_does_not_count():
    assert _quality.macro_f1([[3, 0, 1], [0, 0, 0], [0, 0, 4]]) == pytest.approx(
        (6 / 7 + 8 / 9) / 2
    )


def test_log_loss_is_that_of_the_right_label():
    expected = -np.log([0.9, 0.2, 0.6, 0.7]).mean()
    assert _quality.log_loss(SHARES, TRUTH) == pytest.approx(expected)


def test_calibration_error_is_the_gap_between_share_and_truth_per_bin():
    # bins .9: right; .8: wrong; .6: right; .7: right
    expected = (abs(0.9 - 1) + abs(0.8 - 0) + abs(0.6 - 1) + abs(0.7 - 1)) / 4
    assert _quality.measure(SHARES, TRUTH).ece == pytest.approx(expected)


def test_what_a_text_is_called_may_be_another_label_than_the_likeliest():
    said = np.array([0, 1, 1, 1])
    quality = _quality.measure(SHARES, TRUTH, said)
    assert quality.macro_f1 == 1
    assert quality.ece == pytest.approx((0.1 + 0.8 + 0.4 + 0.3) / 4)
