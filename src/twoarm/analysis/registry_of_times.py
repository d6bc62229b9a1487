"""Registry entries for times to an event."""

from __future__ import annotations

from twoarm.analysis import proportional_hazards, survival
from twoarm.analysis.adapters import Adapter, horizon, of_times, p_of_times
from twoarm.analysis.arms import Arms
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.method import Method
from twoarm.analysis.restricted_mean import restricted_mean_difference


def _restricted(arms: Arms, level: float) -> Estimate:
    """Up to the common horizon."""
    end = horizon(arms)
    restricted: Adapter = of_times(lambda *times: restricted_mean_difference(*times, end))
    return restricted(arms, level)


TIMES: tuple[Method, ...] = (
    Method(
        "restricted_mean_difference",
        "difference in restricted mean time",
        ("time",),
        "primary",
        "always",
        "unit",
        _restricted,
        "difference of the areas under the Kaplan-Meier curves, Greenwood variance",
        "area under each curve up to a common horizon; normal interval",
        "Royston2013",
    ),
    Method(
        "log_rank",
        "no difference in time to event",
        ("time",),
        "sensitivity",
        "always",
        "p",
        p_of_times(survival.log_rank_p, "no event while both arms were under observation"),
        "log-rank test",
        "observed less expected events over all event times, over the root of the hypergeometric variance",
        "Mantel1966",
    ),
    Method(
        "hazard_ratio",
        "hazard ratio",
        ("time",),
        "sensitivity",
        "latest",
        "ratio",
        of_times(proportional_hazards.hazard_ratio),
        "Cox model with Efron's treatment of ties",
        "ratio of the event rates, taken to be the same at all times, by partial likelihood",
        "Cox1972",
        "other",
    ),
    Method(
        "proportional_hazards",
        "proportional hazards",
        ("time",),
        "sensitivity",
        "latest",
        "p",
        p_of_times(proportional_hazards.proportional_hazards_p, "no event, or none in one arm"),
        "Grambsch-Therneau test of proportional hazards",
        "score test of a trend in the scaled Schoenfeld residuals over the Kaplan-Meier time scale",
        "Grambsch1994",
        "other",
    ),
)
