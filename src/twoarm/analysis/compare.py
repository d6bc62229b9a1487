"""A section compared: every method of the registry that applies to each of its variables at each visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from twoarm.analysis.arms import Arms, arms_of
from twoarm.analysis.estimate import Estimate
from twoarm.analysis.multiplicity import holm
from twoarm.analysis.registry import Method, methods_for
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
        """The main result of a variable at a visit (`methods_for` puts it first), or that of a named analysis."""
        wanted = (variable, visit, arm)
        found = (r for r in self.results if (r.variable, r.visit, r.arm) == wanted)
        return next((r for r in found if analysis in (None, r.analysis)), None)

    def summary(self, variable: str, arm: str, visit: str = "") -> list[Summary]:
        """The rows of a variable in one arm."""
        return [s for s in self.summaries if (s.variable, s.arm, s.visit) == (variable, arm, visit)]

    @property
    def shown(self) -> list[Result]:
        """The main result of every variable at every visit, in the order of the results: what tables and figures show."""
        first: dict[tuple[str, str], Result] = {}
        for r in self.results:
            if not r.arm:
                first.setdefault((r.variable, r.visit), r)
        return list(first.values())

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
    described = study.section(section, "outcome", "none", "covariate")
    found = [r for v in described if v.role == "outcome" for r in _results(study, v)]
    results = _with_adjusted(study, found)
    summaries = [s for v in described for visit in _visits(study, v) for s in summarise(study, v, visit)]
    return Comparison(study, section, _shown(described), tuple(results), tuple(summaries))


def compare_baseline(study: Study) -> Comparison:
    """Describe both arms before treatment: covariates, and outcomes at the baseline visit, with standardised differences."""
    measured = [v for v in study.dictionary if v.role == "outcome" and study.baseline_of(v)]
    described = [*study.section("baseline", "covariate"), *measured]
    results, summaries = [], []
    for v in described:
        visit = study.baseline_of(v) or ""
        arms = arms_of(study.cohort, v, visit or None)
        for method, role in methods_for(v.measure, change=False, covariate=True):
            estimate = method.function(arms, study.parameters.level)
            head = ("baseline", v.name, visit, "", method.name, method.estimand)
            results.append(Result(*head, estimate, "", role, method.scale))
        summaries += [replace(s, section="baseline") for s in summarise(study, v, visit)]
    return Comparison(study, "baseline", _shown(described), tuple(results), tuple(summaries))


def compare_all(study: Study) -> list[Comparison]:
    """Every section that has an outcome, in the order of the report."""
    return [compare(study, name) for name in study.sections if study.section(name, "outcome")]


def _shown(described: list[Variable]) -> tuple[Variable, ...]:
    """All but dates, which have no average to show; what is missing of them is counted in the summaries."""
    return tuple(v for v in described if v.kind != "date")


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


def _at_visit(study: Study, variable: Variable, visit: str, baseline: str | None) -> Iterator[Result]:
    """The results of one visit, one at a time; only the latest visit has a primary one."""
    arms = arms_of(study.cohort, variable, visit or None, baseline)
    latest = visit == latest_visit(study, variable)
    head = (variable.section, variable.name, visit)
    for method, role in methods_for(variable.measure, change=bool(baseline) and latest):
        unit = variable.unit if method.scale == "unit" else ""
        tail = (unit, role if latest else "sensitivity", method.scale)
        for arm, estimate in _sides(study, method, arms):
            yield Result(*head, arm, method.name, method.estimand, estimate, *tail)


def _sides(study: Study, method: Method, arms: Arms) -> Iterator[tuple[str, Estimate]]:
    """One contrast, or each arm alone, whose patients are counted on its own side."""
    level = study.parameters.level
    if method.when != "within":
        yield "", method.function(arms, level)
        return
    yield study.treated.level, method.function(arms, level)
    alone = method.function(arms.swapped(), level)
    yield study.control.level, replace(alone, n_treated=0, n_control=alone.n_treated)


def _with_adjusted(study: Study, results: list[Result]) -> list[Result]:
    """The results, the primary ones with Holm's P value within their family."""
    known = {r.variable: r.estimate.p_value for r in results if r.role == "primary"}
    adjusted: dict[str, float | None] = {}
    for members in study.spec.families.values():
        if any(name in known for name in members):
            raw = [known[n] if n in known else _primary_p(study, study.variable(n)) for n in members]
            adjusted |= dict(zip(members, holm(raw), strict=True))
    return [replace(r, p_adjusted=adjusted.get(r.variable)) if r.role == "primary" else r for r in results]


def _primary_p(study: Study, variable: Variable) -> float | None:
    """P of an outcome of another section that belongs to the same family."""
    latest, baseline = latest_visit(study, variable), study.baseline_of(variable)
    if latest and latest == baseline:
        return None
    return next((r.estimate.p_value for r in _at_visit(study, variable, latest, baseline)), None)
