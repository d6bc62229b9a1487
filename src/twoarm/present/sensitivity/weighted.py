"""What the sections leave to the chapter on sensitivity: weighted estimates, E-values, false discovery rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.later import Later
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.specification import KNOWN, NONE, OVERLAP
from twoarm.present import wording as w
from twoarm.present.naming import main_visit_name
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.present.patients.balance import how_alike, penalty
from twoarm.present.patients.left_out import left_out_sentences
from twoarm.study.dictionary import Variable

_Row = tuple[Comparison, Variable, Later]  # of an outcome


def weighted_table(comparisons: list[Comparison]) -> Table | None:
    """Each outcome under overlap weights, and of the same patients where some have no weight; None without any."""
    shown = [row for row in _outcomes(comparisons) if row[2].weighted]
    if not shown:
        return None
    study, lost = comparisons[0].study, any(later.lost for _, _, later in shown)
    level = w.level_text(study.parameters.level)
    same = [f"Same patients,\nunweighted ({level} CI)"] if lost else []
    head = ["Outcome", *same, f"Weighted\n({level} CI)", "Weighted P", *["Patients"] * lost]
    treated, control = (arm.label for arm in study.arms)
    caption = f"Under overlap weights, {treated} minus {control}."
    align = ["left", *["left"] * (1 + lost), "right", *["right"] * lost]
    rows = [cells for row in shown for cells in _weighted(row, lost)]
    return Table(
        "tab-weighted",
        caption,
        [head],
        rows,
        1,
        align,
        _weighted_notes(comparisons, lost),
        comparisons,
        folded=True,
        data=("specifications",),
    )


def _weighted_notes(comparisons: list[Comparison], lost: bool) -> list[str]:
    said = [
        "Who misses a covariate has no weight and is left out." if lost else "",
        *(_adjusted_hazards(row) for row in _outcomes(comparisons)),
        _monte_carlo([later.weighted for _, _, later in _outcomes(comparisons) if later.weighted]),
        *_left_out(comparisons, lambda later: later.weighted),
    ]
    return [note for note in said if note]


def _adjusted_hazards(row: _Row) -> str:
    """The hazard ratio with the covariates in the model, beside that of the same patients without them."""
    _, variable, later = row
    found = [r for r in later.hazards if r.estimate.low is not None]
    adjusted = next((r for r in found if r.method.specification.covariates == KNOWN), None)
    plain = next((r for r in found if r.method.when is Occasion.COMPLETE), None)
    if adjusted is None or plain is None:
        return ""
    with_, without = (w.estimate_phrase(r, variable) for r in (adjusted, plain))
    model = f"{variable.label}: with the covariates in a Cox model the hazard ratio, then another quantity, is {with_}"
    return f"{model}; of the same patients without them, {without}."


def _monte_carlo(weighted: list[Result]) -> str:
    drawn = [r.monte_carlo for r in weighted if r.monte_carlo is not None]
    in_p = [m.p_error for m in drawn if m.p_error is not None]
    in_limits = [m.limit_error for m in drawn if m.limit_error is not None]
    if not (in_p and in_limits):
        return ""
    times = max(m.draws or 0 for m in drawn)
    return (
        f"Limits and P: {times} resamples of patients, so that no P is below {w.significant(2 / (times + 1), 1)}; "
        f"Monte-Carlo error about {w.number(max(in_limits), 2)} standard errors in a limit, at most "
        f"{w.significant(max(in_p), 2)} in a P."
    )


def e_value_table(comparisons: list[Comparison]) -> Table | None:
    """E-values of estimates and nearer limits, of the differences that there are to explain; None without any."""
    rows = [cells for row in _outcomes(comparisons) if row[2].explainable and (cells := _e_values(row))]
    if not rows:
        return None
    head = ["Outcome", "E-value", "E-value of\nnearer limit"]
    caption = "How strong an unmeasured cause would have to be."
    notes = [
        "Of means by way of the standardised difference, without adjustment.",
        *_left_out(comparisons, lambda later: later.e_value),
    ]
    align = ["left", "right", "right"]
    return Table("tab-e-values", caption, [head], rows, 1, align, notes, comparisons, data=("results",))


def discovery_table(comparisons: list[Comparison]) -> Table | None:
    """Each P below alpha as it is, after Holm and as a false discovery rate: no adjustment lowers one. None without any."""
    alpha = comparisons[0].study.parameters.alpha
    rows = []
    for row in _outcomes(comparisons):
        primary, rate = row[2].primary, row[2].rate
        if rate and primary.estimate.p_value is not None and primary.estimate.p_value < alpha:
            p = (primary.estimate.p_value, primary.p_adjusted, rate.estimate.p_value)
            rows.append([_name(row), *(w.p_cell(x, alpha) for x in p)])
    if not rows:
        return None
    head = ["Outcome", "P", "Holm", "Benjamini-\nHochberg"]
    caption = f"P values below {w.exact(alpha)}, and adjusted for the number of outcomes in their family."
    notes = [f"Of an outcome only {main_visit_name(comparisons[0].study)} counts."]
    align = ["left", "right", "right", "right"]
    return Table("tab-discovery", caption, [head], rows, 1, align, notes, comparisons, data=("results",))


def later_values(comparisons: list[Comparison]) -> dict[str, Callable[[], str]]:
    """The names that stand for these tables."""
    return {
        "effective": lambda: _effective(comparisons),
        "rates": lambda: _rates(comparisons),
        "unneeded": lambda: _unneeded(comparisons),
        "moved": lambda: _moved(comparisons),
        "alike": lambda: how_alike(comparisons[0].penalised),
        "not_weighted": lambda: paragraph(left_out_sentences(comparisons[0].study, comparisons[0].left_out)),
        "penalty": lambda: paragraph(penalty(comparisons[0].penalised)),
    }


def _effective(comparisons: list[Comparison]) -> Markdown:
    """How many patients the weighted arms amount to; empty without weights."""
    study = comparisons[0].study
    found = comparisons[0].effective
    if not found or any(r.estimate.masked for r in found):
        return Markdown("")
    arms = [
        f"{r.estimate.n_treated + r.estimate.n_control} patients with {arm.label} count as {w.number(r.estimate.value, 1)}"
        for r, arm in zip(found, study.arms, strict=True)
    ]
    return paragraph(f"Weighting costs precision: {w.joined(arms)}.")


def _moved(comparisons: list[Comparison]) -> Markdown:
    """Of which outcomes the weighted interval lies otherwise beside no difference than that of the same patients."""
    known = [(v.label, later.moves) for _, v, later in _outcomes(comparisons) if later.moves is not None]
    moved = [label for label, moves in known if moves]
    if not known:
        return Markdown("")
    if not moved:
        return paragraph("Weighting changes no conclusion.")
    return paragraph(f"Weighting changes the conclusion on {w.joined(moved)}.")


def _unneeded(comparisons: list[Comparison]) -> Markdown:
    """Of how many outcomes there is no difference to explain away."""
    found = [later for _, _, later in _outcomes(comparisons) if later.e_value_limit and not later.explainable]
    include = "interval includes" if len(found) == 1 else "intervals include"
    said = f"Of {w.counted(len(found), 'other outcome')} the {include} no difference anyway."
    return paragraph(said if found else "")


def _rates(comparisons: list[Comparison]) -> Markdown:
    """Which differences do not outlast the adjustments, and where these two disagree."""
    alpha = comparisons[0].study.parameters.alpha
    lost = [v.label for _, v, later in _outcomes(comparisons) if later.outlasts(alpha) is False]
    split = [v.label for _, v, later in _outcomes(comparisons) if later.splits(alpha)]
    of = f"{'P' if len(lost) == 1 else 'P values'} of {w.joined(lost)} {'is' if len(lost) == 1 else 'are'}"
    gone = f"After Holm the {of} no longer below {w.exact(alpha)}." if lost else ""
    apart = f"The two disagree on {w.joined(split)}." if split else ""
    return paragraph(gone or f"Every P stays below {w.exact(alpha)} after Holm.", apart)


def _outcomes(comparisons: list[Comparison]) -> list[_Row]:
    return [(c, c.study.variable(later.primary.variable), later) for c in comparisons for later in c.later]


def _left_out(comparisons: list[Comparison], of: Callable[[Later], Result | None]) -> list[str]:
    """Which outcomes have no such result, in a note."""
    out = [variable.label for _, variable, later in _outcomes(comparisons) if of(later) is None]
    return [f"Not computed for {w.joined(out)}: the method is for means and shares."] if out else []


def _name(row: _Row) -> str:
    comparison, variable, later = row
    visit = later.primary.visit
    return f"{variable.label}, {comparison.study.visit(visit).label}" if visit else variable.label


def _weighted(row: _Row, lost: bool) -> Iterator[list[str]]:
    """The primary result; of a time the hazard ratio, too."""
    comparison, variable, later = row
    unit = w.Scale(later.primary, variable).with_unit("").strip()
    name = ", ".join(filter(None, (_name(row), unit)))
    by = {(r.method.when, r.method.specification.weights): r for r in later.hazards}
    of_hazards = by.get((Occasion.COMPLETE, NONE)), by.get((Occasion.WEIGHTED, OVERLAP))
    for called, same, weighted in (
        (name, later.same, later.weighted),
        (f"{_name(row)}, hazard ratio", *of_hazards),
    ):
        if weighted is not None:
            p = w.p_cell(weighted.estimate.p_value, comparison.study.parameters.alpha)
            cells = [
                called,
                *([w.estimate_cell(same, variable)] if lost else []),
                w.estimate_cell(weighted, variable),
                p,
            ]
            yield [*cells, f"{weighted.estimate.n_treated + weighted.estimate.n_control}"] if lost else cells


def _e_values(row: _Row) -> list[str]:
    _, variable, later = row
    if later.e_value is None:
        return []
    return [_name(row), *(w.estimate_cell(r, variable) for r in (later.e_value, later.e_value_limit))]
