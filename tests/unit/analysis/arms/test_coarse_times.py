"""What is told of times under a policy: groups large enough, on one grid, whose rest is no number that is masked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines.datasets import load_gbsg2

from twoarm.analysis.arms.coarse_times import ToldTimes, told_times
from twoarm.analysis.comparison.event_curves import told_curve
from twoarm.methods.times.survival import kaplan_meier
from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY, Policy

HOSPITAL_5 = replace(HOSPITAL, time_step=5.0)
POLICIES = {
    "hospital": HOSPITAL,
    "hospital, steps of 5": HOSPITAL_5,
    "opensafely": OPENSAFELY,
    "a long step": replace(OPENSAFELY, time_step=30.0),
    "every time": replace(HOSPITAL, time_step=0.0),
    "to its end": replace(HOSPITAL, curve_minimum=0),
    "zeros masked": replace(HOSPITAL, zeros="masked"),
    "counts rounded": replace(HOSPITAL, rounding=7),
}
Arm = tuple[np.ndarray, np.ndarray]


@st.composite
def arms(draw) -> Arm:
    """Up to 80 patients, times of two decimals, some of them tied, any share of events."""
    n = draw(st.integers(0, 80))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    time = np.round(rng.exponential(draw(st.sampled_from([3.0, 40.0])), n), draw(st.sampled_from([0, 2])))
    return time, (rng.random(n) < draw(st.sampled_from([0.0, 0.1, 0.6, 0.95, 1.0]))).astype(float)


often = settings(derandomize=True, deadline=None, max_examples=25)


def told(policy: Policy, arm: Arm) -> ToldTimes:
    (one,) = told_times(policy, [arm])
    return one


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@often
@given(arm=arms())
def test_each_group_is_large_enough_and_stands_on_the_grid(policy, arm):
    one = told(policy, arm)
    for kind in (one.events, one.left):
        assert all(count >= policy.min_count - policy.rounding + 1 for count in kind.counts)
        assert all(count % policy.rounding == 0 for count in kind.counts)
        assert all(place <= one.end for place in kind.places)
        if one.step:
            steps = np.array([*kind.places, one.end]) / one.step if one.end else np.array([])
            assert np.allclose(steps, np.round(steps), rtol=0, atol=1e-6)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@often
@given(arm=arms())
def test_what_is_told_has_happened(policy, arm):
    """No more of a kind is told at a place than there are up to it."""
    time, event = arm
    one = told(policy, arm)
    if one.end is None:
        return
    for kind, of in ((event > 0, one.events), (event == 0, one.left)):
        happened = np.array([(time[kind] <= place + 1e-9).sum() for place in of.places])
        assert (of.until(of.places) <= happened).all()


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@often
@given(arm=arms())
def test_the_rest_of_each_kind_is_no_masked_number(policy, arm):
    """Where both kinds are known; where one is masked, enough is left for each value that it may have.

    A number that is rounded may be the smallest one that is told so.
    """
    event = arm[1] > 0
    one = told(policy, arm)
    if one.end is None:
        return
    had, censored = (policy.multiple(int(n)) - policy.rounding // 2 for n in (event.sum(), (~event).sum()))
    if policy.small(int((~event).sum())):
        assert not one.left.counts.size
        fewest = (
            policy.multiple(event.size) - policy.rounding // 2 - int(one.events.counts.sum()) - policy.largest
        )
        assert not one.events.counts.size or fewest >= policy.min_count
        return
    rests = [had - int(one.events.counts.sum()), censored - int(one.left.counts.sum())]
    touched = [kind.counts.size for kind in (one.events, one.left)]
    assert not any(policy.small(rest) for rest, some in zip(rests, touched, strict=True) if some)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@often
@given(arm=arms())
def test_a_curve_ends_with_the_last_place_at_which_enough_are_left(policy, arm):
    time, event = arm
    one = told(policy, arm)
    least = max(policy.curve_minimum, 1)
    if one.end is not None:
        assert (time >= one.end - 1e-9).sum() >= least
        assert not one.step or (time >= one.end + one.step - 1e-9).sum() < least
    elif not policy.small(int(event.sum())) and time.size >= least:
        assert np.sort(time)[-least] < max(one.step, 1e-9) or event.any()


@often
@given(arm=arms(), seed=st.integers(0, 99))
def test_it_is_the_same_wherever_within_its_step_a_time_lies_and_whatever_the_tail_does(arm, seed):
    """Times on a place stay; the others move within their step, and those beyond the end anywhere later."""
    time, event = arm
    rng, step = np.random.default_rng(seed), HOSPITAL_5.time_step
    one = told(HOSPITAL_5, arm)
    moved = (np.floor(time / step) + rng.uniform(0.01, 0.99, time.size)) * step
    moved = np.where(time % step == 0, time, moved)
    if one.end is not None:
        beyond = time >= one.end + step
        moved = np.where(beyond, one.end + step * rng.uniform(1, 9, time.size), moved)
    other = told(HOSPITAL_5, (moved, event))
    assert (one.patients, one.end, one.reason) == (other.patients, other.end, other.reason)
    for a, b in ((one.events, other.events), (one.left, other.left)):
        assert (a.places.tolist(), a.counts.tolist()) == (b.places.tolist(), b.counts.tolist())


@pytest.mark.parametrize("policy", [HOSPITAL_5, replace(OPENSAFELY, time_step=5.0, rounding=1)])
@often
@given(arm=arms())
def test_nothing_tells_how_many_of_the_few_were_censored(policy, arm):
    """In the tail each number that is masked gives the same curve."""
    time = np.sort(arm[0])
    found = []
    for few in range(policy.smallest, policy.largest + 1):
        event = np.ones(time.size)
        event[time.size - few :] = 0
        if event.sum() < 2 * policy.min_count:
            return
        one = told(policy, (time, event))
        found.append((one.end, one.reason, one.events.places.tolist(), one.events.counts.tolist()))
    assert all(each == found[0] for each in found)


@often
@given(arm=arms())
def test_without_censoring_a_step_has_the_share_of_kaplan_and_meier(arm):
    """Where a group is told whole: the curve is then exact at its place."""
    time = np.sort(arm[0])
    one = told(HOSPITAL_5, (time, np.ones(time.size)))
    if one.end is None:
        return
    exact, coarse = kaplan_meier(time, np.ones(time.size)), told_curve(one, 0.95)
    for place, until in zip(one.events.places, one.events.until(one.events.places), strict=True):
        if until == (time <= place).sum():
            assert coarse.at(place) == pytest.approx(exact.at(place), abs=1e-12)


def test_a_told_curve_lies_near_that_of_kaplan_and_meier():
    """Within a third of a point at each step of either arm of gbsg2 until fewer than 90 are left."""
    table = load_gbsg2()
    for _, arm in table.groupby("horTh"):
        times = arm["time"].to_numpy(float), arm["cens"].to_numpy(float)
        exact, coarse = kaplan_meier(*times), told_curve(told(HOSPITAL, times), 0.95)
        near = [
            abs(coarse.at(t) - exact.at(t))
            for t, n in zip(coarse.times, coarse.at_risk, strict=True)
            if n > 90
        ]
        assert len(near) >= 8
        assert max(near) < 1 / 300


def test_the_step_of_a_profile_follows_from_masked_counts_alone():
    """Up to 20 steps: with the fifth last at 101 the step is 10, at 100 it is 5, whatever the last four do."""
    for fifth, step in ((101.0, 10.0), (100.0, 5.0), (41.0, 5.0), (40.0, 2.0), (0.21, 0.02)):
        for tail in (1.0, 50.0):
            time = np.concatenate([np.linspace(0, fifth, 30), fifth * (1 + tail * np.arange(1, 5))])
            assert told(HOSPITAL, (time, np.ones(time.size))).step == step


def test_both_arms_have_the_grid_of_the_one_that_is_seen_longer():
    short, long = np.linspace(1, 10, 30), np.linspace(1, 100, 30)
    found = told_times(HOSPITAL, [(short, np.ones(30)), (long, np.ones(30))])
    assert [one.step for one in found] == [5.0, 5.0]


@pytest.mark.parametrize(
    ("time", "event", "reason"),
    [
        (np.arange(1.0, 31), np.arange(30) < 4, "fewer than 5 patients had the event"),
        (np.arange(1.0, 5), np.zeros(4), "fewer than 5 patients were under observation"),
        (np.arange(1.0, 31), np.arange(30) >= 24, "too few patients had the event before it ends"),
    ],
)
def test_an_arm_of_which_nothing_may_be_told_says_why(time, event, reason):
    one = told(HOSPITAL, (time, np.asarray(event, float)))
    assert (one.end, one.reason) == (None, reason)


def test_an_arm_without_any_event_is_a_line_where_zeros_are_shown():
    time = np.arange(1.0, 31)
    assert told(HOSPITAL, (time, np.zeros(30))).end is not None
    masked = told(replace(HOSPITAL, zeros="masked"), (time, np.zeros(30)))
    assert masked.reason == "fewer than 5 patients had the event"
