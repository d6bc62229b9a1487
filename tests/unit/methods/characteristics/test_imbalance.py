"""The part of a difference that an imbalance explains: against R, by hand, and what must hold whatever the numbers."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.characteristics.imbalance import bias_of_imbalance, hazard_bias_of_imbalance

REFERENCE = json.loads((TESTS / "reference" / "characteristics.json").read_text("utf-8"))
RNG = np.random.default_rng(5)
N = 60
ARM = np.repeat([1, 0], N // 2)
AGE = RNG.normal(70, 8, N) + 3 * ARM
Y = 0.5 * AGE + 2 * ARM + RNG.normal(0, 4, N)
TIME = np.round(RNG.exponential(np.exp(3 - 0.03 * (AGE - 70))), 1)
EVENT = (RNG.random(N) < 0.8).astype(float)


def numbers(estimate) -> tuple[float, ...]:
    return estimate.value, estimate.low, estimate.high, estimate.p_value


@pytest.mark.parametrize("case", REFERENCE["bias_of_imbalance"])
def test_least_squares_against_r(case):
    found = bias_of_imbalance(**case["inputs"])
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["hazard_bias_of_imbalance"])
def test_coxs_model_against_r(case):
    found = hazard_bias_of_imbalance(**case["inputs"])
    for name, value in case["value"].items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-6), name


def test_it_is_the_difference_without_the_characteristic_less_that_with_it():
    with_it = np.linalg.lstsq(np.column_stack([np.ones(N), ARM, AGE]), Y, rcond=None)[0][1]
    without = Y[ARM == 1].mean() - Y[ARM == 0].mean()
    assert bias_of_imbalance(Y, AGE, ARM).value == pytest.approx(without - with_it, rel=1e-10)


def test_exchanged_arms_turn_its_sign_and_nothing_else():
    one, other = bias_of_imbalance(Y, AGE, ARM), bias_of_imbalance(Y, AGE, 1 - ARM)
    assert numbers(other) == pytest.approx((-one.value, -one.high, -one.low, one.p_value), rel=1e-9)
    assert (other.n_treated, other.n_control) == (one.n_control, one.n_treated)
    one, other = (hazard_bias_of_imbalance(TIME, EVENT, AGE, arm) for arm in (ARM, 1 - ARM))
    assert numbers(other) == pytest.approx((1 / one.value, 1 / one.high, 1 / one.low, one.p_value), rel=1e-6)


def test_the_unit_of_the_characteristic_does_not_count_and_that_of_the_outcome_scales():
    one, other = bias_of_imbalance(Y, AGE, ARM), bias_of_imbalance(3 * Y + 100, 365.25 * AGE - 7, ARM)
    assert numbers(other) == pytest.approx((3 * one.value, 3 * one.low, 3 * one.high, one.p_value), rel=1e-9)
    one, other = (hazard_bias_of_imbalance(TIME, EVENT, x, ARM) for x in (AGE, -AGE * 12))
    assert numbers(other) == pytest.approx(numbers(one), rel=1e-6)


def test_the_order_of_the_patients_does_not_count():
    mixed = np.random.default_rng(1).permutation(N)
    assert numbers(bias_of_imbalance(Y[mixed], AGE[mixed], ARM[mixed])) == pytest.approx(
        numbers(bias_of_imbalance(Y, AGE, ARM)), rel=1e-9
    )


def test_levels_may_be_named_after_any_of_them():
    ward = np.arange(N) % 3
    coded = [np.column_stack([ward == a, ward == b]) for a, b in ((1, 2), (0, 1))]
    first, second = (bias_of_imbalance(Y, x, ARM[::-1] * (ward > 0)) for x in coded)
    assert numbers(first) == pytest.approx(numbers(second), rel=1e-8)


def test_who_misses_a_value_is_left_out():
    gap = AGE.copy()
    gap[:2] = np.nan
    assert numbers(bias_of_imbalance(Y, gap, ARM)) == pytest.approx(
        numbers(bias_of_imbalance(Y[2:], AGE[2:], ARM[2:])), rel=1e-12
    )
    assert bias_of_imbalance(Y, gap, ARM).n_treated == N // 2 - 2


@pytest.mark.parametrize(
    ("characteristic", "reason"),
    [
        (np.full(N, 4.0), "the characteristic does not vary"),
        (ARM * 2.0, "tells the arms apart"),
        (np.where(np.arange(N) == 3, 1.0, 0.0), "one patient alone determines the slope"),
        (np.where(ARM == 1, AGE, np.nan), "fewer than two patients in an arm"),
    ],
)
def test_where_there_is_none_it_says_why(characteristic, reason):
    found = bias_of_imbalance(Y, characteristic, ARM)
    assert found.value is None and reason in found.reason


def test_a_characteristic_that_orders_all_events_bounds_no_ratio():
    time = np.arange(1.0, 9)
    found = hazard_bias_of_imbalance(time, np.ones(8), -time, [1, 0, 0, 1, 1, 0, 0, 0])
    assert found.reason == "the order of the events bounds no ratio"
    assert "no event" in hazard_bias_of_imbalance(time, [1, 0] * 4, time % 3, [1, 0] * 4).reason


def test_columns_of_other_patients_and_wrong_levels_are_refused():
    with pytest.raises(AnalysisError, match="differ in length"):
        bias_of_imbalance(Y, AGE[1:], ARM)
    for level in (0, 1, math.nan):
        with pytest.raises(ParameterError):
            bias_of_imbalance(Y, AGE, ARM, level)
        with pytest.raises(ParameterError):
            hazard_bias_of_imbalance(TIME, EVENT, AGE, ARM, level)


def test_its_interval_holds_the_bias_as_often_as_it_says():
    """The association is drawn anew around 0.5, the imbalance is as it is."""
    rng, held = np.random.default_rng(20), 0
    imbalance = AGE[ARM == 1].mean() - AGE[ARM == 0].mean()
    for _ in range(400):
        found = bias_of_imbalance(0.5 * AGE + rng.normal(0, 4, N), AGE, ARM)
        held += found.low <= 0.5 * imbalance <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.033)  # three standard errors of 400 draws
