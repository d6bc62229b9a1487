"""P values of the tests that a reader might choose to compare two arms, from plain arrays.

Not those of `analysis`: a cohort is verified by other code than the code that reports it.
"""

from __future__ import annotations

import numpy as np
from scipy import stats


def _welch_p(x: np.ndarray, y: np.ndarray) -> float:
    return float(stats.ttest_ind(x, y, equal_var=False).pvalue)


def _mann_whitney_p(x: np.ndarray, y: np.ndarray) -> float:
    return float(stats.mannwhitneyu(x, y, method="asymptotic").pvalue)


def _brunner_munzel_p(x: np.ndarray, y: np.ndarray) -> float:
    if x.max() < y.min() or y.max() < x.min():
        return 0.0  # complete separation: the limit, where the statistic divides by zero
    return float(stats.brunnermunzel(x, y).pvalue)


def log_rank_p(x: np.ndarray, y: np.ndarray, seen_x: np.ndarray, seen_y: np.ndarray) -> float:
    """P of the log-rank test; `seen` says whose event was seen, the other times are censored."""
    times = (stats.CensoredData(t[seen], right=t[~seen]) for t, seen in ((x, seen_x), (y, seen_y)))
    return float(stats.logrank(*times).pvalue)


def ancova_p(x: np.ndarray, y: np.ndarray, before_x: np.ndarray, before_y: np.ndarray) -> float:
    """P of the arm in a regression on arm and baseline with the HC3 variance (MacKinnon and White 1985)."""
    outcome, baseline = np.concatenate([x, y]), np.concatenate([before_x, before_y])
    arm = np.repeat([1.0, 0.0], [len(x), len(y)])
    design = np.column_stack([np.ones_like(arm), arm, baseline - baseline.mean()])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    scaled = design * ((outcome - design @ coefficients) / (1 - leverage))[:, None]
    variance = inverse @ scaled.T @ scaled @ inverse
    t = coefficients[1] / np.sqrt(variance[1, 1])
    return float(2 * stats.t.sf(abs(t), len(outcome) - design.shape[1]))


TESTS = {"Welch": _welch_p, "Mann-Whitney": _mann_whitney_p, "Brunner-Munzel": _brunner_munzel_p}
