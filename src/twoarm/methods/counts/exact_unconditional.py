"""Exact tests of two proportions with the sizes of the arms fixed alone: Barnard's and Boschloo's.

Each finds the tables at least as extreme as the one seen, and the common risk at which they are likeliest together. Given
the number of events, the chance of such a table does not depend on that risk: one number per margin is found first, and
the search over the risk runs over a binomial mixture of them. Neither arm may be empty; None beyond `MOST_PATIENTS`.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from twoarm.methods.counts.proportions import checked_table

# In both arms: a P takes less than 0.3 s up to here, and the whole numbers below stay far from 2^63.
MOST_PATIENTS = 1000
# Two tables are equally likely when their probabilities agree to this factor: the rule of R's fisher.test.
AS_LIKELY = 1 + 1e-7
# Statistics that agree to this factor are ties: rounding would break them otherwise.
TIED = 1 + 1e-9
# The mixture moves no faster in the arcsine of the root of the risk than this many points per root of the patients show.
POINTS_PER_ROOT = 64
MOST_PEAKS = 20


def barnard_pooled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Barnard's test ordered by the pooled Wald statistic (that of Pearson's chi-square test).

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None beyond `MOST_PATIENTS` in both arms together.

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or one that is not whole.

    Notes
    -----
    The probability of all tables with a statistic at least as large, at the common risk where that is greatest [1]_ [2]_.

    References
    ----------
    .. [1] Barnard GA. Biometrika 1947;34:123-138.
    .. [2] Suissa S, Shuster JJ. J R Stat Soc A 1985;148:317-327.

    Examples
    --------
    >>> round(barnard_pooled(1, 1, 0, 1), 12)  # two of four tables, likeliest at a risk of one half
    0.5
    """
    x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
    if _too_many(n1, n2):
        return None
    one, other = np.ogrid[: n1 + 1, : n2 + 1]
    events = one + other
    # Whole numbers: ties are exact.
    gap, spread = (one * n2 - other * n1) ** 2, events * (n1 + n2 - events)
    seen = (x1 * n2 - x2 * n1) ** 2, (x1 + x2) * (n1 + n2 - x1 - x2)
    # Without an event, or with nothing else, the statistic is 0.
    return _largest(_share_per_margin((gap * seen[1] >= seen[0] * spread) & ((gap > 0) | (seen[0] == 0))))


def barnard_unpooled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Barnard's test ordered by the Wald statistic with a variance per arm.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None beyond `MOST_PATIENTS` in both arms together.

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or one that is not whole.

    Notes
    -----
    As `barnard_pooled` [1]_, with the squared difference of the risks over p1 (1 - p1) / n1 + p2 (1 - p2) / n2, which is 0
    without a difference and infinite where only the variance is 0.

    References
    ----------
    .. [1] Barnard GA. Biometrika 1947;34:123-138.

    Examples
    --------
    >>> round(barnard_unpooled(1, 1, 0, 1), 12)  # two of four tables, likeliest at a risk of one half
    0.5
    """
    x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
    if _too_many(n1, n2):
        return None
    one, other = np.ogrid[: n1 + 1, : n2 + 1]
    gap = ((one * n2 - other * n1) / (n1 * n2)) ** 2
    spread = one * (n1 - one) / n1**3 + other * (n2 - other) / n2**3
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(gap > 0, gap / spread, 0.0)
    return _largest(_share_per_margin(statistic * TIED >= statistic[x1, x2]))


def boschloo(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Boschloo's test ordered by the two-sided P of Fisher's exact test (that of the least likely tables).

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None beyond `MOST_PATIENTS` in both arms together.

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or one that is not whole.

    Notes
    -----
    The probability of all tables whose Fisher P is no larger, at the common risk where that is greatest [1]_.

    References
    ----------
    .. [1] Boschloo RD. Stat Neerl 1970;24:1-9.

    Examples
    --------
    >>> round(boschloo(2, 2, 0, 2), 12)  # 2/2 against 0/2 and the reverse, 1/16 each at a risk of one half
    0.125
    """
    x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
    if _too_many(n1, n2):
        return None
    sizes, at = _fisher_least_likely(_given_margins(n1, n2), x1, x1 + x2)
    return _largest(_largest_up_to(sizes, at))


def boschloo_doubled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Twice the smaller of the two one-sided tests of Boschloo, each ordered by the one-sided P of Fisher's test.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None beyond `MOST_PATIENTS` in both arms together.

    Raises
    ------
    AnalysisError
        More events than patients, a negative count, or one that is not whole.

    Notes
    -----
    Each one-sided P is the probability of all tables whose one-sided Fisher P is no larger, at the common risk where that
    is greatest [1]_.

    References
    ----------
    .. [1] Boschloo RD. Stat Neerl 1970;24:1-9.

    Examples
    --------
    >>> round(boschloo_doubled(2, 2, 0, 2), 12)  # twice the 1/16 of 2/2 against 0/2
    0.125
    """
    x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
    if _too_many(n1, n2):
        return None
    chances = _given_margins(n1, n2)
    less, more = np.cumsum(chances, axis=1), np.cumsum(chances[:, ::-1], axis=1)[:, ::-1]
    tails = [np.where(chances > 0, tail, np.inf) for tail in (less, more)]
    return min(1.0, 2 * min(_largest(_largest_up_to(tail, tail[x1 + x2, x1])) for tail in tails))


def _too_many(n1: int, n2: int) -> bool:
    """Whether arms of these sizes have more tables than are enumerated here."""
    return n1 + n2 > MOST_PATIENTS


def _given_margins(n1: int, n2: int) -> np.ndarray:
    """Hypergeometric chance of i events in the treated arm given m in all: shape (n1 + n2 + 1, n1 + 1), row m."""
    events, one = np.ogrid[: n1 + n2 + 1, : n1 + 1]
    other = events - one
    possible = (other >= 0) & (other <= n2)
    logs = log_choices(n1)[one] + log_choices(n2)[np.where(possible, other, 0)] - log_choices(n1 + n2)[events]
    return np.where(possible, np.exp(logs), 0.0)


def log_choices(n: int) -> np.ndarray:
    """Logarithm of the number of ways to choose 0 to n of n.

    Parameters
    ----------
    n : int
        How many there are to choose from, >= 0.

    Returns
    -------
    array of float, shape (n + 1,)
        Natural logarithms of the binomial coefficients of 0, 1, ... n.

    Notes
    -----
    By the logarithm of the gamma function, so that no coefficient is too large.

    Examples
    --------
    >>> np.exp(log_choices(4)).round(9).tolist()
    [1.0, 4.0, 6.0, 4.0, 1.0]
    """
    k = np.arange(n + 1)
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def _share_per_margin(extreme: np.ndarray) -> np.ndarray:
    """Chance of an extreme table given m events in all, shape (n1 + n2 + 1,), from a table of which ones are extreme."""
    n1, n2 = (size - 1 for size in extreme.shape)
    events, one = np.ogrid[: n1 + n2 + 1, : n1 + 1]
    chosen = extreme[one, np.clip(events - one, 0, n2)]
    return np.where(chosen, _given_margins(n1, n2), 0.0).sum(axis=1)


def _fisher_least_likely(chances: np.ndarray, x1: int, events: int) -> tuple[np.ndarray, float]:
    """Every two-sided Fisher P per row, ascending, infinite where a tie goes on; and that of the table seen."""
    rows = np.sort(chances, axis=1)
    sums = np.cumsum(rows, axis=1)
    last = np.ones_like(rows, dtype=bool)
    last[:, :-1] = rows[:, 1:] > rows[:, :-1] * AS_LIKELY
    sizes = np.where(last & (rows > 0), sums, np.inf)
    return sizes, float(sizes[events][rows[events] >= chances[events, x1]].min())


def _largest_up_to(sizes: np.ndarray, limit: float) -> np.ndarray:
    """Per row, the largest P that is no larger than the one seen, and 0 without any: the chance of a table so extreme."""
    return np.where(sizes <= limit * TIED, sizes, 0.0).max(axis=1)


def _largest(shares: np.ndarray) -> float:
    """The largest value over all risks p of the sum of shares[m] times the binomial chance of m events.

    Every local maximum of a grid that comes within a hundredth of the largest is looked at again, five times at a tenth
    of the width: the height of a maximum is then known to about 1e-12 of itself.
    """
    angles = np.linspace(0, np.pi / 2, int(POINTS_PER_ROOT * np.sqrt(shares.size)) + 2)
    step, angles = angles[1], angles[1:-1]
    values = _mixture(shares, angles)
    padded = np.pad(values, 1)
    peaks = (values >= padded[:-2]) & (values >= padded[2:]) & (values > 0.99 * values.max())
    best = angles[peaks][np.argsort(values[peaks])[-MOST_PEAKS:]]
    for _ in range(5):
        near = np.clip(best[:, None] + np.linspace(-step, step, 21), angles[0], angles[-1])
        heights = _mixture(shares, near.ravel()).reshape(near.shape)
        best, step = near[np.arange(best.size), heights.argmax(axis=1)], step / 10
    return min(1.0, float(heights.max()))


def _mixture(shares: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """The sum at each angle in (0, pi / 2), whose squared sine is the risk; shape of ``angles``."""
    n, events = shares.size - 1, np.flatnonzero(shares)
    weights = np.log(shares[events]) + log_choices(n)[events]
    sines, cosines = np.log(np.sin(angles)), np.log(np.cos(angles))
    return np.exp(weights + 2 * np.outer(sines, events) + 2 * np.outer(cosines, n - events)).sum(axis=1)
