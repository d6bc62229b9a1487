"""What a published sentence without its numbers still implies: a bare P, no event at all, events without their patients.

A bare "P<0.05" or "P>0.05" between two arms of known sizes places the effect on one side of a boundary, which is given
in standard deviations (Student's t on n1 + n2 - 2 degrees of freedom, pooled SD) or as a probability of superiority.
"""

from __future__ import annotations

import math
from fractions import Fraction

from twoarm.analysis.effect_sizes import noncentralities, small_sample_correction
from twoarm.analysis.estimate import checked_level, tail_quantile
from twoarm.analysis.proportions import clopper_pearson
from twoarm.study.errors import AnalysisError

# Largest product of the arms for which every rank sum is counted with whole numbers (a tenth of a second).
MOST_RANKED_PAIRS = 25_000


def boundary_d(n_treated: int, n_control: int, alpha: float = 0.05) -> float:
    """The absolute standardised difference at which a two-sided Student test gives exactly P = alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, three or more in all and none empty.
    alpha : float
        In (0, 1).

    Returns
    -------
    float
        In pooled standard deviations; a larger |d| has P < alpha, a smaller one P > alpha.

    Raises
    ------
    AnalysisError
        Too few patients.

    Examples
    --------
    >>> round(boundary_d(30, 32), 4)
    0.5083
    """
    return tail_quantile(1 - alpha, _freedom(n_treated, n_control)) * _error(n_treated, n_control)


def boundary_g(n_treated: int, n_control: int, alpha: float = 0.05) -> float:
    """`boundary_d` without its small-sample bias: Hedges's g (exact factor).

    Source: Hedges LV. J Educ Stat 1981;6:107-128.
    """
    df = _freedom(n_treated, n_control)
    if df < 2:
        raise AnalysisError("Hedges's factor needs four patients or more", [f"{n_treated} and {n_control}"])
    return small_sample_correction(df) * boundary_d(n_treated, n_control, alpha)


def boundary_dz(n: int, alpha: float = 0.05) -> float:
    """The absolute mean change, in standard deviations of the changes, at which a paired t test gives P = alpha.

    Examples
    --------
    >>> round(boundary_dz(30), 4)
    0.3734
    """
    if n < 2:
        raise AnalysisError("A paired test needs two patients or more", [str(n)])
    return tail_quantile(1 - alpha, n - 1) / math.sqrt(n)


def interval_of_d(d: float, n_treated: int, n_control: int, conf_level: float) -> tuple[float, float]:
    """Interval of a standardised difference from the noncentral t distribution, in standard deviations.

    The limits are the true differences under which a t as large, or as small, as the one seen has probability
    (1 - conf_level) / 2. Source: Cumming G, Finch S. Educ Psychol Meas 2001;61:532-574.

    Raises
    ------
    AnalysisError
        Too few patients.

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

    In standard deviations: the boundary plus the half-width of Student's interval. The 90% interval lies within a margin
    exactly when two one-sided 5% tests show equivalence. So at 90% this is the smallest margin for which P > 0.05 is
    itself a proof of equivalence, whatever the data were; below it P > 0.05 proves none.

    Examples
    --------
    >>> round(farthest_limit(30, 32), 4)
    0.9329
    """
    df = _freedom(n_treated, n_control)
    half_width = tail_quantile(conf_level, df) * _error(n_treated, n_control)
    return boundary_d(n_treated, n_control, alpha) + half_width


def margin_at_equality(n_treated: int, n_control: int, conf_level: float = 0.9) -> float:
    """The margin, in standard deviations, that two exactly equal means of these sizes just stay within.

    Half the width of Student's interval: whatever the data, no smaller margin can be shown.

    Examples
    --------
    >>> round(margin_at_equality(30, 32), 4)
    0.4246
    """
    return tail_quantile(conf_level, _freedom(n_treated, n_control)) * _error(n_treated, n_control)


def boundary_superiority(n_treated: int, n_control: int, alpha: float = 0.05) -> float | None:
    """The smallest probability of superiority above 0.5 for which an exact Mann-Whitney test gives P <= alpha.

    Without ties; by symmetry 1 minus it is the boundary below 0.5. Every rank sum is counted with whole numbers.

    Returns
    -------
    float or None
        In (0.5, 1]; None where the arms are so small that no result has P <= alpha, or beyond `MOST_RANKED_PAIRS`.

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

    Source: Clopper and Pearson 1934; Hanley JA, Lippman-Hand A. JAMA 1983;249:1743-1745.

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
    dict
        For every possible number of patients, ascending, its probability: ways to place the events on units of exactly
        these patients (inclusion and exclusion) among all ways.

    Raises
    ------
    AnalysisError
        More events than units, or a negative number.

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
