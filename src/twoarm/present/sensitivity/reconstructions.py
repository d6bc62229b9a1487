"""The results of the shipped cohort beside those of other cohorts that the same plan makes."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.reconstructions import Reconstructions
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, paragraph


def reconstruction_table(found: Reconstructions | None) -> Table | None:
    """One row per outcome: the shipped estimate, its range over the other cohorts, and how often P is below alpha."""
    if found is None:
        return None
    study = found.study
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    head = [
        *("Outcome", f"Shipped estimate\n({level} CI)", "Smallest to largest\nestimate"),
        *("Smallest to\nlargest P", f"P below\n{alpha}"),
    ]
    treated, control = (arm.label for arm in study.arms)
    many = w.counted(len(found.drawn), "further cohort")
    caption = f"Every outcome, {treated} minus {control}, in the shipped cohort and in {many} simulated from the same plan."
    rows = [_row(found, r) for r in found.shipped]
    align = ["left", "left", "left", "left", "right"]
    return Table("tab-reconstructions", caption, [head], rows, 1, align, _notes(found), found)


def reconstruction_values(found: Reconstructions) -> dict[str, Callable[[], str]]:
    """The names that stand for the reconstructions."""
    return {"reconstructions": lambda: reading(found), "cohorts": lambda: str(len(found.drawn))}


def reading(found: Reconstructions) -> Markdown:
    """How many conclusions keep their side of alpha in every cohort, and which do not."""
    alpha = found.study.parameters.alpha
    tested = [r for r in found.shipped if r.estimate.p_value is not None]
    moved = [r for r in tested if _crossed(found, r)]
    names = w.joined([w.inner(found.study.variable(r.variable).label) for r in moved])
    shown = w.exact(alpha)
    if not moved:
        said = f"In every one of them each P lies on the same side of {shown} as in the shipped cohort."
    else:
        said = f"P lies on the other side of {shown} in at least one of them for {names}."
    return paragraph(said, _fixed(found))


def _fixed(found: Reconstructions) -> str:
    fixed = [r for r in found.shipped if r.variable in found.stated]
    if not fixed:
        return ""
    which = "all of these outcomes" if len(fixed) == len(found.shipped) else f"{len(fixed)} of these outcomes"
    stated = "a published statement" if found.study.audited else "a statement"
    return (
        f"The plan has to meet {stated} about {which}: on those statements no cohort can differ, by construction. The "
        "agreement confirms nothing."
    )


def _crossed(found: Reconstructions, shipped: Result) -> bool:
    alpha = found.study.parameters.alpha
    side = shipped.estimate.p_value < alpha
    return any((p < alpha) != side for p in _p(found, shipped))


def _p(found: Reconstructions, shipped: Result) -> list[float]:
    p = (r.estimate.p_value for r in found.of(shipped.variable))
    return [x for x in p if x is not None]


def _row(found: Reconstructions, shipped: Result) -> list[str]:
    study = found.study
    variable, alpha = study.variable(shipped.variable), study.parameters.alpha
    scale = w.Scale(shipped, variable)
    at = study.visit(shipped.visit).label if shipped.visit else ""
    name = ", ".join(filter(None, (variable.label, at, scale.with_unit("").strip())))
    values = [r.estimate.value for r in found.of(variable.name) if r.estimate.value is not None]
    p = _p(found, shipped)
    below = f"{sum(x < alpha for x in p)}/{len(p)}" if p else "–"
    ends = _ends([scale.value(x) for x in (min(values), max(values))]) if values else "–"
    return [
        *(name, w.estimate_cell(shipped, variable), ends),
        *(_ends([w.p_cell(x, alpha) for x in (min(p), max(p))]) if p else "–", below),
    ]


def _ends(shown: list[str]) -> str:
    return w.solid(shown[0] if shown[0] == shown[1] else f"{shown[0]} to {shown[1]}")


def _notes(found: Reconstructions) -> list[str]:
    same = "Each cohort has a seed of its own, counted on from that of the plan, and is analysed by the same method."
    left = [w.inner(found.study.variable(name).label) for name in found.unplanned]
    prescribed = "Where neither the estimate nor P moves, the plan prescribes what is estimated."
    return [same, prescribed, *([f"Not in the plan, and so left out: {w.joined(left)}."] if left else [])]
