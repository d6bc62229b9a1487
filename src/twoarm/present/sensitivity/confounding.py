"""What differed before treatment and what nobody measured: which arm it favours, as far as that can be told."""

from __future__ import annotations

from twoarm.analysis.confounding.likely import LikelyBias, LikelyBiases
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, Text, as_markdown, paragraph, spoken
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_NONE_NAMED = (
    "The study names no cause of both treatment and outcome that was not measured; there may be some."
)


def likely_bias_sentences(biases: LikelyBiases) -> Text | None:
    """What differed before treatment and how much of it moves a comparison; None of nothing, or by chance."""
    if not biases.found:
        return None
    told = [one for one in biases.found if one.side]
    return spoken(paragraph(_asked(biases), _told(biases, told), _unasked(biases)))


def confounding_table(biases: LikelyBiases) -> Table | None:
    """The primary outcome with every imbalance; where none is named, the pairs of which an arm is favoured."""
    study, several = biases.study, len(biases.outcomes) > 1
    shown = [one for one in biases.found if one.side or not several]
    rows: list[list[str]] = []
    for variable in biases.outcomes:
        found = [one for one in shown if one.variable == variable.name]
        rows += [[_outcome_name(study, found[0])]] if several and found else []
        rows += [_cells(study, variable, one) for one in found]
    if not rows:
        return None
    treated, control = (arm.label for arm in study.arms)
    times = any(one.scale is Scale.RATIO for one in shown)
    head = [
        "Before treatment",
        "Standardised\ndifference",
        f"Explains\n({_level(study)} CI)",
        "Favours",
    ]
    caption = (
        f"What differed before treatment, and what it explains of {treated} minus {control}"
        f"{'' if several else f' in {_outcome_name(study, shown[0])}'}."
    )
    notes = [
        "Each characteristic alone: its association with the outcome, times how far the arms lie apart in it.",
        *(["Other pairs: confounding.csv."] if several else []),
        *(["Of a time to an event the factor of the hazard ratio."] if times else []),
    ]
    return Table(
        "tab-confounding",
        caption,
        [head],
        rows,
        1,
        ["left", "right", "left", "left"],
        notes,
        biases,
        folded=True,
        data=("confounding",),
    )


def unmeasured_causes(study: Study) -> Text | None:
    """What the study says that nobody measured; that it names none is said where chance did not form the arms."""
    if not study.spec.unmeasured:
        return None if study.spec.randomised.by_chance else spoken(paragraph(_NONE_NAMED))
    named = [
        f"- {as_markdown(w.capital(one.name))}: said to favour {as_markdown(_arm(study, one.favours))}. "
        f"Source: {as_markdown(w.ended(one.source))}"
        for one in study.spec.unmeasured
    ]
    return spoken(Markdown("\n".join([paragraph("Not measured, as the study states:"), "", *named])))


def _asked(biases: LikelyBiases) -> str:
    limit = w.exact(biases.study.parameters.imbalance)
    apart = w.counted(len(biases.imbalanced), "characteristic")
    return f"Before treatment the arms differ by at least {limit} standard deviations in {apart}."


def _told(biases: LikelyBiases, told: list[LikelyBias]) -> str:
    """Of how many pairs something can be told, of how many not and why, and what many pairs mean."""
    pairs = len(biases.found)
    masked = sum(one.estimate.masked for one in biases.found)
    none = sum(one.estimate.value is None and not one.estimate.masked for one in biases.found)
    open_ = pairs - len(told) - masked - none
    parts = [
        f"{len(told)} {'moves' if len(told) == 1 else 'move'} a comparison" * bool(told),
        f"{open_} {'leaves' if open_ == 1 else 'leave'} open which arm is favoured" * bool(open_),
        f"{none} cannot be estimated" * bool(none),
        f"{masked} {'is' if masked == 1 else 'are'} masked" * bool(masked),
    ]
    said = w.joined([part for part in parts if part])
    many = (
        f" Intervals of {_level(biases.study)} are not adjusted for that number."
        if told and pairs > 1
        else ""
    )
    return f"Of {w.counted(pairs, 'pair')} of a characteristic and an outcome, {said}.{many}"


def _unasked(biases: LikelyBiases) -> str:
    names = [v.label for v in biases.unasked]
    return (
        f"Not asked of {w.joined(names)}: neither means, nor shares, nor hazards are compared."
        if names
        else ""
    )


def _cells(study: Study, variable: Variable, one: LikelyBias) -> list[str]:
    favoured = (
        _arm(study, one.favours) if one.favours else "no side is better" if one.side else "cannot be told"
    )
    smd = "–" if one.smd is None else w.smd_text(one.smd, study.parameters.imbalance)
    size = w.estimate_cell(one, variable)
    shown = size if one.estimate.value is None else w.Scale(one, variable).with_unit(size)
    return [_characteristic(study, one), smd, shown, "–" if one.estimate.value is None else favoured]


def _characteristic(study: Study, one: LikelyBias) -> str:
    label = study.variable(one.characteristic).label
    return f"{label}, {study.visit(one.characteristic_visit).label}" if one.characteristic_visit else label


def _outcome_name(study: Study, one: LikelyBias) -> str:
    label = study.variable(one.variable).label
    return f"{label}, {study.visit(one.visit).label}" if one.visit else label


def _arm(study: Study, named: str) -> str:
    """The label of an arm by its level or its label."""
    return next((arm.label for arm in study.arms if named == arm.level), named)


def _level(study: Study) -> str:
    return w.level_text(study.parameters.level)
