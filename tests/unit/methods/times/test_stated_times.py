"""Shares without the event at stated times, and restricted means of one arm: against R, by hand, at the edges."""

import json
import math

import numpy as np
import pytest
from drawn_times import draw
from places import TESTS

from twoarm.methods.times.restricted_means import restricted_mean_difference, restricted_mean_interval
from twoarm.methods.times.stated_times import median_time, survival_at, survival_difference
from twoarm.methods.times.survival import kaplan_meier

REFERENCE = json.loads((TESTS / "reference" / "statistics.json").read_text(encoding="utf-8"))
CURVES = json.loads((TESTS / "reference" / "reference.json").read_text(encoding="utf-8"))
ARM, OTHER = ([1, 2, 3, 4], [1, 0, 1, 0]), ([1, 2], [1, 1])


@pytest.mark.parametrize("case", REFERENCE["survival_at"])
def test_the_share_at_a_time_is_that_of_r(case):
    inputs, value = case["inputs"], case["value"]
    for i, at in enumerate(inputs["at"]):
        found = survival_at(inputs["time"], inputs["event"], at, inputs["conf_level"])
        expected = [value[name][i] for name in ("survival", "low", "high")]
        assert [found.value, found.low, found.high] == pytest.approx(expected, rel=1e-8)
        assert (found.n_treated, found.p_value) == (len(inputs["time"]), None)


@pytest.mark.parametrize("case", REFERENCE["survival_difference"])
def test_the_difference_is_that_of_r(case):
    inputs, value = dict(case["inputs"]), case["value"]
    for i, at in enumerate(inputs.pop("at")):
        found = survival_difference(at=at, **inputs)
        assert {name: getattr(found, name) for name in value} == pytest.approx(
            {name: numbers[i] for name, numbers in value.items()}, rel=1e-8
        )


@pytest.mark.parametrize("case", REFERENCE["restricted_mean_interval"])
def test_the_restricted_mean_of_an_arm_is_that_of_r(case):
    found = restricted_mean_interval(**case["inputs"])
    assert (found.value, found.low, found.high) == pytest.approx(tuple(case["value"].values()), rel=1e-8)
    assert (found.p_value, found.statistic) == (None, None)


@pytest.mark.parametrize("case", CURVES["kaplan_meier"])
def test_the_median_and_its_limits_are_those_of_r(case):
    inputs, value = case["inputs"], case["value"]["median"]
    found = median_time(inputs["time"], inputs["event"], inputs["conf_level"])
    assert found.value == value.get("value")
    if found.interval:
        assert found.interval == (value["low"], value.get("high") or math.inf)
    else:
        assert value.get("low") is None or not found.estimable


@pytest.mark.parametrize("seed", range(3))
def test_a_median_is_the_same_of_shuffled_patients_and_scales_with_the_unit(seed):
    time, event = draw(seed)
    one, order = median_time(time, event), np.random.default_rng(seed).permutation(time.size)
    assert one.estimable and median_time(time[order], event[order]) == one
    assert median_time(2 * time, event).value == 2 * one.value


def test_a_median_that_is_not_reached_and_one_without_limits():
    assert median_time([1, 2, 3], [1, 0, 0]).reason == "one half is not reached"
    assert median_time([], []).reason == "no patient with a value"
    alone = median_time([2], [1])
    assert (alone.value, alone.interval, alone.reason) == (2.0, None, "too few patients for limits")


@pytest.mark.parametrize("seed", range(3))
def test_the_arms_exchanged_turn_the_sign_and_a_unit_changes_nothing(seed):
    arms = draw(seed), draw(seed + 10)
    at = float(np.median(arms[0][0]))
    one, other = survival_difference(*arms[0], *arms[1], at), survival_difference(*arms[1], *arms[0], at)
    assert one.estimable and one.value == -other.value and one.low == -other.high
    days = [(30 * time, event) for time, event in arms]
    in_days = survival_difference(*days[0], *days[1], 30 * at)
    assert in_days.value == pytest.approx(one.value, rel=1e-12)
    order = np.random.default_rng(seed).permutation(arms[0][0].size)
    shuffled = survival_at(arms[0][0][order], arms[0][1][order], at)
    assert shuffled == survival_at(*arms[0], at)
    assert shuffled.value == kaplan_meier(*arms[0]).at(at)


@pytest.mark.parametrize("seed", range(3))
def test_the_means_of_the_arms_differ_by_the_difference_of_means(seed):
    arms = draw(seed), draw(seed + 10)
    tau = float(min(time.max() for time, _ in arms)) / 2
    means = [restricted_mean_interval(*arm, tau=tau).value for arm in arms]
    assert means[0] - means[1] == pytest.approx(
        restricted_mean_difference(*arms[0], *arms[1], tau=tau).value, rel=1e-12
    )


def test_before_the_first_event_everybody_is_without_it():
    assert survival_at(*ARM, 0.5).interval == (1.0, 1.0)
    assert survival_difference(*ARM, *OTHER, 0.5).reason == "no variation in either arm until then"


def test_beyond_the_last_time_a_curve_is_known_only_where_it_is_0():
    assert survival_at(*ARM, 4.5).reason == "beyond the last time of an arm"
    assert survival_difference(*ARM, *OTHER, 4.5).reason == "beyond the last time of an arm"
    assert survival_at(*OTHER, 9).value == 0.0
    assert survival_difference(*ARM, *OTHER, 4).value == 0.375


def test_nobody_has_no_share_and_no_mean():
    assert survival_at([], [], 1).reason == "no patient with a value"
    assert survival_difference([], [], *ARM, 1).reason == "empty arm"
    assert restricted_mean_interval([math.nan], [1], tau=1).reason == "no patient with a value"
    assert restricted_mean_interval(*ARM, tau=0.0).reason == "no time under observation"
    assert restricted_mean_interval(*ARM, tau=9).reason == "horizon beyond the last time of an arm"
    assert restricted_mean_interval([2, 3], [0, 0], tau=1).reason == "no variation before the horizon"


def test_without_a_horizon_the_mean_ends_where_the_curve_is_0():
    assert restricted_mean_interval([1, 2, 3, 4], [1, 1, 1, 1]).value == 2.5
