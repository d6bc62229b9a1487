"""Patients whose visits are equally correlated: generalised least squares from sums, and estimating equations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twoarm.analysis.visits import Course
from twoarm.study.faces import counts_only

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
        r'r.
    patients, visits : array, shape (k,)
        How many patients have so many visits.
    contrasts : array of float, shape (k, p)
        Turns coefficients into the differences of the arms at each visit.
    differences : array of float, shape (k,)
        What least squares gave for them, in the unit of the outcome.
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
    """Sum once over the patients, on n k q operations; ``residuals`` (n, used) are in units of ``unit``."""
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
    """How much of a patient's sum his own level takes: the inverse of I + ratio 11' is I - shrinkage 11'."""
    return ratio / (1 + visits * ratio)


def generalised_least_squares(sums: Sums, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """Inverse of the information (p, p) and the coefficients (p,) that are added to those of least squares."""
    weight = shrinkage(ratio, sums.visits)
    inverse = np.linalg.inv(sums.plain - np.tensordot(weight, sums.summed, 1))
    return inverse, -inverse @ (weight @ sums.moments)


def within_and_summed(sums: Sums, coefficients: np.ndarray) -> tuple[float, np.ndarray]:
    """Squared residuals at these coefficients, and the squared sums of patients with 1 ... k visits (k,)."""
    squares = sums.squares + coefficients @ sums.plain @ coefficients
    bent = np.einsum("i,kij,j->k", coefficients, sums.summed, coefficients)
    return float(squares), sums.totals - 2 * sums.moments @ coefficients + bent


def working_ratio(sums: Sums) -> tuple[float, str]:
    """The ratio rho / (1 - rho) of the exchangeable working correlation rho, or the reason why there is none.

    Moments with the degrees of freedom of Liang and Zeger; 0 where no more pairs of visits than coefficients exist.
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
    """Standard errors (k,) of the differences by Mancl and DeRouen, in units of ``sums.unit``.

    ``residuals`` (n, k) are those of generalised least squares, 0 where a patient was not seen.
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
