"""Whether two arms of some sizes can have given a number that is published."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product

import numpy as np
from scipy import stats

from attack.told.moments import Arm, Limits
from twoarm.methods import design, values


@cache
def stand_in(n: int, mean: float, sd: float) -> np.ndarray:
    """So many values with exactly this mean and this SD."""
    even = np.arange(n) - (n - 1) / 2
    return mean + sd * even / even.std(ddof=1) if n > 1 else np.array([mean])


def meets(found: Sequence[float | None], limits: Limits) -> bool:
    """Whether what the ends of the published ranges gave, and all between, meets the range of a published number."""
    numbers = [number for number in found if number is not None]
    if not numbers:
        return True
    slack = 2e-3 * (max(numbers) - min(numbers)) + 1e-9 * max(map(abs, numbers))
    return min(numbers) - slack <= limits[1] and max(numbers) + slack >= limits[0]


def of_sizes(number: Callable[[int, int], float | None], limits: Limits, n1: int, n2: int) -> bool:
    """A number that follows from the sizes alone."""
    return min(n1, n2) > 0 and meets([number(n1, n2)], limits)


def of_arms(
    number: Callable[[np.ndarray, np.ndarray], float | None],
    limits: Limits,
    arms: tuple[Arm, Arm],
    n1: int,
    n2: int,
) -> bool:
    """A number that follows from means, SDs and sizes."""
    if min(n1, n2) < 2:
        return False
    ends = product(*(end for arm in arms for end in (arm.mean, arm.sd)))
    return meets([number(stand_in(n1, m1, s1), stand_in(n2, m2, s2)) for m1, s1, m2, s2 in ends], limits)


def half_of_mean(half: Limits, sd: Limits, level: float, n: int) -> bool:
    """Half the interval of one mean."""
    return n > 1 and meets([values.mean_interval(stand_in(n, 0.0, s), level).high for s in sd if s > 0], half)


def half_of_welch(half: Limits, arms: tuple[Arm, Arm], level: float, n1: int, n2: int) -> bool:
    """Half the interval of a difference of means."""
    if min(n1, n2) < 2:
        return False
    return meets([values.mean_difference(*pair, level).high for pair in _spreads(arms, n1, n2)], half)


def is_p_of_welch(value: Limits, p: Limits, arms: tuple[Arm, Arm], n1: int, n2: int) -> bool:
    """The P of a difference of means."""
    if min(n1, n2) < 2:
        return False
    differences = (*value, 0.0) if value[0] <= 0 <= value[1] else value
    pairs = ((t + d, c) for t, c in _spreads(arms, n1, n2) for d in differences)
    return meets([values.mean_difference(*pair).p_value for pair in pairs], p)


def is_t_of_welch(value: Limits, t: Limits, arms: tuple[Arm, Arm], n1: int, n2: int) -> bool:
    """The statistic of a difference of means: so many standard errors, which two deviations and the sizes make."""
    if min(n1, n2) < 2:
        return False
    pairs = [(a + d, b) for a, b in _spreads(arms, n1, n2) for d in value]
    return meets([values.mean_difference(*pair).statistic for pair in pairs], t)


def is_df_of_welch(df: Limits, arms: tuple[Arm, Arm], n1: int, n2: int) -> bool:
    """The degrees of freedom of a difference of means, which two deviations and the sizes make."""
    if min(n1, n2) < 2:
        return False
    return meets([values.mean_difference(*pair).df for pair in _spreads(arms, n1, n2)], df)


def _spreads(arms: tuple[Arm, Arm], n1: int, n2: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for s1, s2 in product(arms[0].sd, arms[1].sd):
        yield stand_in(n1, 0.0, s1), stand_in(n2, 0.0, s2)


def is_p_of_t(shown: Sequence[Limits], level: float, n1: int, n2: int) -> bool:
    """A P on n1 + n2 - 3 degrees of freedom beside an estimate and its limits, which are so many standard errors apart."""
    value, low, high, p = shown
    if n1 + n2 < 4:
        return False
    df, half = n1 + n2 - 3, ((high[0] - low[1]) / 2, (high[1] - low[0]) / 2)
    if half[0] <= 0 or value[0] <= 0 <= value[1]:
        return True
    critical = stats.t.ppf((1 + level) / 2, df)
    ratios = [abs(v) / h * critical for v, h in product(value, half)]
    return meets([float(2 * stats.t.sf(t, df)) for t in ratios], p)


def is_t_beside_limits(shown: Sequence[Limits], level: float, n1: int, n2: int) -> bool:
    """A t beside an estimate and its limits: the quantile that made these has the degrees of freedom."""
    value, low, high, t = shown
    if n1 + n2 < 4:
        return False
    half = (high[0] - low[1]) / 2, (high[1] - low[0]) / 2
    if half[0] <= 0:
        return True
    critical = stats.t.ppf((1 + level) / 2, n1 + n2 - 3)
    return meets([v / h * critical for v, h in product(value, half)], t)


@cache
def _limits_of_g(g: float, n1: int, n2: int, level: float) -> tuple[float | None, float | None]:
    d = g / values.small_sample_correction(n1 + n2 - 2)
    found = values.hedges_g(stand_in(n1, d, 1.0), stand_in(n2, 0.0, 1.0), level)
    return found.low, found.high


def is_limit_of_g(value: Limits, limits: Limits, column: str, level: float, n1: int, n2: int) -> bool:
    """A limit of Hedges's g."""
    if min(n1, n2) < 2:
        return False
    return meets([_limits_of_g(g, n1, n2, level)[column == "high"] for g in value], limits)


def is_e_value(own: Limits, limit: Limits, level: float, n1: int, n2: int) -> bool:
    """The E-value of a limit beside that of the effect size."""
    if min(n1, n2) < 2:
        return False
    found = []
    for e in own:
        ratio = e * e / (2 * e - 1)  # the ratio whose E-value it is
        g = math.log(max(ratio, 1.0)) / math.log(design.ratio_of_smd(1.0))
        limits = _limits_of_g(g, n1, n2, level)
        if None not in limits:
            found.append(design.e_value_of_limit(*(design.ratio_of_smd(x) for x in limits)))
    return meets(found, limit)
