"""How few patients of an arm have one value of two variables: of both together, which no summary of either tells."""

from __future__ import annotations

from collections import Counter

import numpy as np

from twoarm.analysis.arms.values import any_event, arms_of
from twoarm.analysis.masking.verdicts import Mask, Told
from twoarm.study.opened import Study

Seen = tuple[str, str]  # a variable and the code of its visit, empty for what is seen once


def tells_together(mask: Mask, one: Seen, other: Seen) -> bool:
    """Whether a result of two variables together may be told.

    All results of both are told, and no group of patients with one value of both is small: a share and its difference
    between two levels would give such a group back.
    """
    verdicts = mask.verdict(*one), mask.verdict(*other)
    if any(verdict.told is not Told.ALL for verdict in verdicts):
        return False
    return all(verdict.levels is None for verdict in verdicts) or not _few_together(mask, one, other)


def _few_together(mask: Mask, one: Seen, other: Seen) -> bool:
    """Whether a masked number of patients of an arm have one value of both; a number with many values is one group."""
    for a, b in zip(_groups(mask, *one), _groups(mask, *other), strict=True):
        known = ~np.isnan(a) & ~np.isnan(b)
        counts = Counter(zip(a[known].tolist(), b[known].tolist(), strict=True))
        if any(
            mask.policy.small(counts[x, y]) for x in set(a[known].tolist()) for y in set(b[known].tolist())
        ):
            return True
    return False


def _groups(mask: Mask, variable: str, visit: str) -> tuple[np.ndarray, np.ndarray]:
    """Both arms as the groups that a share is of; one group of all where a variable has too many values for that."""
    study: Study = mask.study
    arms = arms_of(study, study.variable(variable), visit or None)
    if arms.treated_event is not None and arms.control_event is not None:
        return arms.treated_event, arms.control_event
    treated, control = arms.treated, arms.control
    if mask.verdict(variable, visit).levels is None:
        return _known(treated), _known(control)
    return (treated, control) if arms.levels else (any_event(treated), any_event(control))


def _known(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), np.nan, 0.0)
