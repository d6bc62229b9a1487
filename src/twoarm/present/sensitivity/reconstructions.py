"""The results of the shipped cohort beside those of other cohorts that the same plan makes."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.reconstructions import Reconstructions
from twoarm.analysis.sensitivity.robustness import Robustness
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
    rows = [_row(found, *pair) for pair in zip(found.shipped, found.moved, strict=True)]
    align = ["left", "left", "left", "left", "right"]
    return Table("tab-reconstructions", caption, [head], rows, 1, align, _notes(found), found)


def reconstruction_values(found: Reconstructions) -> dict[str, Callable[[], str]]:
    """The names that stand for the reconstructions."""
    return {"reconstructions": lambda: reading(found), "cohorts": lambda: str(len(found.drawn))}


def reading(found: Reconstructions) -> Markdown:
    """How many conclusions keep their side of alpha in every cohort, and which do not."""
    alpha = found.study.parameters.alpha
    moved = [one for one in found.moved if one.contrary]
    names = w.joined([found.study.variable(r.variable).label for r in moved])
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


def _row(found: Reconstructions, shipped: Result, moved: Robustness) -> list[str]:
    study = found.study
    variable, alpha = study.variable(shipped.variable), study.parameters.alpha
    scale = w.Scale(shipped, variable)
    at = study.visit(shipped.visit).label if shipped.visit else ""
    name = ", ".join(filter(None, (variable.label, at, scale.with_unit("").strip())))
    ends = _ends(scale.value, moved.smallest, moved.largest)
    p_ends = _ends(lambda p: w.p_cell(p, alpha), moved.smallest_p, moved.largest_p)
    below = f"{moved.below}/{moved.asked}" if moved.asked else "–"
    return [name, w.estimate_cell(shipped, variable), ends, p_ends, below]


def _ends(shown: Callable[[float], str], low: float | None, high: float | None) -> str:
    """``−2.1 to 0.4``; once where both read alike; a dash where there is none."""
    if low is None or high is None:
        return "–"
    ends = dict.fromkeys([shown(low), shown(high)])
    return w.solid(" to ".join(ends))


def _notes(found: Reconstructions) -> list[str]:
    same = "Each cohort has a seed of its own, counted on from that of the plan, and is analysed by the same method."
    left = [found.study.variable(name).label for name in found.unplanned]
    prescribed = "Where neither the estimate nor P moves, the plan prescribes what is estimated."
    return [same, prescribed, *([f"Not in the plan, and so left out: {w.joined(left)}."] if left else [])]
