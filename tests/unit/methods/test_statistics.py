"""Test statistics and their degrees of freedom, against R and by what must hold whatever the numbers."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import special

from twoarm.methods.counts import firth_odds_ratio, risk_difference, risk_ratio
from twoarm.methods.courses import mixed_model
from twoarm.methods.missing import pooled_estimate
from twoarm.methods.times import hazard_ratio, log_rank
from twoarm.methods.values import (
    ancova,
    hodges_lehmann,
    mann_whitney,
    mean_difference,
    probability_of_superiority,
    proportional_odds,
)

REFERENCE = json.loads((TESTS / "reference" / "statistics.json").read_text(encoding="utf-8"))
TREATED = np.array([3.0, 5.0, 4.0, 7.0, 6.0, 2.0])
CONTROL = np.array([5.0, 8.0, 6.0, 9.0, 7.0])
GRADES = [0, 1, 1, 2, 2, 3], [1, 2, 2, 3, 3]
TIMES = (TREATED, np.array([1, 1, 0, 1, 1, 1]), CONTROL, np.array([1, 1, 1, 0, 1]))
OF_VALUES = [mean_difference, probability_of_superiority, mann_whitney, hodges_lehmann]


def agrees(estimate, value, rel=1e-8):
    found = {"statistic": estimate.statistic, "df": estimate.df}
    assert {name: found[name] for name in value} == pytest.approx(value, rel=rel)
    assert set(value) == {name for name, number in found.items() if number is not None}


@pytest.mark.parametrize("case", REFERENCE["statistic_mean_difference"])
def test_welch_is_that_of_r(case):
    agrees(mean_difference(**case["inputs"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_ancova"])
def test_covariance_analysis_is_that_of_r(case):
    inputs = case["inputs"]
    arms = (inputs[name] for name in ("treated_before", "treated", "control_before", "control"))
    agrees(ancova(*arms), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_risk_difference"])
def test_the_score_test_is_that_of_r(case):
    agrees(risk_difference(*case["inputs"]["counts"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_risk_ratio"])
def test_that_of_a_ratio_is_the_root_of_pearsons_chi_square(case):
    agrees(risk_ratio(*case["inputs"]["counts"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_superiority"])
def test_brunner_munzel_is_that_of_their_paper(case):
    agrees(probability_of_superiority(**case["inputs"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_mann_whitney"])
def test_mann_whitney_is_that_of_r(case):
    agrees(mann_whitney(**case["inputs"]), case["value"])
    agrees(hodges_lehmann(**case["inputs"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_log_rank"])
def test_log_rank_is_that_of_r(case):
    agrees(log_rank(**case["inputs"]), case["value"])


@pytest.mark.parametrize("case", REFERENCE["statistic_hazard_ratio"])
def test_cox_is_that_of_r(case):
    agrees(hazard_ratio(**case["inputs"]), case["value"])


def p_of(estimate) -> float:
    """The P that a t or z gives."""
    tail = special.ndtr if estimate.df is None else lambda x: special.stdtr(estimate.df, x)
    return 2 * float(tail(-abs(estimate.statistic)))


TESTED = [
    mean_difference(TREATED, CONTROL),
    probability_of_superiority(TREATED, CONTROL),
    risk_difference(4, 30, 10, 32),
    risk_ratio(4, 30, 10, 32),
    hazard_ratio(*TIMES),
    *mixed_model(TREATED.reshape(3, 2), CONTROL[:4].reshape(2, 2)),
    pooled_estimate([mean_difference(TREATED + shift, CONTROL) for shift in (0.0, 0.3, 0.1)]),
]


@pytest.mark.parametrize("estimate", TESTED)
def test_a_t_or_z_gives_the_p_beside_it(estimate):
    assert p_of(estimate) == pytest.approx(estimate.p_value, rel=1e-12)


CHI_SQUARES = [log_rank(*TIMES), firth_odds_ratio(4, 30, 10, 32), proportional_odds(*GRADES)]


@pytest.mark.parametrize("estimate", CHI_SQUARES)
def test_a_chi_square_gives_the_p_beside_it(estimate):
    assert estimate.df == 1.0
    assert float(special.chdtrc(1, estimate.statistic)) == pytest.approx(estimate.p_value, rel=1e-12)


@pytest.mark.parametrize("method", [mean_difference, probability_of_superiority])
def test_the_arms_exchanged_turn_the_sign(method):
    one, other = method(TREATED, CONTROL), method(CONTROL, TREATED)
    assert (one.statistic, one.df) == pytest.approx((-other.statistic, other.df), rel=1e-12)


def test_the_arms_exchanged_leave_the_other_pairs_and_the_same_chi_square():
    one, other = mann_whitney(TREATED, CONTROL), mann_whitney(CONTROL, TREATED)
    assert one.statistic + other.statistic == TREATED.size * CONTROL.size
    assert log_rank(*TIMES).statistic == pytest.approx(log_rank(*TIMES[2:], *TIMES[:2]).statistic, rel=1e-12)
    assert risk_difference(4, 30, 10, 32).statistic == -risk_difference(10, 32, 4, 30).statistic < 0


@pytest.mark.parametrize("method", OF_VALUES)
def test_another_unit_and_another_order_change_nothing(method):
    one = method(TREATED, CONTROL)
    for other in (method(1000 * TREATED, 1000 * CONTROL), method(TREATED[::-1], CONTROL[[2, 0, 1, 4, 3]])):
        assert other.statistic == pytest.approx(one.statistic, rel=1e-12)
        assert (other.df is None) == (one.df is None)


def test_no_event_under_observation_is_the_reason_for_no_test():
    none = log_rank([1, 2], [0, 0], [1, 2], [0, 0])
    assert (none.statistic, none.reason) == (None, "no event while both arms were under observation")
    assert (mann_whitney([1, 1], [1]).reason, mann_whitney([], [1]).reason) == (
        "all values tied",
        "empty arm",
    )
    assert not math.isnan(mann_whitney([1, 2], [1, math.nan]).statistic)
