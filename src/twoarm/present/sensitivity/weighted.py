"""What the sections leave to the chapter on sensitivity: weighted estimates, E-values, false discovery rates."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.later import Later
from twoarm.analysis.comparison.result import Result
from twoarm.present import wording as w
from twoarm.present.naming import main_visit_name
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.dictionary import Variable

_Row = tuple[Comparison, Variable, Later]  # of an outcome


def weighted_table(comparisons: list[Comparison]) -> Table | None:
    """Each outcome as it is and under overlap weights; None without a covariate."""
    rows = [_weighted(row, found) for row in _outcomes(comparisons) if (found := row[2].weighted)]
    if not rows:
        return None
    study = comparisons[0].study
    level = w.level_text(study.parameters.level)
    head = ["Outcome", f"As it is\n({level} CI)", f"Weighted\n({level} CI)", "Weighted P"]
    treated, control = (arm.label for arm in study.arms)
    caption = f"The outcomes, {treated} minus {control}, as they are and under overlap weights."
    notes = [
        "A weighted estimate does not take the value before treatment into account; the one beside it does where there is "
        "such a value."
    ]
    with_baseline = any(later.primary.method.uses_baseline for _, _, later in _outcomes(comparisons))
    align = ["left", "left", "left", "right"]
    notes = [*(notes if with_baseline else []), *_left_out(comparisons, lambda later: later.weighted)]
    return Table("tab-weighted", caption, [head], rows, 1, align, notes, comparisons)


def e_value_table(comparisons: list[Comparison]) -> Table | None:
    """E-values of the estimates and of the limits nearer to no difference; None where no outcome has one."""
    rows = [cells for row in _outcomes(comparisons) if (cells := _e_values(row))]
    if not rows:
        return None
    head = ["Outcome", "E-value of\nthe estimate", "E-value of\nthe nearer limit"]
    caption = "How strong an unmeasured cause would have to be: E-values of the outcomes."
    notes = [
        "An E-value is a risk ratio; that of a difference of means comes by way of the standardised difference. One means "
        "that nothing unmeasured is needed: the interval already includes no difference. Those of means "
        "are of the difference "
        "as observed, without adjustment.",
        *_left_out(comparisons, lambda later: later.e_value),
    ]
    align = ["left", "right", "right"]
    return Table("tab-e-values", caption, [head], rows, 1, align, notes, comparisons)


def discovery_table(comparisons: list[Comparison]) -> Table | None:
    """Each P as it is, after Holm and as a false discovery rate; None where the study names no family."""
    alpha = comparisons[0].study.parameters.alpha
    rows = []
    for row in _outcomes(comparisons):
        primary, rate = row[2].primary, row[2].rate
        if rate:
            p = (primary.estimate.p_value, primary.p_adjusted, rate.estimate.p_value)
            rows.append([_name(row), *(w.p_cell(x, alpha) for x in p)])
    if not rows:
        return None
    head = ["Outcome", "P", "P adjusted\n(Holm)", "P adjusted\n(Benjamini-Hochberg)"]
    caption = "P values of the outcomes, and the same adjusted for the number of outcomes in their family."
    notes = [
        "The adjustment of Benjamini and Hochberg bounds the false discovery rate. Of an outcome only "
        f"{main_visit_name(comparisons[0].study)} counts."
    ]
    align = ["left", "right", "right", "right"]
    return Table("tab-discovery", caption, [head], rows, 1, align, notes, comparisons)


def later_values(comparisons: list[Comparison]) -> dict[str, Callable[[], str]]:
    """The names that stand for these tables."""
    return {"effective": lambda: _effective(comparisons), "rates": lambda: _rates(comparisons)}


def _effective(comparisons: list[Comparison]) -> Markdown:
    """How many patients the weighted arms amount to; empty without weights."""
    study = comparisons[0].study
    found = comparisons[0].effective
    if not found or any(r.estimate.masked for r in found):
        return Markdown("")
    arms = [
        f"the {r.estimate.n_treated + r.estimate.n_control} patients with {arm.label} say as much as "
        f"{w.number(r.estimate.value, 1)} would without them"
        for r, arm in zip(found, study.arms, strict=True)
    ]
    return paragraph(f"Weighting costs precision: {w.joined(arms)}.")


def _rates(comparisons: list[Comparison]) -> Markdown:
    """Where the two adjustments come down on different sides of alpha."""
    study = comparisons[0].study
    alpha = study.parameters.alpha
    split = [v.label for _, v, later in _outcomes(comparisons) if later.splits(alpha)]
    if split:
        return paragraph(f"They come down on different sides of {w.exact(alpha)} for {w.joined(split)}.")
    return paragraph(f"For no outcome do the two come down on different sides of {w.exact(alpha)}.")


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


def _weighted(row: _Row, found: Result) -> list[str]:
    comparison, variable, later = row
    unit = w.Scale(later.primary, variable).with_unit("").strip()
    p = w.p_cell(found.estimate.p_value, comparison.study.parameters.alpha)
    name = ", ".join(filter(None, (_name(row), unit)))
    return [name, w.estimate_cell(later.primary, variable), w.estimate_cell(found, variable), p]


def _e_values(row: _Row) -> list[str]:
    _, variable, later = row
    if later.e_value is None:
        return []
    return [_name(row), *(w.estimate_cell(r, variable) for r in (later.e_value, later.e_value_limit))]
