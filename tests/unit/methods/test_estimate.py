"""An estimate is whole or says why not, and consists of plain numbers."""

import math

import numpy as np
import pytest

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.estimate import (
    Estimate,
    complete_pairs,
    exp_or_inf,
    negligible,
    observed,
    tail_quantile,
    wald_estimate,
)


def test_no_estimate_has_a_reason_and_no_numbers():
    estimate = Estimate.none("empty arm", np.int64(3), 0)
    assert not estimate.estimable
    assert (estimate.low, estimate.high, estimate.conf_level, estimate.p_value) == (None, None, None, None)
    assert (estimate.reason, estimate.n_treated, type(estimate.n_treated)) == ("empty arm", 3, int)


def test_a_value_of_zero_is_an_estimate():
    assert Estimate(value=0.0).estimable


INTERVAL = {"low": 0.0, "high": 2.0, "conf_level": 0.95}


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [
        ({"value": 1.0, **INTERVAL}, True),
        ({"value": 1.0, **INTERVAL, "p_value": 0.3}, True),
        ({"value": 1.0}, True),
        ({"value": None, "p_value": 0.3}, True),
        ({"value": None, "reason": "empty arm"}, True),
        ({"value": None}, False),
        ({"value": 1.0, "reason": "interval passes through infinity"}, True),
        ({"value": 1.0, **INTERVAL, "reason": "empty arm"}, False),
        ({"value": 1.0, "p_value": 0.3}, False),
        ({"value": 1.0, **INTERVAL, "high": None}, False),
        ({"value": None, **INTERVAL}, False),
        ({"value": None, "p_value": 0.3, "reason": "empty arm"}, False),
        ({"value": None, **INTERVAL, "p_value": 0.3}, False),
    ],
)
def test_an_estimate_has_one_of_four_shapes(numbers, whole):
    if whole:
        Estimate(**numbers)
    else:
        with pytest.raises(ValueError, match="neither an estimate"):
            Estimate(**numbers)


@pytest.mark.parametrize(
    "numbers",
    [
        {"value": 1.0, **INTERVAL, "statistic": 1.2},
        {"value": None, "reason": "empty arm", "statistic": 1.2},
        {"value": 1.0, **INTERVAL, "p_value": 0.3, "df": 4.0},
    ],
)
def test_a_statistic_stands_beside_its_p_and_degrees_of_freedom_beside_a_statistic(numbers):
    with pytest.raises(ValueError, match="a statistic without its P"):
        Estimate(**numbers)


def test_what_is_untested_keeps_its_interval_alone():
    whole = wald_estimate(2.0, 1.0, 0.95, 30, 32, df=12)
    alone = whole.untested()
    assert (whole.statistic, whole.df) == (2.0, 12.0)
    assert alone.interval == whole.interval and (alone.p_value, alone.statistic, alone.df) == (None,) * 3


def test_numbers_are_plain_whatever_came_in():
    estimate = wald_estimate(np.float64(2), np.float64(1), 0.95, np.int64(4), np.int64(5), df=np.float64(7))
    numbers = (estimate.value, estimate.low, estimate.high, estimate.conf_level, estimate.p_value)
    assert {type(number) for number in numbers} == {float}
    assert {type(estimate.n_treated), type(estimate.n_control)} == {int}


@pytest.mark.parametrize("value, error", [(math.nan, 1.0), (1.0, math.nan), (math.inf, 1.0), (1.0, 0.0)])
def test_what_is_not_a_number_is_not_an_estimate(value, error):
    estimate = wald_estimate(value, error, 0.95, 3, 4)
    assert not estimate.estimable
    assert estimate.reason


def test_quantiles_by_their_printed_tables():
    assert tail_quantile(0.95) == pytest.approx(1.959963984540054, rel=1e-12)
    assert tail_quantile(0.95, 60) == pytest.approx(2.0002978220142604, rel=1e-10)
    assert tail_quantile(0.5, 1) == pytest.approx(1.0, rel=1e-12)  # quartiles of the Cauchy distribution


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, math.nan])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ParameterError):
        tail_quantile(level)


def test_missing_values_are_dropped_alone_or_in_pairs():
    assert observed([1, math.nan, 3]).tolist() == [1, 3]
    first, second = complete_pairs([1, math.nan, 3, 4], [5, 6, math.nan, 8])
    assert (first.tolist(), second.tolist()) == ([1, 4], [5, 8])


def test_columns_of_different_patients_are_refused():
    with pytest.raises(AnalysisError, match="differ in length"):
        complete_pairs([1, 2], [1, 2, 3])


def test_an_exponential_is_finite_as_far_as_floats_reach():
    most = float(np.finfo(float).max)
    assert exp_or_inf(1.0) == math.e
    assert exp_or_inf(709.5) == math.exp(709.5) < most
    assert exp_or_inf(math.log(most)) == pytest.approx(most, rel=1e-12)
    assert (exp_or_inf(709.8), exp_or_inf(1e300), exp_or_inf(math.inf)) == (math.inf,) * 3
    assert (exp_or_inf(-746.0), exp_or_inf(-math.inf)) == (0.0, 0.0)


def test_rounding_is_no_variation():
    assert negligible(np.std([0.1 + 0.2, 0.3]), 0.3)
    assert not negligible(1e-9, 0.3)
    assert negligible(0.0, 0.0)
