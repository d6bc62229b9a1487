"""One estimate: value, interval, P and sizes, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.study.errors import AnalysisError, ParameterError


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval, or the reason why there is none.

    It has one of four shapes, which are checked where it is made:

    - an estimate: ``value`` with ``low``, ``high`` and ``conf_level``, and a P where the method tests;
    - one number alone: a ``value`` without interval (a standardised difference) or a ``p_value`` without value (a test);
    - a ``value`` whose interval is no single range, with the ``reason`` (a number needed to treat beyond infinity);
    - none: a ``reason``, and neither value, interval nor P.

    All numbers are plain Python floats, never nan; a limit may be infinite.

    Attributes
    ----------
    value, low, high : float or None
        Treated minus control for a contrast, in the unit of the outcome (a proportion in [-1, 1], not points).
    conf_level : float or None
        Coverage of the interval, in (0, 1).
    p_value : float or None
        Two-sided; None where the method tests nothing (the mean of one arm).
    n_treated, n_control : int
        Patients that entered; a one-sample method counts its patients in ``n_treated``.
    reason : str
        Short, without a full stop.

    Examples
    --------
    >>> Estimate.none("empty arm", 30, 0).estimable
    False
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    conf_level: float | None = None
    p_value: float | None = None
    n_treated: int = 0
    n_control: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        interval = [x is not None for x in (self.low, self.high, self.conf_level)]
        tested = self.p_value is not None
        if self.value is None:
            shaped = not any(interval) and tested != bool(self.reason)
        else:
            shaped = (all(interval) and not self.reason) or not (any(interval) or tested)
        if not shaped:
            raise ValueError("neither an estimate with its interval, nor one number alone, nor a reason")

    @property
    def estimable(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both limits; None where there is no interval.

        Examples
        --------
        >>> Estimate(1.0, 0.5, 2.0, 0.95).interval
        (0.5, 2.0)
        """
        return None if self.low is None or self.high is None else (self.low, self.high)

    @classmethod
    def none(cls, reason: str, n_treated: int = 0, n_control: int = 0) -> Estimate:
        """No estimate, and why."""
        return cls(value=None, n_treated=int(n_treated), n_control=int(n_control), reason=reason)


def observed(values: ArrayLike) -> np.ndarray:
    """The values that are there, as floats: nan dropped."""
    array = np.asarray(values, dtype=float).ravel()
    return array[~np.isnan(array)]


def complete_pairs(first: ArrayLike, second: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Two columns of the same patients, without those that miss either value.

    Raises
    ------
    AnalysisError
        The columns differ in length, so that rows cannot be the same patients.
    """
    first, second = np.asarray(first, dtype=float).ravel(), np.asarray(second, dtype=float).ravel()
    if first.size != second.size:
        raise AnalysisError(
            f"Two columns of the same patients differ in length ({first.size}, {second.size})"
        )
    keep = ~(np.isnan(first) | np.isnan(second))
    return first[keep], second[keep]


def checked_level(conf_level: float) -> float:
    """The confidence level as a plain float.

    Raises
    ------
    ParameterError
        It is not strictly between 0 and 1.
    """
    if not 0 < conf_level < 1:
        raise ParameterError("The confidence level must lie between 0 and 1", [f"conf_level is {conf_level}"])
    return float(conf_level)


def tail_quantile(conf_level: float, df: float = math.inf) -> float:
    """How many standard errors a two-sided interval reaches: Student's t, or the normal where ``df`` is infinite.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.
    """
    # The lower tail is asked for and its sign turned: 1 - tail would lose digits for a level near 1.
    tail = (1 - checked_level(conf_level)) / 2
    return -float(special.ndtri(tail) if math.isinf(df) else special.stdtrit(df, tail))


def negligible(spread: float, *sizes: float) -> bool:
    """Whether a standard error is nothing but rounding of numbers of these sizes (the rule of R's t.test)."""
    return bool(spread <= 10 * np.finfo(float).eps * max((abs(size) for size in sizes), default=0.0))


def exp_or_inf(number: float) -> float:
    """The exponential, infinite where it exceeds the floats: the limit of a ratio from that of its logarithm.

    Examples
    --------
    >>> exp_or_inf(0.0), exp_or_inf(1000.0), exp_or_inf(-1000.0)
    (1.0, inf, 0.0)
    """
    try:
        return math.exp(number)
    except OverflowError:
        return math.inf


def wald_estimate(
    value: float,
    error: float,
    conf_level: float,
    n_treated: int,
    n_control: int = 0,
    df: float = math.inf,
    null: float = 0.0,
) -> Estimate:
    """Value plus and minus t (or normal) standard errors, with the two-sided P of the same statistic.

    Parameters
    ----------
    value, error : float
        The estimate and its standard error (> 0), in the same unit.
    df : float
        Degrees of freedom of Student's t; infinite for the normal.
    null : float
        The value that means no difference.
    """
    reach = tail_quantile(conf_level, df) * error
    ratio = -abs(value - null) / error if error > 0 else math.nan
    p_value = 2 * float(special.ndtr(ratio) if math.isinf(df) else special.stdtr(df, ratio))
    if not all(math.isfinite(number) for number in (value, reach, p_value)):
        return Estimate.none("not computable from these values", n_treated, n_control)
    limits = float(value - reach), float(value + reach)
    return Estimate(float(value), *limits, float(conf_level), p_value, int(n_treated), int(n_control))
