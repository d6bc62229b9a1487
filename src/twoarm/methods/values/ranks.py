"""Ranks: how often a treated patient has the higher value, and the Mann-Whitney test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, negligible, observed, wald_estimate
from twoarm.methods.values.means import welch_error

# Below this size in both arms, and without ties, the exact distribution is used: the rule of R's wilcox.test.
EXACT_BELOW = 50


def probability_of_superiority(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Probability that a treated patient has the higher value, ties half, with the interval and P of Brunner and Munzel.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        A probability in [0, 1], where 0.5 means no difference; limits cut to [0, 1]. No estimate with fewer than
        two patients in an arm, where all values are tied, or where the arms are completely separate (the variance
        is then 0).

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    P(T > C) + P(T = C) / 2. The placement of a patient is the share of the other arm below him, ties half. The estimate is
    the mean placement of the treated; its error and degrees of freedom are Welch's, on the placements of both arms [1]_.
    Works on n log n operations.

    References
    ----------
    .. [1] Brunner E, Munzel U. Biom J 2000;42:17-25.

    Examples
    --------
    >>> probability_of_superiority([1.0, 3.0], [0.0, 2.0], 0.95).value  # three of four pairs
    0.75
    """
    treated, control = observed(treated), observed(control)
    sizes = treated.size, control.size
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    placements = _placements(treated, control), _placements(control, treated)
    error, df = welch_error(*placements)
    value = float(placements[0].mean())
    if negligible(error, 1.0):
        reason = "complete separation of the arms" if value in (0.0, 1.0) else "all values tied"
        return Estimate.none(reason, *sizes)
    estimate = wald_estimate(value, error, conf_level, *sizes, df=df, null=0.5)
    if estimate.interval is None:
        return estimate
    low, high = estimate.interval
    return replace(estimate, low=max(0.0, low), high=min(1.0, high))


def mann_whitney(treated: ArrayLike, control: ArrayLike) -> Estimate:
    """The Mann-Whitney test, as R's wilcox.test makes it by default: P and U.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.

    Returns
    -------
    Estimate
        A two-sided P alone. Its statistic is U: the pairs, in [0, n1 n2], in which the treated patient has the higher value,
        ties half. None where an arm is empty or all values are tied.

    Notes
    -----
    The test of [1]_: exact without ties and with fewer than 50 patients in either arm, else normal with correction for
    ties and continuity. By scipy.

    References
    ----------
    .. [1] Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60.

    Examples
    --------
    >>> mann_whitney([4, 5, 6], [1, 2, 3]).statistic  # all nine pairs
    9.0
    """
    from scipy.stats import mannwhitneyu

    treated, control = observed(treated), observed(control)
    sizes = treated.size, control.size
    if not all(sizes):
        return Estimate.none("empty arm", *sizes)
    distinct = np.unique(np.concatenate([treated, control])).size
    if distinct < 2:
        return Estimate.none("all values tied", *sizes)
    exact = distinct == sum(sizes) and max(sizes) < EXACT_BELOW
    found = mannwhitneyu(treated, control, method="exact" if exact else "asymptotic")
    p_value, statistic = float(found.pvalue), float(found.statistic)
    return Estimate(None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1], statistic=statistic)


def mann_whitney_p(treated: ArrayLike, control: ArrayLike) -> float | None:
    """Two-sided P of the Mann-Whitney test, as R's wilcox.test gives it by default.

    Parameters
    ----------
    treated, control : array of float, shapes (n1,) and (n2,)
        One value per patient, all in one unit; nan is dropped.

    Returns
    -------
    float or None
        P, in [0, 1]. None where an arm is empty or all values are tied.

    Notes
    -----
    That of `mann_whitney` [1]_.

    References
    ----------
    .. [1] Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60.

    Examples
    --------
    >>> round(mann_whitney_p([4, 5, 6], [1, 2, 3]), 12)  # two of twenty orders
    0.1
    """
    return mann_whitney(treated, control).p_value


def _placements(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Share of ``others`` below each value, ties half; shape of ``values``."""
    others = np.sort(others)
    below, up_to = np.searchsorted(others, values, "left"), np.searchsorted(others, values, "right")
    return (below + up_to) / (2 * others.size)
