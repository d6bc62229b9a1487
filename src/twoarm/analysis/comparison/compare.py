"""A section compared: every method of the registry that applies to each of its variables at each visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from twoarm.analysis.arms.covariates import Covariates, covariate_matrices
from twoarm.analysis.arms.labelled import labelled
from twoarm.analysis.arms.occasions import (
    AtVisit,
    Occasion,
    course,
    kinds_of,
    main_visit,
    occasions,
    visits_after,
)
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.comparison.agreement import Agreement, Question, agreements_of
from twoarm.analysis.comparison.balance import Balance, balance_of
from twoarm.analysis.comparison.courses import Mean, means_of
from twoarm.analysis.comparison.detectable import Detectable, detectable_of
from twoarm.analysis.comparison.event_curves import EventCurve, curves_of
from twoarm.analysis.comparison.families import with_adjusted
from twoarm.analysis.comparison.later import Later, later_of
from twoarm.analysis.comparison.result import ASSUMED, FROM_DATA, Result
from twoarm.analysis.comparison.summaries import (
    Summary,
    skewed,
    summarise,
    summarise_both,
    summarise_changes,
    with_pooled_sd,
)
from twoarm.analysis.comparison.told.curves import told_curves
from twoarm.analysis.comparison.told.overall import told_overall
from twoarm.analysis.comparison.told.results import told_results
from twoarm.analysis.comparison.told.shares import StatedShare, told_shares
from twoarm.analysis.comparison.told.summaries import told_means, told_summaries
from twoarm.analysis.comparison.told.variances import VarianceParts, told_variances
from twoarm.analysis.comparison.weighted_balance import (
    SAMPLE,
    Weights,
    covariate_weights,
    effective_results,
    told_left_out,
    weighted_results,
)
from twoarm.analysis.masking.verdicts import Mask
from twoarm.analysis.registry.adapters import all_had_the_event
from twoarm.analysis.registry.entries import methods_for
from twoarm.analysis.registry.method import Method
from twoarm.analysis.registry.scale import Scale
from twoarm.errors import ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut
from twoarm.suggestions import did_you_mean
from twoarm.tables.columns import RowsByTable


@counts_only
@dataclass(frozen=True)
class Comparison:
    """Everything that was computed for a section."""

    study: Study
    section: str
    variables: tuple[Variable, ...]
    results: tuple[Result, ...]
    summaries: tuple[Summary, ...]
    changes: tuple[Summary, ...] = ()  # of each patient between visits
    courses: tuple[Mean, ...] = ()
    curves: tuple[EventCurve, ...] = ()
    left_out: tuple[LeftOut, ...] = ()  # of the weights
    penalised: bool | None = False  # whether the weights are; None where a policy masks that
    overall: tuple[Summary, ...] = ()  # of both arms together, before treatment
    shares: tuple[StatedShare, ...] = ()  # still free of an event at stated times
    variances: tuple[VarianceParts, ...] = ()  # of the models of the whole course

    @classmethod
    def uncompared(cls, study: Study, section: str) -> Comparison:
        """What `compare_section` would compare, with nothing computed: its variables alone."""
        return cls(study, section, _shown(study.section(section, "outcome", "none", "covariate")), (), ())

    def result(
        self, variable: str, visit: str = "", analysis: str | None = None, arm: str = ""
    ) -> Result | None:
        """The main result of a variable at a visit (`methods_for` puts it first), or that of a named analysis."""
        wanted = (variable, visit, arm)
        found = (r for r in self.results if (r.variable, r.visit, r.arm) == wanted)
        return next((r for r in found if analysis in (None, r.analysis)), None)

    def of(self, variable: str, shown: str) -> list[Result]:
        """The results of a variable whose method has its place there; see `Method.shown`."""
        return [r for r in self.results if r.variable == variable and r.method.shown == shown]

    def tests(self, variable: str) -> list[Result]:
        """Every two-sided test of two shares at the last visit, Fisher's first; none for another kind of variable."""
        found = self.of(variable, "definitions")
        first = [r for r in self.results if r.variable == variable and r.method.also == "definitions"]
        return [r for r in first if found and r.visit == found[0].visit] + found

    def summary(self, variable: str, arm: str, visit: str = "") -> list[Summary]:
        """The rows of a variable in one arm, or of both together where that is empty."""
        return [
            s
            for s in (*self.summaries, *self.overall)
            if (s.variable, s.arm, s.visit) == (variable, arm, visit)
        ]

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
        """One primary result per outcome: at its main visit where it has visits."""
        found = (self.result(v.name, self.main_visit(v)) for v in self.variables if v.role == "outcome")
        return [r for r in found if r is not None]

    def only(self, variables: Sequence[Variable]) -> Comparison:
        """What was computed for some of the variables."""
        names = {v.name for v in variables}
        parts = ("results", "summaries", "changes", "courses", "curves", "overall", "shares", "variances")
        kept = {part: tuple(x for x in getattr(self, part) if x.variable in names) for part in parts}
        return replace(self, variables=tuple(variables), **kept)

    @property
    def later(self) -> list[Later]:
        """What another chapter shows of each outcome beside its primary result."""
        return [later_of(r, self.results) for r in self.headline]

    @property
    def effective(self) -> list[Result]:
        """How many patients either arm is worth under overlap weights; none where that was not asked for."""
        return [r for r in self.results if r.analysis == SAMPLE]

    @cached_property
    def balance(self) -> Balance:
        """How alike the arms were before treatment; without a characteristic but in a comparison of that."""
        return balance_of(self.study, self.results, self.left_out, self.penalised)

    @cached_property
    def agreement(self) -> tuple[Agreement, ...]:
        """What the results of each outcome say together, question by question."""
        return tuple(agreements_of(self))

    @cached_property
    def detectable(self) -> tuple[Detectable, ...]:
        """What the sizes of each outcome can detect."""
        return tuple(detectable_of(self.results, self.study.parameters.alpha))

    def asked(self, question: Question) -> list[Agreement]:
        """The answers to a question, an outcome to each, in the order of the section."""
        return [a for a in self.agreement if a.question == question]

    def answer(self, question: Question, variable: Variable) -> Agreement | None:
        """The answer for an outcome; None where it is not asked."""
        return next((a for a in self.asked(question) if a.variable == variable.name), None)

    def skewed(self, variable: Variable, visit: str = "") -> bool:
        """Whether the means of a variable lie away from its medians: then both are told."""
        return skewed([s for arm in self.study.arms for s in self.summary(variable.name, arm.level, visit)])

    def mean(self, variable: str, arm: str, visit: str = "") -> Mean:
        """The mean of an averaged outcome in one arm at a visit."""
        return next(m for m in self.courses if (m.variable, m.arm, m.visit) == (variable, arm, visit))

    def main_scale(self, variable: Variable, visit: str) -> Scale:
        """The scale of the main result of a variable at a visit (`result`), known without computing it.

        Unknown where there is none: the variable is no outcome of the section, or nobody has been treated yet.
        """
        compared = variable.role == "outcome" and variable.section == self.section
        if not compared or visit not in visits_after(self.study, variable):
            return Scale.UNKNOWN
        kinds = kinds_of(self.study, variable) if visit == self.main_visit(variable) else {Occasion.ALWAYS}
        found = methods_for(variable.measure, {kind for kind in kinds if not kind.between_visits})
        return found[0][0].scale if found else Scale.UNKNOWN

    def main_visit(self, variable: Variable) -> str:
        """Code of the visit that gives the main result of a variable; empty for what is measured once."""
        return main_visit(self.study, variable)

    def rows(self) -> RowsByTable:
        """The rows of results.csv and of every table about the same outcomes."""
        observed = (*self.summaries, *self.changes, *self.overall)
        plain = {"summaries": observed, "courses": self.courses}
        tables: RowsByTable = {
            "results": [r.row() for r in self.results],
            **{name: [dict(vars(row)) for row in rows] for name, rows in plain.items()},
            "curves": [row for curve in self.curves for row in curve.rows()],
            "survival": [share.row() for share in self.shares],
            "variance": [parts.row() for parts in self.variances],
            "agreement": [a.row() for a in self.agreement],
            "power": [d.row() for d in self.detectable],
            **self.balance.rows(),
        }
        return labelled(self.study, tables)


def compare_section(
    study: Study, section: str, *, thorough: bool = True, places: frozenset[str] | None = None
) -> Comparison:
    """Compare the arms in every outcome of a section, treated minus control.

    Parameters
    ----------
    thorough : every method of the registry, and not only the primary ones with what is said beside them.
    places : of these, only the primary ones and those that are shown there; see `Method.shown`.

    Returns
    -------
    Results at every visit after the baseline visit, changes within each arm (descriptive), summaries at every visit.
    P values of the primary results at the main visits carry their adjustment within their family.

    Raises
    ------
    ParameterError
        Where there is no section of that name.
    """
    _known(study, section)
    described = study.section(section, "outcome", "none", "covariate")
    outcomes = [v for v in described if v.role == "outcome"]
    known = covariate_matrices(study) if thorough else None
    found = [r for v in outcomes for r in _results(study, v, thorough, known, places)]
    results = with_adjusted(study, found, lambda name: _primary_p(study, study.variable(name)), thorough)
    summaries = [s for v in described for visit in _visits(study, v) for s in summarise(study, v, visit)]
    complete = thorough and places is None
    changes = [s for v in outcomes if complete for s in summarise_changes(study, v)]
    means = [m for v in outcomes for m in means_of(study, v)]
    mask = Mask(study)
    told = tuple(told_results(mask, with_pooled_sd(results, summaries)))
    return Comparison(
        study,
        section,
        _shown(described),
        results=told,
        variances=tuple(told_variances(mask, outcomes, told)),
        summaries=tuple(told_summaries(mask, summaries)),
        changes=tuple(told_summaries(mask, changes)),
        courses=tuple(told_means(mask, means)),
        shares=tuple(share for v in outcomes for share in told_shares(mask, v)),
        curves=tuple(told_curves(mask, (curve for v in outcomes for curve in curves_of(study, v)))),
    )


def compare_baseline(study: Study) -> Comparison:
    """Describe both arms before treatment: covariates, and outcomes at the baseline visit, with standardised differences."""
    measured = [v for v in study.dictionary if v.role == "outcome" and study.baseline_of(v)]
    described = [*study.section("baseline", "covariate"), *measured]
    results, summaries, both = [], [], []
    for v in described:
        visit = study.baseline_of(v) or ""
        arms = arms_of(study, v, visit or None)
        for entry, role in methods_for(v.measure, {Occasion.BASELINE}):
            estimate = entry.estimate(arms, study.parameters.level)
            head = ("baseline", v.name, visit, "", entry.name, entry.estimand)
            results.append(Result(*head, estimate, "", role, entry.scale))
        summaries += [replace(s, section="baseline") for s in summarise(study, v, visit)]
        both += [replace(s, section="baseline") for s in summarise_both(study, v, visit)]
    weights = covariate_weights(study)
    results += [*weighted_results(study, results, weights), *effective_results(study, weights)]
    mask = Mask(study)
    told, of_arms = tuple(told_results(mask, results)), tuple(told_summaries(mask, summaries))
    overall = tuple(told_overall(mask, both, of_arms))
    found = Comparison(study, "baseline", _shown(described), told, of_arms, overall=overall)
    return _with_weights(found, weights, told_left_out(mask))


def compare_all(study: Study, *, thorough: bool = False) -> list[Comparison]:
    """Every section that has an outcome, in the order of the report, by its primary methods.

    Parameters
    ----------
    thorough : by every other method of the registry, too.
    """
    return [
        compare_section(study, name, thorough=thorough)
        for name in study.sections
        if study.section(name, "outcome")
    ]


def compare_later(study: Study) -> list[Comparison]:
    """The same sections, with the methods that a section leaves to another chapter and none of its other ones.

    Beside them stand the effective sizes of the arms under overlap weights, the same in each.
    """
    sections = [name for name in study.sections if study.section(name, "outcome")]
    if not sections:
        return []
    found = [compare_section(study, name, places=frozenset({"later"})) for name in sections]
    mask, weights = Mask(study), covariate_weights(study)
    effective, out = (
        told_results(mask, effective_results(study, weights)),
        told_left_out(mask),
    )
    return [_with_weights(replace(one, results=(*one.results, *effective)), weights, out) for one in found]


def _with_weights(found: Comparison, weights: Weights | None, out: tuple[LeftOut, ...]) -> Comparison:
    """With what is said of the weights beside their results: a penalty tells of a group in which an arm has nobody."""
    penalised = None if found.study.spec.policy.coarse else weights is not None and weights.penalised
    return replace(found, left_out=out, penalised=penalised)


def primary_result(study: Study, variable: Variable) -> Result | None:
    """The primary result of an outcome at its main visit, before any adjustment; nothing else is computed."""
    last = (o for o in occasions(study, variable) if o.main)
    return next((r for o in last for r in _at(study, variable, o)), None)


def _known(study: Study, section: str) -> None:
    known = study.spec.section_codes
    if section not in known:
        mend = did_you_mean(section, known, "known are " + ", ".join(known))
        raise ParameterError("Nothing was compared", [Problem(Place(at="section"), "no such section", mend)])


def _shown(described: list[Variable]) -> tuple[Variable, ...]:
    """All but dates, which have no average to show; what is missing of them is counted in the summaries."""
    return tuple(v for v in described if v.kind != "date")


def _visits(study: Study, variable: Variable) -> list[str]:
    return [v.code for v in study.visits_of(variable)] or [""]


def _results(
    study: Study,
    variable: Variable,
    thorough: bool,
    known: Covariates | None,
    places: frozenset[str] | None = None,
) -> Iterator[Result]:
    for occasion in occasions(study, variable):
        arms = occasion.arms
        if known is not None and occasion.main:
            arms = known.beside(arms, variable)
        known_before = arms.treated_covariates is not None
        kinds = occasion.kinds | ({Occasion.WEIGHTED, Occasion.COMPLETE} if known_before else set())
        kinds |= {Occasion.UNCENSORED} if _tells_uncensored(study, arms) else set()
        yield from _at(
            study, variable, replace(occasion, arms=arms, kinds=frozenset(kinds)), places, thorough
        )
    if thorough and places is None:
        yield from _over_visits(study, variable)


def _at(
    study: Study,
    variable: Variable,
    occasion: AtVisit,
    places: frozenset[str] | None = None,
    thorough: bool = True,
) -> Iterator[Result]:
    """The results of one visit, one at a time; only the main visit has a primary one."""
    for entry, role in methods_for(variable.measure, occasion.kinds):
        if not (thorough or entry.when.brief or entry.counterpart):
            continue
        if places is not None and role != "primary" and not {entry.shown, entry.also} & places:
            continue
        role = role if occasion.main else "sensitivity"
        end = entry.horizon(occasion.arms) if entry.horizon else None
        for arm, estimate in _sides(study, entry, occasion.arms):
            found = _result(study, variable, occasion.visit, arm, entry, role, estimate)
            yield found if end is None else replace(found, horizon=end, horizon_source=_stated_by(variable))


def _tells_uncensored(study: Study, arms: Arms) -> bool:
    """Whether nobody's time is censored, which a policy that masks small counts does not tell."""
    return arms.treated_event is not None and not study.spec.policy.coarse and all_had_the_event(arms)


def _stated_by(variable: Variable) -> str:
    """Who stated where the restricted means end."""
    return FROM_DATA if variable.tau is None else variable.tau_source or ASSUMED


def _over_visits(study: Study, variable: Variable) -> Iterator[Result]:
    """The models of the whole course: an estimate for every visit."""
    found = course(study, variable)
    for entry, role in methods_for(variable.measure, {Occasion.COURSE}) if found else []:
        visits, arms = found
        for visit, estimate in zip(visits, entry.estimate(arms, study.parameters.level), strict=True):
            yield _result(study, variable, visit, "", entry, role, estimate)


def _result(
    study: Study, variable: Variable, visit: str, arm: str, entry: Method, role: str, estimate: Estimate
) -> Result:
    drawn = entry.monte_carlo(estimate, study.parameters.level) if entry.monte_carlo else None
    head = (variable.section, variable.name, visit, arm, entry.name, entry.estimand)
    unit = entry.scale.unit(variable.unit)
    return Result(*head, estimate, unit, role, entry.scale, monte_carlo=drawn)


def _sides(study: Study, entry: Method, arms: Arms) -> Iterator[tuple[str, Estimate]]:
    """One contrast, or each arm alone, whose patients are counted on its own side."""
    level = study.parameters.level
    if not entry.when.each_arm:
        yield "", entry.estimate(arms, level)
        return
    yield study.treated.level, entry.estimate(arms, level)
    alone = entry.estimate(arms.swapped(), level)
    yield study.control.level, replace(alone, n_treated=0, n_control=alone.n_treated)


def _primary_p(study: Study, variable: Variable) -> float | None:
    """P of an outcome of another section that belongs to the same family."""
    found = primary_result(study, variable)
    return found.estimate.p_value if found else None
