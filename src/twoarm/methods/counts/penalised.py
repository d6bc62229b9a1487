"""Firth's penalised likelihood of a 2x2 table: how much worse a given odds ratio fits than the best one."""

from __future__ import annotations

import math


def penalised_log_odds(x1: int, n1: int, x2: int, n2: int) -> float:
    """Logarithm of the odds ratio at which the penalised likelihood is greatest.

    Jeffreys' penalty, half the logarithm of the determinant of the information, adds half a patient to each cell of a
    2x2 table and nothing else. Firth D. Biometrika 1993;80:27-38.
    """
    a, b, c, d = _cells(x1, n1, x2, n2)
    return math.log(a * d / (b * c))


def penalised_deviance(log_odds: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Twice the loss of penalised log-likelihood at this logarithm of the odds ratio, the intercept at its best.

    The penalty keeps its two-parameter form under the constraint (Heinze G, Schemper M. Stat Med 2002;21:2409-2419).
    """
    a, b, c, d = cells = _cells(x1, n1, x2, n2)
    ratio, inverse = math.exp(log_odds), math.exp(-log_odds)
    fitted = (
        _fitted(ratio, a, b, c, d),
        _fitted(inverse, b, a, d, c),
        _fitted(inverse, c, d, a, b),
        _fitted(ratio, d, c, b, a),
    )
    return max(
        0.0, 2 * math.fsum(cell * math.log(cell / fit) for cell, fit in zip(cells, fitted, strict=True))
    )


def _cells(x1: int, n1: int, x2: int, n2: int) -> tuple[float, float, float, float]:
    return x1 + 0.5, n1 - x1 + 0.5, x2 + 0.5, n2 - x2 + 0.5


def _fitted(ratio: float, a: float, b: float, c: float, d: float) -> float:
    """First cell of the table with the margins of ours and this odds ratio.

    The positive root of (1 - ratio) t^2 + slope t - ratio (a + b) (a + c); its discriminant is a sum of positive terms.
    """
    slope = d - a + ratio * (2 * a + b + c)
    mixed = 2 * ratio * (2 * a * d + 2 * b * c + (a + d) * (b + c))
    root = math.sqrt((ratio * (b - c)) ** 2 + (d - a) ** 2 + mixed)
    if slope > 0:
        return 2 * ratio * (a + b) * (a + c) / (slope + root)
    return (root - slope) / (2 * (1 - ratio))
