"""What a policy lets be told of an outcome and a characteristic together."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

import numpy as np

from twoarm.analysis.arms.values import arms_of
from twoarm.analysis.comparison.told.results import told_estimate
from twoarm.analysis.masking.verdicts import Mask, Told, is_masked
from twoarm.masked import exact
from twoarm.methods.estimate import Estimate


class Beside(Protocol):
    """What stands beside an outcome: a characteristic, and when it was seen."""

    @property
    def characteristic(self) -> str:
        """Its name."""
        ...

    @property
    def characteristic_visit(self) -> str:
        """The code of its visit; empty for what is seen once."""
        ...


def told_bias(
    mask: Mask, variable: str, visit: str, beside: Beside, estimate: Estimate, null: float
) -> Estimate:
    """An estimate from an outcome and a characteristic, or that it is masked.

    It is told where all results of both are, where the numbers of patients behind it are, and where no group of patients
    with one value of both is small: a share and its difference between two levels would give such a group back.
    """
    if not mask.policy.coarse:
        return estimate
    verdicts = mask.verdict(variable, visit), mask.verdict(beside.characteristic, beside.characteristic_visit)
    known = exact(estimate.n_treated), exact(estimate.n_control)
    sizes = [side.of(n) for side, n in zip(mask.sizes, known, strict=True)]
    told = all(verdict.told is Told.ALL for verdict in verdicts) and not is_masked(*sizes)
    few = any(verdict.levels for verdict in verdicts) and _few_together(mask, variable, visit, beside)
    return told_estimate(mask, estimate, null, told and not few)


def _few_together(mask: Mask, variable: str, visit: str, beside: Beside) -> bool:
    """Whether some patients of an arm with one value of both are few; a number with many values is one group."""
    sides = zip(
        _groups(mask, variable, visit),
        _groups(mask, beside.characteristic, beside.characteristic_visit),
        strict=True,
    )
    for one, other in sides:
        known = ~np.isnan(one) & ~np.isnan(other)
        counts = Counter(zip(one[known].tolist(), other[known].tolist(), strict=True))
        every = [counts[a, b] for a in set(one[known].tolist()) for b in set(other[known].tolist())]
        if any(n and mask.policy.small(n) for n in every) or _hides_none(mask, every):
            return True
    return False


def _hides_none(mask: Mask, counts: list[int]) -> bool:
    return mask.policy.small(0) and 0 in counts


def _groups(mask: Mask, variable: str, visit: str) -> tuple[np.ndarray, np.ndarray]:
    """Both arms as the groups that a share is of; one group of all where a variable has too many values for that."""
    arms = arms_of(mask.study, mask.study.variable(variable), visit or None)
    if arms.treated_event is not None and arms.control_event is not None:
        return arms.treated_event, arms.control_event
    treated, control = arms.treated, arms.control
    if mask.verdict(variable, visit).levels is None:
        return _known(treated), _known(control)
    return (treated, control) if arms.levels else (_any(treated), _any(control))


def _known(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), np.nan, 0.0)


def _any(values: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), np.nan, values > 0)
