"""Registry entries for times to an event."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import all_had_the_event, horizon, of_times, p_of_times, restricted
from twoarm.analysis.registry.method import Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.methods.estimate import Estimate
from twoarm.methods.times import proportional_hazards, survival
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
        function=p_of_times(survival.log_rank_p, "no event while both arms were under observation"),
        words="log-rank test",
        pseudo="observed less expected events over all event times, over the root of the hypergeometric variance",
        reference="Mantel1966",
        choices=Specification("log_rank"),
        shown="main",
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
