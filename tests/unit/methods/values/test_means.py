"""Means: against R, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.values.means import mean_difference, mean_interval, paired_change

REFERENCE = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
NAN = math.nan
RNG = np.random.default_rng(20)
PAIRS = [(RNG.normal(shift, 2, 8), RNG.normal(0, 1, 13)) for shift in np.linspace(-3, 3, 25)]


@pytest.mark.parametrize("case", REFERENCE["mean_difference"])
def test_difference_is_that_of_r(case):
    estimate = mean_difference(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


def test_difference_by_hand():
    # Means 2 and 1, both variances 2, two patients each: error sqrt(2), 2 degrees of freedom, t = 1 / sqrt(2).
    estimate = mean_difference([1, 3], [0, 2], 0.5)
    assert estimate.value == 1.0
    # With 2 degrees of freedom, P = 1 - t / sqrt(t^2 + 2) and the quartile is sqrt(2/3).
    assert estimate.p_value == pytest.approx(1 - math.sqrt(0.5 / 2.5), rel=1e-12)
    assert estimate.high == pytest.approx(1 + math.sqrt(2) * math.sqrt(2 / 3), rel=1e-10)


@pytest.mark.parametrize("treated, control", PAIRS[::6])
def test_swapped_arms_turn_the_sign_and_keep_p(treated, control):
    one, other = mean_difference(treated, control, 0.95), mean_difference(control, treated, 0.95)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), rel=1e-12)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-12)


@pytest.mark.parametrize("scale", [1e-150, 1e-3, 60.0, 1e150])
def test_another_unit_changes_the_unit_only(scale):
    treated, control = PAIRS[3]
    one, other = (
        mean_difference(treated, control, 0.95),
        mean_difference(scale * treated, scale * control, 0.95),
    )
    assert other.value == pytest.approx(scale * one.value, rel=1e-12)
    assert other.low == pytest.approx(scale * one.low, rel=1e-12)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-12)


@pytest.mark.parametrize("treated, control", PAIRS)
def test_welch_interval_excludes_zero_exactly_when_p_is_below_alpha(treated, control):
    estimate = mean_difference(treated, control, 0.9)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 0.1)


@pytest.mark.parametrize("after, before", [(treated, control[:8]) for treated, control in PAIRS])
def test_paired_interval_excludes_zero_exactly_when_p_is_below_alpha(before, after):
    estimate = paired_change(before, after, 0.9)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 0.1)


def test_the_two_sides_of_alpha_both_occur_above():
    sides = {mean_difference(*pair, 0.9).p_value < 0.1 for pair in PAIRS}
    assert sides == {True, False}


def test_missing_values_are_dropped():
    assert mean_difference([1, NAN, 3], [0, 2, NAN], 0.95) == mean_difference([1, 3], [0, 2], 0.95)
    assert mean_interval([1, NAN, 3], 0.95) == mean_interval([1, 3], 0.95)
    assert paired_change([1, NAN, 3, 4], [2, 5, NAN, 9], 0.95) == paired_change([1, 4], [2, 9], 0.95)


@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "fewer than two patients in an arm"),
        ([1], [1, 2, 3], "fewer than two patients in an arm"),
        ([NAN, 1], [1, 2], "fewer than two patients in an arm"),
        ([5, 5, 5], [5, 5], "no variation in either arm"),
        ([0.1] * 3, [0.1] * 7, "no variation in either arm"),
        ([0, 0], [0, 0], "no variation in either arm"),
    ],
)
def test_no_difference_and_why(treated, control, reason):
    estimate = mean_difference(treated, control, 0.95)
    assert (estimate.value, estimate.low, estimate.p_value, estimate.reason) == (None, None, None, reason)


@pytest.mark.parametrize(
    ("treated", "control", "value"), [([5, 5, 5], [7, 7], -2.0), ([0.7] * 7, [0.1] * 3, 0.6)]
)
def test_two_constants_have_a_difference_and_no_interval(treated, control, value):
    found, turned = mean_difference(treated, control, 0.95), mean_difference(control, treated, 0.95)
    assert found.value == pytest.approx(value, rel=1e-12) and turned.value == -found.value
    assert (found.interval, found.p_value, found.conf_level) == (None, None, None)
    assert found.reason == "no variation in either arm"
    assert (found.n_treated, found.n_control) == (len(treated), len(control))
    many = mean_difference([10 * x for x in treated], [10 * x for x in control], 0.95)
    assert many.value == pytest.approx(10 * value, rel=1e-12)


def test_one_constant_arm_is_enough_variation_in_the_other():
    # Degrees of freedom are those of the arm that varies: here the one-sample interval of 4 - mean.
    estimate = mean_difference([4, 4, 4], [1, 2, 6], 0.95)
    assert estimate.high == pytest.approx(4 - mean_interval([1, 2, 6], 0.95).low, rel=1e-12)


@pytest.mark.parametrize("case", REFERENCE["mean_interval"])
def test_mean_is_that_of_r(case):
    estimate = mean_interval(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name
    assert (estimate.p_value, estimate.n_treated, estimate.n_control) == (None, 9, 0)


@pytest.mark.parametrize("values", [[], [3], [NAN, 3], [3, 3, 3], [0.1] * 3])
def test_no_mean_interval_and_why(values):
    estimate = mean_interval(values, 0.95)
    assert not estimate.estimable
    assert estimate.reason


@pytest.mark.parametrize("case", REFERENCE["paired_change"])
def test_change_is_that_of_r(case):
    estimate = paired_change(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


def test_change_is_after_minus_before():
    estimate = paired_change([7, 8, 9], [3, 2, 4], 0.95)
    assert (estimate.value, estimate.n_treated, estimate.n_control) == (-5.0, 3, 0)


@pytest.mark.parametrize(
    "before, after",
    [
        ([], []),
        ([1], [2]),
        ([1, NAN], [2, 3]),
        ([1, 2], [3, 4]),
        ([0.1, 0.2, 0.3], [0.3, 0.4, 0.5]),
        ([5, 5], [5, 5]),
    ],
)
def test_no_change_interval_and_why(before, after):
    estimate = paired_change(before, after, 0.95)
    assert not estimate.estimable
    assert estimate.reason


def test_pairs_must_be_pairs():
    with pytest.raises(AnalysisError):
        paired_change([1, 2, 3], [1, 2], 0.95)
