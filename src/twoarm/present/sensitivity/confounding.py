"""What differed before treatment and what nobody measured: which arm it favours, as far as that can be told."""

from __future__ import annotations

from twoarm.analysis.confounding.likely import LikelyBias, LikelyBiases
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Table, Text, as_markdown, paragraph, spoken
from twoarm.present.patients.balance import characteristic_name
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study

_NONE_NAMED = (
    "The study names nothing that was not measured and may have decided both treatment and outcome. That says nothing of "
    "whether there is any."
)


def likely_bias_sentences(biases: LikelyBiases) -> Text | None:
    """Which arm each imbalance favours in each outcome; None where nothing differs, or chance formed the arms."""
    if not biases.found:
        return None
    told = [one for one in biases.found if one.side]
    listed = [
        f"- **{as_markdown(v.label)}.** {as_markdown(said)}"
        for v in biases.outcomes
        if (said := _of(biases, v))
    ]
    parts = [
        _asked(biases),
        Markdown("\n".join(listed)),
        paragraph(_untold(biases, len(told)), _unasked(biases)),
    ]
    return spoken(Markdown("\n\n".join(part for part in parts if part)))


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
        f"Part of the difference\n({_level(study)} CI)",
        "Favours",
    ]
    caption = (
        f"What differed before treatment, and the part that it explains of {treated} minus {control}"
        f"{'' if several else f' in {_outcome_name(study, shown[0])}'}."
    )
    notes = [
        "Each characteristic alone: its association with the outcome at equal arms, times how far the arms lie apart in it.",
        *(
            [
                "Pairs whose interval includes no effect, or that have none, are left out; confounding.csv has all."
            ]
            if several
            else []
        ),
        *(["Of a time to an event the factor of the hazard ratio."] if times else []),
    ]
    return Table(
        "tab-confounding", caption, [head], rows, 1, ["left", "right", "left", "left"], notes, biases
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


def _asked(biases: LikelyBiases) -> Markdown:
    study = biases.study
    names = [characteristic_name(study, one) for one in biases.imbalanced]
    differ = "differs" if len(names) == 1 else "differ"
    limit = w.exact(study.parameters.imbalance)
    return paragraph(
        f"{w.counted(len(names), 'characteristic')} {differ} between the arms before treatment by at least {limit} standard "
        f"deviations: {'; '.join(names)}.",
        "Which arm that favours depends on how an outcome goes with it among patients of one arm.",
    )


def _of(biases: LikelyBiases, variable: Variable) -> str:
    """What can be told of one outcome; empty where nothing can."""
    found = [_said(biases.study, variable, one) for one in biases.of(variable.name) if one.side]
    return f"{w.capital('; '.join(found))}." if found else ""


def _said(study: Study, variable: Variable, one: LikelyBias) -> str:
    name = f"the imbalance in {_characteristic(study, one)}{',' if one.characteristic_visit else ''}"
    size = w.estimate_phrase(one, variable)
    part = (
        f"multiplies the hazard ratio by {size}"
        if one.scale is Scale.RATIO
        else f"accounts for {size} of the difference"
    )
    return f"{name} {part}{f', in favour of {_arm(study, one.favours)}' if one.favours else ''}"


def _untold(biases: LikelyBiases, told: int) -> str:
    """Of how many pairs nothing can be told, and why; and what many pairs mean."""
    masked = sum(one.estimate.masked for one in biases.found)
    none = sum(one.estimate.value is None and not one.estimate.masked for one in biases.found)
    open_ = len(biases.found) - told - masked - none
    of = f"Of {w.counted(len(biases.found), 'pair')} of a characteristic and an outcome"
    parts = [
        f"{open_} {'leaves' if open_ == 1 else 'leave'} open which arm is favoured (the interval includes no effect)"
        * bool(open_),
        f"{none} cannot be estimated" * bool(none),
        f"{masked} {'is' if masked == 1 else 'are'} masked" * bool(masked),
    ]
    said = f"{of}, {w.joined([part for part in parts if part])}." if any(parts) else ""
    level = _level(biases.study)
    return (
        f"{said} Intervals of {level} are not adjusted for the number of pairs."
        if told and len(biases.found) > 1
        else said
    )


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
