"""Power of tests of two proportions: which two-by-two tables they reject, and how likely those are."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.counts.exact_unconditional import AS_LIKELY, log_choices
from twoarm.methods.estimate import tail_quantile

# A P is below alpha from this relative distance on: nearer, it equals alpha up to the rounding of its sum.
_ROUNDING = 1e-9
# Tables that are enumerated: 1,000 patients per arm, in less than 0.1 s. Larger arms are taken as normal,
MOST_TABLES = 1_000_000
# which needs so many patients with and without the event in each arm.
FEWEST_EXPECTED = 10


def rejected_by_fisher(n_treated: int, n_control: int, alpha: float) -> np.ndarray:
    """Tables whose two-sided P of Fisher's exact test is below alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, at least 1.
    alpha : float
        Two-sided, in (0, 1).

    Returns
    -------
    array of bool, shape (n_treated + 1, n_control + 1)
        By events of the treated and events of the control.

    Notes
    -----
    P adds all tables of the same margins that are no likelier [1]_ (as `proportions.fisher_p`, one table at a time).

    References
    ----------
    .. [1] Fisher RA. J R Stat Soc 1935;98:39-82.

    Examples
    --------
    >>> np.argwhere(rejected_by_fisher(4, 4, 0.05)).tolist()  # 2 of the 70 ways to choose four of eight
    [[0, 4], [4, 0]]
    """
    ways = log_choices(n_treated)[:, None] + log_choices(n_control)
    total = log_choices(n_treated + n_control)
    margins = np.add.outer(np.arange(n_treated + 1), np.arange(n_control + 1))
    rejected = np.zeros(ways.shape, dtype=bool)
    # Turned upside down, tables of the same number of events stand on one diagonal.
    chances, out = np.exp(ways - total[margins])[::-1], rejected[::-1]
    rows, columns = np.arange(n_treated + 1), np.arange(n_control + 1)
    for offset in range(-n_treated, (n_control - n_treated) // 2 + 1):
        row = rows[max(0, -offset) : n_control + 1 - offset]
        chance = chances[row, columns[row + offset]]
        ordered = np.sort(chance)
        no_likelier = np.searchsorted(ordered, chance * AS_LIKELY, side="right")
        out[row, row + offset] = np.cumsum(ordered)[no_likelier - 1] < alpha * (1 - _ROUNDING)
    # The other half has as many patients without the event as these have with it.
    return rejected | rejected[::-1, ::-1]


def rejected_by_pearson(n_treated: int, n_control: int, alpha: float) -> np.ndarray:
    """Tables whose P of Pearson's chi-square test, uncorrected, is below alpha.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm, at least 1.
    alpha : float
        Two-sided, in (0, 1).

    Returns
    -------
    array of bool, shape (n_treated + 1, n_control + 1)
        By events of the treated and events of the control.

    Notes
    -----
    One degree of freedom [1]_; without an event, or with nothing else, nothing is rejected.

    References
    ----------
    .. [1] Pearson K. Philos Mag 1900;50:157-175.

    Examples
    --------
    >>> np.argwhere(rejected_by_pearson(2, 2, 0.05)).tolist()  # chi-square is 4 at 2/2 against 0/2
    [[0, 2], [2, 0]]
    """
    treated, control = np.arange(n_treated + 1.0)[:, None], np.arange(n_control + 1.0)
    events, n = treated + control, n_treated + n_control
    gap = (treated * n_control - control * n_treated) ** 2 * n
    # Without an event, or with nothing else, there is no gap either: the statistic is 0.
    spread = np.maximum(n_treated * n_control * events * (n - events), 1.0)
    return special.chdtrc(1, gap / spread) < alpha * (1 - _ROUNDING)


# What is detectable below the risk of the control and what above it ask for the same tables.
@lru_cache(maxsize=4)
def _rejected(test: str, n_treated: int, n_control: int, alpha: float) -> np.ndarray:
    """The tables that a test rejects; read-only, because every caller gets the same array."""
    rejected = _TESTS[test](n_treated, n_control, alpha)
    rejected.flags.writeable = False
    return rejected


def power_against(
    control_risk: float, n_treated: int, n_control: int, alpha: float, test: str
) -> Callable[[float], float] | None:
    """Power against one risk of the control, as a function of the risk of the treated.

    Parameters
    ----------
    control_risk : float
        In [0, 1], not checked.
    n_treated, n_control : int
        Patients per arm.
    alpha : float
        Two-sided, in (0, 1).
    test : {"fisher", "pearson"}
        Fisher's exact test, or Pearson's chi-square test without correction.

    Returns
    -------
    callable or None
        From a risk in [0, 1] to a power in [0, 1]. None where an arm is empty, or too large to enumerate at so rare an
        event.

    Raises
    ------
    AnalysisError
        A test of another name.
    ParameterError
        ``alpha`` is not strictly between 0 and 1, in arms too large to enumerate; in others it is not checked.

    Notes
    -----
    The binomial chance of the tables that the test rejects; beyond `MOST_TABLES` the normal approximation, where each arm
    expects `FEWEST_EXPECTED` patients with and without the event.

    Examples
    --------
    >>> round(power_against(0.0, 4, 4, 0.05, "fisher")(1.0), 9)  # 4/4 against 0/4 for certain
    1.0
    """
    if test not in _TESTS:
        raise AnalysisError("No test of this name", [f"{test}; there are {', '.join(_TESTS)}"])
    if min(n_treated, n_control) < 1:
        return None
    if (n_treated + 1) * (n_control + 1) > MOST_TABLES:
        return _normal_power(control_risk, n_treated, n_control, alpha)
    rejected = _rejected(test, n_treated, n_control, alpha) @ _chances(n_control, control_risk)
    return lambda risk: min(1.0, float(_chances(n_treated, risk) @ rejected))


def _chances(n: int, risk: float) -> np.ndarray:
    """Binomial chances of 0 to n events."""
    events = np.arange(n + 1.0)
    return np.exp(log_choices(n) + special.xlogy(events, risk) + special.xlog1py(n - events, -risk))


def _normal_power(
    control_risk: float, n_treated: int, n_control: int, alpha: float
) -> Callable[[float], float] | None:
    if min(n_treated, n_control) * min(control_risk, 1 - control_risk) < FEWEST_EXPECTED:
        return None
    z, n = tail_quantile(1 - alpha), n_treated + n_control

    def power(risk: float) -> float:
        gap, pooled = risk - control_risk, (n_treated * risk + n_control * control_risk) / n
        bound = z * math.sqrt(pooled * (1 - pooled) * (1 / n_treated + 1 / n_control))
        error = math.sqrt(risk * (1 - risk) / n_treated + control_risk * (1 - control_risk) / n_control)
        return float(special.ndtr((gap - bound) / error) + special.ndtr((-gap - bound) / error))

    return power


_TESTS = {"fisher": rejected_by_fisher, "pearson": rejected_by_pearson}
