"""What a method says of each completed data set, before Rubin's rules make one estimate of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, tail_quantile, wald_estimate
from twoarm.methods.missing.pooling import Pooled, exponential, pool
from twoarm.methods.times.proportional_hazards import hazard_ratio


@counts_only
@dataclass(frozen=True, eq=False)
class Completed:
    """The estimates of m completed data sets, each with its standard error.

    Attributes
    ----------
    values, errors : array of float, shape (m,)
        Treated minus control, on a scale on which it is about normal: of a ratio its logarithm. Errors are >= 0.
    sizes : tuple of int
        Patients of the treated and of the control arm.
    df : float
        Degrees of freedom of a complete data set, above 0; infinite for the normal.
    ratio : bool
        Whether the values are logarithms of ratios.
    bound : float
        No limit lies beyond it on either side, above 0: 1 for a difference of shares.
    reason : str
        Why there is no estimate; empty where there is one.

    Notes
    -----
    Made by `completed_shares`, `completed_hazards`, and by what moves imputed values, `MovedEstimates`.

    Examples
    --------
    >>> Completed(np.array([1.0, 3.0]), np.array([1.0, 1.0]), (30, 32)).estimate(0.95).value
    2.0
    """

    values: np.ndarray
    errors: np.ndarray
    sizes: tuple[int, int]
    df: float = math.inf
    ratio: bool = False
    bound: float = math.inf
    reason: str = ""

    @property
    def pooled(self) -> Pooled | None:
        """What they say together; None where there is no estimate.

        Raises
        ------
        AnalysisError
            There are fewer than two data sets.
        """
        return None if self.reason else pool(self.values, self.errors, self.df)

    def estimate(self, conf_level: float) -> Estimate:
        """The pooled estimate with its interval.

        Parameters
        ----------
        conf_level : float
            Confidence level, in (0, 1).

        Returns
        -------
        Estimate
            A difference, or the ratio where the values are logarithms.

        Raises
        ------
        AnalysisError
            There are fewer than two data sets.
        ParameterError
            ``conf_level`` is not strictly between 0 and 1.
        """
        both = self.pooled
        if both is None:
            return Estimate.none(self.reason, *self.sizes)
        found = wald_estimate(both.value, both.error, conf_level, *self.sizes, both.df)
        return exponential(found) if self.ratio else self._within(found)

    def _within(self, found: Estimate) -> Estimate:
        if found.interval is None:
            return found
        low, high = found.interval
        return replace(found, low=max(low, -self.bound), high=min(high, self.bound))


def no_sets(reason: str, *sizes: int) -> Completed:
    """No estimate of the data sets, and why.

    Parameters
    ----------
    reason : str
        Why there is none, not empty.
    *sizes : int
        Patients of the treated and of the control arm, >= 0.

    Returns
    -------
    Completed
        With the reason and the sizes alone.

    Notes
    -----
    As `Estimate.none` of one estimate.

    Examples
    --------
    >>> no_sets("empty arm", 30, 0).estimate(0.95).reason
    'empty arm'
    """
    return Completed(np.zeros(0), np.zeros(0), (sizes[0], sizes[1]), reason=reason)


def same_sets(treated: ArrayLike, control: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Completed data sets of both arms, of which there have to be as many in each.

    Parameters
    ----------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        In each row one completed data set, in any unit.

    Returns
    -------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        The same values as floats.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.

    Notes
    -----
    A single row may come without its brackets.

    Examples
    --------
    >>> [arm.shape for arm in same_sets([1.0, 2.0], [[3.0]])]
    [(1, 2), (1, 1)]
    """
    first, second = (np.atleast_2d(np.asarray(arm, dtype=float)) for arm in (treated, control))
    if len(first) != len(second) or not len(first):
        raise AnalysisError(
            f"Both arms take the same number of data sets ({len(first)}, {len(second)} given)"
        )
    return first, second


def completed_shares(treated: ArrayLike, control: ArrayLike) -> Completed:
    """Differences of two risks, one for each completed data set.

    Parameters
    ----------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        In each row one completed data set: 1 where the event happened, else 0; none missing.

    Returns
    -------
    Completed
        Proportions in [-1, 1], with Wald's standard errors. None with an empty arm, or where all or none of both arms have
        the event in every data set.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.

    Notes
    -----
    Pooled as normal [1]_.

    References
    ----------
    .. [1] Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, p. 76.

    Examples
    --------
    >>> completed_shares([[1, 0], [1, 1]], [[0, 1], [0, 1]]).values.tolist()
    [0.0, 0.5]
    """
    treated, control = same_sets(treated, control)
    sizes = treated.shape[1], control.shape[1]
    if not min(sizes):
        return no_sets("empty arm", *sizes)
    risks = treated.mean(axis=1), control.mean(axis=1)
    errors = np.sqrt(sum(p * (1 - p) / n for p, n in zip(risks, sizes, strict=True)))
    if not errors.max() > 0:
        return no_sets("no variation in either arm", *sizes)
    return Completed(risks[0] - risks[1], errors, sizes, bound=1.0)


def completed_hazards(treated: tuple[Any, Any], control: tuple[Any, Any]) -> Completed:
    """Hazard ratios of Cox models with the arm alone, one for each completed data set.

    Parameters
    ----------
    treated, control : pair of arrays of float, shapes (m, n1) and (m, n2)
        Times and events: in each row one completed data set, times >= 0 in one unit, events 0 or 1; none missing.

    Returns
    -------
    Completed
        Logarithms of ratios, treated over control. None where a data set has none, with its reason.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none, or times and events differ in length.
    ParameterError
        Never: the level at which standard errors are read back from intervals is fixed.

    Notes
    -----
    Cox's model with Efron's likelihood for ties, as `hazard_ratio`; its standard error is that of the log ratio, and is
    pooled as normal [1]_.

    References
    ----------
    .. [1] Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, p. 76.

    Examples
    --------
    >>> times, events = np.array([[1.0, 3.0]] * 2), np.array([[1, 0]] * 2)
    >>> round(completed_hazards((times, events), (times + [1, 0], events)).estimate(0.95).value ** 2, 12)
    2.0
    """
    (times, other_times), (events, other_events) = (
        same_sets(*pair) for pair in zip(treated, control, strict=True)
    )
    sizes = times.shape[1], other_times.shape[1]
    fits = [hazard_ratio(*one) for one in zip(times, events, other_times, other_events, strict=True)]
    if reason := next((fit.reason for fit in fits if fit.interval is None), ""):
        return no_sets(reason, *sizes)
    limits = np.log(np.array([fit.interval for fit in fits], dtype=float))
    values = np.log(np.array([fit.value for fit in fits], dtype=float))
    return Completed(values, (limits[:, 1] - limits[:, 0]) / (2 * tail_quantile(0.95)), sizes, ratio=True)
