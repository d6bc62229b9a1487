"""Firth's penalised likelihood of a 2x2 table: how much worse a given odds ratio fits than the best one."""

from __future__ import annotations

import math


def penalised_log_odds(x1: int, n1: int, x2: int, n2: int) -> float:
    """Logarithm of the odds ratio at which the penalised likelihood is greatest.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float
        Natural logarithm of the odds of the treated over those of the control arm; finite.

    Notes
    -----
    Jeffreys' penalty, half the logarithm of the determinant of the information, adds half a patient to each cell of a
    2x2 table and nothing else [1]_.

    References
    ----------
    .. [1] Firth D. Biometrika 1993;80:27-38.

    Examples
    --------
    >>> round(math.exp(penalised_log_odds(1, 1, 0, 1)), 12)  # (1.5 * 1.5) / (0.5 * 0.5)
    9.0
    """
    a, b, c, d = _cells(x1, n1, x2, n2)
    return math.log(a * d / (b * c))


def penalised_deviance(log_odds: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Twice the loss of penalised log-likelihood at one odds ratio, the intercept at its best.

    Parameters
    ----------
    log_odds : float
        Natural logarithm of the odds ratio, whose size does not exceed 700.
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float
        >= 0, and 0 at `penalised_log_odds`.

    Notes
    -----
    Firth's penalty [1]_ keeps its two-parameter form under the constraint [2]_.

    References
    ----------
    .. [1] Firth D. Biometrika 1993;80:27-38.
    .. [2] Heinze G, Schemper M. Stat Med 2002;21:2409-2419.

    Examples
    --------
    Of cells 1.5, 0.5, 0.5 and 1.5, where 1 is fitted to each: 2 (3 log 1.5 + log 0.5).

    >>> math.isclose(penalised_deviance(0.0, 1, 1, 0, 1), 2 * (3 * math.log(1.5) + math.log(0.5)))
    True
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
