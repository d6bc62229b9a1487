"""Who is in which analysis: patients with a value, complete cases, and what becomes of a patient with a gap."""

from __future__ import annotations

from twoarm.analysis.patients.flow import BothArms, Flow
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.naming import main_visit_name
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


def analysed_table(flow: Flow) -> Table | None:
    """Patients with a value and patients analysed, for every outcome of which some patient lacks a value.

    Returns
    -------
    A row per outcome at its main visit, or per visit where visits differ; None where no outcome lacks a value. Of thorough
    comparisons the patients of the mixed model stand beside the others.
    """
    study = flow.study
    kinds = ["With a value", "Analysed", *(["Mixed model"] if _modelled(flow) else [])]
    head = ["Outcome", *(f"{kind}\n{arm.label}" for kind in kinds for arm in study.arms)]
    rows = [row for v in flow.lacking for row in _rows(flow, v, len(head))]
    if not rows:  # what is measured before treatment alone is not analysed
        return None
    where = " at each visit" if any(len(row) == 1 for row in rows) else ""
    caption = f"Patients with a value and patients analysed{where}, {study.treated.label} and {study.control.label}."
    notes = [_analysed_note(flow), _model_note(flow), _complete_note(flow)]
    align = ["left", *["right"] * (len(head) - 1)]
    return Table(
        "tab-analysed",
        caption,
        [head],
        rows,
        1,
        align,
        [note for note in notes if note],
        flow,
        data=("flow",),
    )


def missing_words(flow: Flow) -> Markdown:
    """How many outcomes are complete, and what the analyses of the others assume."""
    lacking, whole = flow.lacking, len(flow.whole)
    if not lacking:
        return paragraph("Every outcome is known for every patient." if flow.gaps else "No value is missing.")
    total = w.counted(len(flow.outcomes), "outcome")
    shown = f"{whole} of {total} {'is' if whole == 1 else 'are'} known for every patient"
    if not whole:
        shown = (
            "Of every outcome some patient lacks a value"
            if len(lacking) > 1
            else "Some patient lacks a value of the outcome"
        )
    rest = "the other one" if len(lacking) == 1 else "the others"
    where = " at every visit" if whole and flow.study.spec.visits else ""
    return paragraph(
        f"{shown}{where}.",
        _assumption(flow, rest if whole else "it" if len(lacking) == 1 else "each"),
        _model_assumption(flow),
    )


def _assumption(flow: Flow, what: str) -> str:
    """The assumption of complete cases, weaker where the value before treatment is taken into account."""
    given = (
        ", among patients alike before treatment where that is taken into account," if _adjusted(flow) else ""
    )
    return (
        f"The analysis of {what} takes the patients whose values are complete. That assumes that within each arm{given} "
        "values are missing completely at random: those without one would have been like those with one."
    )


def _model_assumption(flow: Flow) -> str:
    if not _modelled(flow):
        return ""
    return (
        "The mixed model, beside it, keeps a patient who misses some visits and assumes no more than that values are "
        "missing at random: whether one is missing may depend on what was seen of the patient, not on what was not."
    )


def _rows(flow: Flow, variable: Variable, width: int) -> list[list[str]]:
    """One row, or one per visit under the outcome's name."""
    study, after = flow.study, flow.after(variable)
    if not after:
        return []
    cells = {pair[0].visit: _cells(study, pair, width) for pair in after}
    if len({tuple(row) for row in cells.values()}) > 1:
        return [[variable.label], *([f"{INDENT}{study.visit(v).label}", *row] for v, row in cells.items())]
    last = after[-1][0].visit
    name = f"{variable.label}, {study.visit(last).label}" if last else variable.label
    return [[name, *cells[last]]]


def _cells(study: Study, pair: BothArms, width: int) -> list[str]:
    """Patients with a value, of the main result at the visit, and of the mixed model where the table has its columns."""
    known = [w.solid(w.share(row.n, study.size(row.arm))) for row in pair]
    sizes = [*(row.analysed for row in pair), *(row.modelled for row in pair)]
    return [*known, *("–" if size is None else f"{size}" for size in sizes)][: width - 1]


def _analysed_note(flow: Flow) -> str:
    note = "Analysed: the patients whose values are complete"
    if _adjusted(flow):
        note += f"; at {main_visit_name(flow.study)}, where the value before treatment is taken into account, that value too"
    return f"{note}."


def _model_note(flow: Flow) -> str:
    if not _modelled(flow):
        return ""
    before = any(flow.study.baseline_of(v) for v in flow.lacking)
    return (
        "Mixed model: the patients with a value at one visit after treatment at least"
        f"{', and with one before treatment' if before else ''}; who misses a visit stays in it."
    )


def _complete_note(flow: Flow) -> str:
    whole = [v.label for v in flow.whole]
    return f"Known for every patient, and not shown: {w.joined(whole)}." if whole else ""


def _adjusted(flow: Flow) -> bool:
    """Whether the primary analysis of one of these outcomes takes the value before treatment into account."""
    return any(v.name in flow.adjusted for v in flow.lacking)


def _modelled(flow: Flow) -> bool:
    """Whether a mixed model was asked for of one of these outcomes."""
    return any(v.name in flow.modelled for v in flow.lacking)
