"""What the sections leave to the chapter on sensitivity: weighted estimates, E-values, false discovery rates."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.weighted_balance import covariate_weights, effective_results
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.dictionary import Variable

WEIGHTED = ("weighted_difference", "weighted_risk_difference")
E_VALUES = (("e_value", "e_value_limit"), ("e_value_means", "e_value_limit_means"))
_RATE = "false_discovery_rate"
_Row = tuple[Comparison, Variable, Result]  # of an outcome: its primary result


def weighted_table(comparisons: list[Comparison]) -> Table | None:
    """Each outcome as it is and under overlap weights; None without a covariate."""
    rows = [_weighted(row, found) for row in _outcomes(comparisons) if (found := _of(row, *WEIGHTED))]
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
    with_baseline = any(r.analysis == "ancova" for _, _, r in _outcomes(comparisons))
    align = ["left", "left", "left", "right"]
    notes = [*(notes if with_baseline else []), *_left_out(comparisons, WEIGHTED)]
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
        *_left_out(comparisons, E_VALUES[0] + E_VALUES[1]),
    ]
    align = ["left", "right", "right"]
    return Table("tab-e-values", caption, [head], rows, 1, align, notes, comparisons)


def discovery_table(comparisons: list[Comparison]) -> Table | None:
    """Each P as it is, after Holm and as a false discovery rate; None where the study names no family."""
    alpha = comparisons[0].study.parameters.alpha
    rows = []
    for row in _outcomes(comparisons):
        primary, found = row[2], _of(row, _RATE)
        if found:
            p = (primary.estimate.p_value, primary.p_adjusted, found.estimate.p_value)
            rows.append([_name(row), *(w.p_cell(x, alpha) for x in p)])
    if not rows:
        return None
    head = ["Outcome", "P", "P adjusted\n(Holm)", "P adjusted\n(Benjamini-Hochberg)"]
    caption = "P values of the outcomes, and the same adjusted for the number of outcomes in their family."
    notes = [
        "The adjustment of Benjamini and Hochberg bounds the false discovery rate. Each outcome counts "
        "with its latest visit."
    ]
    align = ["left", "right", "right", "right"]
    return Table("tab-discovery", caption, [head], rows, 1, align, notes, comparisons)


def later_values(comparisons: list[Comparison]) -> dict[str, Callable[[], str]]:
    """The names that stand for these tables."""
    return {"effective": lambda: _effective(comparisons), "rates": lambda: _rates(comparisons)}


def _effective(comparisons: list[Comparison]) -> Markdown:
    """How many patients the weighted arms amount to; empty without weights."""
    study = comparisons[0].study
    found = effective_results(study, covariate_weights(study))
    if not found:
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
    split = []
    for row in _outcomes(comparisons):
        _, variable, primary = row
        found = _of(row, _RATE)
        if found and (primary.p_adjusted < alpha) != (found.estimate.p_value < alpha):
            split.append(w.inner(variable.label))
    if split:
        return paragraph(f"They come down on different sides of {w.exact(alpha)} for {w.joined(split)}.")
    return paragraph(f"For no outcome do the two come down on different sides of {w.exact(alpha)}.")


def _outcomes(comparisons: list[Comparison]) -> list[_Row]:
    return [(c, c.study.variable(r.variable), r) for c in comparisons for r in c.headline]


def _of(row: _Row, *names: str) -> Result | None:
    comparison, variable, primary = row
    found = (comparison.result(variable.name, primary.visit, name) for name in names)
    return next((r for r in found if r is not None), None)


def _left_out(comparisons: list[Comparison], names: tuple[str, ...]) -> list[str]:
    """Which outcomes have no such result, in a note."""
    out = [w.inner(row[1].label) for row in _outcomes(comparisons) if _of(row, *names) is None]
    return [f"Not computed for {w.joined(out)}: the method is for means and shares."] if out else []


def _name(row: _Row) -> str:
    comparison, variable, primary = row
    return (
        f"{variable.label}, {comparison.study.visit(primary.visit).label}"
        if primary.visit
        else variable.label
    )


def _weighted(row: _Row, found: Result) -> list[str]:
    comparison, variable, primary = row
    unit = w.Scale(primary, variable).with_unit("").strip()
    p = w.p_cell(found.estimate.p_value, comparison.study.parameters.alpha)
    name = ", ".join(filter(None, (_name(row), unit)))
    return [name, w.estimate_cell(primary, variable), w.estimate_cell(found, variable), p]


def _e_values(row: _Row) -> list[str]:
    pairs = ([_of(row, name) for name in names] for names in E_VALUES)
    found = next((pair for pair in pairs if pair[0] is not None), None)
    return [_name(row), *(w.estimate_cell(r, row[1]) for r in found)] if found else []
