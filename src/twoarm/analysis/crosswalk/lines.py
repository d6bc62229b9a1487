"""Each published statement that names an outcome, beside what the cohort has of it, and how many are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twoarm.analysis.arms.labelled import labelled
from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.compare import Comparison, compare_baseline, compare_section
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.crosswalk.met import Judged, Met, judged_by
from twoarm.analysis.crosswalk.observed import (
    NOT_SUMMARISED,
    observed_mean,
    observed_share,
    tested_change,
)
from twoarm.analysis.crosswalk.statements import BOTH_ARMS, Quantity, Statement, statements_of
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.masked import Count
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.schema.kinds import Kind
from twoarm.study.specification import DESCRIBING
from twoarm.tables.columns import Row, RowsByTable

UNCOMPARED = "not compared at this visit"


@counts_only
@dataclass(frozen=True)
class CrossedStatement:
    """A statement beside what the cohort has.

    Attributes
    ----------
    variable, visit : of which the value is; the visit is empty of what is measured once.
    arm : the code of the arm; empty of both together, and of what is between them.
    estimate, scale : the value; events are counted where it is a share that is told.
    unit : of the value, where it has one.
    """

    statement: Statement
    variable: Variable
    visit: str
    arm: str
    estimate: Estimate
    scale: Scale
    unit: str
    judged: Judged
    events: Count | None = None

    @property
    def n(self) -> Count:
        """The patients, or units, behind the value."""
        return self.estimate.n_treated + self.estimate.n_control

    @property
    def null(self) -> float:
        """The value of no difference."""
        return self.scale.null

    def row(self) -> Row:
        """The row of crosswalk.csv."""
        s, e = self.statement, self.estimate
        place = {"variable": self.variable.name, "visit": self.visit, "arm": self.arm}
        stated = {"statement": s.printed, "direction": {1: "higher", -1: "lower"}.get(s.direction, "")}
        interval = {"low": e.low, "high": e.high, "conf_level": e.conf_level, "p_value": e.p_value}
        answer = {"met": str(self.judged.met), "reason": str(self.judged.grounds)}
        quantity = f"{s.quantity}_of_units" if s.units else str(s.quantity)
        of_value = {"quantity": quantity, "measure_unit": _measure_unit(self.scale, self.unit)}
        claim = {"claim": s.claim.id, "part": s.claim.part, "question": s.claim.question or ""}
        return {**claim, **place, **stated, "n": self.n, "value": e.value, **interval, **answer, **of_value}


@counts_only
@dataclass(frozen=True)
class Crosswalk:
    """Every statement of a study that names an outcome, in the order of its claims.

    Attributes
    ----------
    comparisons : the sections of the outcomes, by their codes.
    """

    study: Study
    comparisons: Mapping[str, Comparison]
    lines: tuple[CrossedStatement, ...]

    def having(self, met: Met) -> list[CrossedStatement]:
        """The statements with an answer."""
        return [line for line in self.lines if line.judged.met is met]

    def rows(self) -> RowsByTable:
        """The rows of crosswalk.csv."""
        return labelled(self.study, {"crosswalk": [line.row() for line in self.lines]})


def crosswalk_of(study: Study) -> Crosswalk | None:
    """The published statements of a study beside its cohort; None where no claim names an outcome.

    Every value is one that the sections tell, or is made from such values alone: what a policy masks is masked here too.
    """
    found = list(statements_of(study.claims)) if study.crossed else []
    if not found:
        return None
    sections = dict.fromkeys(study.variable(s.claim.variable or "").section for s in found)
    comparisons = {code: _compared(study, code) for code in sections if code}
    return Crosswalk(study, comparisons, tuple(_crossed(study, comparisons, s) for s in found))


def _compared(study: Study, section: str) -> Comparison:
    return (
        compare_baseline(study) if section == DESCRIBING else compare_section(study, section, thorough=False)
    )


def _crossed(study: Study, comparisons: Mapping[str, Comparison], statement: Statement) -> CrossedStatement:
    variable = study.variable(statement.claim.variable or "")
    comparison = comparisons.get(variable.section)
    visit = _visit(study, comparison, variable, statement)
    arm = "" if not statement.arm else study.arms[BOTH_ARMS.index(statement.arm)].level
    estimate, scale, events = _value(study, comparison, variable, statement, visit, arm)
    judged = judged_by(statement, estimate, scale.null, is_time=variable.kind is Kind.TIME)
    unit = scale.unit(variable.unit)
    return CrossedStatement(statement, variable, visit, arm, estimate, scale, unit, judged, events)


def _visit(study: Study, comparison: Comparison | None, variable: Variable, statement: Statement) -> str:
    """As the claim says; else that of the main result, of a characteristic the one before treatment."""
    if statement.claim.visit:
        return statement.claim.visit
    if variable.section == DESCRIBING:
        return study.baseline_of(variable) or ""
    return comparison.main_visit(variable) if comparison else ""


def _value(
    study: Study,
    comparison: Comparison | None,
    variable: Variable,
    statement: Statement,
    visit: str,
    arm: str,
) -> tuple[Estimate, Scale, Count | None]:
    """What the cohort has, on which scale, and of a share the patients with the event."""
    if comparison is None:
        return Estimate.none(NOT_SUMMARISED), Scale.UNKNOWN, None
    if statement.quantity in (Quantity.DIFFERENCE, Quantity.NONE):
        return *_difference(comparison, variable, visit), None
    if statement.quantity is Quantity.CHANGE:
        return *_change(comparison, variable, visit, arm), None
    arms = [arm] if arm else [spec.level for spec in study.arms]
    rows = [comparison.summary(variable.name, one, visit) for one in arms]
    if statement.quantity is Quantity.SHARE:
        share, events = observed_share(study, variable, statement, rows)
        return share, Scale.SHARE, events
    first = [found[0] for found in rows if found and variable.averaged]
    whole = len(first) == len(arms)
    mean = observed_mean(study, statement.quantity, first) if whole else Estimate.none(NOT_SUMMARISED)
    return mean, Scale.UNIT, None


def _difference(comparison: Comparison, variable: Variable, visit: str) -> tuple[Estimate, Scale]:
    """That of the main analysis of an outcome at a visit."""
    found = comparison.result(variable.name, visit) if comparison.section != DESCRIBING else None
    return (found.estimate, found.scale) if found else (Estimate.none(UNCOMPARED), Scale.UNKNOWN)


def _change(comparison: Comparison, variable: Variable, visit: str, arm: str) -> tuple[Estimate, Scale]:
    """That within an arm since before treatment, with the P of its test."""
    found = list(_within(comparison, variable, visit, arm))
    change = next((r.estimate for r in found if r.scale is Scale.UNIT), None)
    test = next((r.estimate for r in found if r.scale is Scale.P), None)
    if change is None or test is None:
        return Estimate.none(UNCOMPARED), Scale.UNIT
    return tested_change(change, test), Scale.UNIT


def _within(comparison: Comparison, variable: Variable, visit: str, arm: str) -> Iterator[Result]:
    for r in comparison.results:
        if (r.variable, r.visit, r.arm) == (variable.name, visit, arm) and r.method.when is Occasion.WITHIN:
            yield r


def _measure_unit(scale: Scale, unit: str) -> str:
    """The unit; the name of a scale that has none."""
    return unit if scale in (Scale.UNIT, Scale.UNKNOWN, Scale.P) else str(scale)
