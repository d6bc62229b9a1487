"""The common odds ratio: against R, by hand, by its invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import optimize, special, stats

from twoarm.methods.values.ordinal import proportional_odds, proportional_odds_check_p

REFERENCE = json.loads((TESTS / "reference" / "courses.json").read_text(encoding="utf-8"))
RNG = np.random.default_rng(7)
TIED = [(RNG.integers(0, 8, 15), RNG.integers(shift, 8 + shift, 22)) for shift in range(-3, 4)]
NUMBERS = ("value", "low", "high")
NAN = math.nan


def floats(inputs):
    """The stored inputs; what R wrote as null is missing."""
    return {
        name: np.array(given, dtype=float) if isinstance(given, list) else given
        for name, given in inputs.items()
    }


def numbers(estimate):
    return tuple(getattr(estimate, name) for name in NUMBERS)


@pytest.mark.parametrize("case", REFERENCE["proportional_odds"])
def test_ratio_and_profile_likelihood_are_those_of_clm(case):
    estimate = proportional_odds(**floats(case["inputs"]))
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["proportional_odds_others"])
def test_ratio_is_that_of_polr_and_orm(case):
    # polr stops its BFGS at 1.2e-7 of the ratio, whatever its tolerance.
    estimate = proportional_odds(**case["inputs"], conf_level=0.95)
    assert estimate.value == pytest.approx(case["value"], rel=1e-6)


@pytest.mark.parametrize("case", REFERENCE["proportional_odds_check_p"])
def test_check_is_that_of_clm(case):
    assert proportional_odds_check_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


def test_two_levels_are_the_odds_ratio_of_a_table():
    # 26 and 4 of 30 against 22 and 10 of 32: (4 x 22) / (26 x 10).
    treated, control = [0] * 26 + [1] * 4, [0] * 22 + [1] * 10
    estimate = proportional_odds(treated, control, 0.95)
    assert estimate.value == pytest.approx(88 / 260, rel=1e-10)
    pooled = np.array([48, 14])
    likelihood_ratio = 2 * sum(
        special.xlogy(arm, arm / arm.sum() / (pooled / 62)).sum()
        for arm in map(np.array, ([26, 4], [22, 10]))
    )
    assert estimate.p_value == pytest.approx(stats.chi2.sf(likelihood_ratio, 1), rel=1e-9)


def test_limits_are_where_the_likelihood_has_fallen_by_the_quantile():
    treated, control = TIED[4]
    estimate = proportional_odds(treated, control, 0.95)
    levels = np.unique(np.concatenate([treated, control]))

    def loglik(beta, free):
        # Another way to write it: differences of cumulative probabilities, thresholds by their log gaps.
        cuts = np.concatenate(
            [[-np.inf], free[0] + np.concatenate([[0], np.cumsum(np.exp(free[1:]))]), [np.inf]]
        )
        shares = [np.diff(special.expit(cuts - shift)) for shift in (beta, 0.0)]
        places = (np.searchsorted(levels, arm) for arm in (treated, control))
        return sum(np.log(share[place]).sum() for share, place in zip(shares, places, strict=True))

    def profile(ratio):
        start = np.concatenate([[-2.0], np.zeros(levels.size - 2)])
        beta = math.log(ratio)
        best = optimize.minimize(
            lambda free: -loglik(beta, free), start, method="BFGS", options={"gtol": 1e-7}
        )
        return -best.fun

    top = profile(estimate.value)
    for limit in (estimate.low, estimate.high):
        assert 2 * (top - profile(limit)) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-6)
    assert 2 * (top - profile(1.0)) == pytest.approx(stats.chi2.isf(estimate.p_value, 1), rel=1e-6)


@pytest.mark.parametrize("treated, control", TIED)
def test_swapped_arms_invert_the_ratio_and_keep_p(treated, control):
    one, other = proportional_odds(treated, control, 0.95), proportional_odds(control, treated, 0.95)
    assert numbers(one) == pytest.approx((1 / other.value, 1 / other.high, 1 / other.low), rel=1e-12)
    assert one.p_value == other.p_value


@pytest.mark.parametrize("treated, control", TIED)
def test_only_the_order_of_the_values_counts(treated, control):
    one = proportional_odds(treated, control, 0.95)
    assert proportional_odds(np.exp(treated), np.exp(control), 0.95) == one
    assert proportional_odds(1e6 + treated[::-1] / 1e3, 1e6 + control[::-1] / 1e3, 0.95) == one
    turned = proportional_odds(-treated, -control, 0.95)
    assert turned.value == pytest.approx(1 / one.value, rel=1e-9)


@pytest.mark.parametrize("conf_level", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("treated, control", TIED)
def test_interval_excludes_one_exactly_when_p_is_below_alpha(treated, control, conf_level):
    estimate = proportional_odds(treated, control, conf_level)
    assert 0 < estimate.low < estimate.value < estimate.high
    assert (estimate.low > 1 or estimate.high < 1) == (estimate.p_value < 1 - conf_level)


def test_equal_arms_have_a_ratio_of_one():
    estimate = proportional_odds([1, 2, 2, 5], [5, 2, 1, 2], 0.95)
    assert (estimate.value, estimate.p_value) == (1.0, 1.0)
    assert estimate.low * estimate.high == pytest.approx(1.0, rel=1e-9)


def test_arms_that_share_their_edge_only_have_an_infinite_ratio_with_one_limit():
    # No control above 2, no treated below it. The control is (1/2, 1/2, 0), the treated (0, 1/2, 1/2) in any number.
    estimate = proportional_odds([2, 3], [1, 2], 0.95)
    assert (estimate.value, estimate.high) == (math.inf, math.inf)
    likelihood_ratio = 2 * (4 * math.log(1 / 2) - 2 * (math.log(1 / 4) + math.log(1 / 2)))
    assert estimate.p_value == pytest.approx(stats.chi2.sf(likelihood_ratio, 1), rel=1e-9)
    assert 0 < estimate.low < 1
    assert proportional_odds([1, 2], [2, 3], 0.95).high == pytest.approx(1 / estimate.low, rel=1e-12)
    assert numbers(proportional_odds([1, 2], [2, 3], 0.95))[:2] == (0.0, 0.0)
    assert proportional_odds([2, 3] * 20, [1, 2] * 20, 0.95).low > 10


@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "empty arm"),
        ([NAN], [1, 2], "empty arm"),
        ([3, 3, 3], [3, 3], "all values tied"),
        ([3], [3], "all values tied"),
        ([4, 5, 6], [1, 2, 3], "complete separation of the arms"),
        ([1, 1], [2, 2], "complete separation of the arms"),
        ([1], [2], "complete separation of the arms"),
    ],
)
def test_no_estimate_and_why(treated, control, reason):
    estimate = proportional_odds(treated, control, 0.95)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_missing_values_are_dropped():
    one = proportional_odds([1, NAN, 3], [0, 2, NAN], 0.95)
    assert one == proportional_odds([1, 3], [0, 2], 0.95)
    assert (one.n_treated, one.n_control) == (2, 2)


def test_one_patient_against_many():
    estimate = proportional_odds([3], [1, 2, 3, 4, 5], 0.95)
    assert (estimate.value, estimate.p_value) == (1.0, 1.0)
    assert 0 < estimate.low < 0.1


def test_thousands_of_levels_and_of_patients():
    rng = np.random.default_rng(1)
    treated, control = rng.logistic(0.5, 1, 20_000), rng.logistic(0, 1, 20_000)
    estimate = proportional_odds(np.round(treated, 3), np.round(control, 3), 0.999)
    assert estimate.low < math.exp(0.5) < estimate.high
    assert estimate.high / estimate.low < 1.2


def test_check_finds_a_shift_in_spread_and_none_in_a_shift_of_logits():
    rng = np.random.default_rng(2)
    control = np.round(rng.logistic(0, 1, 2_000)).clip(-2, 2)
    assert proportional_odds_check_p(np.round(rng.logistic(0.5, 1, 2_000)).clip(-2, 2), control) > 0.01
    assert proportional_odds_check_p(np.round(rng.logistic(0, 2, 2_000)).clip(-2, 2), control) < 1e-6


@pytest.mark.parametrize(
    "treated, control",
    [
        ([], [1, 2, 3]),
        ([1, 2] * 30, [1, 2] * 20),
        ([1, 2, 3, 4], [2, 3, 4, 5]),
        ([2, 3] * 30, [1, 2] * 30),
    ],
)
def test_check_needs_levels_patients_and_a_finite_ratio(treated, control):
    assert proportional_odds_check_p(treated, control) is None
    assert proportional_odds_check_p(control, treated) is None
