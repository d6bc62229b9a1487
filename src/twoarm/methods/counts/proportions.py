"""Proportions of two arms: intervals of their difference, exact and chi-square tests, intervals of one arm."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.counts.conditional import Conditional
from twoarm.methods.counts.score_tests import boundary, difference_score
from twoarm.methods.estimate import Estimate, checked_level, tail_quantile

_AS_LIKELY = 1e-7  # in logarithms of probabilities


def risk_difference(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions with the score interval of Miettinen and Nurminen and its own test.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1]. P is that of the score test of no difference, with its z, so that the
        interval excludes 0 exactly when P < 1 - conf_level. An empty arm has no estimate.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The limits are the differences at which the score statistic, its variance at the restricted maximum likelihood
    estimates and multiplied by N / (N - 1), equals the normal quantile [1]_. Not taken from statsmodels 0.15.0, whose limits
    are wrong (statsmodels issue 10269).

    References
    ----------
    .. [1] Miettinen O, Nurminen M. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> estimate = risk_difference(0, 30, 0, 32, 0.95)
    >>> estimate.value, estimate.p_value
    (0.0, 1.0)
    """
    table = x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    if not (n1 and n2):
        return Estimate.none("empty arm", n1, n2)
    z = tail_quantile(conf_level)
    value = x1 / n1 - x2 / n2
    low = boundary(lambda d: difference_score(d, *table) < z, value, -1.0)
    high = boundary(lambda d: difference_score(d, *table) < z, value, 1.0)
    z = math.copysign(difference_score(0.0, *table), value)
    return Estimate(value, low, high, float(conf_level), score_p(*table), n1, n2, statistic=z)


def score_p(events_treated: int, n_treated: int, events_control: int, n_control: int) -> float:
    """Two-sided P of the score test that belongs to the Miettinen-Nurminen interval.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.

    Returns
    -------
    float
        Two-sided P of a risk difference of 0, in [0, 1].

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or an empty arm.

    Notes
    -----
    Of `score_tests.difference_score` at 0 and the normal distribution [1]_.

    References
    ----------
    .. [1] Miettinen O, Nurminen M. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> score_p(0, 30, 0, 32)
    1.0
    """
    table = checked_table(events_treated, n_treated, events_control, n_control)
    if not (table[1] and table[3]):
        raise AnalysisError("An arm is empty, so that no difference can be tested")
    return 2 * float(special.ndtr(-difference_score(0.0, *table)))


def newcombe(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions with Newcombe's hybrid score interval, made of the Wilson limits of both arms.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1]; no P, since no test goes with it. An empty arm has no estimate.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Method 10 of [1]_.

    References
    ----------
    .. [1] Newcombe RG. Stat Med 1998;17:873-890.

    Examples
    --------
    >>> estimate = newcombe(0, 30, 0, 32, 0.95)  # the Wilson limits of either arm, each on its side
    >>> estimate.low == -wilson(0, 32, 0.95)[1], estimate.high == wilson(0, 30, 0.95)[1]
    (True, True)
    """
    x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    if not (n1 and n2):
        return Estimate.none("empty arm", n1, n2)
    p1, p2 = x1 / n1, x2 / n2
    (low1, high1), (low2, high2) = wilson(x1, n1, conf_level), wilson(x2, n2, conf_level)
    low = p1 - p2 - math.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + math.hypot(high1 - p1, p2 - low2)
    # By algebra neither passes 1; rounding may, by a last digit.
    return Estimate(p1 - p2, max(-1.0, low), min(1.0, high), float(conf_level), None, n1, n2)


def fisher_p(events_treated: int, n_treated: int, events_control: int, n_control: int) -> float:
    """Two-sided P of Fisher's exact test: all tables no likelier than the one seen.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.

    Returns
    -------
    float
        Two-sided P, in [0, 1]; 1 where an arm is empty.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The sum of the hypergeometric probabilities of these tables [1]_ [2]_. Two tables are as likely where their probabilities
    differ by less than a ten-millionth of themselves, which is R's rule too.

    References
    ----------
    .. [1] Fisher RA. J R Stat Soc 1935;98:39-82.
    .. [2] Irwin JO. Metron 1935;12:83-94.

    Examples
    --------
    >>> round(fisher_p(2, 2, 0, 2), 12)  # one of six tables on each side: 2/6
    0.333333333333
    """
    tables = Conditional.of(*checked_table(events_treated, n_treated, events_control, n_control))
    return min(1.0, float(tables.chances()[tables.log_weights <= _AS_LIKELY].sum()))


def chi_square_p(counts_treated: ArrayLike, counts_control: ArrayLike) -> float | None:
    """P of Pearson's chi-square test, uncorrected, of two arms by k levels.

    Parameters
    ----------
    counts_treated, counts_control : array of int, shape (k,)
        Patients per level, in the same order, >= 0. Levels that nobody has are dropped.

    Returns
    -------
    float or None
        P, in [0, 1], with one degree of freedom fewer than levels are left. None where an arm is empty or fewer than two
        levels are left.

    Raises
    ------
    AnalysisError
        A count is negative, or the arms have not the same levels.

    Notes
    -----
    The sum of (observed - expected)**2 / expected over the cells [1]_.

    References
    ----------
    .. [1] Pearson K. Philos Mag 1900;50:157-175.

    Examples
    --------
    >>> chi_square_p([1, 1, 0], [2, 2, 0])  # the same shares
    1.0
    >>> round(chi_square_p([10, 10], [5, 15]), 12)  # 4 cells, 2.5 from 7.5 or 12.5: chi-square 8/3
    0.10247043486
    """
    treated, control = (np.asarray(counts, dtype=float) for counts in (counts_treated, counts_control))
    if treated.shape != control.shape or min(treated.min(initial=0), control.min(initial=0)) < 0:
        raise AnalysisError("Counts of two arms have the same levels, and none is negative")
    table = np.array([treated, control])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return None
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(special.chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum()))


def wilson(events: int, n: int, conf_level: float = 0.95) -> tuple[float, float]:
    """Score interval of one proportion.

    Parameters
    ----------
    events, n : int
        Patients with the event and patients at all; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    low, high : float
        Limits, a proportion in [0, 1]; of no patients 0 and 1.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The proportions p at which abs(events / n - p) is the normal quantile times the root of p (1 - p) / n [1]_.

    References
    ----------
    .. [1] Wilson EB. J Am Stat Assoc 1927;22:209-212.

    Examples
    --------
    >>> [round(limit, 4) for limit in wilson(0, 30, 0.95)]  # 1.96**2 / (30 + 1.96**2)
    [0.0, 0.1135]
    """
    events, n = _checked(events, n)
    z = tail_quantile(conf_level)
    if not n:
        return 0.0, 1.0
    share, weight = events / n, z * z / n
    centre = (share + weight / 2) / (1 + weight)
    reach = math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    # With no event, or none without, the limit is 0 or 1 by algebra; rounding would miss it by a last digit.
    return (0.0 if events == 0 else centre - reach), (1.0 if events == n else centre + reach)


def clopper_pearson(events: int, n: int, conf_level: float = 0.95) -> tuple[float, float]:
    """Exact interval of one proportion.

    Parameters
    ----------
    events, n : int
        Patients with the event and patients at all; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    low, high : float
        Limits, a proportion in [0, 1]; of no patients 0 and 1.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The proportions at which as many events, or as few, have probability (1 - conf_level) / 2 [1]_.

    References
    ----------
    .. [1] Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.

    Examples
    --------
    >>> [round(limit, 4) for limit in clopper_pearson(0, 32, 0.95)]  # 1 - 0.025 ** (1 / 32)
    [0.0, 0.1089]
    """
    events, n = _checked(events, n)
    tail = (1 - checked_level(conf_level)) / 2
    low = float(special.betaincinv(events, n - events + 1, tail)) if events else 0.0
    high = float(special.betainccinv(events + 1, n - events, tail)) if events < n else 1.0
    return low, high


def checked_table(
    events_treated: int, n_treated: int, events_control: int, n_control: int
) -> tuple[int, int, int, int]:
    """The four counts as Python's own integers, whose quotients are plain floats.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.

    Returns
    -------
    tuple of int
        The same four, in events and patients.

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or one that is not whole.

    Notes
    -----
    A whole float counts as the integer; an arm may be empty, which each method answers for itself.

    Examples
    --------
    >>> checked_table(4, 30.0, 10, 32)
    (4, 30, 10, 32)
    """
    return *_checked(events_treated, n_treated), *_checked(events_control, n_control)


def _checked(events: int, n: int) -> tuple[int, int]:
    if not 0 <= events <= n:
        raise AnalysisError("Events must lie between 0 and the number of patients", [f"{events} of {n}"])
    if events % 1 or n % 1:
        raise AnalysisError("Events and patients are whole numbers", [f"{events} of {n}"])
    return int(events), int(n)
