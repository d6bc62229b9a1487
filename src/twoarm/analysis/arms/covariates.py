"""What is known of each patient before treatment, as a matrix of numbers."""

from __future__ import annotations

import numpy as np

from twoarm.analysis.arms.values import arms_of
from twoarm.study.opened import Study


def covariate_matrices(study: Study) -> tuple[np.ndarray, np.ndarray] | None:
    """The covariates of both arms, a column per number and one per level but the first.

    Returns
    -------
    (treated, control), shapes (n1, p) and (n2, p), nan where a value is missing; None without a covariate. A scale in
    order counts its levels; dates are left out.
    """
    columns: list[tuple[np.ndarray, np.ndarray]] = []
    for variable in study.covariates:
        arms = arms_of(study, variable, study.baseline_of(variable))
        if variable.kind != "categorical":
            columns.append((arms.treated, arms.control))
            continue
        for level in range(1, len(variable.levels)):
            columns.append(
                tuple(np.where(np.isnan(x), np.nan, x == level) for x in (arms.treated, arms.control))
            )
    if not columns:
        return None
    treated, control = (np.column_stack(side) for side in zip(*columns, strict=True))
    return treated, control


def has_covariates(study: Study) -> bool:
    """Whether anything is known of the patients before treatment."""
    return bool(study.covariates)
