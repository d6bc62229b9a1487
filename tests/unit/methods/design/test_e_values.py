"""E-values: against figures computed elsewhere, by hand, and at the edges."""

import json
import math

import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.design.e_values import e_value, e_value_of_limit, ratio_of_smd

REFERENCE = json.loads((TESTS / "reference" / "carried_design.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFERENCE["e_value"])
def test_of_a_ratio(case):
    x1, n1, x2, n2 = case["inputs"]["ratio"]
    assert e_value((x1 / n1) / (x2 / n2)) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["e_value_of_limit"])
def test_of_a_limit(case):
    """The limit is printed to four decimals, which leaves 1e-4 of the E-value."""
    assert e_value_of_limit(**case["inputs"]) == pytest.approx(case["value"], rel=2e-4)


@pytest.mark.parametrize("case", REFERENCE["e_value_of_smd"])
def test_of_a_standardised_difference(case):
    assert e_value(ratio_of_smd(case["inputs"]["difference"])) == pytest.approx(case["value"], rel=1e-8)


def test_the_published_example():
    """VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has E-values of 7.26 and 3.0."""
    assert e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert e_value_of_limit(1.8, 8.7) == pytest.approx(3.0, abs=0.005)


def test_by_hand():
    assert e_value(4 / 3) == pytest.approx(2.0, rel=1e-12)  # 4/3 + 2/3
    assert e_value(9 / 8) == pytest.approx(1.5, rel=1e-12)  # 9/8 + 3/8
    assert e_value(1.0) == 1.0


@pytest.mark.parametrize("ratio", [1.01, 2.0, 17.0, 1e200])
def test_a_ratio_and_its_inverse_have_one(ratio):
    assert e_value(1 / ratio) == pytest.approx(e_value(ratio), rel=1e-9)
    assert ratio <= e_value(ratio) <= 2 * ratio


def test_limits():
    assert e_value_of_limit(0.8, 1.3) == e_value_of_limit(1.0, 2.0) == e_value_of_limit(0.2, 1.0) == 1.0
    assert e_value_of_limit(0.25, 0.5) == e_value(0.5)
    assert e_value_of_limit(2.0, math.inf) == e_value(2.0)
    assert e_value_of_limit(0.0, 0.5) == e_value(0.5)


def test_without_bounds():
    assert e_value(0.0) == e_value(math.inf) == math.inf
    assert (ratio_of_smd(1e4), ratio_of_smd(-1e4)) == (math.inf, 0.0)
    assert ratio_of_smd(709.5 / 0.91) == pytest.approx(math.exp(709.5), rel=1e-9)
    assert ratio_of_smd(-0.5) == pytest.approx(1 / ratio_of_smd(0.5), rel=1e-12)


@pytest.mark.parametrize("wrong", [-1.0, math.nan])
def test_what_is_no_ratio_is_refused(wrong):
    with pytest.raises(AnalysisError):
        e_value(wrong)
    with pytest.raises(AnalysisError):
        e_value_of_limit(wrong, 2.0)
    with pytest.raises(AnalysisError):
        e_value_of_limit(2.0, 1.0)
