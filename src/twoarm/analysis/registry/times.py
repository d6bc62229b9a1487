"""Registry entries for times to an event."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import (
    all_had_the_event,
    horizon,
    of_time,
    of_times,
    p_of_times,
    restricted,
    tested_times,
)
from twoarm.analysis.registry.method import Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.estimate import Estimate
from twoarm.methods.times import proportional_hazards, survival
from twoarm.methods.times.restricted_means import restricted_mean_interval
from twoarm.methods.times.stated_times import median_time
from twoarm.methods.values import means


def _means(arms: Arms, level: float) -> Estimate:
    """Of all times; a time that is censored is none."""
    compared = of_times(lambda t, _, c, __, level: means.mean_difference(t, c, level))
    found = compared(arms, level)
    if all_had_the_event(arms):
        return found
    return Estimate.none(found.reason or "a time is censored", found.n_treated, found.n_control)


TIMES: tuple[Method, ...] = (
    Method(
        name="restricted_mean_difference",
        estimand="difference in restricted mean time",
        measures=("time",),
        role="primary",
        when=Occasion.ALWAYS,
        scale=Scale.UNIT,
        function=restricted,
        words="difference of the areas under the Kaplan-Meier curves, Greenwood variance",
        pseudo="area under each curve up to a horizon that is stated, else as far as both curves are known; normal interval",
        reference="Royston2013",
        more="longer",
        less="shorter",
        quantity="the restricted mean time",
        caution="not the difference of the medians shown",
        horizon=horizon,
        choices=Specification("restricted_mean"),
        shown="main",
    ),
    Method(
        name="log_rank",
        estimand="no difference in time to event",
        measures=("time",),
        when=Occasion.ALWAYS,
        scale=Scale.P,
        function=tested_times(survival.log_rank),
        words="log-rank test",
        pseudo="observed less expected events over all event times, over the root of the hypergeometric variance",
        reference="Mantel1966",
        choices=Specification("log_rank"),
        shown="main",
    ),
    Method(
        name="restricted_mean_time",
        estimand="restricted mean time",
        measures=("time",),
        when=Occasion.EACH,
        scale=Scale.UNIT,
        function=of_time(
            lambda arms, t, e, level: restricted_mean_interval(t, e, level, horizon(arms) or 0.0)
        ),
        words="area under the Kaplan-Meier curve, Greenwood variance",
        pseudo="area under the arm's curve up to the horizon of the difference; normal interval",
        reference="Royston2013",
        horizon=horizon,
    ),
    Method(
        name="median_time",
        estimand="median time",
        measures=("time",),
        when=Occasion.EACH,
        scale=Scale.UNIT,
        function=of_time(lambda arms, t, e, level: median_time(t, e, level)),
        words="Kaplan-Meier curve, limits of Brookmeyer and Crowley",
        pseudo="where the arm's curve reaches one half; limits where its log-log limits do",
        reference="Brookmeyer1982",
        single=True,
    ),
    Method(
        name="mean_time_difference",
        estimand="difference of mean times",
        measures=("time",),
        when=Occasion.UNCENSORED,
        scale=Scale.UNIT,
        function=_means,
        words="Welch's t interval and test",
        pseudo="difference of the means of all times, where nobody is censored; each arm's own variance",
        reference="Welch1947",
        more="longer",
        less="shorter",
        quantity="the mean time",
        choices=Specification("plain_mean"),
    ),
    Method(
        name="hazard_ratio",
        estimand="hazard ratio",
        measures=("time",),
        scale=Scale.RATIO,
        function=of_times(proportional_hazards.hazard_ratio),
        words="Cox model with Efron's treatment of ties",
        pseudo="ratio of the event rates, taken to be the same at all times, by partial likelihood",
        reference="Cox1972",
        choices=Specification("cox"),
        also="later",
    ),
    Method(
        name="proportional_hazards",
        estimand="proportional hazards",
        measures=("time",),
        scale=Scale.P,
        function=p_of_times(proportional_hazards.proportional_hazards_p, "no event, or none in one arm"),
        words="Grambsch-Therneau test of proportional hazards",
        pseudo="score test of a trend in the scaled Schoenfeld residuals over the Kaplan-Meier time scale",
        reference="Grambsch1994",
    ),
)
