"""Standardised differences: against R, by hand, by their invariants, and at the edges."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from twoarm.analysis.balance import smd_categories, smd_continuous, smd_standard_error

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "reference.json").read_text(encoding="utf-8")
)


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


@pytest.mark.parametrize(
    "treated, control", [([], [1, 2]), ([1], [1, 2]), ([3, 3], [3, 3]), ([0.1] * 3, [0.2] * 3)]
)
def test_continuous_needs_variation(treated, control):
    assert smd_continuous(treated, control) is None


@pytest.mark.parametrize(
    "treated, control",
    [([0, 0], [1, 2]), ([5, 0], [7, 0]), ([5, 0], [0, 7]), ([5, 0, 0], [0, 3, 4]), ([], []), ([5], [6])],
)
def test_categories_need_two_levels_and_one_in_common(treated, control):
    assert smd_categories(treated, control) is None


def test_standard_error_at_the_size_of_the_shipped_study():
    assert smd_standard_error(30, 32) == pytest.approx(math.sqrt(62 / 960), rel=1e-12)
    assert smd_standard_error(0, 32) is None
