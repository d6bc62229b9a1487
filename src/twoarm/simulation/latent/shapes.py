"""The shape of a distribution: normal scores bent to a skewness, as a shifted log-normal has it."""

from __future__ import annotations

from functools import cache
from math import log, sqrt

import numpy as np

_HALVINGS = 80
_MILLION = 1e6


def skewed(scores: np.ndarray, skewness: float) -> np.ndarray:
    """Bend standard normal scores to a skewness; their order stays.

    Parameters
    ----------
    scores
        Shape (n,).
    skewness
        Of the distribution that the scores are bent to, negative for a long tail on the left; 0 changes nothing.

    Returns
    -------
    Whole millionths, shape (n,): no processor's last bit changes them. Location and scale are free.

    Examples
    --------
    >>> skewed(np.array([-1.0, 0.0, 1.0]), 0.95)
    array([-0.863885,  0.      ,  1.166277])
    """
    if not skewness:
        return scores
    side, sigma = (1.0 if skewness > 0 else -1.0), _log_sd(abs(skewness))
    return np.rint(side * np.expm1(side * sigma * scores) / sigma * _MILLION) / _MILLION


@cache
def _log_sd(skewness: float) -> float:
    """The standard deviation of the logarithms: with ``w = exp(sd**2)`` the skewness is ``(w + 2) * sqrt(w - 1)``."""
    low, high = 1.0, 2.0 + skewness * skewness
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if (middle + 2) * sqrt(middle - 1) < skewness else (low, middle)
    return round(sqrt(log(low)), 9)
