"""The values of one variable in both arms, as arrays: what every method of the registry receives."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from twoarm.study.cohort import Cohort
from twoarm.study.dictionary import Variable


@dataclass(frozen=True)
class Arms:
    """Arrays of one variable, treated and control; missing values are nan and each method drops them.

    Attributes
    ----------
    treated, control : values, shape (n,); codes 0, 1, ... of the levels for a levelled variable.
    treated_event, control_event : 0/1, only for a time.
    treated_baseline, control_baseline : the same patients at the baseline visit, only where there is one.
    levels : number of levels of a levelled variable.
    measure : `Variable.measure`, so that the kind of a variable chooses the method and its values never do.
    tau : horizon of a restricted mean, or None.
    """

    treated: np.ndarray
    control: np.ndarray
    treated_event: np.ndarray | None = None
    control_event: np.ndarray | None = None
    treated_baseline: np.ndarray | None = None
    control_baseline: np.ndarray | None = None
    levels: int = 0
    tau: float | None = None
    measure: str = ""

    def complete(self) -> tuple[np.ndarray, np.ndarray]:
        """Both arms without their missing values."""
        return self.treated[~np.isnan(self.treated)], self.control[~np.isnan(self.control)]

    def counts(self) -> tuple[list[int], list[int]]:
        """Patients per level in both arms."""
        treated, control = (
            np.bincount(x.astype(int), minlength=self.levels).tolist() for x in self.complete()
        )
        return treated, control

    def swapped(self) -> Arms:
        """The same comparison with the arms exchanged."""
        return replace(
            self,
            treated=self.control,
            control=self.treated,
            treated_event=self.control_event,
            control_event=self.treated_event,
            treated_baseline=self.control_baseline,
            control_baseline=self.treated_baseline,
        )


def arms_of(
    cohort: Cohort, variable: Variable, visit: str | None = None, baseline: str | None = None
) -> Arms:
    """Gather a variable's arrays from the cohort."""
    pair = [_numbers(cohort.values(variable, arm, visit)) for arm in cohort.arms]
    before: list = [None, None]
    if baseline is not None:
        before = [_numbers(cohort.values(variable, arm, baseline)) for arm in cohort.arms]
    event: list = [None, None]
    if variable.kind == "time":
        event = [_numbers(cohort.events(variable, arm)) for arm in cohort.arms]
    levels = len(variable.levels)
    return Arms(*pair, *event, *before, levels, variable.tau, variable.measure)


def _numbers(values: pd.Series) -> np.ndarray:
    """Floats; the code of a category, the days of a date since 1970; nan where there is none."""
    if hasattr(values, "cat"):
        codes = values.cat.codes.to_numpy(float)
        return np.where(codes < 0, np.nan, codes)
    if pd.api.types.is_datetime64_any_dtype(values):  # as a float a missing date would be a number
        return ((values - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(float)
    return values.to_numpy(float)
