"""Imputed values that move: estimates as in R at each shift, every completion of two arms, times under another hazard."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.missing import (
    completed_hazards,
    completed_shares,
    conclusion_of,
    hazards_of,
    moved_ancova,
    moved_means,
    pooled_estimate,
    pooled_risk_difference,
    raised_hazard,
    share_grid,
    shifted,
    tipping_points,
)
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference

REFERENCE = json.loads((TESTS / "reference" / "imputation.json").read_text(encoding="utf-8"))
NAN = math.nan


def by_arm(inputs, name):
    """The data sets of the treated and of the control arm."""
    treated = np.array(inputs["treated"]) == 1
    values = np.array(inputs[name], dtype=float)
    return values[..., treated], values[..., ~treated]


@pytest.mark.parametrize("case", REFERENCE["moved"])
@pytest.mark.parametrize("name", ["ancova", "means"])
def test_estimates_of_moved_values_are_those_of_r(case, name):
    inputs, expected = case["inputs"], case["value"][name]
    before, after, moved = (by_arm(inputs, part) for part in ("before", "after", "moved"))
    if name == "ancova":  # the treated arm moves
        pairs = tuple(zip(before, after, strict=True))
        found = moved_ancova(*pairs, moved[0], np.zeros(moved[1].size)).at(inputs["shift"])
    else:  # the control arm, the other way
        found = moved_means(*after, np.zeros(moved[0].size), moved[1]).at(-inputs["shift"])
    estimate = found.estimate(0.95)
    for part in ("value", "low", "high", "p_value"):
        assert getattr(estimate, part) == pytest.approx(expected[part], rel=1e-9), part
    assert found.pooled.lost_information == pytest.approx(expected["lost_information"], rel=1e-9)


@pytest.mark.parametrize("case", REFERENCE["completed_hazards"])
def test_hazard_ratios_of_fixed_imputations_are_pooled_as_in_r(case):
    inputs, expected = case["inputs"], case["value"]
    time, before = by_arm(inputs, "after"), by_arm(inputs, "before")
    pairs = [(t, (b > 4).astype(float)) for t, b in zip(time, before, strict=True)]
    found = completed_hazards(*pairs).estimate(0.95)
    assert found.p_value == pytest.approx(expected["p_value"], rel=1e-7)
    for part in ("value", "low", "high"):
        assert math.log(getattr(found, part)) == pytest.approx(expected[part], rel=1e-7), part


@pytest.mark.parametrize("case", REFERENCE["share_grid"])
def test_every_completion_lies_where_r_has_it(case):
    found = share_grid(*(tuple(case["inputs"][arm]) for arm in ("treated", "control")))
    assert found.sides.tolist() == case["value"]["sides"] and found.conclusion == case["value"]["conclusion"]
    turned = sum(side != found.conclusion for row in case["value"]["sides"] for side in row)
    assert (found.completions, found.turned) == (found.sides.size, turned)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_side_of_a_completion_is_that_of_the_interval(level):
    (x1, n1, m1), (x2, n2, m2) = arms = (6, 9, 4), (1, 8, 3)
    found = share_grid(*arms, level)
    sides = [
        [conclusion_of(risk_difference(x1 + i, n1 + m1, x2 + j, n2 + m2, level)) for j in range(m2 + 1)]
        for i in range(m1 + 1)
    ]
    assert found.sides.tolist() == sides and len({s for row in sides for s in row}) > 1


def test_arms_that_change_places_turn_the_grid():
    treated, control = (14, 40, 9), (5, 38, 7)
    there, back = share_grid(treated, control), share_grid(control, treated)
    assert np.array_equal(back.sides, -there.sides.T) and back.conclusion == -there.conclusion
    assert there.turned == back.turned > 0


def test_the_nearest_numbers_of_events_on_either_side():
    grid = share_grid((20, 40, 12), (10, 40, 0))
    fewer, more = grid.nearest(6.0, 0, treated=True)
    line = grid.sides[:, 0].tolist()
    assert grid.conclusion == 1 and more is None and line[fewer] != 1 and line[fewer + 1] == 1
    other = share_grid((10, 40, 0), (20, 40, 12)).nearest(6.0, 0, treated=False)
    assert other == (fewer, more)


@pytest.mark.parametrize("arm", [(3, 2, 0), (-1, 2, 0), (1, 2, -1)])
def test_impossible_counts_are_refused(arm):
    with pytest.raises(AnalysisError, match="between 0 and the patients known"):
        share_grid(arm, (0, 1, 0))


def sets(seed=3, number=5, sizes=(12, 15)):
    """Completed data sets whose last four treated patients were imputed, and the baseline of everybody."""
    rng = np.random.default_rng(seed)
    before = [np.tile(rng.normal(50, 8, n), (number, 1)) for n in sizes]
    after = [0.5 * b[0] + rng.normal(5, 4, b.shape[1]) + np.zeros((number, 1)) for b in before]
    after[0][:, -4:] += rng.normal(0, 4, (number, 4))
    return before, after, np.arange(sizes[0]) >= sizes[0] - 4


@pytest.mark.parametrize("shift", [0.0, 3.0, -7.5])
def test_a_shift_gives_what_the_shifted_values_give(shift):
    before, after, missing = sets()
    still = np.zeros(after[1].shape[1])
    moved = shifted(after[0], missing, shift)
    direct = [ancova(b, y, c, z) for b, y, c, z in zip(before[0], moved, before[1], after[1], strict=True)]
    expected = pooled_estimate(direct, df=12 + 15 - 3)
    found = moved_ancova((before[0], after[0]), (before[1], after[1]), missing, still)
    found = found.at(shift).estimate(0.95)
    for part in ("value", "low", "high", "p_value"):
        assert getattr(found, part) == pytest.approx(getattr(expected, part), rel=1e-9), part
    means = moved_means(*after, missing, still).at(shift).values
    pairs = zip(moved, after[1], strict=True)
    assert means == pytest.approx([mean_difference(*pair).value for pair in pairs], rel=1e-12)


def test_arms_that_change_places_and_another_unit():
    before, after, missing = sets()
    still = np.zeros(after[1].shape[1])
    there = moved_ancova((before[0], after[0]), (before[1], after[1]), missing, still)
    back = moved_ancova((before[1], after[1]), (before[0], after[0]), still, missing)
    ten = moved_ancova((before[0], 10 * after[0]), (before[1], 10 * after[1]), missing, still)
    one, turned, tenfold = (m.at(s).estimate(0.95) for m, s in ((there, 2.0), (back, 2.0), (ten, 20.0)))
    assert (turned.value, turned.low) == pytest.approx((-one.value, -one.high), rel=1e-10)
    assert (tenfold.value, tenfold.high) == pytest.approx((10 * one.value, 10 * one.high), rel=1e-10)
    order = np.random.default_rng(1).permutation(12)
    mixed = moved_ancova(
        (before[0][:, order], after[0][:, order]), (before[1], after[1]), missing[order], still
    )
    assert mixed.at(2.0).estimate(0.95).value == pytest.approx(one.value, rel=1e-12)


@pytest.mark.parametrize(
    ("moved", "reason"),
    [
        (lambda: moved_means([[1.0]], [[1.0, 2.0]], [0], [0, 0]), "fewer than two patients in an arm"),
        (lambda: moved_means([[1.0, 1]] * 2, [[1.0, 1]] * 2, [0, 0], [0, 0]), "no variation in either arm"),
        (
            lambda: moved_ancova(
                ([[1.0, 1]] * 2, [[1.0, 2]] * 2), ([[1.0, 1]] * 2, [[1.0, 2]] * 2), [0, 0], [0, 0]
            ),
            "baseline does not vary within the arms",
        ),
        (
            lambda: moved_ancova(
                ([[1.0, 2]] * 2, [[1.0, 3]] * 2), ([[1.0, 1]] * 2, [[1.0, 2]] * 2), [0, 0], [0, 0]
            ),
            "one patient alone determines the slope",
        ),
    ],
)
def test_why_there_is_no_estimate(moved, reason):
    found = moved().at(0.0)
    assert found.estimate(0.95).reason == reason and found.pooled is None


def test_shares_have_the_pooled_interval_within_their_bounds():
    arms = np.array([[1, 1, 1, 0], [1, 1, 1, 1]]), np.array([[0, 0, 0, 0], [0, 1, 0, 0]])
    found = completed_shares(*arms).estimate(0.95)
    assert found == pooled_risk_difference(*arms) and found.high == 1.0
    assert completed_shares([[1], [1]], [[1], [1]]).estimate(0.95).reason == "no variation in either arm"
    assert completed_shares(np.zeros((2, 0)), [[1], [1]]).estimate(0.95).reason == "empty arm"


def test_data_sets_without_a_hazard_ratio_say_why():
    none = np.array([[1.0, 2.0]] * 2), np.zeros((2, 2))
    some = np.array([[1.0, 2.0]] * 2), np.ones((2, 2))
    assert completed_hazards(none, some).estimate(0.95).reason == "no event in an arm"


def test_cumulative_hazards_are_read_off_where_the_event_is_not_known():
    assert hazards_of([3, 1, 2, 2.5, 0.5, NAN], [1, 1, 1, NAN, NAN, 0]).tolist()[:5] == pytest.approx(
        [1 / 3 + 1 / 2 + 1, 1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2, 0.0]
    )


def test_a_higher_hazard_brings_events_and_a_lower_one_takes_them():
    hazard, event = np.array([[0.2, 0.5, 1.0, 0.7]]), np.array([[1.0, 0.0, 1.0, 0.0]])
    missing, waiting = np.array([True, True, False, False]), np.array([[9.0, 0.5]])
    ratios = (0.1, 0.5, 1.0, 4.0)
    moved = [raised_hazard(hazard, event, missing, waiting, ratio) for ratio in ratios]
    assert [events[0].tolist()[:2] for _, events in moved] == [[0, 0], [1, 0], [1, 0], [1, 1]]
    times = np.array([time[0][0] for time, _ in moved])
    assert (np.diff(times) < 0).all() and moved[2][0].tolist() == hazard.tolist()
    assert all(np.array_equal(time[:, 2:], hazard[:, 2:]) for time, _ in moved)


def test_the_number_of_steps_may_be_given():
    asked = []

    def at(shift):
        asked.append(shift)
        return replace(Estimate(1.0, 0.5, 1.5, 0.95), value=1 + shift, low=0.5 + shift, high=1.5 + shift)

    assert tipping_points(at, 1.0, steps=4).below == pytest.approx(-0.5, abs=1e-12)
    assert 1.0 in asked and 0.25 in asked and 1 / 60 not in asked
