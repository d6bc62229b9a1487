"""Which outcomes may be analysed without outliers, and which values those are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twoarm.analysis.arms.values import Arms
from twoarm.study.dictionary import Variable

FENCE = (
    1.5  # interquartile ranges beyond the quartiles of an arm. Tukey JW. Exploratory Data Analysis. 1977, 2D
)
# A long duration is no error: times reach far to one side. A score and a share have ends, at which many patients stand.
OF_TIMES = {"s", "sec", "seconds", "min", "minutes", "h", "hours", "days", "weeks", "months", "years"}
OF_SCORES = {"", "%", "point", "points"}


def may_have_outliers(variable: Variable) -> bool:
    """Whether a value of an outcome can lie so far out that an analyst could leave it out: not of a score, a count, a time.

    Examples
    --------
    >>> cement = Variable("cement", "Cement", "patients", "outcome", "perioperative", "continuous", "mL", min=0, max=20)
    >>> pain = Variable("vas", "Pain", "patients", "outcome", "follow_up", "continuous", "points", min=0, max=10)
    >>> may_have_outliers(cement), may_have_outliers(pain)
    (True, False)
    """
    bounded = variable.unit in OF_SCORES and variable.min is not None and variable.max is not None
    return variable.kind == "continuous" and not bounded and variable.unit not in OF_TIMES


def without_outliers(arms: Arms) -> Arms | None:
    """The arms without the values beyond the fences; None where none lies beyond, or half of an arm has one value."""
    if any(side.size and not np.subtract(*np.quantile(side, [0.75, 0.25])) for side in arms.complete()):
        return None  # every other value would lie beyond
    kept = replace(arms, treated=within_fences(arms.treated), control=within_fences(arms.control))
    return kept if sum(map(len, kept.complete())) < sum(map(len, arms.complete())) else None


def within_fences(values: np.ndarray) -> np.ndarray:
    """The values of an arm, nan where they lie beyond Tukey's fences.

    Examples
    --------
    >>> within_fences(np.array([1.0, 2.0, 3.0, 4.0, 99.0])).tolist()  # quartiles 2 and 4, fences -1 and 7
    [1.0, 2.0, 3.0, 4.0, nan]
    """
    if np.isnan(values).all():
        return values
    low, high = np.nanquantile(values, [0.25, 0.75])
    reach = FENCE * (high - low)
    return np.where((values < low - reach) | (values > high + reach), np.nan, values)
