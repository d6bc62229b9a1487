"""The tables of a section: shown strings only, made from a comparison or a study."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.summaries import OVERALL, Summary
from twoarm.analysis.patients.flow import Flow
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import MASKED, Count
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.naming import section_label, section_outcomes
from twoarm.present.outcomes.horizons import until
from twoarm.present.outcomes.observed import alike_everywhere, levels_masked, observed
from twoarm.present.outcomes.sentences import probability_sign
from twoarm.present.outcomes.units import units_note
from twoarm.present.outputs import Table
from twoarm.study.dictionary import AVERAGED, Variable
from twoarm.study.opened import Study

LONG_SCALE = 7
_LETTERS = "ᵃᵇᶜᵈᵉᶠ"
_MEDIAN = "the Kaplan-Meier median (quartiles) of a time to event"
_TOLD_MEDIAN = "the median (quartiles) of a time to event, each the step of the curve by which it is reached"
CONTRAST = ["left", "right", "right", "left", "right"]


def outcome_table(comparison: Comparison) -> Table:
    """Every outcome at every visit: both arms, the primary difference with its interval, P."""
    study = comparison.study
    shown = comparison.shown
    head = [
        *_arm_heads(study),
        f"{_contrast(shown, plural=False)}\n({w.level_text(study.parameters.level)} CI)",
        "P",
    ]
    marks = _marks(shown)
    adjusted = any(r.p_adjusted is not None for r in comparison.results)
    head += ["P adjusted\n(Holm)"] if adjusted else []
    rows: list[list[str]] = []
    for variable in comparison.variables:
        rows += _outcome_rows(comparison, variable, adjusted, marks)
    caption = (
        f"{section_outcomes(study, comparison.section)}, {study.treated.label} and {study.control.label}."
    )
    align = [*CONTRAST, "right"] if adjusted else CONTRAST
    notes = [
        _how_shown(comparison),
        *_method_notes(comparison, shown, marks),
        probability_sign(comparison),
        units_note(study, comparison.variables),
        _left_out(comparison),
    ]
    return Table(
        section_label("tab", comparison),
        caption,
        [["Outcome", *head]],
        rows,
        1,
        align,
        [note for note in notes if note],
        comparison,
        result=3,
        data=("summaries", "results"),
    )


def baseline_table(comparison: Comparison) -> Table | None:
    """Both arms before treatment with standardised mean differences and no P value; None without a characteristic."""
    if not comparison.variables:
        return None
    study, limit = comparison.study, comparison.balance.limit
    rows: list[list[str]] = []
    for variable in comparison.variables:
        visit = study.baseline_of(variable) or ""
        result = comparison.result(variable.name, visit)
        one = comparison.balance.of(variable.name)
        value = one.smd if one else None
        shown = w.smd_text(value, limit) if value is not None else w.estimate_cell(result, variable)
        rows += _levels_or_one(comparison, variable, visit, [shown])
    caption = f"Patients before treatment, {study.treated.label} and {study.control.label}."
    notes = [
        _how_shown(comparison),
        "Standardised difference: of the means, in standard deviations; over several levels without a sign.",
        *([left_out] if (left_out := _left_out(comparison)) else []),
    ]
    heads = [*_arm_heads(study), f"Overall\nn = {study.told_n}"]
    head = [["Characteristic", *heads, "Standardised\ndifference"]]
    align = ["left", *["right"] * 4]
    return Table(
        "tab-baseline",
        caption,
        head,
        rows,
        1,
        align,
        notes,
        comparison,
        result=4,
        data=("summaries", "balance"),
    )


def missing_table(flow: Flow) -> Table | None:
    """Missing values of every variable and visit with a gap; None where there is none."""
    study = flow.study
    rows = [
        [
            _at(study, study.variable(pair[0].variable), pair[0].visit),
            *(w.share(k.missing, study.size(k.arm)) for k in pair),
        ]
        for pair in flow.gaps
    ]
    if not rows:
        return None
    head = [["Variable", *_arm_heads(study)]]
    caption = f"Missing values by variable{' and visit' if study.spec.visits else ''}."
    return Table(
        "tab-missing", caption, head, rows, 1, ["left", "right", "right"], about=flow, data=("flow",)
    )


def _arm_heads(study: Study) -> list[str]:
    return [f"{arm.label}\nn = {study.size(arm.level)}" for arm in study.arms]


def _marks(shown: list[Result]) -> dict[str, str]:
    """A raised letter for each method, where a table has several."""
    methods = list(dict.fromkeys(r.analysis for r in shown))
    if len(methods) < 2:
        return {}
    return {name: f"{w.NBSP}{letter}" for name, letter in zip(methods, _LETTERS, strict=False)}


def _method_notes(comparison: Comparison, shown: list[Result], marks: dict[str, str]) -> list[str]:
    """The method behind each difference, keyed by its letter, and what a reader could take it for."""
    alone = f"{_contrast(shown, plural=True)} and P:"
    notes = []
    for name in dict.fromkeys(r.analysis for r in shown):
        found = [r for r in shown if r.analysis == name]
        mark = marks.get(name, alone).strip()
        notes.append(f"{mark} {w.method_words(found)}{_caution(comparison, found)}.")
    return notes


def _caution(comparison: Comparison, results: list[Result]) -> str:
    """What a reader could take the differences of a method for, and where the means of each outcome end."""
    entry = results[0].method
    if entry.horizon is None:
        return f"; {entry.caution}" if entry.caution else ""
    pairs = [(r, comparison.study.variable(r.variable)) for r in results]
    ends = w.joined([f"for {v.label}{until(r, v)}" for r, v in pairs])
    return f"; {ends}, and {entry.caution}"


def _outcome_rows(
    comparison: Comparison, variable: Variable, adjusted: bool, marks: dict[str, str]
) -> list[list[str]]:
    study, alpha = comparison.study, comparison.study.parameters.alpha
    visits = [v.code for v in study.visits_of(variable)]
    rows: list[list[str]] = [[w.with_unit(variable)]] if visits else []
    for visit in visits or [""]:
        result = comparison.result(variable.name, visit)
        silent = result is None or alike_everywhere(comparison, variable, visit)  # a test has nothing to say
        p = None if silent else result.estimate.p_value
        cell = w.estimate_cell(result, variable) if _has_value(result) else "–"
        tail = [cell + marks.get(result.analysis, "") if result else cell, w.p_cell(p, alpha)]
        tail += [w.p_cell(result.p_adjusted if result else None, alpha)] if adjusted else []
        rows += _levels_or_one(comparison, variable, visit, tail)
    return rows


def _has_value(result: Result | None) -> bool:
    return result is not None and result.scale != Scale.P


def _levels_or_one(
    comparison: Comparison, variable: Variable, visit: str, tail: list[str]
) -> list[list[str]]:
    """One row, or a row per level under a row that carries the comparison."""
    study = comparison.study
    visit_row = visit and comparison.section != "baseline"
    name = f"{INDENT}{study.visit(visit).label}" if visit_row else _at(study, variable, visit)
    sides = [*(arm.level for arm in study.arms), *([OVERALL] if comparison.overall else [])]
    arms = [comparison.summary(variable.name, side, visit) for side in sides]
    if variable.measure in ("categorical", "ordinal"):
        indent = 2 * INDENT if visit_row else INDENT
        return [[name, *(f"n = {_known(a)}" for a in arms), *tail], *_level_rows(arms, indent, len(tail))]
    if variable.measure == "binary" and variable.labels[1] != "yes":
        name = f"{name}: {variable.labels[1]}"
    cells = [_with_n(comparison, variable, side, visit, rows) for side, rows in zip(sides, arms, strict=True)]
    rows = [[name, *cells, *tail]]
    if comparison.skewed(variable, visit):
        medians = [w.median_cell(a[0], variable) if _has_median(a) else MASKED for a in arms]
        indent = 2 * INDENT if visit_row else INDENT
        rows.append([f"{indent}{variable.label}, median (quartiles)", *medians, *("" for _ in tail)])
    if variable.measure == "events":
        extra = [a[1] for a in arms if len(a) > 1]
        if extra:
            counts = [w.solid(w.share(s.count, s.n)) for s in extra]
            rows.append([f"{INDENT}{extra[0].level} (not tested)", *counts, *("–" for _ in tail)])
    return rows


def _has_median(rows: list[Summary]) -> bool:
    return None not in (rows[0].median, rows[0].q1, rows[0].q3)


def _level_rows(arms: list[list[Summary]], indent: str, width: int) -> list[list[str]]:
    """A row per level; on a long scale only the levels that somebody has."""
    if levels_masked([s for rows in arms for s in rows]):
        return [[f"{indent}levels", *(MASKED for _ in arms), *[""] * width]]
    levels = [
        pair for pair in zip(*arms, strict=True) if len(arms[0]) <= LONG_SCALE or any(s.count for s in pair)
    ]
    return [
        [f"{indent}{pair[0].level}", *(w.solid(w.share(s.count, s.n)) for s in pair), *[""] * width]
        for pair in levels
    ]


def _left_out(comparison: Comparison) -> str:
    long = any(
        v.measure in ("categorical", "ordinal")
        and len(v.levels) > LONG_SCALE
        and not levels_masked([s for s in comparison.summaries if s.variable == v.name])
        for v in comparison.variables
    )
    return "Of long scales, the levels that no patient has are left out." if long else ""


def _contrast(shown: list[Result], *, plural: bool) -> str:
    """What the column of contrasts holds: differences, unless each of them is a probability."""
    if shown and all(r.scale == Scale.PROBABILITY for r in shown):
        return "Probabilities" if plural else "Probability of\na higher value"
    return "Differences" if plural else "Difference"


def _with_n(comparison: Comparison, variable: Variable, arm: str, visit: str, rows: list) -> str:
    text = observed(comparison, variable, arm, visit)
    gap = rows and rows[0].missing and variable.measure not in ("binary", "events")
    return f"{w.solid(text)}; n = {rows[0].n}" if gap else w.solid(text)


def _known(rows: list[Summary]) -> Count:
    return rows[0].n if rows else 0


def _at(study: Study, variable: Variable, visit: str) -> str:
    name = w.with_unit(variable)
    return f"{name}, {study.visit(visit).label}" if visit else name


def _how_shown(comparison: Comparison) -> str:
    measures = {v.measure for v in comparison.variables}
    words = []
    if measures & {*AVERAGED}:
        words.append("mean (standard deviation)")
    if measures & {"binary", "events", "categorical", "ordinal"}:
        words.append("n/N (percent) of patients with values")
    if "time" in measures:
        words.append(_TOLD_MEDIAN if comparison.study.spec.policy.coarse_times else _MEDIAN)
    return f"Shown: {w.joined(words)}."
