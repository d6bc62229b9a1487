"""The adjusted arm effect: against R and statsmodels, by hand, by its invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.values.longitudinal import ancova

REFERENCE = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
NAN = math.nan


def draw(seed, effect=0.6, n_treated=14, n_control=19):
    rng = np.random.default_rng(seed)
    baselines = rng.normal(7, 1, n_treated), rng.normal(7.3, 1, n_control)
    treated, control = (0.5 * baseline + rng.normal(0, 1, baseline.size) for baseline in baselines)
    return baselines[0], treated + effect, baselines[1], control


@pytest.mark.parametrize("case", REFERENCE["ancova"])
def test_effect_is_that_of_r(case):
    estimate = ancova(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("seed", range(5))
def test_effect_is_that_of_statsmodels(seed):
    from statsmodels.regression.linear_model import OLS

    b1, y1, b2, y2 = draw(seed)
    arm = np.repeat([1.0, 0.0], [b1.size, b2.size])
    design = np.column_stack([np.ones(arm.size), arm, np.concatenate([b1, b2])])
    fit = OLS(np.concatenate([y1, y2]), design).fit(cov_type="HC3", use_t=True)
    estimate = ancova(b1, y1, b2, y2, 0.95)
    assert estimate.value == pytest.approx(fit.params[1], rel=1e-8)
    assert (estimate.low, estimate.high) == pytest.approx(tuple(fit.conf_int()[1]), rel=1e-8)
    assert estimate.p_value == pytest.approx(fit.pvalues[1], rel=1e-8)


def test_effect_by_hand():
    # Within the arms the slope is (1.5 + 1.5) / 2 = 1.5; the baselines are equal, so the effect is 7/3 - 4/3.
    assert ancova([0, 1, 2], [1, 2, 4], [0, 1, 2], [0, 1, 3], 0.95).value == pytest.approx(1.0, rel=1e-12)
    # One unit more at baseline in the treated: the slope takes its 1.5 away.
    assert ancova([1, 2, 3], [1, 2, 4], [0, 1, 2], [0, 1, 3], 0.95).value == pytest.approx(-0.5, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_swapped_arms_turn_the_sign_and_keep_p(seed):
    b1, y1, b2, y2 = draw(seed)
    one, other = ancova(b1, y1, b2, y2, 0.95), ancova(b2, y2, b1, y1, 0.95)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), rel=1e-10)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-10)


@pytest.mark.parametrize("shift, scale", [(0, 1e-150), (0, 1e100), (1e6, 1), (-40, 10)])
def test_another_scale_of_the_baseline_changes_nothing(shift, scale):
    b1, y1, b2, y2 = draw(1)
    one, other = ancova(b1, y1, b2, y2, 0.95), ancova(shift + scale * b1, y1, shift + scale * b2, y2, 0.95)
    assert (one.low, one.high, one.p_value) == pytest.approx((other.low, other.high, other.p_value), rel=1e-7)


def test_another_scale_of_the_outcome_changes_its_unit_only():
    b1, y1, b2, y2 = draw(2)
    one, other = ancova(b1, y1, b2, y2, 0.95), ancova(b1, 100 + 10 * y1, b2, 100 + 10 * y2, 0.95)
    assert (10 * one.low, 10 * one.high) == pytest.approx((other.low, other.high), rel=1e-10)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-10)


@pytest.mark.parametrize("effect", np.linspace(-1.5, 1.5, 13))
def test_interval_excludes_zero_exactly_when_p_is_below_alpha(effect):
    estimate = ancova(*draw(3, effect), 0.9)
    assert estimate.low < estimate.value < estimate.high
    assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 0.1)


def test_complete_cases_only():
    with_gaps = ancova([0, 1, 2, NAN, 5], [1, 2, 4, 5, NAN], [0, 1, 2, 3], [0, 1, 3, NAN], 0.95)
    assert with_gaps == ancova([0, 1, 2], [1, 2, 4], [0, 1, 2], [0, 1, 3], 0.95)
    assert (with_gaps.n_treated, with_gaps.n_control) == (3, 3)


@pytest.mark.parametrize(
    "arrays, reason",
    [
        (([], [], [1, 2], [3, 4]), "fewer than two patients in an arm"),
        (([1], [2], [1, 2, 3], [3, 4, 6]), "fewer than two patients in an arm"),
        (([NAN, 1], [2, 2], [1, 2], [3, 4]), "fewer than two patients in an arm"),
        (([5, 5, 5], [1, 2, 3], [6, 6], [2, 5]), "baseline does not vary within the arms"),
        (([5, 5, 5], [1, 2, 3], [6, 7], [2, 5]), "one patient alone determines the slope"),
        (([1, 2, 3], [4, 4, 4], [1, 2, 4], [4, 4, 4]), "no variation beside the baseline"),
        (([1, 2, 3], [2, 4, 6], [1, 2, 4], [2, 4, 8]), "no variation beside the baseline"),
    ],
)
def test_no_effect_and_why(arrays, reason):
    estimate = ancova(*arrays, 0.95)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_two_constants_have_a_difference_whatever_the_baseline():
    found = ancova([1, 2, 3], [4, 4, 4], [1, 2, 4], [6, 6, 6], 0.95)
    assert (found.value, found.interval, found.p_value) == (-2.0, None, None)
    assert found.reason == "no variation in either arm"
    assert ancova([1, 2, 4], [6, 6, 6], [1, 2, 3], [4, 4, 4], 0.95).value == 2.0


def test_baseline_and_outcome_must_be_of_the_same_patients():
    with pytest.raises(AnalysisError):
        ancova([1, 2, 3], [1, 2], [1, 2], [1, 2], 0.95)
