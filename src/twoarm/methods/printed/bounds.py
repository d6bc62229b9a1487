"""What a published sentence without its numbers still implies: a bare P, no event at all, events without their patients.

A bare "P<0.05" or "P>0.05" between two arms of known sizes places the effect on one side of a boundary, which is given
in standard deviations (Student's t on n1 + n2 - 2 degrees of freedom, pooled SD) or as a probability of superiority.
"""

from __future__ import annotations

import math
from fractions import Fraction

from twoarm.errors import AnalysisError
from twoarm.methods.counts.proportions import clopper_pearson
from twoarm.methods.estimate import checked_level, tail_quantile
from twoarm.methods.values.effect_sizes import noncentralities, small_sample_correction

# Largest product of the arms for which every rank sum is counted with whole numbers (a tenth of a second).
MOST_RANKED_PAIRS = 25_000


def boundary_d(n_treated: int, n_control: int, alpha: float = 0.05) -> float:
    """The absolute standardised difference at which a two-sided Student test gives exactly P = alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, three or more in all and none empty.
    alpha : float, optional
        Two-sided, in (0, 1).

    Returns
    -------
    float
        In pooled standard deviations; a larger absolute difference has P < alpha, a smaller one P > alpha.

    Raises
    ------
    AnalysisError
        An arm is empty, or there are fewer than three patients.
    ParameterError
        ``alpha`` is not strictly between 0 and 1.

    Notes
    -----
    The quantile of Student's t on n1 + n2 - 2 degrees of freedom times the root of 1 / n1 + 1 / n2.

    Examples
    --------
    >>> round(boundary_d(30, 32), 4)  # Student's t 2.0003 times 0.25413
    0.5083
    """
    return tail_quantile(1 - alpha, _freedom(n_treated, n_control)) * _error(n_treated, n_control)


def boundary_g(n_treated: int, n_control: int, alpha: float = 0.05) -> float:
    """`boundary_d` without its small-sample bias: Hedges's g (exact factor).

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, four or more in all and none empty.
    alpha : float, optional
        Two-sided, in (0, 1).

    Returns
    -------
    float
        In pooled standard deviations, above 0.

    Raises
    ------
    AnalysisError
        An arm is empty, or there are fewer than four patients.
    ParameterError
        ``alpha`` is not strictly between 0 and 1.

    Notes
    -----
    Times the factor of [1]_.

    References
    ----------
    .. [1] Hedges LV. J Educ Stat 1981;6:107-128.

    Examples
    --------
    >>> round(boundary_g(30, 32), 3)  # 0.5083 * 0.9874
    0.502
    """
    df = _freedom(n_treated, n_control)
    if df < 2:
        raise AnalysisError("Hedges's factor needs four patients or more", [f"{n_treated} and {n_control}"])
    return small_sample_correction(df) * boundary_d(n_treated, n_control, alpha)


def boundary_dz(n: int, alpha: float = 0.05) -> float:
    """The absolute mean change, in standard deviations of the changes, at which a paired t test gives P = alpha.

    Parameters
    ----------
    n : int
        Patients, at least 2.
    alpha : float, optional
        Two-sided, in (0, 1).

    Returns
    -------
    float
        In standard deviations of the changes, above 0.

    Raises
    ------
    AnalysisError
        There are fewer than two patients.
    ParameterError
        ``alpha`` is not strictly between 0 and 1.

    Notes
    -----
    The quantile of Student's t on n - 1 degrees of freedom over the root of n.

    Examples
    --------
    >>> round(boundary_dz(30), 4)  # Student's t 2.0452 over the root of 30
    0.3734
    """
    if n < 2:
        raise AnalysisError("A paired test needs two patients or more", [str(n)])
    return tail_quantile(1 - alpha, n - 1) / math.sqrt(n)


def interval_of_d(d: float, n_treated: int, n_control: int, conf_level: float = 0.95) -> tuple[float, float]:
    """Interval of a standardised difference from the noncentral t distribution, in standard deviations.

    Parameters
    ----------
    d : float
        Treated minus control, in pooled standard deviations.
    n_treated, n_control : int
        Patients per arm, three or more in all and none empty.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    low, high : float
        In pooled standard deviations.

    Raises
    ------
    AnalysisError
        An arm is empty, or there are fewer than three patients.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The limits are the true differences under which a t as large, or as small, as the one seen has probability
    (1 - conf_level) / 2 [1]_.

    References
    ----------
    .. [1] Cumming G, Finch S. Educ Psychol Meas 2001;61:532-574.

    Examples
    --------
    >>> low, high = interval_of_d(boundary_d(30, 32), 30, 32, 0.95)  # P is 0.05, so a limit is 0
    >>> abs(low) < 1e-9, round(high, 4)
    (True, 1.0126)
    """
    df, error = _freedom(n_treated, n_control), _error(n_treated, n_control)
    low, high = noncentralities(d / error, df, conf_level)
    return low * error, high * error


def farthest_limit(n_treated: int, n_control: int, conf_level: float = 0.9, alpha: float = 0.05) -> float:
    """How far from no difference an interval can reach when all that is known is P > alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, three or more in all and none empty.
    conf_level : float, optional
        Of the interval, in (0, 1).
    alpha : float, optional
        Two-sided, in (0, 1).

    Returns
    -------
    float
        In pooled standard deviations, above 0.

    Raises
    ------
    AnalysisError
        An arm is empty, or there are fewer than three patients.
    ParameterError
        ``conf_level`` or ``alpha`` is not strictly between 0 and 1.

    Notes
    -----
    The boundary plus the half-width of Student's interval. The 90% interval lies within a margin exactly when two
    one-sided 5% tests show equivalence. So at 90% this is the smallest margin for which P > 0.05 is itself a proof of
    equivalence, whatever the data were; below it P > 0.05 proves none.

    Examples
    --------
    >>> round(farthest_limit(30, 32), 4)  # 0.5083 + 0.4246
    0.9329
    """
    df = _freedom(n_treated, n_control)
    half_width = tail_quantile(conf_level, df) * _error(n_treated, n_control)
    return boundary_d(n_treated, n_control, alpha) + half_width


def margin_at_equality(n_treated: int, n_control: int, conf_level: float = 0.9) -> float:
    """The margin, in standard deviations, that two exactly equal means of these sizes just stay within.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, three or more in all and none empty.
    conf_level : float, optional
        Of the interval, in (0, 1).

    Returns
    -------
    float
        In pooled standard deviations, above 0.

    Raises
    ------
    AnalysisError
        An arm is empty, or there are fewer than three patients.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    Half the width of Student's interval: whatever the data, no smaller margin can be shown.

    Examples
    --------
    >>> round(margin_at_equality(30, 32), 4)  # Student's t 1.6706 times 0.25413
    0.4246
    """
    return tail_quantile(conf_level, _freedom(n_treated, n_control)) * _error(n_treated, n_control)


def boundary_superiority(n_treated: int, n_control: int, alpha: float = 0.05) -> float | None:
    """The smallest probability of superiority above 0.5 for which an exact Mann-Whitney test gives P <= alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm.
    alpha : float, optional
        Two-sided, in (0, 1); taken as the decimal number that it is written as. Not checked.

    Returns
    -------
    float or None
        In (0.5, 1]; None where the arms are so small that no result has P <= alpha, where one is empty, or beyond
        `MOST_RANKED_PAIRS`.

    Notes
    -----
    Without ties [1]_; by symmetry 1 minus it is the boundary below 0.5. Every rank sum is counted with whole numbers.

    References
    ----------
    .. [1] Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60.

    Examples
    --------
    >>> boundary_superiority(3, 3, 0.1)  # U = 0 or 9 alone: 2 of 20 orders
    1.0
    """
    pairs = n_treated * n_control
    if not 0 < pairs <= MOST_RANKED_PAIRS:
        return None
    allowed = Fraction(str(alpha)) / 2 * math.comb(n_treated + n_control, n_treated)
    below, largest = 0, None
    for u, ways in enumerate(_rank_sums(n_treated, n_control)):
        below += ways
        if below > allowed:
            break
        largest = u
    return None if largest is None else (pairs - largest) / pairs


def upper_bound(events: int, n: int, conf_level: float = 0.95) -> float:
    """One-sided exact upper bound of a proportion; without any event about 3 / n at 95% (the rule of three).

    Parameters
    ----------
    events, n : int
        Patients with the event and patients at all; 0 <= events <= n.
    conf_level : float, optional
        One-sided, in (0.5, 1).

    Returns
    -------
    float
        A proportion in [0, 1].

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or a level of one half or less.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The upper limit of the two-sided interval [1]_ at 2 conf_level - 1; the rule of three is that of [2]_.

    References
    ----------
    .. [1] Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.
    .. [2] Hanley JA, Lippman-Hand A. JAMA 1983;249:1743-1745.

    Examples
    --------
    >>> round(upper_bound(0, 64), 4), round(1 - 0.05 ** (1 / 64), 4)
    (0.0457, 0.0457)
    """
    # A two-sided interval that leaves 2 (1 - level) outside leaves 1 - level above. Below one half there is none such.
    if checked_level(conf_level) <= 0.5:
        raise AnalysisError("A one-sided bound needs a level above one half", [str(conf_level)])
    return clopper_pearson(events, n, 2 * conf_level - 1)[1]


def patients_hit(events: int, patients: int, each: int) -> dict[int, float]:
    """Probability of each number of patients with an event, if the events fall on the units at random.

    Parameters
    ----------
    events, patients, each : int
        Events, patients, and units (balloons) of every patient; no more events than units.

    Returns
    -------
    dict of int to float
        For every possible number of patients, ascending, its probability.

    Raises
    ------
    AnalysisError
        More events than units, or a negative number.

    Notes
    -----
    Ways to place the events on units of exactly these patients (inclusion and exclusion) among all ways.

    Examples
    --------
    >>> patients_hit(2, 2, 2)  # of six pairs of four balloons, two are of one patient
    {1: 0.3333333333333333, 2: 0.6666666666666666}
    """
    if not 0 <= events <= patients * each or patients < 0:
        raise AnalysisError(
            "Events must lie between 0 and the number of units", [f"{events}, {patients} x {each}"]
        )
    if not events:
        return {0: 1.0}
    total = math.comb(patients * each, events)
    possible = range(-(-events // each), min(events, patients) + 1)
    return {
        k: float(Fraction(math.comb(patients, k) * _ways_to_hit_all(events, k, each), total))
        for k in possible
    }


def _ways_to_hit_all(events: int, patients: int, each: int) -> int:
    return sum(
        (-1) ** spared * math.comb(patients, spared) * math.comb((patients - spared) * each, events)
        for spared in range(patients + 1)
    )


def _freedom(n_treated: int, n_control: int) -> int:
    if min(n_treated, n_control) < 1 or n_treated + n_control < 3:
        raise AnalysisError(
            "Two arms with three patients or more are needed", [f"{n_treated} and {n_control}"]
        )
    return n_treated + n_control - 2


def _error(n_treated: int, n_control: int) -> float:
    """Standard error of a difference of means in units of the pooled standard deviation."""
    return math.sqrt(1 / n_treated + 1 / n_control)


def _rank_sums(m: int, n: int) -> list[int]:
    """Orders of m and n untied values by their Mann-Whitney U, from 0 to m n: a Gaussian binomial coefficient."""
    ways = [1] + [0] * (m * n)
    for i in range(1, m + 1):
        for u in range(m * n, n + i - 1, -1):
            ways[u] -= ways[u - n - i]
        for u in range(i, m * n + 1):
            ways[u] += ways[u - i]
    return ways
