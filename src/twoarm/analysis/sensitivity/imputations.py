"""Outcomes that some patients lack: what they come to once the missing values are imputed, and what would turn that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from twoarm.analysis.arms.imputed import Incomplete, incomplete_of
from twoarm.analysis.arms.labelled import labelled
from twoarm.analysis.arms.occasions import imputed_kind
from twoarm.analysis.arms.values import arms_of
from twoarm.analysis.comparison.compare import primary_result
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.told.results import masked_estimate, rounded_estimate, told_results
from twoarm.analysis.masking.digits import rounded
from twoarm.analysis.masking.verdicts import Mask, Told
from twoarm.analysis.registry.entries import methods_for, specified_by
from twoarm.analysis.registry.method import COUNTED, Method
from twoarm.analysis.registry.specification import Specification
from twoarm.analysis.sensitivity.turning import (
    Turning,
    completed_events,
    moved_values,
    turning_of_hazards,
    turning_of_shares,
    turning_of_values,
)
from twoarm.faces import counts_only
from twoarm.masked import Count
from twoarm.methods.estimate import Estimate
from twoarm.methods.missing import Pooled, known_enough
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Row, RowsByTable

TOO_FEW = "known in fewer than a fifth of the patients of an arm, or in fewer than three"
TOO_LARGE = "too many patients and values to impute at once"


@counts_only
@dataclass(frozen=True)
class Imputation:
    """An outcome with missing values, by its complete cases and with the missing values imputed.

    Attributes
    ----------
    known : the result of the patients whose values are complete, on the scale of the pooled one: that which the section
        shows, but of times the hazard ratio.
    pooled : the result of all patients; with the reason where there is none.
    complete : patients of either arm whose values are complete. whole : patients of either arm.
    number : how many imputations. lost : the fraction of missing information. None without a pooled result.
    turning : where its conclusion turns; None where there is none, or nothing that could move.
    """

    known: Result
    pooled: Result
    complete: tuple[Count, Count]
    whole: tuple[Count, Count]
    number: int | None = None
    lost: float | None = None
    turning: Turning | None = None

    @property
    def estimable(self) -> bool:
        """Whether there is a pooled result."""
        return self.pooled.estimate.estimable

    @property
    def compared(self) -> bool:
        """Whether both results have an interval, so that it can be asked whether they say the same."""
        return self.pooled.estimate.low is not None and self.known.estimate.low is not None

    @property
    def elsewhere(self) -> bool:
        """Whether the intervals of both lie otherwise to no difference."""
        return self.compared and self.pooled.side != self.known.side

    def row(self) -> Row:
        """This outcome as a row of imputation.csv."""
        t = self.turning
        complete = dict(zip(("complete_treated", "complete_control"), self.complete, strict=True))
        sizes = dict(zip(("n_treated", "n_control"), self.whole, strict=True))
        moved = {} if t is None else _moved(t)
        return {
            **self.known.place(),
            "analysis": self.pooled.analysis,
            **complete,
            **sizes,
            "imputations": self.number,
            "lost_information": self.lost,
            **dict.fromkeys(MOVED),
            **moved,
            "reason": self.pooled.estimate.reason,
        }

    def points(self) -> Iterator[Row]:
        """The rows of tipping.csv: what each move comes to."""
        for at, estimate in self.turning.points if self.turning else ():
            numbers = replace(self.pooled, estimate=estimate).numbers()
            yield {
                **self.known.place(),
                "analysis": self.pooled.analysis,
                "at": at,
                **numbers,
                "reason": estimate.reason,
            }


MOVED = (
    *("moved_arm", "move", "start", "least_move", "most_move"),
    *("turns_below", "turns_above", "completions", "turned"),
)


def _moved(t: Turning) -> Row:
    ends = t.start, t.low, t.high, t.below, t.above, t.completions, t.turned
    return dict(zip(MOVED, ("control" if t.side else "treated", str(t.move), *ends), strict=True))


@counts_only
@dataclass(frozen=True)
class Imputations:
    """The outcomes of a study by whether a patient lacks what their main analysis takes.

    Attributes
    ----------
    whole : outcomes that no patient lacks. found : those of which a pooled result was asked for.
    unpooled : those that some patient lacks and whose main result has no pooled form.
    """

    study: Study
    whole: tuple[str, ...]
    found: tuple[Imputation, ...]
    unpooled: tuple[str, ...]

    @cached_property
    def estimable(self) -> tuple[Imputation, ...]:
        """Those with a pooled result."""
        return tuple(one for one in self.found if one.estimable)

    @property
    def masked(self) -> tuple[Imputation, ...]:
        """Those whose pooled result a policy masks."""
        return tuple(one for one in self.found if one.pooled.estimate.masked)

    def rows(self) -> RowsByTable:
        """The rows of results.csv, of imputation.csv and of tipping.csv."""
        tables = {
            "results": [one.pooled.row() for one in self.found],
            "imputation": [one.row() for one in self.found],
            "tipping": [row for one in self.found for row in one.points()],
        }
        return labelled(self.study, tables)


def impute_outcomes(study: Study) -> Imputations:
    """Every outcome at its latest visit, imputed where a patient lacks a value that its main analysis takes.

    Returns
    -------
    No imputed value: they stay in memory while the estimates are made.
    """
    whole, found, unpooled = [], [], []
    mask = Mask(study)
    for variable in (v for name in study.sections for v in study.section(name, "outcome")):
        primary = primary_result(study, variable)
        if primary is None:
            continue
        asked = incomplete_of(study, variable, adjusted=primary.method.uses_baseline)
        entry = _entry(study, variable)
        if not asked.any_lacking:
            whole.append(variable.name)
        elif entry is None:
            unpooled.append(variable.name)
        else:
            known = primary if primary.scale == entry.scale else _of_cox(study, variable, primary)
            found.append(_imputation(mask, known, entry, asked))
    return Imputations(study, tuple(whole), tuple(found), tuple(unpooled))


def _entry(study: Study, variable: Variable) -> Method | None:
    """The entry of the registry by which an outcome of this kind is pooled."""
    found = methods_for(variable.measure, {imputed_kind(study, variable)})
    return found[0][0] if found else None


def _of_cox(study: Study, variable: Variable, primary: Result) -> Result:
    """Of a time, whose main result is a difference of means, the hazard ratio of the same patients."""
    entry = specified_by(variable.measure, Specification("cox"))
    if entry is None or entry.function is None:
        return primary
    estimate = entry.estimate(arms_of(study, variable), study.parameters.level)
    return _result(primary, entry, estimate)


def _imputation(mask: Mask, known: Result, entry: Method, asked: Incomplete) -> Imputation:
    cohort = mask.study.cohort
    whole = cohort.size(cohort.arms[0]), cohort.size(cohort.arms[1])
    complete = _complete(asked, 0), _complete(asked, 1)
    (told,) = told_results(mask, [known])
    if not _may_be_told(mask, known, asked, complete):
        sizes = mask.sizes[0].whole, mask.sizes[1].whole
        counted = mask.sizes[0].of(complete[0]), mask.sizes[1].of(complete[1])
        return Imputation(told, _result(known, entry, masked_estimate(mask.policy, *sizes)), counted, sizes)
    estimate, pooled, turning = _pooled(asked, known, entry, mask.study.parameters.level)
    pooled_result = _result(known, entry, rounded_estimate(estimate, mask.policy, entry.scale.null))
    if pooled is None:
        return Imputation(told, pooled_result, complete, whole)
    lost = rounded(pooled.lost_information, mask.policy.digits)
    number = pooled.number
    return Imputation(told, pooled_result, complete, whole, number, lost, _rounded(mask, turning, entry))


def _complete(asked: Incomplete, side: int) -> int:
    """Patients of an arm with every value that the analysis takes."""
    return int((~asked.lacking(side)).sum())


def _pooled(
    asked: Incomplete, known: Result, entry: Method, level: float
) -> tuple[Estimate, Pooled | None, Turning | None]:
    """The estimate, what the imputations say together, and where it turns."""
    sizes = [column.values.size for column in asked.analysed[0]]
    if not all(known_enough(column.values) for pair in asked.analysed for column in pair):
        return Estimate.none(TOO_FEW, *sizes), None, None
    if asked.too_large:
        return Estimate.none(TOO_LARGE, *sizes), None, None
    both = asked.imputed()
    if entry.measures[0] not in COUNTED and entry.measures != ("time",):
        moved = moved_values(asked, both)
        completed = moved.at(0.0)
        turning = None if completed.reason else turning_of_values(asked, moved, level)
        return completed.estimate(level), completed.pooled, turning
    completed = completed_events(asked, both)
    if completed.reason:
        return completed.estimate(level), None, None
    shares = entry.measures[0] in COUNTED
    turning = turning_of_shares(asked, level) if shares else turning_of_hazards(asked, both, level)
    return completed.estimate(level), completed.pooled, turning


def _result(beside: Result, entry: Method, estimate: Estimate) -> Result:
    unit = beside.unit if entry.scale == beside.scale else ""
    place = beside.section, beside.variable, beside.visit, ""
    return Result(*place, entry.name, entry.estimand, estimate, unit, "sensitivity", entry.scale)


def _may_be_told(mask: Mask, known: Result, asked: Incomplete, complete: tuple[int, ...]) -> bool:
    """Whether every number of patients of the outcome is told as it is: the shares of the imputed ones follow from it."""
    if not mask.policy.coarse:
        return True
    study, outcome = mask.study, mask.study.variable(known.variable)
    visits = [visit.code for visit in study.visits_of(outcome)] or [""]
    if any(mask.verdict(outcome.name, visit).told is not Told.ALL for visit in visits):
        return False
    if any(levels.masked for visit in visits for levels in mask.verdict(outcome.name, visit).levels or ()):
        return False
    pairs = (*asked.analysed, *asked.others)
    counts = [tuple(int((~column.missing).sum()) for column in pair) for pair in pairs]
    return all(_as_it_is(mask, side, pair[side]) for pair in (complete, *counts) for side in (0, 1))


def _as_it_is(mask: Mask, side: int, n: int) -> bool:
    sizes = mask.sizes[side]
    whole = sizes.shown[0]
    return sizes.of(n) == n and sizes.missing(n) == whole - n and sizes.whole == whole


def _rounded(mask: Mask, turning: Turning | None, entry: Method) -> Turning | None:
    """With no more digits than the policy lets it have."""
    if turning is None or not mask.policy.coarse:
        return turning
    digits, null = mask.policy.digits, entry.scale.null
    points = tuple((rounded(at, digits), rounded_estimate(e, mask.policy, null)) for at, e in turning.points)
    names = ("start", "low", "high", "below", "above")
    ends = {name: rounded(getattr(turning, name), digits) for name in names}
    return replace(turning, points=points, **ends)
