"""What is imputed: columns with their form, when one is known well enough, and how many imputations it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.times.survival import counts_at

# Known in fewer of the patients than this share, a column would be more of the model than of the patients.
LEAST_KNOWN = 0.2
# Fewer known values than these fit no line with an error beside it.
FEWEST_KNOWN = 3
FEWEST_IMPUTATIONS = 20


class Form(Enum):
    """How a column is imputed.

    Notes
    -----
    Each has one model; `Column` says which.

    Examples
    --------
    >>> [form.value for form in Form]
    ['measured', 'ordered', 'named']
    """

    MEASURED = "measured"
    ORDERED = "ordered"
    NAMED = "named"


@counts_only
@dataclass(frozen=True, eq=False)
class Column:
    """One variable of the patients of one arm.

    Attributes
    ----------
    name : str
        Its name; the draws of a column depend on it, so that other columns may come and go.
    values : array of float, shape (n,)
        In any unit; codes for levels; nan where missing.
    form : Form
        ``MEASURED``: a Bayesian linear regression, whose draws may lie outside the range seen. ``ORDERED``, for levels
        in order and counts: values of patients with a like prediction. ``NAMED``, for two levels or more without order:
        a logistic regression.

    Raises
    ------
    AnalysisError
        A value is infinite.

    Notes
    -----
    The models are those of `fully conditional specification` [1]_.

    References
    ----------
    .. [1] van Buuren S. Stat Methods Med Res 2007;16:219-242.

    Examples
    --------
    >>> Column("pain", np.array([3.0, np.nan, 5.0])).missing.tolist()
    [False, True, False]
    """

    name: str
    values: np.ndarray
    form: Form = Form.MEASURED

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", np.asarray(self.values, dtype=float).ravel())
        if np.isinf(self.values).any():
            raise AnalysisError(f"A value of {self.name} is infinite: mark it as missing, or mend it")

    @property
    def missing(self) -> np.ndarray:
        """Whether the value is missing, patient by patient."""
        return np.isnan(self.values)


def known_enough(values: ArrayLike) -> bool:
    """Whether the values of an arm are known in enough patients to impute the others.

    Parameters
    ----------
    values : array of float, shape (n,)
        Of the patients of one arm, nan where missing.

    Returns
    -------
    bool
        Whether at least a fifth of the patients have one, and three patients.

    Notes
    -----
    A convention: below it the pooled result is the model's. Nothing missing is always enough.

    Examples
    --------
    >>> known_enough([1, 2, 3] + [np.nan] * 12), known_enough([1, 2, 3] + [np.nan] * 13)
    (True, False)
    """
    array = np.asarray(values, dtype=float).ravel()
    known = int((~np.isnan(array)).sum())
    return known == array.size or known >= max(FEWEST_KNOWN, LEAST_KNOWN * array.size)


def imputations_needed(arms: Sequence[Sequence[Column]]) -> int:
    """How many imputations: one for each per cent of patients who miss a value, and at least twenty.

    Parameters
    ----------
    arms : sequence of sequences of Column, length (arms)
        The columns of each arm; those of an arm have the same patients in the same order.

    Returns
    -------
    int
        At least 20, and at most 100; 1 where nothing is missing.

    Notes
    -----
    The rule of thumb of [1]_: the Monte-Carlo error of interval and P is then small beside what they say.

    References
    ----------
    .. [1] White IR, Royston P, Wood AM. Stat Med 2011;30:377-399.

    Examples
    --------
    >>> imputations_needed([[Column("pain", np.array([1.0, np.nan, 2.0, 4.0]))]])
    25
    """
    incomplete = [np.logical_or.reduce([column.missing for column in columns]) for columns in arms if columns]
    missing, patients = sum(int(arm.sum()) for arm in incomplete), sum(arm.size for arm in incomplete)
    return max(FEWEST_IMPUTATIONS, math.ceil(100 * missing / patients)) if missing else 1


def cumulative_hazard(time: ArrayLike, event: ArrayLike) -> np.ndarray:
    """Nelson-Aalen's cumulative hazard of all patients at each patient's own time.

    Parameters
    ----------
    time, event : array of float, shape (n,)
        Time to the event or to the end of observation, >= 0, and whether the event was seen, 0 or 1; none missing.

    Returns
    -------
    array of float, shape (n,)
        At least 0, without unit.

    Notes
    -----
    With the event indicator it says of a time what a model that imputes a covariate has to know [1]_: the time itself
    would not do.

    References
    ----------
    .. [1] White IR, Royston P. Stat Med 2009;28:1982-1998.

    Examples
    --------
    >>> cumulative_hazard([1, 2], [1, 1]).tolist()  # one of two, then one of one
    [0.5, 1.5]
    """
    time, event = np.asarray(time, dtype=float).ravel(), np.asarray(event, dtype=float).ravel()
    times = np.unique(time)
    at_risk, events = counts_at(times, time, event)
    return np.cumsum(events / at_risk)[np.searchsorted(times, time)]
