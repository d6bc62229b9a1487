"""Standardised differences: against R, by hand, by their invariants, and at the edges."""

import json
import math

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.weights.balance import (
    smd_categories,
    smd_continuous,
    smd_standard_error,
    weighted_smd_categories,
    weighted_smd_continuous,
)
from twoarm.methods.weights.overlap import overlap_weights

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
WEIGHTED = json.loads((FOLDER / "survival_balance.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFERENCE["smd_continuous"])
def test_continuous_is_that_of_r(case):
    assert smd_continuous(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", REFERENCE["smd_categories"])
def test_categories_are_those_of_r(case):
    smd = smd_categories(case["inputs"]["treated"], case["inputs"]["control"])
    assert smd == pytest.approx(case["value"], rel=1e-8)


def test_continuous_by_hand_and_swapped():
    assert smd_continuous([1, 3], [2, 4]) == pytest.approx(-1 / math.sqrt(2), rel=1e-12)
    assert smd_continuous([2, 4], [1, 3]) == pytest.approx(1 / math.sqrt(2), rel=1e-12)


def test_two_levels_by_hand_follow_the_last():
    # Shares of the last level 0.8 and 0.5: variances 0.16 and 0.25.
    expected = 0.3 / math.sqrt((0.16 + 0.25) / 2)
    assert smd_categories([2, 8], [5, 5]) == pytest.approx(expected, rel=1e-12)
    assert smd_categories([8, 2], [5, 5]) == pytest.approx(-expected, rel=1e-12)
    assert smd_categories([5, 5], [2, 8]) == pytest.approx(-expected, rel=1e-12)


@pytest.mark.parametrize("order", [[1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1]])
def test_several_levels_have_no_order_and_no_sign(order):
    treated, control = np.array([12, 9, 6, 3]), np.array([8, 8, 9, 7])
    smd = smd_categories(treated, control)
    assert smd > 0
    assert smd_categories(treated[order], control[order]) == pytest.approx(smd, rel=1e-12)
    assert smd_categories(control, treated) == pytest.approx(smd, rel=1e-12)
    assert smd_categories(5 * treated, 9 * control) == pytest.approx(smd, rel=1e-12)


def test_a_declared_level_that_nobody_has_leaves_the_distance():
    assert smd_categories([2, 0, 8], [5, 0, 5]) == pytest.approx(
        abs(smd_categories([2, 8], [5, 5])), rel=1e-12
    )
    assert smd_categories([8, 0, 2], [5, 0, 5]) > 0  # three levels declared: a distance, whatever the data


@pytest.mark.parametrize("shift, scale", [(0, 1e-3), (100, 1), (-5, 60)])
def test_another_unit_changes_nothing(shift, scale):
    treated, control = np.array([4.0, 6, 7, 9]), np.array([3.0, 8, 5])
    smd = smd_continuous(treated, control)
    assert smd_continuous(shift + scale * treated, shift + scale * control) == pytest.approx(smd, rel=1e-10)


def test_equal_arms_are_balanced():
    assert smd_continuous([1, 2, 3], [1, 2, 3]) == 0.0
    assert smd_categories([3, 4], [6, 8]) == 0.0
    assert smd_categories([3, 4, 5], [6, 8, 10]) == pytest.approx(0.0, abs=1e-12)


def test_missing_values_are_dropped():
    assert smd_continuous([1, math.nan, 3], [2, 4]) == smd_continuous([1, 3], [2, 4])


APART, BACK = math.inf, -math.inf


@pytest.mark.parametrize(
    ("treated", "control", "found"),
    [
        ([], [1, 2], None),
        ([1], [1, 2], None),
        ([3, 3], [3, 3], 0.0),
        ([0.1] * 3, [0.1] * 4, 0.0),
        ([0.1] * 3, [0.2] * 3, BACK),
        ([7] * 3, [5] * 3, APART),
    ],
)
def test_without_variation_arms_are_alike_or_told_apart(treated, control, found):
    assert smd_continuous(treated, control) == found


@pytest.mark.parametrize(
    ("treated", "control", "found"),
    [
        ([0, 0], [1, 2], None),
        ([], [], None),
        ([5], [6], 0.0),
        ([5, 0], [7, 0], 0.0),
        ([0, 5, 0], [0, 7, 0], 0.0),
        ([5, 0], [0, 7], BACK),
        ([0, 5], [7, 0], APART),
        ([5, 0, 0], [0, 3, 4], APART),
    ],
)
def test_arms_of_one_level_are_alike_and_without_one_in_common_told_apart(treated, control, found):
    assert smd_categories(treated, control) == found


def test_standard_error_at_the_size_of_the_shipped_study():
    assert smd_standard_error(30, 32) == pytest.approx(math.sqrt(62 / 960), rel=1e-12)
    assert smd_standard_error(0, 32) is None


# ---- after weighting


@pytest.mark.parametrize("case", WEIGHTED["weighted_smd_continuous"])
def test_weighted_continuous_is_that_of_r(case):
    assert weighted_smd_continuous(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


@pytest.mark.parametrize("case", WEIGHTED["weighted_smd_categories"])
def test_weighted_categories_are_those_of_r(case):
    assert weighted_smd_categories(**case["inputs"]) == pytest.approx(case["value"], rel=1e-8)


def test_weighted_by_hand():
    # Weighted means 2.5 and 2.5; and 2.5 against 3, over the unweighted spread of root 2.
    assert weighted_smd_continuous([1, 3], [2, 4], [1, 3], [3, 1]) == 0.0
    assert weighted_smd_continuous([1, 3], [2, 4], [1, 3], [1, 1]) == pytest.approx(
        -0.5 / math.sqrt(2), rel=1e-12
    )
    # Shares of the last level 0.75 and 0.5, unweighted one half in both: spread 0.5.
    assert weighted_smd_categories(list("ab"), list("ab"), list("ab"), [1, 3], [2, 2]) == pytest.approx(
        0.5, rel=1e-12
    )


@pytest.mark.parametrize("weight", [1.0, 0.25, 1e6])
def test_equal_weights_change_nothing(weight):
    rng = np.random.default_rng(5)
    treated, control = rng.normal(50, 9, 30), rng.normal(53, 11, 32)
    weights = np.full(30, weight), np.full(32, weight)
    assert weighted_smd_continuous(treated, control, *weights) == pytest.approx(
        smd_continuous(treated, control), rel=1e-10
    )
    for levels in ([0, 1], [0, 1, 2], [0, 1, 2, 7]):
        codes = rng.integers(0, min(3, len(levels)), 30), rng.integers(0, min(3, len(levels)), 32)
        counts = [[int((c == level).sum()) for level in levels] for c in codes]
        assert weighted_smd_categories(*codes, levels, *weights) == pytest.approx(
            smd_categories(*counts), rel=1e-10
        )


def test_what_is_no_level_is_missing_with_its_weight():
    codes, weights = np.array(["a", "b", "b", "", "c"], dtype=object), [1.0, 2.0, 3.0, 50.0, 4.0]
    control, even = np.array(["a", "b", "c", "c"], dtype=object), [1.0] * 4
    assert weighted_smd_categories(codes, control, ["a", "b", "c"], weights, even) == weighted_smd_categories(
        codes[codes != ""], control, ["a", "b", "c"], [1.0, 2.0, 3.0, 4.0], even
    )
    assert weighted_smd_continuous([1, math.nan, 3], [2, 4], [1, 99, 3], [3, 1]) == 0.0


def test_swapped_and_in_another_unit():
    treated, control, weights = [4.0, 6, 7, 9], [3.0, 8, 5], ([1.0, 2, 3, 1], [1.0, 4, 2])
    smd = weighted_smd_continuous(treated, control, *weights)
    assert weighted_smd_continuous(control, treated, *weights[::-1]) == pytest.approx(-smd, rel=1e-12)
    shifted = [1e6 + 60 * np.array(arm) for arm in (treated, control)]
    assert weighted_smd_continuous(*shifted, *weights) == pytest.approx(smd, rel=1e-9)


def test_overlap_weights_leave_no_imbalance():
    rng = np.random.default_rng(11)
    treated = np.repeat([True, False], [30, 32])
    columns = np.column_stack([rng.normal(70 + 4 * treated, 8), rng.random(62) < 0.3 + 0.3 * treated])
    weights = overlap_weights(columns, treated)
    parts = weights[treated], weights[~treated]
    age = columns[treated, 0], columns[~treated, 0]
    sex = columns[treated, 1], columns[~treated, 1]
    assert abs(smd_continuous(*age)) > 0.2
    assert weighted_smd_continuous(*age, *parts) == pytest.approx(0.0, abs=1e-9)
    assert weighted_smd_categories(*sex, [0.0, 1.0], *parts) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("arms", "found"),
    [
        (([], [1, 2], [], [1, 1]), None),
        (([1], [1, 2], [1], [1, 1]), None),
        (([1, 2], [3, 4], [0, 0], [1, 1]), None),
        (([3, 3], [3, 3], [1, 2], [2, 1]), 0.0),
        (([3, 3], [4, 4], [1, 2], [2, 1]), BACK),
    ],
)
def test_weights_do_not_change_what_does_not_vary(arms, found):
    assert weighted_smd_continuous(*arms) == found


@pytest.mark.parametrize(
    ("arms", "found"),
    [
        (([], ["a", "b"], [], [1, 1]), None),
        ((["a", "b"], ["a", "b"], [0, 0], [1, 1]), None),
        ((["a", "a"], ["a", "a"], [1, 2], [1, 2]), 0.0),
        ((["b"], ["a"], [1], [1]), APART),
    ],
)
def test_weights_do_not_change_arms_of_one_level_or_none_in_common(arms, found):
    treated, control, *weights = arms
    assert weighted_smd_categories(treated, control, ["a", "b"], *weights) == found
    assert weighted_smd_categories(treated, control, ["a", "b", "c"], *weights) == found


def test_values_and_weights_must_be_of_the_same_patients():
    with pytest.raises(AnalysisError):
        weighted_smd_continuous([1, 2], [3, 4], [1], [1, 1])
