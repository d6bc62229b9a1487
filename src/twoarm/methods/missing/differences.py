"""Differences of means and of risks over completed data sets."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.missing.completed import completed_shares, same_sets
from twoarm.methods.missing.moved import moved_means
from twoarm.methods.values.means import mean_difference


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
    treated, control = same_sets(treated, control)
    if len(treated) == 1:
        return mean_difference(treated[0], control[0], conf_level)
    still = np.zeros(treated.shape[1]), np.zeros(control.shape[1])
    return moved_means(treated, control, *still).at(0.0).estimate(conf_level)


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
    treated, control = same_sets(treated, control)
    if len(treated) == 1:
        sizes = treated.shape[1], control.shape[1]
        return risk_difference(int(treated[0].sum()), sizes[0], int(control[0].sum()), sizes[1], conf_level)
    return completed_shares(treated, control).estimate(conf_level)
