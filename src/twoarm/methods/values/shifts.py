"""Hodges-Lehmann: the median of all differences between a treated and a control patient, with its interval."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, checked_level, observed, tail_quantile
from twoarm.methods.values.ranks import EXACT_BELOW, mann_whitney

# So many differences are sorted outright: 16 MB.
_FEW = 2_000_000
# The exact distribution has steps; a step that equals alpha up to rounding does not reject.
_ROUNDING = 1e-12


def hodges_lehmann(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Median of all pairwise differences, with the interval and P of the Mann-Whitney test.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values: by how much one arm is shifted. A limit is infinite where
        the patients are too few for the test to reject any shift at this level. No estimate in an empty arm or
        where neither arm varies.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The estimate is that of [1]_. The interval spans, limits included, the shifts that the test does not reject: by the exact
    distribution without ties and with fewer than 50 patients in either arm, else by the normal one with correction for ties
    and continuity, as `mann_whitney_p`, where the ties are those of the arms at that shift. Where ties let it reject every
    shift, both limits are the estimate. Finite limits are those of R's wilcox.test(conf.int = TRUE); what that calls an
    estimate with exact = FALSE is no median of differences.

    Interval and P can disagree in one case only, and R's do as well: a limit is 0 itself, so that a treated patient is
    tied with a control, and P < 1 - conf_level. The test of 0 then rejects, but the interval reaches up to 0, as the
    test of the shifts on one side does not, or as it is the estimate. Where 0 is outside the interval, P is below
    1 - conf_level; where 0 is within and no limit, it is not.

    The ordered differences are selected from the sorted arms without ever forming all of them: memory of n1 + n2, time
    of some twenty passes over (n1 + n2) log n; a few seconds for 100,000 patients per arm.

    References
    ----------
    .. [1] Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598-611.

    Examples
    --------
    >>> hodges_lehmann([1.0, 5.0, 9.0], [0.0, 2.0], 0.8).value  # -1, 1, 3, 5, 7, 9
    4.0
    """
    checked_level(conf_level)
    treated, control = np.sort(observed(treated)), np.sort(observed(control))
    n1, n2 = sizes = treated.size, control.size
    if not (n1 and n2):
        return Estimate.none("empty arm", *sizes)
    if max(sizes) > 1 and treated[0] == treated[-1] and control[0] == control[-1]:
        return Estimate.none("no variation in either arm", *sizes)
    skipped, pairs = _rejected(treated, control, conf_level), n1 * n2
    value = (ordered(treated, control, (pairs - 1) // 2) + ordered(treated, control, pairs // 2)) / 2
    if not math.isfinite(value):
        return Estimate.none("not computable from these values", *sizes)
    low, high = -math.inf, math.inf
    if skipped >= 0:
        low, high = ordered(treated, control, skipped), ordered(treated, control, pairs - 1 - skipped)
    tested = mann_whitney(treated, control)
    p_value = 1.0 if tested.p_value is None else tested.p_value
    return Estimate(value, low, high, float(conf_level), p_value, *sizes, statistic=tested.statistic)


def ordered(treated: np.ndarray, control: np.ndarray, rank: int) -> float:
    """The difference of one rank among all differences of a treated and a control value.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        In ascending order and one unit, none missing.
    rank : int
        In [0, n1 n2 - 1]; 0 is the smallest difference.

    Returns
    -------
    float
        Treated minus control, in the unit of the values.

    Notes
    -----
    Each treated patient's differences are in order. A window of candidates per patient is narrowed at a pivot, the
    weighted median of the windows' middles, which drops a quarter of them at least [1]_.

    References
    ----------
    .. [1] Johnson DB, Mizoguchi T. SIAM J Comput 1978;7:147-153.

    Examples
    --------
    >>> [ordered(np.array([1.0, 5.0, 9.0]), np.array([0.0, 2.0]), rank) for rank in range(6)]
    [-1.0, 1.0, 3.0, 5.0, 7.0, 9.0]
    """
    control = control[::-1]  # so that differences ascend along it
    first, last = np.zeros(treated.size, dtype=np.int64), np.full(treated.size, control.size)
    while int((last - first).sum()) > _FEW:
        pivot = _weighted_median(treated, control, first, last)
        below = _count(treated, control, pivot, first, last, np.less)
        up_to = _count(treated, control, pivot, below, last, np.less_equal)
        if rank < int(below.sum()):
            last = below
        elif rank >= int(up_to.sum()):
            first = up_to
        else:
            return float(pivot)
    widths = last - first
    rows = np.repeat(np.arange(treated.size), widths)
    columns = np.arange(rows.size) - np.repeat(np.cumsum(widths) - widths - first, widths)
    place = rank - int(first.sum())
    return float(np.partition(treated[rows] - control[columns], place)[place])


def _weighted_median(
    treated: np.ndarray, control: np.ndarray, first: np.ndarray, last: np.ndarray
) -> np.float64:
    """Median of the windows' middle differences, each weighted with the width of its window."""
    open_rows = np.flatnonzero(last > first)
    middles = treated[open_rows] - control[(first[open_rows] + last[open_rows]) // 2]
    order = np.argsort(middles, kind="stable")
    weights = np.cumsum((last - first)[open_rows][order])
    return middles[order[np.searchsorted(weights, weights[-1] / 2)]]


def _count(
    treated: np.ndarray,
    control: np.ndarray,
    pivot: np.float64,
    first: np.ndarray,
    last: np.ndarray,
    compare: np.ufunc,
) -> np.ndarray:
    """Per treated patient, how many differences are less than (or equal to) the pivot; known to lie in the window.

    The differences themselves are compared: a sorted search for ``treated - pivot`` would round otherwise.
    """
    first, last = first.copy(), last.copy()
    for _ in range(int((last - first).max()).bit_length()):
        middle = (first + last) // 2
        inside = first < last
        holds = compare(treated - control[np.minimum(middle, control.size - 1)], pivot) & inside
        first = np.where(holds, middle + 1, first)
        last = np.where(holds | ~inside, last, middle)
    return first


def _rejected(treated: np.ndarray, control: np.ndarray, conf_level: float) -> int:
    """How many ordered differences to pass over on either side; -1 where not even the whole line is left out of."""
    n1, n2 = treated.size, control.size
    distinct = np.unique(np.concatenate([treated, control])).size
    if distinct == n1 + n2 and max(n1, n2) < EXACT_BELOW:
        alpha = (1 - conf_level) * (1 - _ROUNDING)
        return int(np.searchsorted(2 * _mann_whitney_cdf(n1, n2), alpha)) - 1
    # At a shift between two differences only the ties within an arm are left. At a difference those between the arms
    # join them, which makes the error smaller, and the statistic is the mean of those on its two sides: it is kept
    # where both sides are not only if it is the median, which is a limit then in any case.
    n = n1 + n2
    tied = (_ties(treated) + _ties(control)) / (n * (n - 1))
    error = math.sqrt(n1 * n2 / 12 * (n + 1 - tied))
    # The shift that leaves fewer than this many differences below it is rejected.
    needed = n1 * n2 / 2 - 0.5 - tail_quantile(conf_level) * error
    return max(math.ceil(needed) - 1, -1)


def _ties(values: np.ndarray) -> float:
    """Sum of t cubed less t over the groups of t equal values."""
    sizes = np.unique(values, return_counts=True)[1].astype(float)
    return float((sizes**3 - sizes).sum())


@lru_cache(maxsize=8)
def _mann_whitney_cdf(n1: int, n2: int) -> np.ndarray:
    """Probability that the Mann-Whitney statistic is at most 0, 1, ... n1 n2, without ties; shape (n1 n2 + 1,)."""
    # Ways to reach a sum with so many patients of one arm: the largest value is of either arm. Only sums, so no digit
    # is lost.
    ways = [np.eye(1, n1 * n2 + 1)[0] for _ in range(n2 + 1)]
    for _ in range(n1):
        for j in range(1, n2 + 1):
            above = np.zeros_like(ways[j])
            above[j:] = ways[j][: above.size - j]
            ways[j] = above + ways[j - 1]
    counts = np.cumsum(ways[n2])
    return counts / counts[-1]
