"""The conclusions of a study in one table: how far each estimate moves, and how often P changes its side."""

from __future__ import annotations

from twoarm.analysis.sensitivity.curves import Curve, Curves
from twoarm.present import wording as w
from twoarm.present.outcomes.units import units_note
from twoarm.present.outputs import Table
from twoarm.present.sensitivity.words import flips, name_of


def specification_table(curves: Curves) -> Table | None:
    """One row per conclusion: the primary result, the range of its specifications, and the choice that flips it."""
    if not curves.curves:
        return None
    study = curves.study
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    head = ["Outcome", f"P below\n{alpha}, n/N", "Turned by", f"Estimate\n({level} CI)", "P", "Range"]
    treated, control = (arm.label for arm in study.arms)
    which = "the analyses that are shown" if curves.masked else "every analysis"
    caption = f"Each conclusion, {treated} against {control}, under {which}."
    align = ["left", "right", "left", "left", "right", "left"]
    rows = [_row(curve) for curve in curves.curves]
    return Table(
        "tab-specifications",
        caption,
        [head],
        rows,
        1,
        align,
        _notes(curves),
        curves,
        result=1,
        data=("specifications", "robustness"),
    )


def _row(curve: Curve) -> list[str]:
    r, study = curve.primary, curve.study
    variable = study.variable(r.variable)
    unit = w.Scale(r, variable).with_unit("").strip()
    name = ", ".join(filter(None, (name_of(curve), unit)))
    p = w.p_cell(r.estimate.p_value, study.parameters.alpha)
    found = curve.robustness
    tested = found.asked
    counted, ends = (f"{found.below}/{tested}", spread(curve)) if tested else ("–", "–")
    turned = "; ".join(flips(curve)) or "–"
    return [name, counted, w.capital(turned) if tested > 1 else "–", w.estimate_cell(r, variable), p, ends]


def spread(curve: Curve) -> str:
    """``−2.1 to 0.4``: the smallest and the largest estimate of what the primary one estimates."""
    found = curve.robustness
    if found.smallest is None or found.largest is None:
        return "–"
    scale = w.Scale(curve.primary, curve.study.variable(curve.primary.variable))
    low, high = scale.value(found.smallest), scale.value(found.largest)
    return w.solid(low if low == high else f"{low} to {high}")


def _notes(curves: Curves) -> list[str]:
    lost = sum(curve.robustness.not_estimable for curve in curves.curves)
    said = ["Range: of estimates of the same quantity as the first."]
    if any(curves.study.variable(curve.primary.variable).kind == "binary" for curve in curves.curves):
        said.append("A test of two shares without an estimate stands with the risk difference.")
    if lost:
        why = "could not be computed or is masked" if curves.masked else "could not be computed"
        be = (
            f"analysis {why} and is"
            if lost == 1
            else f"analyses {why.replace('is masked', 'are masked')} and are"
        )
        said.append(f"{lost} further {be} not counted (why: specifications.csv).")
    of_units = units_note(curves.study, [curves.study.variable(c.primary.variable) for c in curves.curves])
    return [*said, *([of_units] if of_units else [])]
