"""The same outcomes by other methods: tables in which a reader sees whether the choice of a method matters."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import MASKED
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.naming import section_label
from twoarm.present.outcomes.agreement import at_no_difference
from twoarm.present.outcomes.horizons import until
from twoarm.present.outcomes.observed import observed
from twoarm.present.outputs import Table
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_WITH_UNIT = (Scale.UNIT, Scale.PROPORTION, Scale.SHARE)  # whose estimand is named with its unit


def other_methods_table(comparison: Comparison) -> Table | None:
    """Every further estimate and test of each outcome at its main visit; None where there is none."""
    rows: list[list[str]] = []
    for variable in comparison.variables:
        found = comparison.of(variable.name, "other")
        if found:
            rows += [
                [_named(comparison, variable, found[0])],
                *_rows(comparison, found, variable),
            ]
    if not rows:
        return None
    return _table_of(comparison, "other", "The same outcomes by other methods", rows)


def events_table(comparison: Comparison) -> Table | None:
    """Every counted outcome at its main visit: the share in each arm, and all that compares the two; None without one."""
    rows: list[list[str]] = []
    for result in (r for r in comparison.headline if comparison.of(r.variable, "definitions")):
        variable = comparison.study.variable(result.variable)
        rows.append([f"{_named(comparison, variable, result)}: {_shares(comparison, result)}"])
        found = [result, *comparison.of(result.variable, "other")]
        rows += _rows(comparison, found, variable)
    if not rows:
        return None
    return _table_of(comparison, "events", "Outcomes that are counted", rows)


def _table_of(comparison: Comparison, part: str, what: str, rows: list[list[str]]) -> Table:
    study = comparison.study
    head = [["Estimand, by method", f"Estimate\n({w.level_text(study.parameters.level)} CI)", "P"]]
    caption = f"{what}, {study.treated.label} and {study.control.label}."
    label, align = section_label("tab", comparison, part), ["left", "left", "right"]
    return Table(label, caption, head, rows, 1, align, _notes(comparison), comparison, data=("results",))


def definitions_table(comparison: Comparison) -> Table | None:
    """P of each two-sided definition for two shares, an outcome to a column; None where no outcome is of that kind."""
    tests = {v: comparison.tests(v.name) for v in comparison.variables}
    found = [v for v, asked in tests.items() if any(r.estimate.p_value is not None for r in asked[1:])]
    if not found:
        return None
    alpha = comparison.study.parameters.alpha
    rows = [
        [w.capital(w.method_words([row[0]])), *(w.p_cell(r.estimate.p_value, alpha) for r in row)]
        for row in zip(*(tests[v] for v in found), strict=True)
    ]
    head = [["Two-sided test", *(w.wrapped(v.label, 16) for v in found)]]
    caption = "P of the same comparisons by every two-sided definition in use."
    notes = ["All test that the risk is the same in both arms; none is the right one for every question."]
    label = section_label("tab", comparison, "definitions")
    return Table(
        label,
        caption,
        head,
        rows,
        1,
        ["left", *("right" for _ in found)],
        notes,
        comparison,
        data=("results",),
    )


def course_table(comparison: Comparison) -> Table | None:
    """The differences at every visit by the models of the whole course; None without an outcome of several visits."""
    followed = [v for v in comparison.variables if comparison.of(v.name, "course")]
    if not followed:
        return None
    models = {r.analysis: r.method for v in followed for r in comparison.of(v.name, "course")}
    rows: list[list[str]] = []
    for variable in followed:
        unit = w.Scale(comparison.of(variable.name, "course")[0], variable).with_unit("").strip()
        rows.append([", ".join(filter(None, (variable.label, unit)))])
        for visit in dict.fromkeys(r.visit for r in comparison.of(variable.name, "course")):
            cells = (comparison.result(variable.name, visit, model) for model in models)
            where = comparison.study.visit(visit).label
            rows.append([f"{INDENT}{where}", *(w.estimate_cell(r, variable) for r in cells)])
    level = w.level_text(comparison.study.parameters.level)
    head = [["Outcome, visit", *(w.wrapped(w.capital(m.words), 18) for m in models.values())]]
    treated, control = (arm.label for arm in comparison.study.arms)
    caption = (
        f"Differences, {treated} minus {control}, by models of the whole course, with {level} intervals."
    )
    notes = [
        "Each model has a difference of the arms at every visit, and takes the value before treatment into account where "
        "there is one.",
        *_variances(comparison),
    ]
    label = section_label("tab", comparison, "course")
    return Table(
        label,
        caption,
        head,
        rows,
        1,
        ["left", *("right" for _ in models)],
        notes,
        comparison,
        data=("results", "courses"),
    )


def _variances(comparison: Comparison) -> list[str]:
    """A sentence for each outcome: how far its patients lie apart, and how far the values of one patient."""
    return [
        f"{variable.label}, mixed model: the standard deviation is "
        f"{w.quantity(parts.between, variable)} between patients and {w.quantity(parts.within, variable)} within a patient; "
        f"intraclass correlation {w.number(parts.correlation or 0.0, 2)}."
        for parts in comparison.variances
        for variable in [comparison.study.variable(parts.variable)]
        if parts.between is not None and parts.within is not None
    ]


def _shares(comparison: Comparison, result: Result) -> str:
    """``4/30 (13%) with VBS, 10/32 (31%) with PKP``."""
    variable = comparison.study.variable(result.variable)
    arms = [(observed(comparison, variable, a.level, result.visit), a.label) for a in comparison.study.arms]
    return ", ".join(f"{share} with {arm}" for share, arm in arms)


def _named(comparison: Comparison, variable: Variable, first: Result) -> str:
    return f"{variable.label}, {comparison.study.visit(first.visit).label}" if first.visit else variable.label


def _rows(comparison: Comparison, results: list[Result], variable: Variable) -> list[list[str]]:
    """A row for each result; where a policy masks all of them, one row that says so."""
    if results and all(r.estimate.masked for r in results):
        return [[f"{INDENT}By every method", MASKED, "–"]]
    return [_row(comparison, r, variable) for r in results]


def _row(comparison: Comparison, result: Result, variable: Variable) -> list[str]:
    return [
        f"{INDENT}{_by_method(comparison.study, result, variable)}",
        _cell(comparison, result, variable),
        w.p_cell(result.estimate.p_value, comparison.study.parameters.alpha),
    ]


def _by_method(study: Study, result: Result, variable: Variable) -> str:
    """``Mean difference, min: bootstrap interval``: what is estimated with its unit, and how; of a test its name alone."""
    words = result.method.words
    if result.scale == Scale.P:
        return w.capital(words)
    unit = w.Scale(result, variable).with_unit("").strip() if result.scale in _WITH_UNIT else ""
    named = w.estimand(result, variable) + until(result, variable)
    if result.arm:
        named += f" with {next(arm.label for arm in study.arms if arm.level == result.arm)}"
    return f"{w.capital(', '.join(filter(None, (named, unit))))}: {words}"


def _cell(comparison: Comparison, result: Result, variable: Variable) -> str:
    if result.scale == Scale.P and result.estimate.p_value is not None:
        return "–"
    if result.method.inverse_of:
        return w.needed_cell(result, comparison.result(variable.name, result.visit, result.method.inverse_of))
    return w.estimate_cell(result, variable)


def _notes(comparison: Comparison) -> list[str]:
    """What a reader needs for the rows that are there."""
    found = [r for v in comparison.variables for r in comparison.of(v.name, "other")]
    scales = {r.scale for r in found if not r.estimate.masked}
    treated, control = (arm.label for arm in comparison.study.arms)
    said = []
    if Scale.RATIO in scales:
        said.append(f"A ratio is that of {treated} to {control}; one means no difference.")
    if Scale.PROBABILITY in scales:
        said.append("Of a probability, one half means no difference.")
    if Scale.PATIENTS in scales:
        said.append(
            f"Number needed to treat: among how many patients with {treated} one event more or fewer is expected than with "
            f"{control}. Where no difference is possible, the interval passes through infinity (∞)."
        )
    said += [
        _hazards(comparison, v)
        for v in comparison.variables
        if v.kind == "time" and comparison.of(v.name, "other")
    ]
    if Scale.SD in scales:
        said.append("A standardised difference is in standard deviations.")
    said += [at_no_difference(comparison), _monte_carlo(comparison)]
    return [note for note in said if note]


def _monte_carlo(comparison: Comparison) -> str:
    """How far resampling may be off; empty where nothing is resampled."""
    # What another chapter shows says there how far it may be off.
    shown = (r for r in comparison.results if r.method.shown == "other")
    drawn = [r.monte_carlo for r in shown if r.monte_carlo is not None]
    in_p = [m.p_error for m in drawn if m.p_error is not None]
    in_limits = [m.limit_error for m in drawn if m.limit_error is not None]
    if not in_p:
        return ""
    errors = [f"at most {w.number(max(in_p), w.readable(4, max(in_p)))} in a P"]
    if in_limits:
        error = w.number(max(in_limits), 2)
        errors.insert(0, f"about {error} standard errors of the difference in a limit")
    times = max(m.draws or 0 for m in drawn)
    return f"Bootstrap and permutation draw {times} times. Their Monte-Carlo standard error is {', and '.join(errors)}."


def _hazards(comparison: Comparison, variable: Variable) -> str:
    """Which way a hazard ratio points, and whether sooner is better."""
    better = {"lower": ": sooner is better", "higher": ": later is better"}.get(variable.better, "")
    treated = comparison.study.treated.label
    return f"{variable.label}: a hazard ratio above one means that the event comes sooner with {treated}{better}."
