"""One estimate: value, interval, P and sizes, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.errors import AnalysisError, ParameterError
from twoarm.masked import MASKED, Count, Masked


@dataclass(frozen=True)
class Estimate:
    """An estimate with its interval, or the reason why there is none.

    It has one of four shapes, which are checked where it is made:

    - an estimate: ``value`` with ``low``, ``high`` and ``conf_level``, and a P where the method tests;
    - one number alone: a ``value`` without interval (a standardised difference) or a ``p_value`` without value (a test);
    - a ``value`` whose interval is no single range, with the ``reason`` (a number needed to treat beyond infinity);
    - none: a ``reason``, and neither value, interval nor P.

    Attributes
    ----------
    value, low, high : float or None
        Treated minus control for a contrast, in the unit of the outcome (a proportion in [-1, 1], not points).
    conf_level : float or None
        Coverage of the interval, in (0, 1).
    p_value : float or None
        Two-sided, in [0, 1]; None where the method tests nothing (the mean of one arm).
    n_treated, n_control : int or Masked
        Patients that entered; a one-sample method counts its patients in ``n_treated``. A number is masked by a policy of
        disclosure alone.
    reason : str
        Short, without a full stop; empty where there is nothing to explain.
    statistic : float or None
        That of the test behind ``p_value``: t, z, chi-square or the rank sum's U, as the method says. None where nothing is
        tested, or where the test has none (an exact one).
    df : float or None
        Degrees of freedom of a t or a chi-square, above 0; None for a z or a U.

    Raises
    ------
    ValueError
        The fields given have none of the four shapes, or a statistic stands without P, or degrees of freedom without one.

    Notes
    -----
    The methods here fill it with plain Python floats, never nan; a ratio or a limit may be infinite.

    Examples
    --------
    >>> Estimate(value=1.5, low=-0.5, high=3.5, conf_level=0.95, p_value=0.14, n_treated=30, n_control=32).estimable
    True
    >>> Estimate.none("empty arm", 30, 0).estimable
    False
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    conf_level: float | None = None
    p_value: float | None = None
    n_treated: Count = 0
    n_control: Count = 0
    reason: str = ""
    statistic: float | None = None
    df: float | None = None

    def __post_init__(self) -> None:
        interval = [x is not None for x in (self.low, self.high, self.conf_level)]
        tested = self.p_value is not None
        if self.value is None:
            shaped = not any(interval) and tested != bool(self.reason)
        else:
            shaped = (all(interval) and not self.reason) or not (any(interval) or tested)
        if not shaped:
            raise ValueError("neither an estimate with its interval, nor one number alone, nor a reason")
        if (self.statistic is not None and not tested) or (self.df is not None and self.statistic is None):
            raise ValueError("a statistic without its P, or degrees of freedom without a statistic")

    @property
    def masked(self) -> bool:
        """Whether a policy of disclosure masks it."""
        return self.reason.startswith(MASKED)

    def side(self, null: float = 0.0) -> int:
        """Where the interval lies beside no difference.

        Parameters
        ----------
        null : float, optional
            The value that means no difference, in the unit of the estimate: 1 for a ratio.

        Returns
        -------
        int
            In [-1, 1]: -1 below, 1 above; 0 where the interval holds no difference, and where there is none.
        """
        if self.low is None or self.high is None:
            return 0
        return int(self.low > null) - int(self.high < null)

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

    def untested(self) -> Estimate:
        """The same value and interval, with neither P nor the statistic behind it.

        Returns
        -------
        Estimate
            Without P, statistic and degrees of freedom.
        """
        return replace(self, p_value=None, statistic=None, df=None)

    @classmethod
    def none(cls, reason: str, n_treated: Count = 0, n_control: Count = 0) -> Estimate:
        """No estimate, and why.

        Parameters
        ----------
        reason : str
            Why there is none, not empty.
        n_treated, n_control : int or Masked
            Patients that entered.

        Returns
        -------
        Estimate
            With a reason and the sizes alone.
        """
        sizes = (n if isinstance(n, Masked) else int(n) for n in (n_treated, n_control))
        treated, control = sizes
        return cls(None, n_treated=treated, n_control=control, reason=reason)


def observed(values: ArrayLike) -> np.ndarray:
    """The values that are there, as floats: nan dropped.

    Parameters
    ----------
    values : array of float, any shape
        In any unit; it is flattened.

    Returns
    -------
    array of float, shape (m,)
        The values that are not nan, in their order and unit.

    Notes
    -----
    Only nan counts as missing: an infinite value stays.

    Examples
    --------
    >>> observed([1, np.nan, 3]).tolist()
    [1.0, 3.0]
    """
    array = np.asarray(values, dtype=float).ravel()
    return array[~np.isnan(array)]


def complete_pairs(first: ArrayLike, second: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Two columns of the same patients, without those that miss either value.

    Parameters
    ----------
    first, second : array of float, shape (n,)
        Row i of both is the same patient; nan where missing.

    Returns
    -------
    first, second : array of float, shape (m,)
        The rows in which neither is nan, in their order and unit.

    Raises
    ------
    AnalysisError
        The columns differ in length, so that rows cannot be the same patients.

    Notes
    -----
    Only nan counts as missing: an infinite value stays.

    Examples
    --------
    >>> [column.tolist() for column in complete_pairs([1, 2, np.nan], [4, np.nan, 6])]
    [[1.0], [4.0]]
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

    Parameters
    ----------
    conf_level : float
        Confidence level, in (0, 1): 0.95, not 95.

    Returns
    -------
    float
        The same level, in (0, 1).

    Raises
    ------
    ParameterError
        It is not strictly between 0 and 1.

    Notes
    -----
    Nan is refused too.

    Examples
    --------
    >>> checked_level(0.95)
    0.95
    """
    if not 0 < conf_level < 1:
        raise ParameterError("The confidence level must lie between 0 and 1", [f"conf_level is {conf_level}"])
    return float(conf_level)


def tail_quantile(conf_level: float, df: float = math.inf) -> float:
    """How many standard errors a two-sided interval reaches: Student's t, or the normal where ``df`` is infinite.

    Parameters
    ----------
    conf_level : float
        Confidence level, in (0, 1).
    df : float, optional
        Degrees of freedom of Student's t, above 0; infinite, the default, for the normal.

    Returns
    -------
    float
        In standard errors, above 0.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The quantile that leaves half of 1 - conf_level above it.

    Examples
    --------
    >>> round(tail_quantile(0.95), 4)
    1.96
    >>> round(tail_quantile(0.5, df=1), 12)  # tan(pi / 4)
    1.0
    """
    # The lower tail is asked for and its sign turned: 1 - tail would lose digits for a level near 1.
    tail = (1 - checked_level(conf_level)) / 2
    return -float(special.ndtri(tail) if math.isinf(df) else special.stdtrit(df, tail))


def negligible(spread: float, *sizes: float) -> bool:
    """Whether a standard error is nothing but rounding of numbers of these sizes.

    Parameters
    ----------
    spread : float
        A standard error or another spread, >= 0.
    *sizes : float
        Numbers from which it was computed, in the unit of ``spread``; their signs do not count.

    Returns
    -------
    bool
        Whether ``spread`` is at most ten machine epsilons of the largest size; of no sizes, whether it is 0.

    Notes
    -----
    The rule of R's t.test, which calls such data essentially constant.

    Examples
    --------
    >>> negligible(1e-17, 1.0, -2.0), negligible(1e-17)
    (True, False)
    """
    return bool(spread <= 10 * np.finfo(float).eps * max((abs(size) for size in sizes), default=0.0))


def exp_or_inf(number: float) -> float:
    """The exponential, infinite where it exceeds the floats: the limit of a ratio from that of its logarithm.

    Parameters
    ----------
    number : float
        A natural logarithm, of any size.

    Returns
    -------
    float
        In [0, inf].

    Notes
    -----
    ``math.exp`` but for its OverflowError.

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
    conf_level : float
        Confidence level, in (0, 1).
    n_treated, n_control : int
        Patients that entered.
    df : float, optional
        Degrees of freedom of Student's t, above 0; infinite, the default, for the normal.
    null : float, optional
        The value that means no difference, in the unit of ``value``.

    Returns
    -------
    Estimate
        Value and limits in the unit of ``value``, P, and the t (with its degrees of freedom) or z behind it. None where one
        of them is not finite, as with an error that is not above 0.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    (value - null) / error is compared with Student's t; the interval excludes ``null`` exactly when P < 1 - conf_level.

    Examples
    --------
    >>> half = wald_estimate(2.0, 1.0, 0.5, 2, 2, df=1, null=1.0)  # with 1 degree of freedom half of t lies within 1
    >>> round(half.low, 12), round(half.high, 12), round(half.p_value, 12)
    (1.0, 3.0, 0.5)
    """
    reach = tail_quantile(conf_level, df) * error
    ratio = (value - null) / error if error > 0 else math.nan
    tail = special.ndtr(-abs(ratio)) if math.isinf(df) else special.stdtr(df, -abs(ratio))
    p_value = 2 * float(tail)
    if not all(math.isfinite(number) for number in (value, reach, p_value)):
        return Estimate.none("not computable from these values", n_treated, n_control)
    limits = float(value - reach), float(value + reach)
    found = Estimate(float(value), *limits, float(conf_level), p_value, int(n_treated), int(n_control))
    return replace(found, statistic=float(ratio), df=None if math.isinf(df) else float(df))
