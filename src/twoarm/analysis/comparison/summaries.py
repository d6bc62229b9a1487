"""What was observed: counts, means and quantiles per arm, without any comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from twoarm.analysis.arms.improvement import Period, improved
from twoarm.analysis.arms.occasions import Occasion, kinds_of, main_visit, visits_after
from twoarm.analysis.arms.values import arms_of
from twoarm.analysis.comparison.event_curves import quartiles_of
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import Count
from twoarm.study.dictionary import AVERAGED, Variable
from twoarm.study.opened import Study

SKEWED = 0.2  # standard deviations between mean and median


OVERALL = ""  # the arm of a row of both together


@dataclass(frozen=True)
class Summary:
    """One row of summaries.csv; ``level`` is set for a levelled variable, ``arm`` empty for both, empty numbers are None."""

    section: str
    variable: str
    visit: str
    arm: str
    level: str = ""
    n: Count = 0
    missing: Count = 0
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    min: float | None = None
    max: float | None = None
    count: Count | None = None
    percent: float | None = None
    p5: float | None = None
    p95: float | None = None
    units: Count | None = None

    @property
    def lean(self) -> float | None:
        """How far the mean lies above the median, in standard deviations; None where not all of them are told."""
        known = None not in (self.mean, self.sd, self.median, self.q1, self.q3)
        return ((self.mean or 0.0) - (self.median or 0.0)) / self.sd if known and self.sd else None

    def __repr__(self) -> str:
        return f"<Summary: {self.n} values of {self.variable}, {self.missing} missing>"


def skewed(rows: Sequence[Summary]) -> bool:
    """Whether the means of the arms lie on average more than `SKEWED` deviations away from their medians.

    Of 30 patients in each arm whose values are normally distributed, two standard errors of that average.
    """
    leans = [row.lean for row in rows]
    return bool(leans) and None not in leans and abs(float(np.mean([x or 0.0 for x in leans]))) > SKEWED


def summarise(study: Study, variable: Variable, visit: str = "") -> list[Summary]:
    """The rows of one variable at one visit, treated arm first."""
    arms = arms_of(study, variable, visit or None)
    rows: list[Summary] = []
    sides = (
        (arms.treated, arms.treated_event, arms.treated_units),
        (arms.control, arms.control_event, arms.control_units),
    )
    for spec, (values, event, units) in zip(study.arms, sides, strict=True):
        known = values[~np.isnan(values)]
        head: dict[str, Any] = {"section": variable.section, "variable": variable.name, "visit": visit}
        head |= {"arm": spec.level, "n": len(known), "missing": len(values) - len(known)}
        rows += _rows(variable, known, event, values, units, head)
    if variable.in_units:
        rows = [replace(row, units=_all_units(study, variable, row.arm)) for row in rows]
    return _with_quartiles(study, variable, rows) if variable.kind == "time" else rows


def summarise_both(study: Study, variable: Variable, visit: str = "") -> list[Summary]:
    """The rows of one variable at one visit, of both arms together."""
    arms = arms_of(study, variable, visit or None)
    values = np.concatenate([arms.treated, arms.control])
    events, units = (
        None if a is None or b is None else np.concatenate([a, b])
        for a, b in (
            (arms.treated_event, arms.control_event),
            (arms.treated_units, arms.control_units),
        )
    )
    known = values[~np.isnan(values)]
    head: dict[str, Any] = {"section": variable.section, "variable": variable.name, "visit": visit}
    head |= {"arm": OVERALL, "n": len(known), "missing": len(values) - len(known)}
    rows = _rows(variable, known, events, values, units, head)
    if not variable.in_units:
        return rows
    known_units = [_all_units(study, variable, arm.level) for arm in study.arms]
    within = None if None in known_units else sum(count or 0 for count in known_units)
    return [replace(row, units=within) for row in rows]


def summarise_changes(study: Study, variable: Variable) -> list[Summary]:
    """What lies between visits in each arm: early and later change, and patients improved enough."""
    kinds = kinds_of(study, variable) if variable.measure in AVERAGED else set()
    after, rows = visits_after(study, variable), []
    if Occasion.EARLY in kinds:
        for level, visit, before in (
            (Period.EARLY, after[0], study.baseline_of(variable)),
            (Period.LATE, after[-1], after[0]),
        ):
            arms = arms_of(study, variable, visit, before)
            changes = arms.treated - arms.treated_baseline, arms.control - arms.control_baseline
            rows += [_alone(study, variable, visit, i, level, values) for i, values in enumerate(changes)]
    if Occasion.IMPORTANT in kinds:
        visit = main_visit(study, variable)
        arms = arms_of(study, variable, visit, study.baseline_of(variable))
        for level, absolute in ((Period.IMPROVED, True), (Period.IMPROVED_RELATIVE, False)):
            shares = improved(arms, absolute)
            rows += [
                _alone(study, variable, visit, i, level, values)
                for i, values in enumerate((shares.treated, shares.control))
            ]
    return rows


def with_pooled_sd(results: Iterable[Result], summaries: Sequence[Summary]) -> list[Result]:
    """The results, each primary difference of means with the pooled deviation of the arms at its visit."""
    sds: dict[tuple[str, str], list[float | None]] = {}
    for s in summaries:
        sds.setdefault((s.variable, s.visit), []).append(s.sd)

    def of_means(r: Result) -> bool:
        return r.scale is Scale.UNIT and r.role == "primary" and not r.arm

    return [replace(r, pooled_sd=_pooled(sds[r.variable, r.visit])) if of_means(r) else r for r in results]


def _pooled(sds: Sequence[float | None]) -> float | None:
    """The root of the mean variance; None where an arm has no deviation, or no arm has any."""
    known = [sd for sd in sds if sd is not None]
    whole = len(known) == len(sds) and any(known)
    return float(np.sqrt(np.mean(np.square(known)))) if whole else None


def _alone(study: Study, variable: Variable, visit: str, arm: int, level: str, values: np.ndarray) -> Summary:
    """A row of one arm under a level of its own name."""
    known = values[~np.isnan(values)]
    head: dict[str, Any] = {"section": variable.section, "variable": variable.name, "visit": visit}
    head |= {"arm": study.arms[arm].level, "n": len(known), "missing": len(values) - len(known)}
    if level in (Period.IMPROVED, Period.IMPROVED_RELATIVE):
        return _share(head, level, int(known.sum()), len(known))
    return replace(_numbers(head, known), level=level)


def _rows(
    variable: Variable,
    known: np.ndarray,
    event: np.ndarray | None,
    values: np.ndarray,
    units: np.ndarray | None,
    head: dict[str, Any],
) -> list[Summary]:
    if variable.in_units:
        return [_numbers(head, known)]
    if variable.kind == "binary":
        return [_share(head, variable.labels[1], int(known.sum()), len(known))]
    if variable.levels:
        counts = np.bincount(known.astype(int), minlength=len(variable.levels))
        return [
            _share(head, label, int(c), len(known)) for label, c in zip(variable.labels, counts, strict=True)
        ]
    if variable.measure == "events":
        patients = _share(head, "patients", int((known > 0).sum()), len(known))
        return [patients, _units(head, variable, values, units)]
    if variable.kind == "date":  # known or not; the average of dates is no summary of a cohort
        return [Summary(**head)]
    if variable.kind == "time":
        return [_time(head, values, event)]
    return [_numbers(head, known)]


def _all_units(study: Study, variable: Variable, arm: str) -> int | None:
    """Units with a value; a policy that masks does not tell them: few patients may have the most of them."""
    return None if study.spec.policy.coarse else len(study.cohort.unit_values(variable, arm))


def _units(head: dict[str, Any], variable: Variable, values: np.ndarray, each: np.ndarray) -> Summary:
    """Units with the event among the units of the patients for whom both are known."""
    both = ~np.isnan(values) & ~np.isnan(each)
    return _share(head, variable.unit or "units", int(values[both].sum()), int(each[both].sum()))


def _share(head: dict[str, Any], level: str, count: int, n: int) -> Summary:
    head = {**head, "n": n}
    return Summary(**head, level=level, count=count, percent=100 * count / n if n else None)


def _numbers(head: dict[str, Any], known: np.ndarray) -> Summary:
    if not len(known):
        return Summary(**head)
    p5, q1, median, q3, p95 = (float(x) for x in np.quantile(known, [0.05, 0.25, 0.5, 0.75, 0.95]))
    sd = float(known.std(ddof=1)) if len(known) > 1 else None
    ends = float(known.min()), float(known.max())
    found = Summary(**head, mean=float(known.mean()), sd=sd, median=median, q1=q1, q3=q3)
    return replace(found, min=ends[0], max=ends[1], p5=p5, p95=p95)


def _time(head: dict[str, Any], values: np.ndarray, event: np.ndarray) -> Summary:
    """Events as the count."""
    known = ~np.isnan(values) & ~np.isnan(event)
    head = head | {"n": int(known.sum()), "missing": int((~known).sum())}
    if not known.any():
        return Summary(**head)
    count = int(event[known].sum())
    return Summary(**head, count=count, percent=100 * count / int(known.sum()))


def _with_quartiles(study: Study, variable: Variable, rows: list[Summary]) -> list[Summary]:
    """The median of each arm's curve with its quartiles: None where it does not reach them as far as it is told."""
    found = zip(rows, quartiles_of(study, variable), strict=True)
    return [replace(row, q1=q1, median=median, q3=q3) for row, (q1, median, q3) in found]
