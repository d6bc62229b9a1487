"""The restricted mean time and its difference: against R and lifelines, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from drawn_times import draw
from places import TESTS

from twoarm.methods.times.restricted_means import (
    common_horizon,
    restricted_mean,
    restricted_mean_difference,
)

REFERENCE = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
HORIZONS = json.loads((TESTS / "reference" / "horizons.json").read_text(encoding="utf-8"))
NAN = math.nan


@pytest.mark.parametrize("case", REFERENCE["restricted_mean"])
def test_restricted_mean_is_that_of_r(case):
    mean, variance = restricted_mean(**case["inputs"])
    assert mean == pytest.approx(case["value"]["mean"], rel=1e-8)
    assert math.sqrt(variance) == pytest.approx(case["value"]["error"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["restricted_mean_difference"])
def test_restricted_mean_difference_is_that_of_r(case):
    estimate = restricted_mean_difference(**case["inputs"])  # both curves are known up to 9
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name
    assert restricted_mean_difference(**case["inputs"], tau=9) == estimate


@pytest.mark.parametrize("case", HORIZONS["restricted_mean_difference"])
def test_without_a_horizon_it_goes_as_far_as_both_curves_are_known(case):
    estimate, expected = restricted_mean_difference(**case["inputs"]), case["value"]
    assert common_horizon(**case["inputs"]) == expected["horizon"]
    found = (estimate.value, estimate.low, estimate.high)
    assert found == pytest.approx([expected[x] for x in ("difference", "low", "high")], rel=1e-8)


def test_a_horizon_of_an_empty_arm_is_none():
    assert common_horizon([], [], [1, 2], [1, 1]) is None


def test_a_common_horizon_follows_the_unit_and_not_the_order_of_arms_or_patients():
    case = [np.array(x, float) for x in HORIZONS["restricted_mean_difference"][0]["inputs"].values()]
    t, te, c, ce = case
    end = common_horizon(*case)
    assert common_horizon(c, ce, t, te) == end
    assert common_horizon(t[::-1], te[::-1], c, ce) == end
    assert common_horizon(7 * t, te, 7 * c, ce) == 7 * end


def test_without_censoring_it_is_the_mean_and_its_variance():
    time = np.array([2.0, 3, 5, 9, 9, 14])
    mean, variance = restricted_mean(time, np.ones(6), 14)
    assert (mean, variance) == pytest.approx((time.mean(), time.var() / 6), rel=1e-12)


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")  # lifelines integrates a step curve
def test_trap_2_the_library_variance_is_not_that_of_the_estimate():
    from lifelines import KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time

    months = REFERENCE["restricted_mean_difference"][0]["inputs"]
    time, event = months["t_time"], months["t_event"]
    fitter = KaplanMeierFitter().fit(time, event)
    mean, theirs = restricted_mean_survival_time(fitter, t=9, return_variance=True)
    ours = restricted_mean(time, event, 9)
    assert ours[0] == pytest.approx(mean, rel=1e-6)  # lifelines integrates numerically
    assert theirs > 5 * ours[1]  # about n times too large


@pytest.mark.parametrize("seed", range(3))
def test_difference_turns_its_sign_and_scales_with_the_unit(seed):
    (t1, e1), (t2, e2) = draw(seed), draw(seed + 30, rate=0.35)
    one, swapped = (
        restricted_mean_difference(t1, e1, t2, e2, 0.9),
        restricted_mean_difference(t2, e2, t1, e1, 0.9),
    )
    weeks = restricted_mean_difference(4 * t1, e1, 4 * t2, e2, 0.9)
    assert (one.value, one.low, one.high) == pytest.approx(
        (-swapped.value, -swapped.high, -swapped.low), rel=1e-10
    )
    assert (4 * one.low, 4 * one.high) == pytest.approx((weeks.low, weeks.high), rel=1e-10)
    assert one.p_value == pytest.approx(swapped.p_value, rel=1e-10)
    assert (one.low > 0 or one.high < 0) == (one.p_value < 0.1)


@pytest.mark.parametrize(
    "arms, tau, reason",
    [
        (([], [], [1, 2], [1, 1]), None, "empty arm"),
        (([NAN], [1], [1, 2], [1, 1]), None, "empty arm"),
        (([1, 2], [0, 0], [1, 2], [0, 0]), None, "no variation in either arm before the horizon"),
        (([3, 3], [1, 1], [3, 3], [1, 1]), None, "no variation in either arm before the horizon"),
        (([0, 0], [1, 1], [0, 0], [1, 1]), None, "no time under observation"),
        (([1, 2], [1, 0], [1, 5], [1, 0]), 4.0, "horizon beyond the last time of an arm"),
    ],
)
def test_no_difference_and_why(arms, tau, reason):
    estimate = restricted_mean_difference(*arms, 0.95, tau)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_an_arm_without_an_event_still_has_a_mean():
    # Nobody in the treated arm had the event by 2; of the control half did at 1.
    estimate = restricted_mean_difference([2, 2], [0, 0], [1, 2], [1, 0], 0.95)
    assert estimate.value == pytest.approx(0.5, rel=1e-12)
    assert restricted_mean([2, 2], [0, 0], 2) == (2.0, 0.0)


def test_a_curve_that_has_ended_at_zero_is_known_for_ever():
    assert restricted_mean_difference([1, 2], [1, 1], [1, 9], [1, 0], 0.95, tau=8).value == 1.5 - 4.5


@pytest.mark.parametrize("time, event", [([5], [1]), ([5], [0]), ([5, 5, 5], [0, 0, 0]), ([5, 5], [1, 1])])
def test_before_the_first_event_everybody_has_the_whole_time(time, event):
    assert restricted_mean(time, event, 4) == (4.0, 0.0)


def test_an_event_at_the_start_leaves_no_time():
    assert restricted_mean([0], [1], 4) == (0.0, 0.0)


def test_no_patient_no_mean():
    assert restricted_mean([], [], 5) is None


def test_a_hundred_thousand_patients():
    time = np.random.default_rng(2).exponential(10, 100_000)
    mean, variance = restricted_mean(time, np.ones(100_000), 10)
    assert mean == pytest.approx(10 * (1 - math.exp(-1)), abs=5 * math.sqrt(variance))
