"""Equivalence: against R and statsmodels, by hand, by its invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import stats
from statsmodels.stats.weightstats import ttost_ind

from twoarm.errors import ParameterError
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.design.margins import equivalence, smallest_margin
from twoarm.methods.estimate import Estimate, wald_estimate
from twoarm.methods.values.means import mean_difference
from twoarm.methods.values.resampling import bca_interval
from twoarm.methods.values.shifts import hodges_lehmann

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "means.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_means.json").read_text(encoding="utf-8"))
RNG = np.random.default_rng(6)
PAIRS = [(RNG.normal(shift, 2, 18), RNG.normal(0, 1, 13)) for shift in np.linspace(-3, 3, 13)]


def welch(treated, control):
    return lambda level: mean_difference(treated, control, level)


@pytest.mark.parametrize("case", REFERENCE["equivalence"])
def test_of_welch_is_that_of_r(case):
    treated, control, margin = (case["inputs"][name] for name in ("treated", "control", "margin"))
    estimate = equivalence(welch(treated, control), margin, 0.05)
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("treated, control", PAIRS)
@pytest.mark.parametrize("margin", [0.3, 1.5, 4.0])
def test_of_welch_is_that_of_statsmodels(treated, control, margin):
    expected = ttost_ind(treated, control, -margin, margin, usevar="unequal")[0]
    assert equivalence(welch(treated, control), margin, 0.05).p_value == pytest.approx(
        expected, rel=1e-8, abs=1e-14
    )


@pytest.mark.parametrize("value", [0.0, 1.0, -2.5, 2.999, 3.0, 3.001, -8.0])
def test_of_a_normal_estimate_by_hand(value):
    estimate = equivalence(lambda level: wald_estimate(value, 0.7, level, 30, 32), 3.0, 0.05)
    assert estimate.p_value == pytest.approx(stats.norm.sf((3 - abs(value)) / 0.7), rel=1e-7)
    assert (estimate.value, estimate.conf_level) == (value, 0.9)
    assert estimate.high == pytest.approx(value + 0.7 * stats.norm.ppf(0.95), rel=1e-12)


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("treated, control", PAIRS)
def test_p_is_below_alpha_exactly_when_the_interval_lies_inside(treated, control, alpha):
    for interval_at in (welch(treated, control), lambda level: hodges_lehmann(treated, control, level)):
        estimate = equivalence(interval_at, 1.5, alpha)
        assert (estimate.p_value < alpha) == (estimate.low > -1.5 and estimate.high < 1.5)


def test_both_sides_of_alpha_occur_above():
    found = [equivalence(welch(*pair), 1.5, 0.05).p_value for pair in PAIRS]
    assert {p < 0.05 for p in found} == {p > 0.5 for p in found} == {True, False}


@pytest.mark.parametrize("treated, control", PAIRS[::3])
def test_swapped_arms_turn_the_sign_and_keep_p(treated, control):
    one, other = (
        equivalence(welch(treated, control), 2.0, 0.05),
        equivalence(welch(control, treated), 2.0, 0.05),
    )
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), rel=1e-12)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-8)


def test_an_interval_that_is_not_symmetric():
    # The score interval of 29/30 against 31/32 reaches farther on the side that is not the nearer one.
    def interval_at(level):
        return risk_difference(29, 30, 31, 32, level)

    p_value = equivalence(interval_at, 0.15, 0.05).p_value
    limits = interval_at(1 - 2 * p_value)
    assert max(-limits.low, limits.high) == pytest.approx(0.15, rel=1e-8)


def test_a_method_without_an_interval_at_high_levels_shows_no_more_than_it_can():
    # 9,999 replicates have no limits below an alpha of about 0.0001.
    estimate = equivalence(lambda level: bca_interval(*PAIRS[6], level), 100.0, 0.05)
    assert 0.00005 < estimate.p_value < 0.01


def test_a_test_with_steps_settles_nothing_between_them():
    estimate = equivalence(lambda level: hodges_lehmann([4], [1], level), 5.0, 0.05)
    assert (estimate.value, estimate.low, estimate.p_value) == (3.0, -math.inf, 0.5)


@pytest.mark.parametrize(
    "found, reason",
    [
        (Estimate.none("empty arm", 0, 32), "empty arm"),
        (Estimate(3.0, n_control=32), "no interval"),
        (Estimate(3.0, n_control=32, reason="no single range"), "no single range"),
    ],
)
def test_what_has_no_interval_passes_through(found, reason):
    estimate = equivalence(lambda level: found, 1.0, 0.05)
    assert (estimate.value, estimate.p_value, estimate.reason, estimate.n_control) == (None, None, reason, 32)


@pytest.mark.parametrize(
    "margin, alpha", [(0, 0.05), (-1, 0.05), (math.inf, 0.05), (math.nan, 0.05), (1, 0), (1, 0.5)]
)
def test_margin_and_alpha_have_their_ranges(margin, alpha):
    with pytest.raises(ParameterError):
        equivalence(welch(*PAIRS[0]), margin, alpha)


@pytest.mark.parametrize("case", CARRIED["smallest_margin"])
def test_smallest_margin_is_the_carried_one(case):
    inputs = case["inputs"]
    error = math.sqrt(1 / inputs["n_treated"] + 1 / inputs["n_control"])
    df = inputs["n_treated"] + inputs["n_control"] - 2
    interval = wald_estimate(inputs["d"], error, inputs["conf_level"], 30, 32, df=df)
    assert smallest_margin(interval) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("treated, control", PAIRS[::3])
def test_only_a_wider_margin_shows_equivalence(treated, control):
    margin = smallest_margin(mean_difference(treated, control, 0.9))
    wider, narrower = (equivalence(welch(treated, control), margin * by, 0.05) for by in (1.001, 0.999))
    assert wider.p_value < 0.05 < narrower.p_value


@pytest.mark.parametrize(
    "interval", [Estimate.none("empty arm"), Estimate(1.0), Estimate(1.0, -math.inf, 3.0, 0.9)]
)
def test_no_margin_without_a_finite_interval(interval):
    assert smallest_margin(interval) is None
