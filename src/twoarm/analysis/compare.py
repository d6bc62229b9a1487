"""A section compared: every method of the registry that applies to each of its variables at each visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twoarm.analysis.arms import arms_of
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.multiplicity import holm
from twoarm.analysis.registry import methods_for
from twoarm.analysis.summaries import Summary, summarise
from twoarm.study.dictionary import Variable
from twoarm.study.study import Study


@dataclass(frozen=True)
class Result:
    """One row of results.csv: an estimate and what it is an estimate of. `arm` is empty for a contrast."""

    section: str
    variable: str
    visit: str
    arm: str
    analysis: str
    estimand: str
    estimate: Estimate
    unit: str
    role: str
    scale: str
    p_adjusted: float | None = None


@dataclass(frozen=True)
class Comparison:
    """Everything that was computed for a section."""

    study: Study
    section: str
    variables: tuple[Variable, ...]
    results: tuple[Result, ...]
    summaries: tuple[Summary, ...]

    def result(
        self, variable: str, visit: str = "", analysis: str | None = None, arm: str = ""
    ) -> Result | None:
        """The primary result of a variable at a visit, or that of a named analysis."""
        for r in self.results:
            if (r.variable, r.visit, r.arm) == (variable, visit, arm) and (
                r.analysis == analysis if analysis else r.role == "primary"
            ):
                return r
        return None

    def summary(self, variable: str, arm: str, visit: str = "") -> list[Summary]:
        """The rows of a variable in one arm."""
        return [s for s in self.summaries if (s.variable, s.arm, s.visit) == (variable, arm, visit)]

    @property
    def headline(self) -> list[Result]:
        """One primary result per outcome: at its latest visit where it has visits."""
        found = (
            self.result(v.name, latest_visit(self.study, v)) for v in self.variables if v.role == "outcome"
        )
        return [r for r in found if r is not None]


def latest_visit(study: Study, variable: Variable) -> str:
    """Code of the last visit at which a variable is measured; empty for a patients variable."""
    visits = study.visits_of(variable)
    return visits[-1].code if visits else ""


def compare(study: Study, section: str) -> Comparison:
    """Compare the arms in every outcome of a section, treated minus control.

    Returns
    -------
    Results at every visit after the baseline visit, changes within each arm (descriptive), summaries at every visit.
    P values of the primary results at the latest visits carry their adjustment within their family.
    """
    variables = tuple(study.section(section, "outcome", "none", "covariate"))
    results = [r for v in variables if v.role == "outcome" for r in _results(study, v)]
    adjusted = _adjusted(study, section)
    results = [_with_adjusted(study, r, adjusted) for r in results]
    summaries = [s for v in variables for visit in _visits(study, v) for s in summarise(study, v, visit)]
    return Comparison(study, section, variables, tuple(results), tuple(summaries))


def compare_baseline(study: Study) -> Comparison:
    """Describe both arms before treatment: covariates, and outcomes at the baseline visit, with standardised differences."""
    measured = [v for v in study.dictionary if v.role == "outcome" and study.baseline_of(v)]
    variables = (*study.section("baseline", "covariate", "outcome"), *measured)
    results, summaries = [], []
    for v in variables:
        visit = study.baseline_of(v) or ""
        arms = arms_of(study.cohort, v, visit or None)
        for method, role in methods_for(v.measure, change=False, covariate=True):
            estimate = method.function(arms, study.parameters.level)
            head = ("baseline", v.name, visit, "", method.name, method.estimand)
            results.append(Result(*head, estimate, "", role, method.scale))
        summaries += [replace(s, section="baseline") for s in summarise(study, v, visit)]
    return Comparison(study, "baseline", variables, tuple(results), tuple(summaries))


def compare_all(study: Study) -> list[Comparison]:
    """Every section that has an outcome, in the order of the report."""
    return [compare(study, name) for name in study.sections if study.section(name, "outcome")]


def _visits(study: Study, variable: Variable) -> list[str]:
    return [v.code for v in study.visits_of(variable)] or [""]


def _results(study: Study, variable: Variable) -> list[Result]:
    baseline = study.baseline_of(variable)
    found: list[Result] = []
    for visit in _visits(study, variable):
        if visit and visit == baseline:
            continue
        found += _at_visit(study, variable, visit, baseline)
    return found


def _at_visit(study: Study, variable: Variable, visit: str, baseline: str | None) -> list[Result]:
    level = study.parameters.level
    arms = arms_of(study.cohort, variable, visit or None, baseline)
    change = bool(baseline) and visit == latest_visit(study, variable)
    head = (variable.section, variable.name, visit)
    found = []
    for method, role in methods_for(variable.measure, change=change):
        unit = variable.unit if method.scale == "unit" else ""
        sides = [("", arms)]
        if method.when == "within":
            sides = [(study.treated.level, arms), (study.control.level, arms.swapped())]
        for arm, values in sides:
            entry = (arm, method.name, method.estimand, method.function(values, level))
            found.append(Result(*head, *entry, unit, role, method.scale))
    return found


def _adjusted(study: Study, section: str) -> dict[str, float | None]:
    """Holm's P values of every family that has a member in the section."""
    found: dict[str, float | None] = {}
    for members in study.spec.families.values():
        variables = [study.variable(name) for name in members]
        if any(v.section == section for v in variables):
            raw = [_headline_p(study, v) for v in variables]
            found |= dict(zip(members, holm(raw), strict=True))
    return found


def _headline_p(study: Study, variable: Variable) -> float | None:
    visit = latest_visit(study, variable)
    baseline = study.baseline_of(variable)
    arms = arms_of(study.cohort, variable, visit or None, baseline)
    for method, role in methods_for(variable.measure, change=bool(baseline)):
        if role == "primary":
            return method.function(arms, study.parameters.level).p_value
    return None


def _with_adjusted(study: Study, result: Result, adjusted: dict[str, float | None]) -> Result:
    latest = latest_visit(study, study.variable(result.variable))
    if result.role != "primary" or result.arm or result.visit != latest:
        return result
    return replace(result, p_adjusted=adjusted.get(result.variable))
