"""What is said of the curves of a time to event: beneath them, in their place, and to who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.event_curves import MOST_DRAWN, EventCurve
from twoarm.present import wording as w
from twoarm.present.figures.forest_words import contrast
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import Policy
from twoarm.study.opened import Study


def curve_caption(study: Study, variable: Variable, curves: Sequence[EventCurve]) -> str:
    """What is drawn, and how it is told where a policy coarsens it."""
    policy, level = study.spec.policy, w.level_text(study.parameters.level)
    kind = "life-table curves" if policy.coarse_times else "Kaplan-Meier curves"
    drawn = (
        f"{variable.label}: {kind} with pointwise {level} bands; beneath them patients at risk, with the event and "
        "censored."
    )
    rule = curve_rule(policy, curves[0].grid, variable.unit)
    return " ".join(filter(None, (drawn, _thinned(curves), rule, *curves_missing(study, curves))))


def _thinned(curves: Sequence[EventCurve]) -> str:
    """How many steps are drawn where that is not all of them."""
    if all(len(curve.drawn) == len(curve.steps) for curve in curves):
        return ""
    return f"Of a curve with more steps the last in each of {w.counted(MOST_DRAWN, 'equal part')} of the time is drawn."


def curve_rule(policy: Policy, grid: float, unit: str) -> str:
    """How a policy lets curves be told; empty where it leaves them as they are."""
    if not policy.coarse_times:
        return ""
    where = f"at multiples of {w.exact(grid)} {unit}".rstrip() if grid else ""
    several = policy.min_count > 1
    when = f"after at least {policy.min_count} more patients had the event" if several else ""
    steps = " ".join(filter(None, ("steps", f"{where}," if where and when else where, when)))
    ends = (
        f"ends where fewer than {policy.curve_minimum} are under observation"
        if policy.curve_minimum > 1
        else ""
    )
    says = ", and ".join(filter(None, (steps if where or when else "", ends)))
    rule = f"So that no patient's time can be read, a curve {says}." if says else ""
    left = f"Whoever left in a group of fewer than {policy.min_count} counts as under observation until more have left."
    return " ".join(filter(None, (rule, left if several else "")))


def curves_missing(study: Study, curves: Sequence[EventCurve]) -> list[str]:
    """A sentence for each arm of which the policy leaves no curve."""
    labels = {arm.level: arm.label for arm in study.arms}
    return [f"No curve is drawn with {labels[c.arm]}: {c.absent}." for c in curves if c.absent]


def curve_title(comparison: Comparison, variable: Variable, curves: Sequence[EventCurve]) -> str:
    """The median in each arm; empty where one of them has no curve or is masked or not reached."""
    rows = [(comparison.summary(variable.name, arm.level)[0], arm.label) for arm in comparison.study.arms]
    said = [
        f"{w.quantity(row.median, variable)} with {label}" for row, label in rows if row.median is not None
    ]
    if any(curve.absent for curve in curves) or len(said) < len(rows):
        return ""
    return f"{variable.label}: median {w.joined(said)}."


def curve_alt(comparison: Comparison, variable: Variable, curves: Sequence[EventCurve]) -> str:
    """The difference, and which arm has no curve."""
    study = comparison.study
    said = [
        f"no curve with {arm.label}" for curve, arm in zip(curves, study.arms, strict=True) if curve.absent
    ]
    result = comparison.result(variable.name)
    if result is not None and result.estimate.value is not None:
        said.append(contrast(result, variable))
    kind = "Life-table curves" if study.spec.policy.coarse_times else "Kaplan-Meier curves"
    return f"{kind} of {variable.label}{': ' if said else ''}{w.joined(said)}."
