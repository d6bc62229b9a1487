"""One estimate of those of several sites whose true effects differ: restricted likelihood, after Knapp and Hartung."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import tail_quantile

ONE = "fewer than two sites with an estimate"
_STEPS = 1000
_CLOSE = 1e-13  # of the variance beside the errors of the sites


@dataclass(frozen=True)
class Together:
    """What several sites say together.

    Attributes
    ----------
    value, low, high : float
        The mean of the true effects of such sites and its interval, in the unit of the estimates.
    conf_level : float
        Of both intervals, in (0, 1).
    p_value : float
        Two-sided, of a mean of zero, in [0, 1].
    error : float
        Standard error of the mean, in the same unit.
    variance : float
        Of the true effects between the sites, >= 0, in the unit squared.
    share : float
        The share of it in all that the estimates vary, in [0, 1] (I squared).
    q, q_p : float
        Cochran's statistic of homogeneity, >= 0, and its P.
    next_low, next_high : float
        Within what the true effect of a further site is to be expected, in the unit of the estimates.
    number : int
        How many sites, at least 2.

    Notes
    -----
    Made by `random_effects`.

    Examples
    --------
    >>> random_effects([1.0, 1.0], [0.5, 0.5], 0.95).variance
    0.0
    """

    value: float
    low: float
    high: float
    conf_level: float
    p_value: float
    error: float
    variance: float
    share: float
    q: float
    q_p: float
    next_low: float
    next_high: float
    number: int


def random_effects(values: ArrayLike, errors: ArrayLike, conf_level: float) -> Together:
    """The mean effect of sites that are a sample of such sites.

    Parameters
    ----------
    values, errors : array of float, shape (k,)
        The estimate of each site and its standard error, above 0, in one unit, on a scale on which it is about normal: of a
        ratio its logarithm.
    conf_level : float
        Confidence level, in (0, 1).

    Returns
    -------
    Together
        In the unit of the values.

    Raises
    ------
    AnalysisError
        Fewer than two sites, columns of different lengths, or numbers that are not finite.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The variance between sites by restricted maximum likelihood. The interval of the mean has Student's t with k - 1 degrees
    of freedom and the weighted residual variance of Knapp and Hartung (Stat Med 2003;22:2693-2710), not let below one
    (Roever et al., BMC Med Res Methodol 2015;15:99): few sites that happen to agree do not make it narrower than their own
    errors do. R's metafor calls that ``rma(method = "REML", test = "adhoc")``.

    Examples
    --------
    >>> found = random_effects([1.0, 3.0], [1.0, 1.0], 0.5)  # their variance 2, of which 1 is error; one degree of freedom
    >>> found.value, round(found.variance, 6), round(found.high, 6)
    (2.0, 1.0, 3.0)
    """
    y, v = _checked(values, errors)
    between = _between(y, v)
    weights = 1 / (v + between)
    mean = float(np.average(y, weights=weights))
    number = len(y)
    residual = max(1.0, float(np.sum(weights * (y - mean) ** 2)) / (number - 1))
    error = math.sqrt(residual / float(weights.sum()))
    reach = tail_quantile(conf_level, number - 1)
    spread = reach * math.sqrt(error**2 + between)
    q = float(np.sum((y - np.average(y, weights=1 / v)) ** 2 / v))
    return Together(
        mean,
        mean - reach * error,
        mean + reach * error,
        float(conf_level),
        2 * float(special.stdtr(number - 1, -abs(mean / error))),
        error,
        between,
        between / (between + _typical(v)),
        q,
        float(special.chdtrc(number - 1, q)),
        mean - spread,
        mean + spread,
        number,
    )


def _checked(values: ArrayLike, errors: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    y, e = np.asarray(values, dtype=float).ravel(), np.asarray(errors, dtype=float).ravel()
    if y.size != e.size or not (np.isfinite(y).all() and np.isfinite(e).all() and (e > 0).all()):
        raise AnalysisError("Estimates of sites need a finite value and a finite error above 0 each")
    if y.size < 2:
        raise AnalysisError(f"Sites cannot be taken together: {ONE}")
    return y, e**2


def _between(y: np.ndarray, v: np.ndarray) -> float:
    """The variance between sites: Fisher's scoring of the restricted likelihood, kept at or above zero."""
    found = max(0.0, float(np.var(y, ddof=1) - v.mean()))
    for _ in range(_STEPS):
        w = 1 / (v + found)
        one, two, three = (float(np.sum(w**power)) for power in (1, 2, 3))
        residuals = w * (y - np.average(y, weights=w))
        score = float(residuals @ residuals) - (one - two / one)
        step = score / (two - 2 * three / one + (two / one) ** 2)
        moved = max(0.0, found + step)
        if abs(moved - found) <= _CLOSE * (found + float(v.mean())):
            return moved
        found = moved
    return found


def _typical(v: np.ndarray) -> float:
    """The error variance of a typical site, after Higgins and Thompson."""
    w = 1 / v
    return float((len(w) - 1) * w.sum() / (w.sum() ** 2 - np.sum(w**2)))
