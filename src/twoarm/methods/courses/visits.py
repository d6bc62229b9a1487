"""The visits after the baseline as one regression: who was seen when, the predictors, and least squares at each visit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.estimate import negligible

# A patient with more leverage than this fits a coefficient alone: without him it could not be estimated.
FULL_LEVERAGE = 1 - 1e-10


@counts_only
@dataclass(frozen=True)
class Visit:
    """Ordinary least squares at one visit, by the orthogonal factor of its predictors.

    Attributes
    ----------
    orthogonal : array of float, shape (seen, q)
        Orthonormal columns; a row's squared length is the leverage of its patient.
    weights : array of float, shape (seen,)
        What each patient's value adds to the difference of the arms.
    residuals : array of float, shape (seen,)
        In the unit of the outcome.
    difference : float
        Treated minus control at equal baseline, in the unit of the outcome.

    Notes
    -----
    The difference is the sum of weights times values.

    Examples
    --------
    >>> visit = course([[1], [3]], [[0], [2]], None, None).visits[0]
    >>> visit.weights.round(12).tolist(), round(visit.difference, 12)
    ([0.5, 0.5, -0.5, -0.5], 1.0)
    """

    orthogonal: np.ndarray
    weights: np.ndarray
    residuals: np.ndarray
    difference: float


@counts_only
@dataclass(frozen=True)
class Course:
    """Patients, visits and what least squares at each visit leaves over.

    Visit, arm by visit and baseline by visit are free, so that the least squares fit of all visits is that of each.

    Attributes
    ----------
    predictors : array of float, shape (n, q)
        One, half the sign of the arm and, with a baseline, the baseline's deviation from its arm's mean.
    contrast : array of float, shape (q,)
        Turns the coefficients of a visit into the difference of the arms at equal baseline.
    seen : array of bool, shape (n, used)
        Whether a patient has a value at a visit, for the visits that can be estimated.
    visits : tuple of Visit
        The least squares fits of these visits.
    reasons : tuple of str
        For every visit why it has no estimate; empty for one that is used.
    size : float
        Of the largest outcome, in its unit, by which rounding is judged.
    n_treated, n_control : int
        Patients that entered at least one value.

    Notes
    -----
    `course` makes it. The deviations from the arm's mean are in units of their root mean square, so that the baseline has
    neither offset nor unit.

    Examples
    --------
    >>> layout = course([[1, 4], [3, np.nan]], [[0, 2], [2, 1]], None, None)
    >>> layout.reasons
    ('', 'fewer than two patients in an arm')
    """

    predictors: np.ndarray
    contrast: np.ndarray
    seen: np.ndarray
    visits: tuple[Visit, ...]
    reasons: tuple[str, ...]
    size: float
    n_treated: int
    n_control: int

    def residuals(self) -> np.ndarray:
        """Residuals of least squares at each visit.

        Returns
        -------
        array of float, shape (n, used)
            In the unit of the outcome; 0 where a patient was not seen.
        """
        filled = np.zeros(self.seen.shape)
        for number, visit in enumerate(self.visits):
            filled[self.seen[:, number], number] = visit.residuals
        return filled


def course(
    treated: ArrayLike,
    control: ArrayLike,
    treated_baseline: ArrayLike | None,
    control_baseline: ArrayLike | None,
) -> Course:
    """Lay out two arms of patients by visits for a regression.

    Parameters
    ----------
    treated, control : array of float, shapes (n1, k) and (n2, k)
        Outcome of each patient (row) at the visits after the baseline, in one unit; nan where not seen.
    treated_baseline, control_baseline : array of float, shapes (n1,) and (n2,), or None
        The outcome before treatment; both or neither.

    Returns
    -------
    Course
        Of the patients and visits that enter.

    Raises
    ------
    AnalysisError
        The arms are not tables of the same visits, only one arm has baselines, or a baseline is not one per patient.

    Notes
    -----
    A visit enters only if each arm has two patients there, the baseline varies within an arm and no patient alone
    determines its slope. A patient enters with a baseline (where there is one) and a value at such a visit.

    Examples
    --------
    >>> layout = course([[1, 4], [3, 2]], [[0, 2], [2, 1]], None, None)
    >>> [round(visit.difference, 12) for visit in layout.visits]  # 2 - 1 and 3 - 1.5
    [1.0, 1.5]
    """
    values, sizes = _stacked(treated, control)
    signs = np.repeat([0.5, -0.5], sizes)
    baseline = _baseline(treated_baseline, control_baseline, sizes)
    kept = ~np.isnan(values).all(axis=1) & ~np.isnan(baseline if baseline is not None else signs)
    values, signs, baseline = values[kept], signs[kept], None if baseline is None else baseline[kept]
    reasons = tuple(_reason(~np.isnan(column), signs, baseline) for column in values.T)
    used = [number for number, reason in enumerate(reasons) if not reason]
    if used:
        kept = ~np.isnan(values[:, used]).all(axis=1)
        values, signs, baseline = values[kept], signs[kept], None if baseline is None else baseline[kept]
    arms = int((signs > 0).sum()), int((signs < 0).sum())
    predictors, contrast = _predictors(signs, baseline) if used else (signs[:, None], np.ones(1))
    seen = ~np.isnan(values[:, used])
    visits = tuple(
        _least_squares(predictors[here], contrast, column[here])
        for here, column in zip(seen.T, values[:, used].T, strict=True)
    )
    size = float(np.abs(values[:, used][seen]).max()) if used else 0.0
    return Course(predictors, contrast, seen, visits, reasons, size, *arms)


def varying(course: Course) -> np.ndarray:
    """Whether anything but rounding is left beside arm and baseline.

    Parameters
    ----------
    course : Course
        Patients, visits and their residuals.

    Returns
    -------
    array of bool, shape (used,)
        One per visit that is used.

    Notes
    -----
    The largest residual is compared with the largest outcome as `estimate.negligible` does it.

    Examples
    --------
    >>> varying(course([[1, 4], [3, 4]], [[0, 2], [2, 2]], None, None)).tolist()  # at the second visit each arm is constant
    [True, False]
    """
    largest = (float(np.abs(visit.residuals).max()) for visit in course.visits)
    return np.array([not negligible(size, course.size) for size in largest], dtype=bool)


def _least_squares(predictors: np.ndarray, contrast: np.ndarray, values: np.ndarray) -> Visit:
    """Ordinary least squares of the values (n,) on the predictors (n, q), which must have full rank."""
    orthogonal, triangle = np.linalg.qr(predictors)
    weights = orthogonal @ np.linalg.solve(triangle.T, contrast)
    # The weights of a difference add up to nothing: taking a constant away first keeps the digits of large values.
    values = values - values.mean()
    residuals = values - orthogonal @ (orthogonal.T @ values)
    return Visit(orthogonal, weights, residuals, float(weights @ values))


def _stacked(treated: ArrayLike, control: ArrayLike) -> tuple[np.ndarray, tuple[int, int]]:
    arms = [np.asarray(arm, dtype=float) for arm in (treated, control)]
    if any(arm.ndim != 2 for arm in arms) or arms[0].shape[1] != arms[1].shape[1]:
        shapes = ", ".join(str(arm.shape) for arm in arms)
        raise AnalysisError(f"The arms are not tables of patients by the same visits (shapes {shapes})")
    return np.concatenate(arms), (len(arms[0]), len(arms[1]))


def _baseline(
    treated: ArrayLike | None, control: ArrayLike | None, sizes: tuple[int, int]
) -> np.ndarray | None:
    if treated is None and control is None:
        return None
    if treated is None or control is None:
        raise AnalysisError("Only one arm has baseline values")
    arms = [np.asarray(arm, dtype=float).ravel() for arm in (treated, control)]
    if (arms[0].size, arms[1].size) != sizes:
        raise AnalysisError(
            f"Baseline values ({arms[0].size}, {arms[1].size}) are not one per patient {sizes}"
        )
    return np.concatenate(arms)


def _reason(seen: np.ndarray, signs: np.ndarray, baseline: np.ndarray | None) -> str:
    """Why the arms cannot be compared at a visit where these patients were seen; empty where they can."""
    arms = [seen & (signs > 0), seen & (signs < 0)]
    if min(arm.sum() for arm in arms) < 2:
        return "fewer than two patients in an arm"
    if baseline is None:
        return ""
    if all(np.ptp(baseline[arm]) == 0 for arm in arms):
        return "baseline does not vary within the arms"
    orthogonal, _ = np.linalg.qr(_predictors(signs[seen], baseline[seen])[0])
    alone = np.square(orthogonal).sum(axis=1).max() > FULL_LEVERAGE
    return "one patient alone determines the slope" if alone else ""


def _predictors(signs: np.ndarray, baseline: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Predictors (n, q) of every visit, and the contrast (q,) that compares the arms at equal baseline."""
    if baseline is None:
        return np.column_stack([np.ones(signs.size), signs]), np.array([0.0, 1.0])
    # Deviations from the arm's own mean, in units of their length: neither offset, nor unit, nor confounded arms.
    means = [baseline[signs > 0].mean(), baseline[signs < 0].mean()]
    deviation = baseline - np.where(signs > 0, *means)
    largest = np.abs(deviation).max()
    length = largest * np.sqrt(np.square(deviation / largest).mean())
    start = (means[0] - means[1]) / length
    return np.column_stack([np.ones(signs.size), signs, deviation / length]), np.array([0.0, 1.0, -start])
