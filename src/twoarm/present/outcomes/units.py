"""What is said of outcomes that are measured in several units of a patient: that each patient counts once."""

from __future__ import annotations

from collections.abc import Iterable

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.patients.units import UnitsWithin
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study


def units_note(study: Study, variables: Iterable[Variable]) -> str:
    """One sentence for the outcomes whose patients count in the same way; empty where no outcome is of units."""
    alike: dict[str, list[str]] = {}
    for one in UnitsWithin.of(study, (v for v in variables if v.role == "outcome")):
        alike.setdefault(_once(one), []).append(one.variable.label)
    return " ".join(f"{w.listed(labels)}: {how}." for how, labels in alike.items())


def units_sentence(comparison: Comparison, variable: Variable) -> str:
    """How the patients count in one outcome, and how alike the units of a patient are; empty where it has no units."""
    for one in UnitsWithin.of(comparison.study, [variable]):
        return f"{w.capital(_once(one))}.{_alike(comparison, one)}"
    return ""


def _once(one: UnitsWithin) -> str:
    """``each patient counts once, with the mean of the patient's hips (46 hips in 40 patients)``."""
    called = _small(one.called)
    what = f"the mean of the patient’s {called}"
    if one.variable.levels:
        what = f"the percentage of the patient’s {called} recorded as {one.variable.labels[-1]}"
    counted = "" if one.units is None else f" ({one.units} {called} in {one.patients} patients)"
    return f"each patient counts once, with {what}{counted}"


def _alike(comparison: Comparison, one: UnitsWithin) -> str:
    found = [r for r in comparison.of(one.variable.name, "other") if r.scale is Scale.CORRELATION]
    return "".join(
        f" The {r.estimand} of the {_small(one.called)} of one patient is {w.number(r.estimate.value, 2)}."
        for r in found
        if r.estimate.value is not None
    )


def _small(label: str) -> str:
    """The label within a sentence, but for a name such as MRI, which keeps its capitals."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
