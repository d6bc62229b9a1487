"""What a study can detect: against R and figures computed elsewhere, by hand, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.counts.proportions import chi_square_p, fisher_p
from twoarm.methods.design import power_of_tables
from twoarm.methods.design.power import (
    detectable_difference,
    detectable_risks,
    power_of_difference,
    power_of_risks,
)
from twoarm.methods.design.power_of_tables import MOST_TABLES, rejected_by_fisher, rejected_by_pearson

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "survival_balance.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_design.json").read_text(encoding="utf-8"))


def close(value, rel):
    """Equal up to a relative error; None equals None alone."""
    return value if value is None else pytest.approx(value, rel=rel)


@pytest.mark.parametrize("case", REFERENCE["power_of_difference"])
def test_power_is_that_of_r(case):
    assert power_of_difference(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", CARRIED["power_of_difference"])
def test_power_is_that_of_statsmodels(case):
    assert power_of_difference(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["detectable_difference"])
def test_detectable_difference_is_that_of_r(case):
    assert detectable_difference(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", CARRIED["detectable_difference"])
def test_detectable_difference_is_that_of_statsmodels(case):
    """Its solver stops early: at its 0.7236263 its own power is 0.8000017, so it is held at 1e-5."""
    assert detectable_difference(**case["inputs"]) == pytest.approx(case["value"], rel=1e-5)


def test_what_is_detectable_has_the_power_wanted():
    for sizes in ((30, 32), (2, 2), (4, 900), (100_000, 90_000)):
        difference = detectable_difference(*sizes, 0.05, 0.9)
        assert power_of_difference(difference, *sizes, 0.05) == pytest.approx(0.9, rel=1e-9)
        assert detectable_difference(*sizes[::-1], 0.05, 0.9) == pytest.approx(difference, rel=1e-12)


def test_a_large_study_detects_what_the_normal_says():
    n = 100_000
    normal = (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * math.sqrt(2 / n)
    assert detectable_difference(n, n, 0.05) == pytest.approx(normal, rel=1e-4)


def test_no_true_difference_is_found_as_often_as_alpha_says():
    assert power_of_difference(0.0, 30, 32, 0.05) == pytest.approx(0.05, rel=1e-9)
    assert power_of_difference(-0.5, 30, 32, 0.05) == power_of_difference(0.5, 30, 32, 0.05)
    assert power_of_difference(1e6, 30, 32, 0.05) == 1.0
    assert detectable_difference(30, 32, 0.3, power=0.2) == 0.0


@pytest.mark.parametrize("sizes", [(0, 10), (1, 10), (10, 1)])
def test_two_patients_an_arm_are_needed(sizes):
    assert power_of_difference(0.5, *sizes, 0.05) is None
    assert detectable_difference(*sizes, 0.05) is None


# ---- two proportions


@pytest.mark.parametrize("case", REFERENCE["detectable_risks"])
def test_risks_are_those_of_r(case):
    inputs, value = case["inputs"], case["value"]
    below, above = detectable_risks(**inputs)
    assert below == close(value.get("below"), 1e-8)
    assert above == close(value.get("above"), 1e-8)
    arms = inputs["control_risk"], inputs["n_treated"], inputs["n_control"], inputs["alpha"], inputs["test"]
    assert power_of_risks(0.0, *arms) == pytest.approx(value["at_zero"], rel=1e-8)
    assert power_of_risks(0.5, *arms) == pytest.approx(value["at_half"], rel=1e-8)


@pytest.mark.parametrize("case", CARRIED["detectable_risks"])
def test_risks_are_those_found_elsewhere(case):
    """Those stand to about 1e-6: of two that mirror each other about one half they give 0.16 - 6e-8 and 0.16 + 4e-8."""
    inputs, value = case["inputs"], case["value"]
    assert detectable_risks(**inputs) == (close(value["below"], 1e-6), close(value["above"], 1e-6))
    arms = inputs["control_risk"], inputs["n_treated"], inputs["n_control"], inputs["alpha"], inputs["test"]
    assert power_of_risks(0.0, *arms) == pytest.approx(value["at_zero"], rel=1e-6)


@pytest.mark.parametrize("case", CARRIED["power_of_risks"])
def test_power_of_two_risks_is_that_found_elsewhere(case):
    x1, n1, x2, n2 = case["inputs"]["events"]
    power = power_of_risks(x1 / n1, x2 / n2, n1, n2, case["inputs"]["alpha"], case["inputs"]["test"])
    assert power == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize(("n1", "n2", "alpha"), [(9, 14, 0.05), (7, 3, 0.2), (1, 6, 0.2), (12, 12, 0.01)])
def test_tables_are_rejected_as_one_at_a_time(n1, n2, alpha):
    by_fisher, by_pearson = rejected_by_fisher(n1, n2, alpha), rejected_by_pearson(n1, n2, alpha)
    for x1, x2 in np.ndindex(n1 + 1, n2 + 1):
        assert by_fisher[x1, x2] == (fisher_p(x1, n1, x2, n2) < alpha * (1 - 1e-9)), (x1, x2)
        p_value = chi_square_p([x1, n1 - x1], [x2, n2 - x2])
        assert by_pearson[x1, x2] == (p_value is not None and p_value < alpha * (1 - 1e-9)), (x1, x2)


def test_a_p_that_equals_alpha_is_not_below_it():
    # 3 of 3 against 0 of 3, and the reverse: 2 of 20 tables; of four and four patients 2 of 70.
    assert not rejected_by_fisher(3, 3, 0.1).any()
    assert np.argwhere(rejected_by_fisher(3, 3, 0.1 + 1e-6)).tolist() == [[0, 3], [3, 0]]
    for rounding in (-1e-11, 0, 1e-11):
        assert not rejected_by_fisher(4, 4, 2 / 70 * (1 + rounding)).any()
    # Pearson's chi-square is 4 at 2 of 2 against 0 of 2.
    at_four = math.erfc(math.sqrt(2))
    assert not rejected_by_pearson(2, 2, at_four).any()
    assert rejected_by_pearson(2, 2, at_four + 1e-6).sum() == 2
    assert power_of_risks(1.0, 0.0, 3, 3, 0.1) == 0.0


def test_one_patient_an_arm_has_a_chi_square_of_two():
    assert math.erfc(1) == pytest.approx(0.157, abs=1e-3)
    assert np.argwhere(rejected_by_pearson(1, 1, 0.16)).tolist() == [[0, 1], [1, 0]]
    assert not rejected_by_pearson(1, 1, 0.15).any()


def test_the_tables_are_gone_through_once():
    power_of_tables._rejected.cache_clear()
    below, above = detectable_risks(23, 29, 0.3, 0.05)
    assert detectable_risks(23, 29, 0.3, 0.05) == (below, above)
    assert detectable_risks(23, 29, 0.6, 0.05) != (below, above)
    assert power_of_tables._rejected.cache_info().misses == 1
    # What all callers share none of them can change.
    with pytest.raises(ValueError, match="read-only"):
        power_of_tables._rejected("fisher", 23, 29, 0.05)[0, 0] = True


def test_power_by_hand():
    # Of four and four patients only 0 against 4 and 4 against 0 have P below 0.05: 2 / 70.
    assert power_of_risks(1.0, 0.0, 4, 4, 0.05) == pytest.approx(1.0, rel=1e-12)
    assert power_of_risks(0.5, 0.5, 4, 4, 0.05) == pytest.approx(2 / 256, rel=1e-12)
    assert power_of_risks(0.5, 0.0, 4, 4, 0.05) == pytest.approx(1 / 16, rel=1e-12)
    below, above = detectable_risks(4, 4, 0.0, 0.05)
    assert (below, above) == (None, pytest.approx(0.8 ** (1 / 4), rel=1e-9))


@pytest.mark.parametrize("test", ["fisher", "pearson"])
def test_swapped_and_mirrored(test):
    assert power_of_risks(0.2, 0.6, 21, 13, 0.05, test) == pytest.approx(
        power_of_risks(0.6, 0.2, 13, 21, 0.05, test), rel=1e-9
    )
    below, above = detectable_risks(30, 32, 0.4, 0.05, test=test)
    mirrored = detectable_risks(30, 32, 0.6, 0.05, test=test)
    assert (1 - above, 1 - below) == pytest.approx(mirrored, rel=1e-9)
    assert below < 0.4 < above


def test_fisher_never_exceeds_alpha_under_no_difference():
    assert all(power_of_risks(p, p, 30, 32, 0.05) <= 0.05 for p in np.linspace(0, 1, 21))


@pytest.mark.parametrize("test", ["fisher", "pearson"])
def test_what_is_no_longer_enumerated_is_near_what_is(test):
    """At the limit itself, with ordinary risks: the normal approximation misses by less than 0.002 in the risk."""
    n = int(MOST_TABLES**0.5)
    exact, normal = (detectable_risks(size, size, 0.3, 0.05, test=test) for size in (n - 1, n + 1))
    assert exact == pytest.approx(normal, abs=0.002)
    assert exact != normal


def test_a_hundred_thousand_patients_an_arm():
    below, above = detectable_risks(100_000, 100_000, 0.1, 0.05)
    assert below < 0.1 < above < 0.104
    assert power_of_risks(above, 0.1, 100_000, 100_000, 0.05) == pytest.approx(0.8, rel=1e-9)


def test_what_is_not_known_is_told_from_what_is_not_reached():
    assert detectable_risks(3, 3, 0.5, 0.05) == (None, None)
    assert detectable_risks(0, 32, 0.5, 0.05) is None
    # Fewer than ten patients with the event, or without it, in arms too large to enumerate.
    assert detectable_risks(100_000, 100_000, 1e-6, 0.05) is None
    assert detectable_risks(100_000, 100_000, 1.0, 0.05) is None
    assert power_of_risks(0.5, 1e-6, 100_000, 100_000, 0.05) is None


def test_nothing_detectable():
    assert power_of_risks(0.1, 0.5, 30, 0, 0.05) is None
    assert detectable_risks(30, 32, 0.0, 0.05)[0] is None
    assert detectable_risks(30, 32, 1.0, 0.05)[1] is None


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: detectable_risks(30, 32, 1.5, 0.05), AnalysisError),
        (lambda: detectable_risks(30, 32, math.nan, 0.05), AnalysisError),
        (lambda: power_of_risks(-0.1, 0.5, 30, 32, 0.05), AnalysisError),
        (lambda: detectable_risks(30, 32, 0.5, 0.05, test="barnard"), AnalysisError),
        (lambda: detectable_risks(30, 32, 0.5, 0.0), ParameterError),
        (lambda: detectable_difference(30, 32, 0.05, power=1.0), ParameterError),
        (lambda: power_of_difference(0.5, 30, 32, 1.0), ParameterError),
    ],
)
def test_what_is_no_risk_no_share_and_no_test_is_refused(call, error):
    with pytest.raises(error):
        call()


def test_the_normal_power_needs_ten_expected_patients_with_and_without_the_event():
    """Of 1000 patients an arm, beyond the tables that are gone through: 10 at a risk of 0.01 or 0.99, 9.9 at 0.0099."""
    assert [power_of_risks(0.5, risk, 1000, 1000, 0.05) for risk in (0.01, 0.99)] == [1.0, 1.0]
    assert [power_of_risks(0.5, risk, 1000, 1000, 0.05) for risk in (0.0099, 0.9901)] == [None, None]
    assert power_of_risks(0.5, 0.01, 999, 1001, 0.05) is None  # the smaller arm decides


@pytest.mark.parametrize("alpha", [0, 1, 5])
def test_an_alpha_that_is_none_detects_nothing(alpha):
    with pytest.raises(ParameterError, match="alpha"):
        detectable_difference(30, 32, alpha)
