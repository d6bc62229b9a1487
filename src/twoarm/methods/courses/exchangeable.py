"""Patients whose visits are equally correlated: generalised least squares from sums, and estimating equations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twoarm.faces import counts_only
from twoarm.methods.courses.visits import Course

# Patients whose small matrices are solved at once: bounds the memory, whatever the size of the study.
AT_ONCE = 20_000
# The correlation follows from the coefficients and they from it; every round gains digits, and ten are many.
ROUNDS = 200


@counts_only
@dataclass(frozen=True)
class Sums:
    """Cross products of a course, kept apart by how many visits a patient has (1 to k): all that a fit needs.

    The residuals r are those of least squares in units of ``unit``, X the predictors by visit, p = k q coefficients.

    Attributes
    ----------
    plain : array of float, shape (p, p)
        X'X.
    summed, moments, totals : array of float, shapes (k, p, p), (k, p) and (k,)
        Over the patients with 1 ... k visits: s s', s t and t t, where s = X'1 and t = 1'r of a patient.
    squares : float
        r'r, in units of ``unit`` squared.
    patients, visits : array of int, shape (k,)
        How many patients have so many visits, and the numbers of visits 1 ... k.
    contrasts : array of float, shape (k, p)
        Turns coefficients into the differences of the arms at each visit.
    differences : array of float, shape (k,)
        What least squares gave for them, in the unit of the outcome.
    unit : float
        The unit of the residuals, in that of the outcome; above 0.

    Notes
    -----
    With one correlation for all pairs of visits, the inverse covariance of a patient's values is I less a share of 11' that
    depends on the number of visits only: see `shrinkage`.

    Examples
    --------
    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> sums.patients.tolist(), sums.free  # six patients with two visits; 12 values, 4 coefficients
    ([0, 6], 8)
    """

    plain: np.ndarray
    summed: np.ndarray
    moments: np.ndarray
    totals: np.ndarray
    squares: float
    patients: np.ndarray
    visits: np.ndarray
    contrasts: np.ndarray
    differences: np.ndarray
    unit: float

    @property
    def free(self) -> int:
        """Values minus coefficients."""
        return int(self.patients @ self.visits) - len(self.plain)


def cross_products(course: Course, residuals: np.ndarray, unit: float) -> Sums:
    """Sum once over the patients.

    Parameters
    ----------
    course : Course
        Patients, visits and predictors.
    residuals : array of float, shape (n, used)
        Of least squares at each visit, in units of ``unit``; 0 where a patient was not seen.
    unit : float
        The unit of the residuals, in that of the outcome; above 0.

    Returns
    -------
    Sums
        With k the number of visits that are used.

    Notes
    -----
    Takes n k q operations.

    Examples
    --------
    Residuals -2, 0, 2 and -1, 1, 0 at the first visit, 0, -2, 2 and 0, -1, 1 at the second.

    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> round(sums.squares, 9), sums.totals.round(9).tolist()  # patients' sums: -2, -2, 4, -1, 0, 1
    (20.0, [0.0, 26.0])
    """
    x, (n, k) = course.predictors, course.seen.shape
    rows = (course.seen[:, :, None] * x[:, None, :]).reshape(n, -1)
    count, total = course.seen.sum(axis=1), residuals.sum(axis=1)
    groups = [count == visits for visits in range(1, k + 1)]
    # Least squares of all visits is that of each: no predictor of one visit meets that of another.
    plain = np.zeros((rows.shape[1],) * 2)
    for number, here in enumerate(course.seen.T):
        block = slice(number * x.shape[1], (number + 1) * x.shape[1])
        plain[block, block] = x[here].T @ x[here]
    return Sums(
        plain=plain,
        summed=np.array([rows[group].T @ rows[group] for group in groups]),
        moments=np.array([rows[group].T @ total[group] for group in groups]),
        totals=np.array([total[group] @ total[group] for group in groups]),
        squares=float(np.square(residuals).sum()),
        patients=np.array([group.sum() for group in groups]),
        visits=np.arange(1, k + 1),
        contrasts=np.kron(np.eye(k), course.contrast),
        differences=np.array([visit.difference for visit in course.visits]),
        unit=unit,
    )


def shrinkage(ratio: float, visits: np.ndarray) -> np.ndarray:
    """How much of a patient's sum his own level takes.

    Parameters
    ----------
    ratio : float
        Variance between patients over that within, or rho / (1 - rho) of a correlation rho; above -1 over the visits.
    visits : array of int, shape (k,)
        Numbers of visits.

    Returns
    -------
    array of float, shape (k,)
        Without unit, one for each number of visits.

    Notes
    -----
    ratio / (1 + visits ratio): the inverse of I + ratio 11' is I - shrinkage 11'.

    Examples
    --------
    >>> shrinkage(1.0, np.array([1, 3])).tolist()
    [0.5, 0.25]
    """
    return ratio / (1 + visits * ratio)


def generalised_least_squares(sums: Sums, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """Generalised least squares at one ratio, as what is added to least squares.

    Parameters
    ----------
    sums : Sums
        Cross products of the course.
    ratio : float
        Above -1 over the largest number of visits, as for `shrinkage`.

    Returns
    -------
    inverse : array of float, shape (p, p)
        Inverse of the information, for a variance of 1 within patients.
    coefficients : array of float, shape (p,)
        What is added to the coefficients of least squares, in units of ``sums.unit``.

    Notes
    -----
    The weights are the inverse of I + ratio 11' of each patient.

    Examples
    --------
    Every patient has every visit: nothing is added.

    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> bool(np.allclose(generalised_least_squares(sums, 1.5)[1], 0.0))
    True
    """
    weight = shrinkage(ratio, sums.visits)
    inverse = np.linalg.inv(sums.plain - np.tensordot(weight, sums.summed, 1))
    return inverse, -inverse @ (weight @ sums.moments)


def within_and_summed(sums: Sums, coefficients: np.ndarray) -> tuple[float, np.ndarray]:
    """Squared residuals at some coefficients, and the squared sums of each patient's residuals.

    Parameters
    ----------
    sums : Sums
        Cross products of the course.
    coefficients : array of float, shape (p,)
        Added to those of least squares, in units of ``sums.unit``.

    Returns
    -------
    squares : float
        Sum of the squared residuals, in units of ``sums.unit`` squared.
    summed : array of float, shape (k,)
        Over the patients with 1 ... k visits: the squared sum of a patient's residuals, in the same unit.

    Notes
    -----
    From the cross products alone; no patient is looked at again.

    Examples
    --------
    Residuals -2, 0, 2 and -1, 1, 0 at the first visit, 0, -2, 2 and 0, -1, 1 at the second.

    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> squares, summed = within_and_summed(sums, np.zeros(4))
    >>> round(squares, 9), summed.round(9).tolist()  # patients' sums: -2, -2, 4, -1, 0, 1
    (20.0, [0.0, 26.0])
    """
    squares = sums.squares + coefficients @ sums.plain @ coefficients
    bent = np.einsum("i,kij,j->k", coefficients, sums.summed, coefficients)
    return float(squares), sums.totals - 2 * sums.moments @ coefficients + bent


def working_ratio(sums: Sums) -> tuple[float, str]:
    """The ratio of the exchangeable working correlation, or the reason why there is none.

    Parameters
    ----------
    sums : Sums
        Cross products of the course.

    Returns
    -------
    ratio : float
        rho / (1 - rho) of the correlation rho, above -1 over the largest number of visits. 0 with a reason, and where no
        more pairs of visits than coefficients exist.
    reason : str
        Empty where there is a ratio.

    Notes
    -----
    Moments with the degrees of freedom of Liang and Zeger [1]_, in turns with the coefficients until the correlation moves
    by no more than 1e-12.

    References
    ----------
    .. [1] Liang KY, Zeger SL. Biometrika 1986;73:13-22.

    Examples
    --------
    Products of the two residuals of a patient sum to 3, over 6 pairs less 4 coefficients; squares to 20, over 8: 1.5 / 2.5.

    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> ratio, reason = working_ratio(sums)
    >>> round(ratio, 12), reason  # 0.6 / 0.4
    (1.5, '')
    """
    pairs = sums.patients @ (sums.visits * (sums.visits - 1) // 2) - len(sums.plain)
    if pairs <= 0:
        return 0.0, ""
    most = int(sums.visits[sums.patients > 0].max())
    correlation = 0.0
    for _ in range(ROUNDS):
        _, coefficients = generalised_least_squares(sums, correlation / (1 - correlation))
        squares, summed = within_and_summed(sums, coefficients)
        before, correlation = correlation, float((summed.sum() - squares) / 2 / pairs / (squares / sums.free))
        # Beyond these bounds no visits of that many can be so correlated.
        if not -1 / (most - 1) + 1e-9 < correlation < 1 - 1e-9:
            return 0.0, "working correlation outside its range"
        if abs(correlation - before) <= 1e-12:
            return correlation / (1 - correlation), ""
    return 0.0, "did not converge"


def bias_reduced_errors(course: Course, residuals: np.ndarray, sums: Sums, ratio: float) -> np.ndarray:
    """Standard errors of the differences by Mancl and DeRouen.

    Parameters
    ----------
    course : Course
        Patients, visits and predictors.
    residuals : array of float, shape (n, used)
        Of generalised least squares, in units of ``sums.unit``; 0 where a patient was not seen.
    sums : Sums
        Cross products of the course.
    ratio : float
        Of the working correlation: above -1 over the largest number of visits, as for `shrinkage`.

    Returns
    -------
    array of float, shape (k,)
        In units of ``sums.unit``, one for each visit that is used.

    Notes
    -----
    The sandwich with each patient's residuals divided by one less his leverage [1]_.

    References
    ----------
    .. [1] Mancl LA, DeRouen TA. Biometrics 2001;57:126-134.

    Examples
    --------
    Residuals -2, 0, 2 and -1, 1, 0 over 1 - 1/3, at the second visit the same: 18 / 9 and 4.5 / 9.

    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> (bias_reduced_errors(layout, layout.residuals(), sums, 1.5) ** 2).round(9).tolist()
    [2.5, 2.5]
    """
    inverse, _ = generalised_least_squares(sums, ratio)
    blocks = range(0, len(residuals), AT_ONCE)
    parts = (slice(start, start + AT_ONCE) for start in blocks)
    sizes = [
        _influence(course.predictors[part], course.seen[part], residuals[part], inverse, ratio)
        for part in parts
    ]
    return np.sqrt(sum(np.square(size @ sums.contrasts.T).sum(axis=0) for size in sizes))


def _influence(
    x: np.ndarray, seen: np.ndarray, residuals: np.ndarray, inverse: np.ndarray, ratio: float
) -> np.ndarray:
    """What each patient adds to the coefficients (n, p), his residuals corrected for his leverage."""
    (n, q), k = x.shape, seen.shape[1]
    weight = shrinkage(ratio, seen.sum(axis=1))[:, None]
    products = (x[:, :, None] * x[:, None, :]).reshape(n, q * q)
    spread = products @ inverse.reshape(k, q, k, q).transpose(1, 3, 0, 2).reshape(q * q, k * k)
    spread = spread.reshape(n, k, k) * (seen[:, :, None] & seen[:, None, :])
    leverage = spread - weight[:, :, None] * spread.sum(axis=2)[:, :, None] * seen[:, None, :]
    corrected = np.linalg.solve(np.eye(k) - leverage, residuals[:, :, None])[:, :, 0]
    scores = corrected - weight * corrected.sum(axis=1)[:, None] * seen
    return (scores[:, :, None] * x[:, None, :]).reshape(n, k * q) @ inverse
