"""The front page of a cohort: the answer for its leading outcome, both arms' events and numbers, adjusted beside crude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.later import Later
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.about.cohort import allocated
from twoarm.present.figures.event_curves import curve_label, event_curve
from twoarm.present.figures.forest import forest_plot
from twoarm.present.outcomes.horizons import until
from twoarm.present.outcomes.observed import observed
from twoarm.present.outcomes.sentences import short_finding
from twoarm.present.outputs import Figure, Markdown, Table, Text, paragraph, spoken
from twoarm.study.dictionary import Variable

_MOST = 8  # outcomes in the table of a front page; their chapters have all
FRONT_LABELS = "tab-front", "fig-front"
Led = tuple[Comparison, Variable, Result]


def cohort_answer(sections: Sequence[Comparison], adjusted: Sequence[Comparison]) -> Text | None:
    """The leading outcome in a sentence, as it is and adjusted, and how patients came to their treatment; None without one.

    Parameters
    ----------
    sections : as `compare_all` gives them, none where no cohort is shown. adjusted : as `compare_later` does.
    """
    led = _leading(sections)
    if led is None:
        return None
    comparison, variable, result = led
    said = outcome_answer(comparison, variable, result)
    later = _later(adjusted, variable)
    first = Markdown(f"**{paragraph(said)}**")
    return spoken(
        paragraph(
            first, events_said(comparison, variable), _adjusted(variable, later), allocated(comparison.study)
        )
    )


def cohort_figure(sections: Sequence[Comparison]) -> Figure | None:
    """The curves of the leading outcome where it is a time to an event, else those of its section; None without one."""
    led = _leading(sections)
    if led is None:
        return None
    comparison, variable, _ = led
    drawn = (
        event_curve(comparison, variable) if curve_label(comparison, variable) else forest_plot(comparison)
    )
    # Its numbers are published, and its caption stands, in the chapter of its section.
    words = f"{variable.label}; how this is read stands in its chapter." if drawn else ""
    return replace(drawn, label=FRONT_LABELS[1], caption=words, about=None) if drawn else None


def cohort_table(sections: Sequence[Comparison], adjusted: Sequence[Comparison]) -> Table | None:
    """Outcomes with both arms' events and numbers, the difference as it is, and adjusted beside it; None without one."""
    rows = [_row(c, v, _later(adjusted, v)) for c, v, _ in leading_outcomes(sections)[:_MOST]]
    if not rows:
        return None
    study = sections[0].study
    level = w.level_text(study.parameters.level)
    arms = [f"{arm.label}\nn = {study.size(arm.level)}" for arm in study.arms]
    head = [["Outcome", *arms, f"Difference as it is\n({level} CI)", f"Adjusted\n({level} CI)"]]
    notes = [
        "Difference: treated minus control. Adjusted: weighted by the chance of either treatment given what was known "
        "before it (overlap weights); – where the report has no such estimate."
    ]
    caption = f"The outcomes, {study.treated.label} and {study.control.label}, as they are and adjusted."
    return Table(
        FRONT_LABELS[0],
        caption,
        head,
        rows,
        1,
        ["left", *["right"] * 4],
        notes,
        list(sections),
        result=3,
        data=("summaries", "results"),
    )


def outcome_answer(comparison: Comparison, variable: Variable, result: Result) -> str:
    """``Pain was lower in patients with A than in those with B: mean difference ...``; else that it is open."""
    treated, control = (arm.label for arm in comparison.study.arms)
    if result.estimate.value is None or result.scale in (Scale.P, Scale.PROBABILITY):
        return f"{w.capital(short_finding(comparison, result))}."
    alpha, p = comparison.study.parameters.alpha, result.estimate.p_value
    phrase = w.estimate_phrase(result, variable, *([w.p_phrase(p, alpha)] if p is not None else []))
    size = f"{phrase}, the {w.estimand(result, variable)}{until(result, variable)}"
    what = variable.label
    if not result.side:
        return f"{what}: whether patients with {treated} and with {control} differ is open: {size}."
    if result.scale is Scale.PROPORTION:  # an event is had by patients
        more = "more" if result.side > 0 else "fewer"
        return f"{what} was seen in {more} patients with {treated} than with {control}: {size}."
    return (
        f"{what} was {w.direction(result)} in patients with {treated} than in those with {control}: {size}."
    )


def leading_outcomes(sections: Sequence[Comparison]) -> list[Led]:
    """The leading outcome first, then the others in their order."""
    found = [(c, c.study.variable(r.variable), r) for c in sections for r in c.headline]
    name = sections[0].study.spec.primary_outcome.variable if sections else ""
    return sorted(found, key=lambda led: led[1].name != name)


def _leading(sections: Sequence[Comparison]) -> Led | None:
    return next(iter(leading_outcomes(sections)), None)


def _later(adjusted: Sequence[Comparison], variable: Variable) -> Later | None:
    return next((one for c in adjusted for one in c.later if one.primary.variable == variable.name), None)


def _row(comparison: Comparison, variable: Variable, later: Later | None) -> list[str]:
    visit = comparison.main_visit(variable)
    result = comparison.result(variable.name, visit)
    weighted = later.weighted if later else None
    arms = [arm_shown(comparison, variable, arm.level, visit) for arm in comparison.study.arms]
    return [
        outcome_named(comparison, variable, visit),
        *arms,
        w.estimate_cell(result, variable),
        w.estimate_cell(weighted, variable) if weighted else "–",
    ]


def outcome_named(comparison: Comparison, variable: Variable, visit: str) -> str:
    """``Back pain (VAS), points, latest follow-up``."""
    return w.with_unit(variable) + (f", {comparison.study.visit(visit).label}" if visit else "")


def arm_shown(comparison: Comparison, variable: Variable, arm: str, visit: str) -> str:
    """What an arm shows; of a time to an event, events and patients."""
    counts = _counts(comparison, variable).get(arm)
    return w.solid(counts or observed(comparison, variable, arm, visit))


def _counts(comparison: Comparison, variable: Variable) -> dict[str, str]:
    """By arm how many patients had the event, as the table beneath the curves tells it."""
    curves = [c for c in comparison.curves if c.variable == variable.name and not c.absent]
    ends = {c.arm: (c.ticks[-1].events, c.ticks[0].at_risk) for c in curves}
    return {
        arm: f"{events} of {n}" for arm, (events, n) in ends.items() if events is not None and n is not None
    }


def events_said(comparison: Comparison, variable: Variable) -> str:
    counts = _counts(comparison, variable)
    arms = [f"{counts[a.level]} patients with {a.label}" for a in comparison.study.arms if a.level in counts]
    return f"The event was seen in {w.joined(arms)}." if len(arms) == 2 else ""


def _adjusted(variable: Variable, later: Later | None) -> str:
    if later is None or later.weighted is None or later.weighted.estimate.value is None:
        return ""
    phrase = w.estimate_phrase(later.weighted, variable)
    return f"Adjusted for what was known before treatment: {phrase}."
