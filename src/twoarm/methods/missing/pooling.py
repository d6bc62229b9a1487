"""Rubin's rules: one estimate of those of several completed data sets, with the error that not knowing the values adds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.masked import exact
from twoarm.methods.estimate import Estimate, exp_or_inf, tail_quantile, wald_estimate


@dataclass(frozen=True)
class Pooled:
    """What m completed data sets say together.

    Attributes
    ----------
    value : float
        The mean of their estimates, in their unit.
    error : float
        Its standard error, in the same unit.
    df : float
        Degrees of freedom of Student's t, above 0.
    within, between : float
        Mean of the squared standard errors, and variance of the estimates, >= 0.
    number : int
        How many data sets, at least 2.

    Notes
    -----
    Made by `pool`.

    Examples
    --------
    >>> pool([1.0, 3.0], [1.0, 1.0]).share  # between 2, its share 3 of 4
    0.75
    """

    value: float
    error: float
    df: float
    within: float
    between: float
    number: int

    @property
    def share(self) -> float:
        """The share of the variance that the missing values cause, in [0, 1]."""
        return (1 + 1 / self.number) * self.between / self.error**2 if self.error > 0 else 0.0

    @property
    def lost_information(self) -> float:
        """The fraction of missing information, in [0, 1]: the share, made larger for the few imputations."""
        if not self.between > 0 or not self.within > 0:
            return 1.0 if self.between > 0 else 0.0
        ratio = (1 + 1 / self.number) * self.between / self.within
        return (ratio + 2 / (self.df + 3)) / (ratio + 1)

    @property
    def monte_carlo_error(self) -> float:
        """The standard error that comes of drawing no more than so many imputations."""
        return math.sqrt(self.between / self.number)


def pool(values: ArrayLike, errors: ArrayLike, df: float = math.inf) -> Pooled:
    """Estimates of completed data sets under Rubin's rules.

    Parameters
    ----------
    values, errors : array of float, shape (m,)
        The estimate of each data set and its standard error, >= 0, in one unit, on a scale on which it is about normal.
    df : float, optional
        Degrees of freedom that a complete data set would have, above 0; infinite, the default, for the normal.

    Returns
    -------
    Pooled
        In the unit of the estimates.

    Raises
    ------
    AnalysisError
        There are fewer than two, or not as many errors as estimates.

    Notes
    -----
    The variance is that within and 1 + 1 / m times that between the data sets [1]_; degrees of freedom for small samples
    are those of Barnard and Rubin [2]_. As `pool.scalar` of R's mice, but where the data sets hardly differ, whose share it
    takes for one in 10,000.

    References
    ----------
    .. [1] Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, p. 76.
    .. [2] Barnard J, Rubin DB. Biometrika 1999;86:948-955.

    Examples
    --------
    >>> both = pool([1.0, 3.0], [1.0, 1.0])
    >>> both.value, both.error  # 1 + 1.5 * 2
    (2.0, 2.0)
    """
    values, errors = np.asarray(values, dtype=float).ravel(), np.asarray(errors, dtype=float).ravel()
    if values.size < 2 or values.size != errors.size:
        raise AnalysisError(
            f"Pooling takes two data sets or more, each with its error ({values.size}, {errors.size} given)"
        )
    within, between, number = float((errors**2).mean()), float(values.var(ddof=1)), values.size
    total = within + (1 + 1 / number) * between
    share = (total - within) / total if total > 0 else 0.0
    return Pooled(
        float(values.mean()), math.sqrt(total), _freedom(share, number, df), within, between, number
    )


def _freedom(share: float, number: int, complete: float) -> float:
    """Barnard and Rubin: the degrees of freedom of the imputations and those of what was observed, together."""
    drawn = (number - 1) / share**2 if share > 0 else math.inf
    seen = math.inf if math.isinf(complete) else (complete + 1) / (complete + 3) * complete * (1 - share)
    inverse = 1 / drawn + 1 / seen
    return 1 / inverse if inverse > 0 else math.inf


def pooled_estimate(estimates: Sequence[Estimate], df: float = math.inf, *, ratio: bool = False) -> Estimate:
    """One estimate of those that a method gives for each completed data set.

    Parameters
    ----------
    estimates : sequence of Estimate, length (m)
        Of the same patients, each symmetric about its value (a ratio: on the log scale), with Student's t on ``df``.
    df : float, optional
        The degrees of freedom of each, above 0; infinite, the default, for the normal.
    ratio : bool, optional
        Whether they are ratios: pooled as logarithms.

    Returns
    -------
    Estimate
        That of the one data set where there is one. The first reason where a data set has no estimate.

    Raises
    ------
    AnalysisError
        There is none at all.
    ParameterError
        The confidence level is not strictly between 0 and 1.

    Notes
    -----
    The standard error of each is read back from its interval; Rubin's rules as in `pool`.

    Examples
    --------
    >>> one = Estimate(1.0, 0.0, 2.0, 0.95, 0.05, 30, 32)
    >>> pooled_estimate([one]) is one
    True
    """
    if not estimates:
        raise AnalysisError("Pooling takes the estimate of at least one data set")
    first, *others = estimates
    failed = next((estimate for estimate in estimates if estimate.interval is None), None)
    if not others or failed is not None:
        return failed or first
    scale = np.log if ratio else np.asarray
    limits = scale(np.array([estimate.interval for estimate in estimates], dtype=float))
    level = float(first.conf_level or 0)
    errors = (limits[:, 1] - limits[:, 0]) / (2 * tail_quantile(level, df))
    both = pool(scale([estimate.value for estimate in estimates]), errors, df)
    sizes = exact(first.n_treated), exact(first.n_control)
    found = wald_estimate(both.value, both.error, level, *sizes, both.df)
    return exponential(found) if ratio else found


def exponential(estimate: Estimate) -> Estimate:
    """The ratio of which an estimate is the logarithm.

    Parameters
    ----------
    estimate : Estimate
        A natural logarithm, with its interval, or none.

    Returns
    -------
    Estimate
        Value and limits in [0, inf]; P stays. The same estimate where there is none.

    Notes
    -----
    A limit beyond the floats is infinite.

    Examples
    --------
    >>> exponential(Estimate(0.0, -1.0, 1.0, 0.95)).value
    1.0
    """
    if estimate.value is None or estimate.interval is None:
        return estimate
    value, low, high = map(exp_or_inf, (estimate.value, *estimate.interval))
    return replace(estimate, value=value, low=low, high=high)
