"""Differences of means and of risks over completed data sets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate, negligible, wald_estimate
from twoarm.methods.missing.pooling import pool
from twoarm.methods.values.means import mean_difference, welch_error


def pooled_mean_difference(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two means over completed data sets.

    Parameters
    ----------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        In each row one completed data set, in one unit, none missing.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values; with one data set that of `mean_difference`, to the last digit.
        None with fewer than two patients in an arm, or where neither arm varies.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Welch's standard error in each data set [1]_; a complete data set is taken to have the mean of their degrees of freedom.

    References
    ----------
    .. [1] Welch BL. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> pooled_mean_difference([[1.0, 3.0], [1.0, 5.0]], [[0.0, 2.0], [0.0, 2.0]]).value  # of 1 and 2
    1.5
    """
    treated, control = _sets(treated, control)
    if len(treated) == 1:
        return mean_difference(treated[0], control[0], conf_level)
    sizes = treated.shape[1], control.shape[1]
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    welch = [welch_error(*each) for each in zip(treated, control, strict=True)]
    errors, df = np.array(welch).T
    means = treated.mean(axis=1), control.mean(axis=1)
    if negligible(float(errors.max()), *(float(np.abs(mean).max()) for mean in means)):
        return Estimate.none("no variation in either arm", *sizes)
    both = pool(means[0] - means[1], errors, float(df[np.isfinite(df)].mean()))
    return wald_estimate(both.value, both.error, conf_level, *sizes, both.df)


def pooled_risk_difference(treated: ArrayLike, control: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Difference of two risks over completed data sets.

    Parameters
    ----------
    treated, control : array of float, shapes (m, n1) and (m, n2)
        In each row one completed data set: 1 where the event happened, else 0; none missing.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, a proportion in [-1, 1]; with one data set the score interval of `risk_difference`, to the
        last digit. None with an empty arm, or where all or none of both arms have the event in every data set.

    Raises
    ------
    AnalysisError
        The arms have not as many data sets as each other, or none.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Wald's standard error in each data set, pooled as normal [1]_; limits do not leave [-1, 1].

    References
    ----------
    .. [1] Rubin DB. Multiple imputation for nonresponse in surveys. Wiley 1987, p. 76.

    Examples
    --------
    >>> pooled_risk_difference([[1, 0], [1, 1]], [[0, 1], [0, 1]]).value  # of 0 and 1/2
    0.25
    """
    treated, control = _sets(treated, control)
    sizes = treated.shape[1], control.shape[1]
    if len(treated) == 1:
        return risk_difference(int(treated[0].sum()), sizes[0], int(control[0].sum()), sizes[1], conf_level)
    if not min(sizes):
        return Estimate.none("empty arm", *sizes)
    risks = treated.mean(axis=1), control.mean(axis=1)
    errors = np.sqrt(sum(p * (1 - p) / n for p, n in zip(risks, sizes, strict=True)))
    if not errors.max() > 0:
        return Estimate.none("no variation in either arm", *sizes)
    both = pool(risks[0] - risks[1], errors)
    found = wald_estimate(both.value, both.error, conf_level, *sizes, both.df)
    low, high = found.interval or (0.0, 0.0)
    return replace(found, low=max(low, -1.0), high=min(high, 1.0)) if found.estimable else found


def _sets(treated: ArrayLike, control: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    first, second = (
        np.atleast_2d(np.asarray(treated, dtype=float)),
        np.atleast_2d(np.asarray(control, dtype=float)),
    )
    if len(first) != len(second) or not len(first):
        raise AnalysisError(
            f"Both arms take the same number of data sets ({len(first)}, {len(second)} given)"
        )
    return first, second
