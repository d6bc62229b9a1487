"""Who is in which analysis: patients with a value, complete cases, and what becomes of a patient with a gap."""

from __future__ import annotations

from twoarm.analysis.arms.occasions import latest_visit, visits_after
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

ADJUSTED = "ancova"  # the method that needs the value before treatment too
MODEL = "mixed_model"
Outcomes = list[tuple[Comparison, Variable]]


def analysed_table(study: Study, comparisons: list[Comparison]) -> Table | None:
    """Patients with a value and patients analysed, for every outcome of which some patient lacks a value.

    Parameters
    ----------
    comparisons : the sections with outcomes; of a thorough one the patients of the mixed model stand beside the others.

    Returns
    -------
    A row per outcome at its last visit, or per visit where visits differ; None where no outcome lacks a value.
    """
    lacking = _lacking(comparisons)
    if not lacking:
        return None
    kinds = ["With a value", "Analysed", *(["Mixed model"] if _modelled(lacking) else [])]
    head = ["Outcome", *(f"{kind}\n{arm.label}" for kind in kinds for arm in study.arms)]
    rows = [row for c, v in lacking for row in _rows(c, v, len(head))]
    if not rows:  # what is measured before treatment alone is not analysed
        return None
    where = " at each visit" if any(len(row) == 1 for row in rows) else ""
    caption = f"Patients with a value and patients analysed{where}, {study.treated.label} and {study.control.label}."
    notes = [_analysed_note(lacking), _model_note(lacking), _complete_note(comparisons, lacking)]
    align = ["left", *["right"] * (len(head) - 1)]
    return Table(
        "tab-analysed", caption, [head], rows, 1, align, [note for note in notes if note], comparisons
    )


def missing_words(study: Study, comparisons: list[Comparison]) -> Markdown:
    """How many outcomes are complete, and what the analyses of the others assume."""
    outcomes, lacking = _outcomes(comparisons), _lacking(comparisons)
    if not lacking:
        gaps = any(s.missing for c in comparisons for s in c.summaries)
        return paragraph("Every outcome is known for every patient." if gaps else "No value is missing.")
    whole = len(outcomes) - len(lacking)
    shown = f"{whole} of {w.counted(len(outcomes), 'outcome')} {'is' if whole == 1 else 'are'} known for every patient"
    if not whole:
        shown = (
            "Of every outcome some patient lacks a value"
            if len(outcomes) > 1
            else "Some patient lacks a value of the outcome"
        )
    rest = "the other one" if len(lacking) == 1 else "the others"
    where = " at every visit" if whole and study.spec.visits else ""
    return paragraph(
        f"{shown}{where}.",
        _assumption(lacking, rest if whole else "it" if len(lacking) == 1 else "each"),
        _model_assumption(lacking),
    )


def _assumption(lacking: Outcomes, what: str) -> str:
    """The assumption of complete cases, weaker where the value before treatment is taken into account."""
    given = ""
    if any(result.analysis == ADJUSTED for result in _primary(lacking)):
        given = ", among patients alike before treatment where that is taken into account,"
    return (
        f"The analysis of {what} takes the patients whose values are complete. That assumes that within each arm{given} "
        "values are missing completely at random: those without one would have been like those with one."
    )


def _model_assumption(lacking: Outcomes) -> str:
    if not _modelled(lacking):
        return ""
    return (
        "The mixed model, beside it, keeps a patient who misses some visits and assumes no more than that values are "
        "missing at random: whether one is missing may depend on what was seen of the patient, not on what was not."
    )


def _rows(comparison: Comparison, variable: Variable, width: int) -> list[list[str]]:
    """One row, or one per visit under the outcome's name."""
    study, after = comparison.study, visits_after(comparison.study, variable)
    cells = {visit: _cells(comparison, variable, visit, width) for visit in after}
    last = latest_visit(study, variable)
    if len({tuple(row) for row in cells.values()}) > 1:
        return [[variable.label], *([f"{INDENT}{study.visit(v).label}", *row] for v, row in cells.items())]
    name = f"{variable.label}, {study.visit(last).label}" if last else variable.label
    return [[name, *cells[last]]] if last in cells else []


def _cells(comparison: Comparison, variable: Variable, visit: str, width: int) -> list[str]:
    """Patients with a value, of the main result at the visit, and of the mixed model where the table has its columns."""
    cells = []
    for arm in comparison.study.arms:
        row = comparison.summary(variable.name, arm.level, visit)[0]
        cells.append(w.solid(w.share(row.n, row.n + row.missing)))
    cells += _sizes(comparison.result(variable.name, visit))
    return (cells + _sizes(comparison.result(variable.name, visit, MODEL)))[: width - 1]


def _sizes(result: Result | None) -> list[str]:
    """Patients of an analysis; dashes where there is no such analysis, or the model could not be fitted."""
    if result is None or (result.analysis == MODEL and not result.estimate.estimable):
        return ["–", "–"]
    return [f"{result.estimate.n_treated}", f"{result.estimate.n_control}"]


def _analysed_note(lacking: Outcomes) -> str:
    note = "Analysed: the patients whose values are complete"
    if any(result.analysis == ADJUSTED for result in _primary(lacking)):
        note += "; at the last visit, where the value before treatment is taken into account, that value too"
    return f"{note}."


def _model_note(lacking: Outcomes) -> str:
    if not _modelled(lacking):
        return ""
    before = any(c.study.baseline_of(v) for c, v in lacking)
    return (
        "Mixed model: the patients with a value at one visit after treatment at least"
        f"{', and with one before treatment' if before else ''}; who misses a visit stays in it."
    )


def _complete_note(comparisons: list[Comparison], lacking: Outcomes) -> str:
    gaps = {v.name for _, v in lacking}
    whole = [w.inner(v.label) for _, v in _outcomes(comparisons) if v.name not in gaps]
    return f"Known for every patient, and not shown: {w.joined(whole)}." if whole else ""


def _outcomes(comparisons: list[Comparison]) -> Outcomes:
    return [
        (c, v) for c in comparisons if c.section != "baseline" for v in c.variables if v.role == "outcome"
    ]


def _lacking(comparisons: list[Comparison]) -> Outcomes:
    """The outcomes that some patient lacks at some visit, before treatment or after."""
    return [
        (c, v)
        for c, v in _outcomes(comparisons)
        if any(s.missing for s in c.summaries if s.variable == v.name)
    ]


def _primary(lacking: Outcomes) -> list[Result]:
    return [r for c, v in lacking for r in c.headline if r.variable == v.name]


def _modelled(lacking: Outcomes) -> bool:
    """Whether a mixed model was fitted for one of the outcomes."""
    return any(r.analysis == MODEL and r.variable == v.name for c, v in lacking for r in c.results)
