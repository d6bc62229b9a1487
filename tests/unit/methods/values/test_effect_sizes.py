"""Hedges' g: against R, against carried figures, by hand, by its invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import special, stats

from twoarm.methods.values.effect_sizes import (
    hedges_g,
    noncentral_t,
    noncentralities,
    small_sample_correction,
)

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "means.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_means.json").read_text(encoding="utf-8"))
NAN = math.nan
RNG = np.random.default_rng(20)
PAIRS = [(RNG.normal(shift, 2, 8), RNG.normal(0, 2, 13)) for shift in np.linspace(-3, 3, 13)]


@pytest.mark.parametrize("case", REFERENCE["hedges_g"])
def test_g_is_that_of_r(case):
    estimate = hedges_g(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["hedges_g_effectsize"])
def test_g_is_that_of_effectsize(case):
    # effectsize searches its limits by Nelder and Mead, right to about five digits.
    estimate = hedges_g(**case["inputs"])
    assert estimate.value == pytest.approx(case["value"]["value"], rel=1e-8)
    assert (estimate.low, estimate.high) == pytest.approx(
        (case["value"]["low"], case["value"]["high"]), rel=1e-5
    )


@pytest.mark.parametrize("case", CARRIED["small_sample_correction"])
def test_correction_is_the_carried_one(case):
    assert small_sample_correction(**case["inputs"]) == pytest.approx(case["value"], rel=1e-12)


@pytest.mark.parametrize("case", CARRIED["noncentral_t"])
def test_limits_are_the_carried_ones(case):
    inputs = case["inputs"]
    root = math.sqrt(1 / inputs["n_treated"] + 1 / inputs["n_control"])
    df = inputs["n_treated"] + inputs["n_control"] - 2
    limits = [root * limit for limit in noncentralities(inputs["d"] / root, df, inputs["conf_level"])]
    assert limits == pytest.approx(case["value"], rel=1e-8, abs=1e-11)


def test_no_rounding_to_two_decimals():
    # A library's effect size interval is rounded; the figures carried above have more digits than two.
    estimate = hedges_g(*PAIRS[0], 0.95)
    assert estimate.low != pytest.approx(round(estimate.low, 2), abs=1e-6)


def test_correction_by_hand():
    # Gamma(1) / Gamma(1/2) = 1 / sqrt(pi), over sqrt(1); Gamma(2) / Gamma(3/2) = 2 / sqrt(pi), over sqrt(2).
    assert small_sample_correction(2) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-14)
    assert small_sample_correction(4) == pytest.approx(math.sqrt(2 / math.pi), rel=1e-14)


def test_limits_of_no_difference_by_hand():
    # At t = 0 the noncentral t is below 0 with the probability of a normal below minus its noncentrality.
    reach = small_sample_correction(2) * stats.norm.ppf(0.975)
    estimate = hedges_g([1, 3], [1, 3], 0.95)
    assert (estimate.value, estimate.p_value) == (0.0, None)
    assert (estimate.low, estimate.high) == pytest.approx((-reach, reach), rel=1e-10)


@pytest.mark.parametrize("treated, control", PAIRS)
def test_swapped_arms_turn_the_sign(treated, control):
    one, other = hedges_g(treated, control, 0.95), hedges_g(control, treated, 0.95)
    assert (one.value, one.low, one.high) == (-other.value, -other.high, -other.low)


@pytest.mark.parametrize("scale", [1e-150, 1e-3, 60.0, 1e150])
def test_another_unit_or_order_changes_nothing(scale):
    treated, control = PAIRS[3]
    one, other = hedges_g(treated, control, 0.95), hedges_g(scale * treated[::-1], scale * control, 0.95)
    assert (other.value, other.low, other.high) == pytest.approx((one.value, one.low, one.high), rel=1e-9)


@pytest.mark.parametrize("treated, control", PAIRS)
def test_interval_excludes_zero_exactly_when_student_rejects(treated, control):
    estimate = hedges_g(treated, control, 0.9)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.low > 0 or estimate.high < 0) == (stats.ttest_ind(treated, control).pvalue < 0.1)


def test_the_two_sides_of_alpha_both_occur_above():
    assert {stats.ttest_ind(*pair).pvalue < 0.1 for pair in PAIRS} == {True, False}


@pytest.mark.parametrize("t, df", [(900.0, 5), (1990.0, 60), (1990.0, 199_998)])
@pytest.mark.parametrize("tail", [0.03, 0.5, 0.97])
def test_both_ways_to_the_noncentral_t_agree_where_both_hold(t, df, tail, monkeypatch):
    limit = t * math.sqrt(stats.chi2.ppf(tail, df) / df)
    by_scipy = noncentral_t(t, df, limit)
    monkeypatch.setattr("twoarm.methods.values.effect_sizes.SCIPY_UP_TO", 0.0)
    assert noncentral_t(t, df, limit) == pytest.approx(by_scipy, rel=1e-8)


@pytest.mark.parametrize("t", [1e5, 1e6, 1e9])
def test_a_huge_t_leaves_the_error_of_the_standard_deviation(t):
    # The normal part vanishes: limits are t times the roots of chi-square quantiles over their degrees of freedom.
    expected = [t * math.sqrt(special.chdtri(60, tail) / 60) for tail in (0.975, 0.025)]
    assert noncentralities(t, 60, 0.95) == pytest.approx(expected, rel=1e-5)


def test_a_hundred_thousand_patients_per_arm():
    x = special.ndtri((np.arange(100_000) + 0.5) / 100_000)
    estimate = hedges_g(x + 5, x, 0.95)
    # At that size the normal interval: variance of d is 2 / n + d^2 / (4 n).
    reach = stats.norm.ppf(0.975) * math.sqrt(2e-5 + estimate.value**2 / 4e5)
    assert estimate.value == pytest.approx(5, rel=1e-4)
    assert (estimate.low, estimate.high) == pytest.approx(
        (estimate.value - reach, estimate.value + reach), abs=1e-5
    )


def test_missing_values_are_dropped():
    assert hedges_g([1, NAN, 3], [0, 2, NAN], 0.95) == hedges_g([1, 3], [0, 2], 0.95)


@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "fewer than two patients in an arm"),
        ([1], [1, 2, 3], "fewer than two patients in an arm"),
        ([NAN, 1], [1, 2], "fewer than two patients in an arm"),
        ([5, 5, 5], [7, 7], "no variation in either arm"),
        ([0.1] * 3, [0.7] * 7, "no variation in either arm"),
        ([0, 0], [0, 0], "no variation in either arm"),
    ],
)
def test_no_g_and_why(treated, control, reason):
    estimate = hedges_g(treated, control, 0.95)
    assert (estimate.value, estimate.low, estimate.p_value, estimate.reason) == (None, None, None, reason)


def test_no_interval_beside_the_estimate():
    # The limits enclose the median-unbiased difference, which is not g.
    estimate = hedges_g([0.3, 0], [0.1, 0, 0.2], 0.01)
    assert (estimate.low, estimate.reason) == (None, "level too low for limits on either side")
    assert estimate.value == pytest.approx(hedges_g([0.3, 0], [0.1, 0, 0.2], 0.95).value, rel=1e-12)


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e9])
def test_one_constant_arm_and_an_offset(offset):
    estimate = hedges_g(np.full(3, 4.0) + offset, np.array([1.0, 2.0, 6.0]) + offset, 0.95)
    assert estimate.value == pytest.approx(hedges_g([4, 4, 4], [1, 2, 6], 0.95).value, rel=1e-6)
