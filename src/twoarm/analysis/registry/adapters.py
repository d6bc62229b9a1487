"""From the two arms of a variable to what a method takes: arrays, counts or times.

Each function here turns a method into one that the registry can call, with two arms and a confidence level, so that the
methods themselves know arrays and counts only. An arm without a value is the first reason to give no estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from twoarm.analysis.arms.values import Arms
from twoarm.methods.estimate import Estimate
from twoarm.methods.times.restricted_means import common_horizon, restricted_mean_difference
from twoarm.methods.weights import balance

Adapter = Callable[[Arms, float], Estimate]
Times = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def between_arms(adapter: Adapter) -> Adapter:
    """The adapter of a method that needs both arms: one without a value is the first reason to give none."""

    @wraps(adapter)
    def compared(arms: Arms, level: float) -> Estimate:
        treated, control = arms.complete() if arms.treated_event is None else _times(arms)[::2]
        if not (treated.size and control.size):
            return Estimate.none("an arm has no value", treated.size, control.size)
        return adapter(arms, level)

    return compared


def of_counts(function: Callable[..., Estimate]) -> Adapter:
    """A method of the patients with the event, or with one event at least, among the patients with a value."""
    return between_arms(lambda arms, level: function(*arms.with_any(), level))


def p_of_counts(function: Callable[..., float | None], otherwise: str = "") -> Adapter:
    """A test of the same counts: a P alone; ``otherwise`` is why it has none though some patients have the event."""

    def test(arms: Arms, level: float) -> Estimate:
        x1, n1, x2, n2 = counts = arms.with_any()
        alike = {0: "no event in either arm", n1 + n2: "an event in every patient"}
        return _alone("p_value", function(*counts), n1, n2, alike.get(x1 + x2, otherwise))

    return between_arms(test)


def of_each(function: Callable[[int, int, float], tuple[float, float]]) -> Adapter:
    """An interval of the treated arm's share; the control arm's comes from the swapped arms."""

    def share(arms: Arms, level: float) -> Estimate:
        events, n, *_ = arms.with_any()
        if not n:
            return Estimate.none("no patient with a value")
        return Estimate(events / n, *function(events, n, level), level, n_treated=n)

    return share


def of_values(function: Callable[..., Estimate]) -> Adapter:
    """A method of two arrays of values."""
    return between_arms(lambda arms, level: function(*arms.complete(), level))


def p_of_values(function: Callable[..., float | None], reason: str = "") -> Adapter:
    """A test of two arrays of values: a P alone."""

    def test(arms: Arms, level: float) -> Estimate:
        treated, control = arms.complete()
        return _alone("p_value", function(treated, control), len(treated), len(control), reason)

    return between_arms(test)


def of_levels(function: Callable[..., float | None], reason: str) -> Adapter:
    """A test of the patients per level: a P alone."""

    def test(arms: Arms, level: float) -> Estimate:
        treated, control = arms.counts()
        return _alone("p_value", function(treated, control), sum(treated), sum(control), reason)

    return between_arms(test)


def of_times(function: Callable[..., Estimate]) -> Adapter:
    """A method of times and events of both arms."""
    return between_arms(lambda arms, level: function(*_times(arms), level))


def p_of_times(function: Callable[..., float | None], reason: str) -> Adapter:
    """A test of times and events: a P alone."""

    def test(arms: Arms, level: float) -> Estimate:
        times = _times(arms)
        return _alone("p_value", function(*times), len(times[0]), len(times[2]), reason)

    return between_arms(test)


def of_time(function: Callable[..., Estimate]) -> Adapter:
    """A method of the treated arm's times and events, beside both arms; the control arm's comes from the swapped arms."""
    return lambda arms, level: function(arms, *_times(arms)[:2], level)


def tested_times(function: Callable[..., Estimate]) -> Adapter:
    """A test of times and events that tells its statistic: without an interval, so of no level."""
    return between_arms(lambda arms, level: function(*_times(arms)))


def tested_values(function: Callable[..., Estimate]) -> Adapter:
    """The same of two arrays of values."""
    return between_arms(lambda arms, level: function(*arms.complete()))


def of_changes(function: Callable[..., Estimate]) -> Adapter:
    """A method of the values at a visit beside those of the same patients at an earlier one."""
    return between_arms(
        lambda arms, level: function(
            arms.treated_baseline, arms.treated, arms.control_baseline, arms.control, level
        )
    )


def of_differences(function: Callable[..., Estimate]) -> Adapter:
    """A method of each patient's later value less the earlier one."""
    return between_arms(
        lambda arms, level: function(
            arms.treated - arms.treated_baseline, arms.control - arms.control_baseline, level
        )
    )


def of_course(function: Callable[..., list[Estimate]]) -> Callable[[Arms, float], list[Estimate]]:
    """A model of all visits after the baseline visit: an estimate for each of them."""

    def model(arms: Arms, level: float) -> list[Estimate]:
        return function(
            arms.treated_course, arms.control_course, level, arms.treated_baseline, arms.control_baseline
        )

    return model


def of_within(function: Callable[..., Estimate]) -> Adapter:
    """A method of the units of each patient, a row of values to a patient."""
    return between_arms(lambda arms, level: function(arms.treated_within, arms.control_within, level))


def value_alone(function: Callable[[Arms, float], float | None], reason: str) -> Adapter:
    """One number without interval, which may depend on the level."""

    def number(arms: Arms, level: float) -> Estimate:
        treated, control = _times(arms)[::2] if arms.treated_event is not None else arms.complete()
        return _alone("value", function(arms, level), len(treated), len(control), reason)

    return between_arms(number)


@between_arms
def smd(arms: Arms, level: float) -> Estimate:
    """Standardised difference: of levels, of patients with any event, or of means; a value alone."""
    treated, control = arms.complete()
    sizes = len(treated), len(control)
    if arms.levels:
        return _alone("value", balance.smd_categories(*arms.counts()), *sizes, "an arm has no value")
    if arms.measure == "events":
        counts = [[int((x == 0).sum()), int((x > 0).sum())] for x in (treated, control)]
        return _alone("value", balance.smd_categories(*counts), *sizes, "an arm has no value")
    return _alone(
        "value", balance.smd_continuous(treated, control), *sizes, "fewer than two patients in an arm"
    )


def horizon(arms: Arms) -> float | None:
    """Where the restricted means of both arms end: as stated, else as far as both curves are known."""
    return common_horizon(*_times(arms)) if arms.tau is None else arms.tau


def restricted(arms: Arms, level: float) -> Estimate:
    """The difference of the restricted means, up to the common horizon."""
    end = horizon(arms)
    difference: Adapter = of_times(lambda *times: restricted_mean_difference(*times, end))
    return difference(arms, level)


def last_times(arms: Arms) -> list[float]:
    """The last time of each arm that has somebody."""
    treated, _, control, _ = _times(arms)
    return [float(time.max()) for time in (treated, control) if time.size]


def all_had_the_event(arms: Arms) -> bool:
    """Whether nobody's time is censored, in two arms that both have somebody."""
    _, treated, _, control = _times(arms)
    return bool(treated.size and control.size and treated.all() and control.all())


def _alone(what: str, number: float | None, n_treated: int, n_control: int, reason: str) -> Estimate:
    if number is None:
        return Estimate.none(reason, n_treated, n_control)
    numbers: dict[str, Any] = {"value": None, what: float(number)}
    return Estimate(**numbers, n_treated=n_treated, n_control=n_control)


def _times(arms: Arms) -> Times:
    """Times and events of both arms where both are known."""
    pairs = ((arms.treated, arms.treated_event), (arms.control, arms.control_event))
    known = [~np.isnan(time) & ~np.isnan(event) for time, event in pairs]
    (t, te), (c, ce) = pairs
    return t[known[0]], te[known[0]], c[known[1]], ce[known[1]]
