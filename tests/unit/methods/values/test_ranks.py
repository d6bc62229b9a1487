"""Ranks: against R and scipy, by hand, by their invariants, and at the edges."""

import json
import math
from statistics import NormalDist

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.methods.values.ranks import mann_whitney_p, probability_of_superiority

REFERENCE = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
RNG = np.random.default_rng(7)
TIED = [(RNG.integers(0, 8, 15), RNG.integers(shift, 8 + shift, 22)) for shift in range(-3, 4)]


@pytest.mark.parametrize("case", REFERENCE["probability_of_superiority"])
def test_superiority_is_that_of_r(case):
    estimate = probability_of_superiority(**case["inputs"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name


@pytest.mark.parametrize("treated, control", TIED)
def test_p_is_that_of_scipy(treated, control):
    expected = stats.brunnermunzel(treated, control).pvalue
    assert probability_of_superiority(treated, control, 0.95).p_value == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("treated, control", TIED)
def test_value_by_counting_all_pairs(treated, control):
    pairs = np.subtract.outer(treated, control)
    expected = (pairs > 0).mean() + (pairs == 0).mean() / 2
    assert probability_of_superiority(treated, control, 0.95).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("treated, control", TIED)
def test_swapped_arms_mirror_at_one_half_and_keep_p(treated, control):
    one, other = (
        probability_of_superiority(treated, control, 0.95),
        probability_of_superiority(control, treated, 0.95),
    )
    assert (one.value, one.low, one.high) == pytest.approx(
        (1 - other.value, 1 - other.high, 1 - other.low), rel=1e-12
    )
    assert one.p_value == pytest.approx(other.p_value, rel=1e-10)
    assert mann_whitney_p(treated, control) == pytest.approx(mann_whitney_p(control, treated), rel=1e-12)


@pytest.mark.parametrize("treated, control", TIED)
def test_only_the_order_counts(treated, control):
    one = probability_of_superiority(treated, control, 0.95)
    assert probability_of_superiority(np.exp(treated), np.exp(control), 0.95) == one
    assert mann_whitney_p(np.exp(treated), np.exp(control)) == mann_whitney_p(treated, control)


@pytest.mark.parametrize("treated, control", TIED)
def test_interval_excludes_one_half_exactly_when_p_is_below_alpha(treated, control):
    estimate = probability_of_superiority(treated, control, 0.9)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert (estimate.low > 0.5 or estimate.high < 0.5) == (estimate.p_value < 0.1)


def test_limits_are_cut_to_a_probability():
    assert probability_of_superiority([3, 5, 9], [1, 2, 4], 0.99).high == 1.0


@pytest.mark.parametrize(
    "treated, control, reason",
    [
        ([], [1, 2], "fewer than two patients in an arm"),
        ([1], [1, 2], "fewer than two patients in an arm"),
        ([math.nan, 1], [1, 2], "fewer than two patients in an arm"),
        ([3, 3, 3], [3, 3], "all values tied"),
        ([4, 5, 6], [1, 2, 3], "complete separation of the arms"),
        ([1, 1], [2, 2], "complete separation of the arms"),
    ],
)
def test_no_estimate_and_why(treated, control, reason):
    estimate = probability_of_superiority(treated, control, 0.95)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_missing_values_are_dropped():
    with_gaps = probability_of_superiority([1, math.nan, 3], [0, 2, math.nan], 0.95)
    assert with_gaps == probability_of_superiority([1, 3], [0, 2], 0.95)
    assert mann_whitney_p([1, math.nan, 3], [0, 2]) == mann_whitney_p([1, 3], [0, 2])


def test_a_hundred_thousand_patients_without_a_matrix_of_pairs():
    rng = np.random.default_rng(1)
    estimate = probability_of_superiority(rng.normal(0.5, 1, 50_000), rng.normal(0, 1, 50_000), 0.999)
    truth = stats.norm.cdf(0.5 / math.sqrt(2))
    assert estimate.low < truth < estimate.high
    assert estimate.high - estimate.low < 0.02


@pytest.mark.parametrize("case", REFERENCE["mann_whitney_p"])
def test_mann_whitney_is_that_of_r(case):
    assert mann_whitney_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


def test_mann_whitney_by_hand():
    # One of the twenty ways to place three of six patients is as extreme on either side.
    assert mann_whitney_p([4, 5, 6], [1, 2, 3]) == pytest.approx(2 / 20, rel=1e-12)


@pytest.mark.parametrize(
    "treated, control", [([], [1, 2]), ([1, 2], []), ([3, 3], [3, 3, 3]), ([math.nan], [1])]
)
def test_mann_whitney_needs_two_arms_and_two_values(treated, control):
    assert mann_whitney_p(treated, control) is None


@pytest.mark.parametrize("swapped", [False, True])
def test_p_is_exact_up_to_49_patients_an_arm_and_normal_from_50_on(swapped):
    """Every value of one arm above both of the other: 2 of the 51 * 50 / 2 choices; of 50 the normal with its correction."""
    arms = np.arange(49.0), np.array([-2.0, -1.0])
    larger = np.arange(50.0), arms[1]
    sides = slice(None, None, -1) if swapped else slice(None)
    assert mann_whitney_p(*arms[sides]) == pytest.approx(2 / 1275, rel=1e-12)
    z = (50 - 0.5) / math.sqrt(50 * 2 * 53 / 12)
    assert mann_whitney_p(*larger[sides]) == pytest.approx(2 * NormalDist().cdf(-z), rel=1e-10)


def test_a_tie_makes_a_small_p_normal():
    """3, 3, 4 against 1, 2: 6 of 6 pairs, 3 more than half; the tie of two takes 2**3 - 2 over 5 * 4 from n + 1."""
    z = (3 - 0.5) / math.sqrt(6 / 12 * (6 - 6 / (5 * 4)))
    assert mann_whitney_p([3, 3, 4], [1, 2]) == pytest.approx(2 * NormalDist().cdf(-z), rel=1e-10)
