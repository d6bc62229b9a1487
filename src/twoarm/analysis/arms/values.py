"""The values of one variable in both arms, as arrays: what every method of the registry receives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import pandas as pd

from twoarm.analysis.arms.coarse_times import ToldTimes, told_times
from twoarm.computed.digest import digest
from twoarm.faces import counts_only
from twoarm.methods.estimate import complete_pairs
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


@counts_only
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
    tau : horizon of a restricted mean, or None where it is as far as the patients' times are known.
    treated_course, control_course : the same patients at every visit after the baseline visit, shape (n, visits), only for
        a course.
    treated_units, control_units : units in each patient, among which events are counted, only where they are.
    treated_covariates, control_covariates : what was known of the same patients before treatment, shape (n, p), or None.
    treated_within, control_within : the values of the units of each patient, shape (n, most units), only of units; the
        values of the patients are their means.
    own_covariates : for each of its columns whether it is the variable itself at the baseline visit; empty for of none.
    covariate_labels : how each column is called; empty where they have no names.
    margin, mcid, better : as the dictionary states them; a margin of shares is a proportion here.
    alpha : two-sided significance level, for what asks whether it is crossed.
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
    treated_course: np.ndarray | None = None
    control_course: np.ndarray | None = None
    treated_units: np.ndarray | None = None
    control_units: np.ndarray | None = None
    treated_covariates: np.ndarray | None = None
    control_covariates: np.ndarray | None = None
    treated_within: np.ndarray | None = None
    control_within: np.ndarray | None = None
    own_covariates: tuple[bool, ...] = ()
    covariate_labels: tuple[str, ...] = ()
    margin: float | None = None
    mcid: float | None = None
    better: str = ""
    alpha: float = 0.05

    @cached_property
    def content(self) -> bytes:
        """A digest of all fields but the significance level, of which few methods ask."""
        return digest(*(getattr(self, field.name) for field in fields(self) if field.name != "alpha"))

    def complete(self) -> tuple[np.ndarray, np.ndarray]:
        """Both arms without their missing values."""
        return self.treated[~np.isnan(self.treated)], self.control[~np.isnan(self.control)]

    def counts(self) -> tuple[list[int], list[int]]:
        """Patients per level in both arms."""
        treated, control = (
            np.bincount(x.astype(int), minlength=self.levels).tolist() for x in self.complete()
        )
        return treated, control

    def with_any(self) -> tuple[int, int, int, int]:
        """Patients with the event (or one at least) and patients with a value: treated, then control."""
        treated, control = self.complete()
        return int((treated > 0).sum()), len(treated), int((control > 0).sum()), len(control)

    @property
    def outcome(self) -> np.ndarray:
        """The outcome of each patient, the treated first; of events whether the patient has any."""
        both = np.concatenate([self.treated, self.control])
        return any_event(both) if self.measure == "events" else both

    @property
    def event(self) -> np.ndarray | None:
        """Whether the event of each patient was seen, the treated first; only for a time."""
        if self.treated_event is None or self.control_event is None:
            return None
        return np.concatenate([self.treated_event, self.control_event])

    @property
    def baseline(self) -> np.ndarray | None:
        """The same patients at the baseline visit, shape (n, 1), only where there is one."""
        if self.treated_baseline is None or self.control_baseline is None:
            return None
        return np.concatenate([self.treated_baseline, self.control_baseline])[:, None]

    @property
    def is_treated(self) -> np.ndarray:
        """Who is in the treated arm, the treated first."""
        return np.repeat([True, False], [len(self.treated), len(self.control)])

    def with_events_as_any(self) -> Arms:
        """The same patients with 1 in the place of any number of events."""
        one = {"treated": any_event(self.treated), "control": any_event(self.control)}
        return replace(self, **one, treated_units=None, control_units=None)

    def without_baseline(self) -> Arms:
        """The same comparison with nothing known before treatment."""
        return replace(self, treated_baseline=None, control_baseline=None)

    def swapped(self) -> Arms:
        """The same comparison with the arms exchanged."""
        sides = [f.name.removeprefix("treated") for f in fields(self) if f.name.startswith("treated")]
        pairs = [(f"treated{side}", f"control{side}") for side in sides]
        exchanged = {a: getattr(self, b) for pair in pairs for a, b in (pair, pair[::-1])}
        return replace(self, **exchanged)


def any_event(counts: np.ndarray) -> np.ndarray:
    """Whether there is any event, as 0 and 1; what is missing stays so."""
    return np.where(np.isnan(counts), np.nan, counts > 0)


def arms_of(study: Study, variable: Variable, visit: str | None = None, baseline: str | None = None) -> Arms:
    """Gather a variable's arrays from the cohort, with what the study states about it."""

    def both(which: Callable[[str], pd.Series | pd.DataFrame], wanted: object) -> Iterator[np.ndarray | None]:
        return (_numbers(which(arm)) if wanted else None for arm in study.cohort.arms)

    cohort, share = study.cohort, 100 if variable.measure in ("binary", "events") else 1
    treated, control = (_numbers(cohort.values(variable, arm, visit)) for arm in cohort.arms)
    treated_baseline, control_baseline = both(lambda arm: cohort.values(variable, arm, baseline), baseline)
    treated_event, control_event = both(lambda arm: cohort.events(variable, arm), variable.kind == "time")
    treated_units, control_units = both(lambda arm: _units(study, variable, arm, visit), variable.of)
    treated_within, control_within = both(lambda arm: _rows_of_units(study, variable, arm), variable.in_units)
    return Arms(
        treated,
        control,
        treated_event,
        control_event,
        treated_baseline,
        control_baseline,
        levels=0 if variable.in_units else len(variable.levels),
        tau=_horizon(study, variable),
        measure=variable.measure,
        treated_units=treated_units,
        control_units=control_units,
        treated_within=treated_within,
        control_within=control_within,
        margin=variable.margin and variable.margin / share,
        mcid=variable.mcid,
        better=variable.better,
        alpha=study.parameters.alpha,
    )


def told_times_of(study: Study, variable: Variable) -> list[ToldTimes]:
    """What the policy lets be told of a time to event in each arm, treated arm first."""
    return told_times(study.spec.policy, [times_of(study, variable, arm) for arm in study.cohort.arms])


def times_of(study: Study, variable: Variable, arm: str) -> tuple[np.ndarray, np.ndarray]:
    """Times and events of the patients of an arm of whom both are known."""
    time, event = study.cohort.values(variable, arm), study.cohort.events(variable, arm)
    return complete_pairs(time.to_numpy(float), event.to_numpy(float))


def _horizon(study: Study, variable: Variable) -> float | None:
    """As stated, else where a policy that coarsens times lets both curves be seen; None leaves it to the times."""
    if variable.tau is not None or variable.kind != "time" or not study.spec.policy.coarse_times:
        return variable.tau
    return min(arm.end or 0.0 for arm in told_times_of(study, variable))


def course_of(study: Study, variable: Variable, visits: list[str], baseline: str | None) -> Arms:
    """The same patients at several visits, in the visits' order, and before them where there is a baseline visit."""
    arms = arms_of(study, variable, visits[-1], baseline)
    treated, control = (
        np.column_stack([_numbers(study.cohort.values(variable, arm, visit)) for visit in visits])
        for arm in study.cohort.arms
    )
    return replace(arms, treated_course=treated, control_course=control)


def _units(study: Study, variable: Variable, arm: str, visit: str | None) -> pd.Series:
    """Units in each patient, among which events are counted: one number for all, or a column of its own."""
    values = study.cohort.values(variable, arm, visit)
    if variable.each is not None:
        return pd.Series(float(variable.each), values.index)
    return study.cohort.values(study.variable(variable.of), arm, visit)


def _rows_of_units(study: Study, variable: Variable, arm: str) -> pd.DataFrame:
    """One row per patient with the values of the units, in the order of the file; nan where there are fewer."""
    values = study.cohort.unit_values(variable, arm)
    places = values.groupby(level=0).cumcount()
    table = values.set_axis(pd.MultiIndex.from_arrays([values.index, places])).unstack()
    return table.reindex(study.cohort.values(variable, arm).index)


def _numbers(values: pd.Series | pd.DataFrame) -> np.ndarray:
    """Floats; the code of a category, the days of a date since 1970; nan where there is none."""
    if hasattr(values, "cat"):
        codes = values.cat.codes.to_numpy(float)
        return np.where(codes < 0, np.nan, codes)
    if pd.api.types.is_datetime64_any_dtype(values):  # as a float a missing date would be a number
        return ((values - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(float)
    return values.to_numpy(float)
