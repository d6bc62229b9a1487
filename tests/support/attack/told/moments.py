"""The mean and the SD of each arm: as they are shown, and as other numbers of both arms give them back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from attack.published import Published, Row, is_coarse, is_masked
from twoarm.analysis.arms.improvement import Period
from twoarm.analysis.comparison.told.means import difference_of_told
from twoarm.study.dictionary import Variable

Limits = tuple[float, float]
ANYTHING: Limits = (-math.inf, math.inf)
DIFFERENCES = {"mean_difference", "bootstrap"}
CHANGES = {Period.EARLY: "early_change", Period.LATE: "late_change"}
# Models of the whole course that, without a value before treatment, have a mean of their own for each arm and visit.
SATURATED = {"cluster_robust"}
RATIOS = {"rate_ratio", "poisson_ratio"}


@dataclass(frozen=True)
class Arm:
    """What a reader knows of one arm: its mean and its SD, each between two numbers."""

    mean: Limits = ANYTHING
    sd: Limits = (0.0, math.inf)

    @property
    def known(self) -> bool:
        """Whether both are shown, or follow."""
        return self.spread and math.isfinite(self.mean[0] + self.mean[1])

    @property
    def spread(self) -> bool:
        """Whether the SD is shown, or follows."""
        return math.isfinite(self.sd[1])


def moments_of(published: Published, variable: Variable, visit: str, period: str) -> tuple[Arm, Arm]:
    """Both arms, treated first: what is shown of one and of the difference of both gives the other."""
    treated, control = (_shown(published, variable, visit, arm, period) for arm in published.design.arms)
    for row in _differences(published, variable, visit, period):
        for difference in (published.of_means(row, "estimate"), _middle(published, row)):
            if difference is None:
                continue
            low, high = difference
            if row["analysis"] in RATIOS:
                treated = _meaning(treated, (low * control.mean[0], high * control.mean[1]))
            else:
                treated = _meaning(treated, (control.mean[0] + low, control.mean[1] + high))
                control = _meaning(control, (treated.mean[0] - high, treated.mean[1] - low))
        if pooled := published.number(row["pooled_sd"]):
            treated, control = _spread(treated, pooled, control), _spread(control, pooled, treated)
    return treated, control


def _differences(published: Published, variable: Variable, visit: str, period: str) -> Iterator[Row]:
    """The results that tell more of both means than these do: one that is made of the means as they are shown does not."""
    arms = [summary_row(published, variable, visit, arm, period) for arm in published.design.arms]
    means = [float(row["mean"]) for row in arms if row.get("mean")]
    masked = next((row["n"] for row in arms if row and is_masked(row["n"])), "")
    for row in _of_both(published, variable, visit, period):
        shown = row["estimate"]
        step = 10.0 ** -len(shown.partition(".")[2])
        row = {**row, "n": masked}  # a model of the course has sizes of its own
        if not (is_coarse(row) and len(means) == 2 and difference_of_told(*means, step) == float(shown)):
            yield row


def differences_of(published: Published, variable: Variable, visit: str, period: str) -> Iterator[Limits]:
    """Between which numbers each difference lies that tells more of both means than these do."""
    for row in _differences(published, variable, visit, period):
        shown = published.of_means(row, "estimate")
        if shown and row["analysis"] not in RATIOS:
            yield shown


def _middle(published: Published, row: Row) -> Limits | None:
    """The middle of the interval of a difference of means; a ratio, or one by resampling, has no such middle."""
    return None if row["analysis"] in RATIOS | {"bootstrap"} else middle_of(published, row)


def summary_row(published: Published, variable: Variable, visit: str, arm: str, period: str) -> Row:
    """The row of an arm; nothing where there is none."""
    place = (variable.name, visit, arm, period)
    rows = published.rows("summaries")
    return next((r for r in rows if (r["variable"], r["visit"], r["arm"], r["level"]) == place), {})


def _shown(published: Published, variable: Variable, visit: str, arm: str, period: str) -> Arm:
    row, found = summary_row(published, variable, visit, arm, period), Arm()
    if mean := published.mean(row.get("mean", "")):
        found = _meaning(found, mean)
    if sd := published.number(row.get("sd", "")):
        found = replace(found, sd=(max(sd[0], 0.0), sd[1]))
    for course in published.rows("courses") if not period else ():
        here = (course["variable"], course["visit"], course["arm"]) == (variable.name, visit, arm)
        if here and (mean := published.mean(course["mean"])):
            found = _meaning(found, mean)
        if here and (middle := middle_of(published, course)):
            found = _meaning(found, middle)
    return found


def middle_of(published: Published, row: Row) -> Limits | None:
    """The middle of an interval, which lies as far from either limit."""
    low, high = published.of_means(row, "low"), published.of_means(row, "high")
    return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2) if low and high else None


def _of_both(published: Published, variable: Variable, visit: str, period: str) -> Iterator[Row]:
    """The results that are a difference, or a ratio, of the two means."""
    wanted = {CHANGES[period]} if period else DIFFERENCES | RATIOS
    if not period and not published.design.before(variable):
        wanted |= SATURATED
    here = (variable.name, visit, "")
    rows = (r for r in published.rows("results") if (r["variable"], r["visit"], r["arm"]) == here)
    yield from (row for row in rows if row["analysis"] in wanted)
    for row in published.rows("specifications") if not period else ():
        plain = (row["covariates"], row["weights"], row["outliers"]) == ("none", "none", "all")
        if (row["variable"], row["visit"]) == here[:2] and plain and row["test"] in ("robust", "pooled"):
            yield {**row, "analysis": "mean_difference", "pooled_sd": ""}


def _meaning(arm: Arm, mean: Limits) -> Arm:
    low, high = max(arm.mean[0], mean[0]), min(arm.mean[1], mean[1])
    return replace(arm, mean=(low, high)) if low <= high else arm


def _spread(arm: Arm, pooled: Limits, other: Arm) -> Arm:
    """The pooled SD is the root of the mean of both variances."""
    squares = 2 * pooled[0] ** 2 - other.sd[1] ** 2, 2 * pooled[1] ** 2 - other.sd[0] ** 2
    low, high = (math.sqrt(max(x, 0.0)) for x in squares)
    return replace(arm, sd=(max(arm.sd[0], low), min(arm.sd[1], high)))
