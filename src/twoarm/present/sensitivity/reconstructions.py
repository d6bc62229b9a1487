"""The results of the shipped cohort beside those of other cohorts that the same plan makes."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.reconstructions import Reconstructions
from twoarm.analysis.sensitivity.robustness import Robustness
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, Text, paragraph

_FEW = 6  # so many names a sentence holds


def reconstruction_table(found: Reconstructions | None) -> Table | None:
    """One row per outcome that can differ: the shipped estimate, its range over the others, how often P is below alpha."""
    if found is None or not found.shipped:
        return None
    study = found.study
    level, alpha = w.level_text(study.parameters.level), w.exact(study.parameters.alpha)
    head = [
        *("Outcome", f"Shipped estimate\n({level} CI)", "Smallest to largest\nestimate"),
        *("Smallest to\nlargest P", f"P below\n{alpha}"),
    ]
    treated, control = (arm.label for arm in study.arms)
    many = w.counted(len(found.drawn), "further cohort")
    compared = f"{treated} minus {control}, in the shipped cohort and in {many} of the same plan"
    caption = f"Outcomes that the plan leaves open, {compared}."
    rows = [_row(found, *pair) for pair in zip(found.shipped, found.moved, strict=True)]
    align = ["left", "left", "left", "left", "right"]
    return Table(
        "tab-reconstructions",
        caption,
        [head],
        rows,
        1,
        align,
        _notes(found),
        found,
        data=("reconstructions",),
    )


def reconstruction_values(found: Reconstructions) -> dict[str, Callable[[], str]]:
    """The names that stand for the reconstructions."""
    return {"reconstructions": lambda: reading(found), "cohorts": lambda: str(len(found.drawn))}


def reading(found: Reconstructions) -> Markdown:
    """Whether each P keeps its side of alpha in every cohort, and for which outcomes not."""
    alpha = found.study.parameters.alpha
    moved = [one for one in found.moved if one.contrary]
    names = w.joined([found.study.variable(r.variable).label for r in moved])
    shown = w.exact(alpha)
    if not moved:
        return paragraph(
            f"In every one of them each P lies on the same side of {shown} as in the shipped cohort."
        )
    return paragraph(f"P lies on the other side of {shown} in at least one of them for {names}.")


def fixed_by_plan(found: Reconstructions | None) -> Text | None:
    """What every cohort of the plan shares, and why it is not tabulated; None where the plan leaves all results open."""
    if found is None or not found.fixed:
        return None
    labels = [found.study.variable(name).label for name in found.fixed]
    n = len(labels)
    some = f"{n} outcomes" if n > _FEW else w.joined(labels)
    which = some if found.shipped or n == 1 else f"all {n} outcomes"
    said = (
        f"The plan prescribes the result of {which} (the numbers, or the side of {w.exact(found.alpha)} on which P lies): "
        "every simulated cohort agrees by construction."
    )
    return Text(paragraph(said))


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
    same = "Each cohort has a seed of its own."
    left = [found.study.variable(name).label for name in found.unplanned]
    return [same, *([f"Not in the plan, and so left out: {w.joined(left)}."] if left else [])]
