"""Least squares with what is known before treatment: the value of the outcome itself, other covariates, or both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.specification import BASELINE, BOTH, KNOWN, NONE
from twoarm.methods.estimate import Estimate
from twoarm.methods.weights.adjusted import ONE_ALONE, adjusted_difference


def adjustments_of(arms: Arms) -> list[str]:
    """What a mean may be adjusted for."""
    baseline = [BASELINE] if arms.treated_baseline is not None else []
    known = [KNOWN] if has_others(arms) else []
    return [NONE, *baseline, *known, *([BOTH] if baseline and known else [])]


def has_others(arms: Arms) -> bool:
    """Whether there is a covariate other than the outcome's own value before treatment."""
    return bool(_others(arms).any())


def _others(arms: Arms) -> np.ndarray:
    """Which columns are covariates other than the outcome's own value before treatment."""
    if arms.treated_covariates is None:
        return np.zeros(0, dtype=bool)
    return ~np.array(arms.own_covariates or (False,) * arms.treated_covariates.shape[1])


def adjusted_of(arms: Arms, covariates: str, level: float, *, robust: bool) -> Estimate:
    """Least squares over the patients whose outcome and covariates are all known."""
    outcome = np.concatenate([arms.treated, arms.control])
    treated = np.repeat([True, False], [len(arms.treated), len(arms.control)])
    columns = [np.empty((outcome.size, 0))]
    if covariates in (BASELINE, BOTH):
        columns.append(np.concatenate([arms.treated_baseline, arms.control_baseline])[:, None])
    if covariates in (KNOWN, BOTH):
        # The value before treatment is one choice and what else is known another: together it would count twice.
        columns.append(np.concatenate([arms.treated_covariates, arms.control_covariates])[:, _others(arms)])
    design = np.column_stack(columns)
    known = ~np.isnan(outcome) & ~np.isnan(design).any(axis=1)
    found = adjusted_difference(outcome[known], design[known], treated[known], level, robust=robust)
    return _naming(found, design[known], arms) if covariates in (KNOWN, BOTH) else found


def _naming(found: Estimate, design: np.ndarray, arms: Arms) -> Estimate:
    """The reason with the covariate behind it, where one column has a single patient to itself."""
    labels = np.array(arms.covariate_labels)
    if found.reason != ONE_ALONE or not labels.size:
        return found
    named = labels[_others(arms)]
    alone = [label for label, x in zip(named, design[:, -len(named) :].T, strict=True) if _has_one_alone(x)]
    return replace(found, reason=f"{found.reason}: {alone[0]}") if alone else found


def _has_one_alone(column: np.ndarray) -> bool:
    """Whether all patients but one have the same value."""
    counts = np.unique(column, return_counts=True)[1]
    return len(counts) == 2 and counts.min() == 1
