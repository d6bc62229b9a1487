"""Tests of interaction: against R, and what must hold whatever the numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.characteristics.interactions import hazard_interaction_test, interaction_test

REFERENCE = json.loads((TESTS / "reference" / "characteristics.json").read_text("utf-8"))
RNG = np.random.default_rng(11)
N = 72
ARM = np.repeat([1, 0], N // 2)
WARD = np.arange(N) % 3
Y = RNG.normal(10, 2, N) + ARM * (1 + 1.5 * (WARD == 2))
BEFORE = Y + RNG.normal(0, 3, N)
TIME = np.round(RNG.exponential(20 - 9 * ARM * (WARD == 1)), 1)
EVENT = (RNG.random(N) < 0.8).astype(float)


def of_means(**changed) -> float:
    return interaction_test(**({"outcome": Y, "group": WARD, "treated": ARM} | changed)).p_value


def of_times(**changed) -> float:
    return hazard_interaction_test(
        **({"time": TIME, "event": EVENT, "group": WARD, "treated": ARM} | changed)
    ).p_value


@pytest.mark.parametrize("case", REFERENCE["interaction_test"])
def test_wald_s_test_against_r(case):
    assert interaction_test(**case["inputs"]).p_value == pytest.approx(case["value"]["p_value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["hazard_interaction_test"])
def test_the_likelihood_ratio_against_r(case):
    assert hazard_interaction_test(**case["inputs"]).p_value == pytest.approx(
        case["value"]["p_value"], rel=1e-6
    )


def test_exchanged_arms_units_names_of_levels_and_the_order_of_patients_do_not_count():
    mixed = np.random.default_rng(2).permutation(N)
    p = of_means()
    for changed in (
        {"treated": 1 - ARM},
        {"outcome": 3 * Y - 50},
        {"group": np.array([7, 2, 5])[WARD]},
        {"outcome": Y[mixed], "group": WARD[mixed], "treated": ARM[mixed]},
    ):
        assert of_means(**changed) == pytest.approx(p, rel=1e-9)
    p = of_times()
    for changed in ({"treated": 1 - ARM}, {"time": TIME / 30.4}, {"group": np.array([7, 2, 5])[WARD]}):
        assert of_times(**changed) == pytest.approx(p, rel=1e-6)


def test_one_difference_for_all_levels_is_no_interaction_and_another_one_is():
    same = 10 + ARM + 4 * WARD + np.tile([1.0, 1.0, 1.0, -1.0, -1.0, -1.0], N // 6)
    assert of_means(outcome=same) == pytest.approx(1.0)
    assert of_means(outcome=same + 5 * ARM * (WARD == 1)) < 0.001


def test_what_stands_beside_it_changes_the_test():
    assert interaction_test(Y, WARD, ARM, beside=BEFORE[:, None]).p_value != of_means()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"group": np.zeros(N)}, "patients of one level alone"),
        ({"group": np.where(np.arange(N) == 0, 9, WARD)}, "fewer than two patients of an arm at a level"),
        ({"outcome": ARM * (WARD + 1.0)}, "no variation within the arms of the levels"),
    ],
)
def test_where_nothing_can_be_tested_it_says_why(changed, reason):
    found = interaction_test(**({"outcome": Y, "group": WARD, "treated": ARM} | changed))
    assert found.p_value is None and found.reason == reason
    assert found.n_treated + found.n_control == N


def test_an_arm_of_a_level_without_an_event_has_no_ratio():
    event = np.where((ARM == 1) & (WARD == 0), 0, 1)
    assert hazard_interaction_test(TIME, event, WARD, ARM).reason == "no event in an arm of a level"
    assert hazard_interaction_test(TIME, EVENT, WARD * 0, ARM).reason == "patients of one level alone"


def test_columns_of_other_patients_are_refused():
    for test in (
        lambda: interaction_test(Y[1:], WARD, ARM),
        lambda: hazard_interaction_test(TIME, EVENT, WARD[1:], ARM),
    ):
        with pytest.raises(AnalysisError, match="differ in length"):
            test()


def test_it_finds_an_interaction_that_is_not_there_as_often_as_it_says():
    rng, found = np.random.default_rng(4), 0
    for _ in range(400):
        found += interaction_test(rng.normal(0, 1 + WARD, N) + ARM, WARD, ARM).p_value < 0.05
    assert found / 400 == pytest.approx(0.05, abs=0.033)  # three standard errors of 400 draws
