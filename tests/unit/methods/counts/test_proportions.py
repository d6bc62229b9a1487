"""Proportions: against R, by hand, by their invariants, and at the edges."""

import itertools
import json
import math

import numpy as np
import pytest
from places import TESTS
from statsmodels.stats.proportion import confint_proportions_2indep

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.counts.proportions import (
    chi_square_p,
    clopper_pearson,
    fisher_p,
    newcombe,
    risk_difference,
    score_p,
    wilson,
)

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
COUNTS = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_counts.json").read_text(encoding="utf-8"))

# ratesci::scoreci stops its search at this absolute error.
RATESCI = 7e-7
TABLES = [(4, 30, 10, 32), (0, 30, 3, 32), (30, 30, 20, 32), (7, 9, 3, 14), (1, 1, 0, 1), (120, 400, 90, 410)]
EDGES = [(0, 30, 0, 32), (30, 30, 32, 32), (30, 30, 0, 32), (0, 1, 0, 1), (0, 1, 1, 1), (0, 2, 5, 100_000)]


@pytest.mark.parametrize("case", REFERENCE["risk_difference"])
def test_risk_difference_is_that_of_r(case):
    estimate = risk_difference(*case["inputs"]["counts"], case["inputs"]["conf_level"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-6), name  # iterative on both sides


@pytest.mark.parametrize("case", CARRIED["risk_difference"])
def test_limits_of_the_published_tables(case):
    estimate = risk_difference(*case["inputs"]["counts"], case["inputs"]["conf_level"])
    error = {"rel": 0, "abs": RATESCI} if "ratesci" in case["function"] else {"rel": 1e-9}
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, **error), name


@pytest.mark.parametrize("case", COUNTS["newcombe"] + CARRIED["newcombe"])
def test_newcombe_is_that_of_others(case):
    estimate = newcombe(*case["inputs"]["counts"], case["inputs"]["conf_level"])
    for name, expected in case["value"].items():
        assert getattr(estimate, name) == pytest.approx(expected, rel=1e-8), name
    assert estimate.p_value is None


@pytest.mark.parametrize(
    ("interval", "cases"), [(wilson, CARRIED["wilson"]), (clopper_pearson, CARRIED["clopper_pearson"])]
)
def test_arms_of_the_published_tables(interval, cases):
    for case in cases:
        limits = interval(*case["inputs"]["counts"], case["inputs"]["conf_level"])
        assert limits == pytest.approx(tuple(case["value"]), rel=1e-8, abs=1e-15)


def test_leakage_of_the_shipped_study():
    estimate = risk_difference(4, 30, 10, 32, 0.95)
    assert estimate.value == pytest.approx(4 / 30 - 10 / 32, rel=1e-14)
    assert (estimate.low, estimate.high) == pytest.approx(
        (-0.3799599751306837, 0.03266314252279379), rel=1e-11
    )
    # By hand: Pearson's statistic times (N - 1) / N on one degree of freedom.
    pooled, n = 14 / 62, 62
    z = abs(estimate.value) / math.sqrt(pooled * (1 - pooled) * (1 / 30 + 1 / 32) * n / (n - 1))
    assert estimate.p_value == pytest.approx(math.erfc(z / math.sqrt(2)), rel=1e-12)
    assert estimate.p_value == pytest.approx(0.09442046804699789, rel=1e-12)


def test_limit_without_any_event_by_hand():
    # No event anywhere: restricted p_control is 0, so delta^2 = z^2 delta (1 - delta) / n1 * N / (N - 1).
    ratio = 1.959963984540054**2 / 30 * 62 / 61
    assert risk_difference(0, 30, 0, 32, 0.95).high == pytest.approx(ratio / (1 + ratio), rel=1e-12)


def test_trap_1_the_library_interval_is_not_ours():
    theirs = confint_proportions_2indep(4, 30, 10, 32, method="score", compare="diff", correction=True)
    assert abs(theirs[0] - risk_difference(4, 30, 10, 32, 0.95).low) > 0.03  # -0.345 against -0.380
    with np.errstate(all="ignore"), pytest.raises(ValueError, match="different signs"):
        confint_proportions_2indep(3, 30, 0, 32, method="score", compare="diff", correction=True)


@pytest.mark.parametrize("table", TABLES + EDGES)
def test_swapped_arms_turn_the_sign_and_keep_p(table):
    one, other = risk_difference(*table, 0.95), risk_difference(*table[2:], *table[:2], 0.95)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), abs=1e-12)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-12)
    assert fisher_p(*table) == pytest.approx(fisher_p(*table[2:], *table[:2]), rel=1e-9)


@pytest.mark.parametrize("table", TABLES + EDGES)
def test_counting_those_without_the_event_turns_the_sign(table):
    x1, n1, x2, n2 = table
    one, other = risk_difference(*table, 0.9), risk_difference(n1 - x1, n1, n2 - x2, n2, 0.9)
    # 1 - x / n is rounded, and the halving of both ends where the slope is lost in rounding.
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-11)


@pytest.mark.parametrize("conf_level", [0.8, 0.95])
def test_interval_holds_the_value_and_excludes_zero_exactly_when_p_is_below_alpha(conf_level):
    for x1, x2 in itertools.product(range(0, 9), range(0, 12)):
        estimate = risk_difference(x1, 8, x2, 11, conf_level)
        assert -1 <= estimate.low <= estimate.value <= estimate.high <= 1
        assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 1 - conf_level), (x1, x2)


@pytest.mark.parametrize("table", EDGES)
def test_edges_have_an_interval_and_a_p(table):
    estimate = risk_difference(*table, 0.95)
    assert estimate.low < estimate.high
    assert all(
        math.isfinite(number) for number in (estimate.value, estimate.low, estimate.high, estimate.p_value)
    )


@pytest.mark.parametrize("table", [(0, 30, 0, 32), (30, 30, 32, 32)])
def test_the_same_share_for_certain_is_no_difference(table):
    assert risk_difference(*table, 0.95).p_value == fisher_p(*table) == 1.0


def test_the_largest_difference_ends_at_one():
    assert risk_difference(30, 30, 0, 32, 0.95).high == 1.0
    assert risk_difference(0, 30, 32, 32, 0.95).low == -1.0


def test_numbers_are_plain_whatever_came_in():
    counts = np.array([4, 30, 10, 32])
    estimate = risk_difference(*counts, np.float64(0.95))
    numbers = (estimate.value, estimate.low, estimate.high, estimate.conf_level, estimate.p_value)
    limits = (*wilson(*counts[:2], 0.95), *clopper_pearson(*counts[:2], 0.95))
    assert {type(number) for number in (*numbers, *limits, fisher_p(*counts))} == {float}
    assert {type(estimate.n_treated), type(estimate.n_control)} == {int}
    assert estimate == risk_difference(4, 30, 10, 32, 0.95)


def test_an_empty_arm_has_no_difference():
    estimate = risk_difference(0, 0, 3, 10, 0.95)
    assert (estimate.estimable, estimate.reason, estimate.n_control) == (False, "empty arm", 10)
    assert fisher_p(0, 0, 3, 10) == 1.0


def test_newcombe_without_any_event_by_hand():
    # z^2 / (n + z^2) is the upper Wilson limit of 0 of n.
    z = 1.959963984540054
    estimate = newcombe(0, 30, 0, 32, 0.95)
    assert estimate.value == 0
    assert (estimate.low, estimate.high) == pytest.approx(
        (-z * z / (32 + z * z), z * z / (30 + z * z)), rel=1e-12
    )


@pytest.mark.parametrize("table", TABLES + EDGES)
def test_newcombe_holds_the_difference_and_turns_with_the_arms(table):
    one, other = newcombe(*table, 0.95), newcombe(*table[2:], *table[:2], 0.95)
    assert -1 <= one.low <= one.value <= one.high <= 1
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), abs=1e-14)
    assert newcombe(0, 0, *table[2:], 0.95).reason == "empty arm"


@pytest.mark.parametrize("table", TABLES + EDGES)
def test_the_p_of_the_score_test_is_that_of_the_interval(table):
    assert score_p(*table) == risk_difference(*table, 0.95).p_value


@pytest.mark.parametrize("table", [(5, 4, 0, 3), (-1, 4, 0, 3), (0, 3, 9, 8)])
def test_impossible_counts_are_refused(table):
    for method in (
        lambda: risk_difference(*table, 0.95),
        lambda: newcombe(*table, 0.95),
        lambda: score_p(*table),
        lambda: fisher_p(*table),
    ):
        with pytest.raises(AnalysisError):
            method()


@pytest.mark.parametrize("case", REFERENCE["fisher_p"])
def test_fisher_is_that_of_r(case):
    assert fisher_p(*case["inputs"]["counts"]) == pytest.approx(case["value"], rel=1e-8)


def test_fisher_by_hand():
    # Margins 3, 3 and 3, 3: 1, 9, 9, 1 of 20 tables; the outer two are as unlikely as the one seen.
    assert fisher_p(3, 3, 0, 3) == pytest.approx(2 / 20, rel=1e-12)


@pytest.mark.parametrize("case", REFERENCE["chi_square_p"])
def test_chi_square_is_that_of_r(case):
    p_value = chi_square_p(case["inputs"]["treated"], case["inputs"]["control"])
    assert p_value == pytest.approx(case["value"], rel=1e-8)


def test_chi_square_by_hand():
    # 10 of 20 against 5 of 20: every cell is 2.5 from its expected 7.5 or 12.5.
    statistic = 2 * 2.5**2 / 7.5 + 2 * 2.5**2 / 12.5
    assert chi_square_p([10, 10], [5, 15]) == pytest.approx(math.erfc(math.sqrt(statistic / 2)), rel=1e-12)


@pytest.mark.parametrize("counts", [([0, 0], [3, 4]), ([5, 0, 0], [6, 0, 0]), ([], []), ([3], [4])])
def test_chi_square_needs_two_arms_and_two_levels(counts):
    assert chi_square_p(*counts) is None


def test_a_level_that_nobody_has_changes_nothing():
    assert chi_square_p([5, 0, 25], [9, 0, 23]) == chi_square_p([5, 25], [9, 23])


@pytest.mark.parametrize("case", REFERENCE["wilson"])
def test_wilson_is_that_of_r(case):
    limits = wilson(*case["inputs"]["counts"], case["inputs"]["conf_level"])
    assert limits == pytest.approx(tuple(case["value"]), rel=1e-8, abs=1e-15)


@pytest.mark.parametrize("case", REFERENCE["clopper_pearson"])
def test_clopper_pearson_is_that_of_r(case):
    limits = clopper_pearson(*case["inputs"]["counts"], case["inputs"]["conf_level"])
    assert limits == pytest.approx(tuple(case["value"]), rel=1e-8, abs=1e-15)


def test_exact_limit_without_an_event_by_hand():
    assert clopper_pearson(0, 64, 0.95) == (0.0, pytest.approx(1 - 0.025 ** (1 / 64), rel=1e-12))


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
@pytest.mark.parametrize("events, n", [(0, 1), (1, 1), (0, 30), (30, 30), (4, 30), (1, 100_000)])
def test_one_arm_intervals_hold_the_share_and_stay_in_range(interval, events, n):
    low, high = interval(events, n, 0.95)
    assert 0 <= low <= events / n <= high <= 1
    assert low < high
    assert (type(low), type(high)) == (float, float)
    mirrored = interval(n - events, n, 0.95)
    assert (low, high) == pytest.approx((1 - mirrored[1], 1 - mirrored[0]), abs=1e-12)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_of_no_patients_nothing_is_known(interval):
    assert interval(0, 0, 0.95) == (0.0, 1.0)


@pytest.mark.parametrize("interval", [wilson, clopper_pearson])
def test_one_arm_intervals_refuse_nonsense(interval):
    with pytest.raises(AnalysisError):
        interval(5, 4, 0.95)
    with pytest.raises(ParameterError):
        interval(1, 4, 1.0)


def test_an_empty_arm_has_no_score_test():
    with pytest.raises(AnalysisError, match="arm is empty"):
        score_p(0, 0, 3, 9)


@pytest.mark.parametrize("counts", [([3, -1], [2, 2]), ([3, 1], [2, 2, 1])])
def test_counts_of_levels_are_counts_of_the_same_levels(counts):
    with pytest.raises(AnalysisError, match="same levels"):
        chi_square_p(*counts)
