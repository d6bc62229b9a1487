"""What is adjusted for and may not be from before treatment: told without a number, whatever the policy masks."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import adjusted_for
from twoarm.study.plausible.missing import LEFT_OUT
from twoarm.study.schema.kinds import Kind, Role

FAR = 1.0  # standard deviations; so far apart are arms rarely before treatment, and often after it
_FEW = 5  # patients with a value in an arm; with fewer, chance alone brings arms so far apart


def far_apart_warnings(study: Study) -> Iterator[Problem]:
    """Covariates in which the arms lie far apart; what is left out of adjustments anyway is another matter."""
    for variable in (v for v in adjusted_for(study) if v.role == Role.COVARIATE):
        where = Place(f"{variable.table}.csv", at=variable.name)
        arms = [_values(study, variable, arm) for arm in study.cohort.arms]
        if _far_apart(variable, *(arm.dropna().to_numpy(float) for arm in arms)):
            rule = f"the arms lie more than {FAR:g} standard deviation apart, and results are adjusted for it"
            yield Problem(where, rule, f"was it measured after treatment? {LEFT_OUT}")


def _values(study: Study, variable: Variable, arm: str) -> pd.Series:
    """A number per patient of the arm: levels by their order, nan where there is none."""
    values = study.cohort.values(variable, arm, study.baseline_of(variable))
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.where(values.notna()).astype(float)
    return values.astype(float)


def _far_apart(variable: Variable, treated: np.ndarray, control: np.ndarray) -> bool:
    """Whether the arms lie far apart, of levels without an order in one of them."""
    if min(treated.size, control.size) < _FEW:
        return False
    if variable.kind != Kind.CATEGORICAL:
        return _apart(treated, control) > FAR
    levels = range(len(variable.levels))
    return any(_apart(treated == level, control == level) > FAR for level in levels)


def _apart(treated: np.ndarray, control: np.ndarray) -> float:
    """The difference of two means in standard deviations, without its sign; 0 where no arm varies."""
    spread = math.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    return abs(treated.mean() - control.mean()) / spread if spread else 0.0
