"""Outcomes with a baseline: the arm effect adjusted for where each patient started."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from twoarm.methods.estimate import Estimate, complete_pairs, negligible, wald_estimate
from twoarm.methods.values.means import centred, constant_difference


def ancova(
    treated_baseline: ArrayLike,
    treated_outcome: ArrayLike,
    control_baseline: ArrayLike,
    control_outcome: ArrayLike,
    conf_level: float = 0.95,
) -> Estimate:
    """Difference of the arms in the outcome at equal baseline, with a heteroscedasticity-robust interval.

    Parameters
    ----------
    treated_baseline, treated_outcome : array of float, shape (n1,)
        Row i of both is the same patient; patients that miss either value are dropped.
    control_baseline, control_outcome : array of float, shape (n2,)
        The same for the control arm.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the outcome; the coefficient of the arm in ordinary least squares of
        outcome on arm and baseline. Standard error HC3, Student's t on n1 + n2 - 3 degrees of freedom. None with fewer than
        two patients in an arm, where the baseline varies in neither arm, where one patient alone determines its slope, or
        without variation beside the baseline.

    Raises
    ------
    AnalysisError
        Baseline and outcome of an arm differ in length.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    With one slope for both arms, least squares is closed form in deviations from the arms' means, which stays exact
    whatever the size of the values. HC3 is that of [1]_; why one adjusts for the baseline stands in [2]_.

    References
    ----------
    .. [1] MacKinnon JG, White H. J Econometrics 1985;29:305-325.
    .. [2] Vickers AJ, Altman DG. BMJ 2001;323:1123-1124.

    Examples
    --------
    >>> round(ancova([0, 1, 2], [1, 2, 4], [0, 1, 2], [0, 1, 3], 0.95).value, 12)  # equal baselines: 7/3 - 4/3
    1.0
    """
    arms = [
        complete_pairs(treated_baseline, treated_outcome),
        complete_pairs(control_baseline, control_outcome),
    ]
    sizes = arms[0][0].size, arms[1][0].size
    if min(sizes) < 2:
        return Estimate.none("fewer than two patients in an arm", *sizes)
    if all(np.ptp(baseline) == 0 for baseline, _ in arms):
        return Estimate.none("baseline does not vary within the arms", *sizes)
    value, error = _arm_effect(arms)
    if math.isnan(error):
        return Estimate.none("one patient alone determines the slope", *sizes)
    levels = [outcome[0] for _, outcome in arms if np.ptp(outcome) == 0]
    if len(levels) == len(arms) and levels[0] != levels[1]:
        return constant_difference(*levels, *sizes)
    if negligible(error, *(np.abs(outcome).max() for _, outcome in arms)):
        return Estimate.none("no variation beside the baseline", *sizes)
    return wald_estimate(value, error, conf_level, *sizes, df=sum(sizes) - 3)


def _arm_effect(arms: list[tuple[np.ndarray, np.ndarray]]) -> tuple[float, float]:
    """Adjusted difference and its HC3 standard error; the error is nan where a patient has leverage 1."""
    x = np.concatenate([centred(baseline) for baseline, _ in arms])
    y = np.concatenate([centred(outcome) for _, outcome in arms])
    per_patient = np.concatenate([np.full(baseline.size, 1 / baseline.size) for baseline, _ in arms])
    sign = np.repeat([1.0, -1.0], [baseline.size for baseline, _ in arms])
    # In units of their own length the deviations have neither unit nor overflow.
    length = np.linalg.norm(x)
    x = x / length
    slope, start = x @ y, (arms[0][0].mean() - arms[1][0].mean()) / length
    leverage = per_patient + x**2
    if leverage.max() > 1 - 1e-10:
        return math.nan, math.nan
    value = arms[0][1].mean() - arms[1][1].mean() - slope * start
    influence = (sign * per_patient - start * x) * (y - slope * x) / (1 - leverage)
    return float(value), float(np.linalg.norm(influence))
