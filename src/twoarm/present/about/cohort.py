"""The study in sentences: its question, who was compared, and where the patients come from."""

from __future__ import annotations

from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, as_markdown, paragraph
from twoarm.study.design.allocation import Randomised
from twoarm.study.opened import ArmSpec, Study


def front(study: Study) -> Markdown:
    """The study in a sentence or two: its title and its question; of an abstract alone also that it is that."""
    title = Markdown(f"**{as_markdown(w.ended(study.spec.title))}**")
    return paragraph(title, study.spec.question, _ALONE if study.spec.published else "")


_ALONE = (
    "This report reads a published abstract by its printed words and numbers alone: no patient’s data are in it, and what "
    "the full text says is not known to it."
)


def patients(study: Study) -> Markdown:
    """Who was compared; empty where nobody is."""
    if study.spec.published:
        return Markdown("")
    arms = [f"{study.size(a.level)} with {in_full(a)}" for a in study.arms]
    kind = "simulated patients" if study.notice else "patients"
    return paragraph(f"{study.told_n} {kind} are compared: {w.joined(arms)}.")


HOW_UNKNOWN = "How patients came to their treatment is not stated."
_ALLOCATED = {
    Randomised.YES: "Chance decided which treatment a patient was given.",
    Randomised.NO: "Chance did not decide which treatment a patient was given.",
    Randomised.UNKNOWN: f"{HOW_UNKNOWN} They are treated here as not randomised.",
}


def allocated(study: Study) -> str:
    """How patients came to their treatment, as far as the study states it."""
    return _ALLOCATED[study.spec.randomised]


def _to_agree(study: Study) -> str:
    return " to agree with published statements" if study.audited else " by a program"


def in_full(arm: ArmSpec) -> str:
    """The full name with the label that stands for it from here on; the label alone where it is the name."""
    return f"{arm.name} ({arm.label})" if arm.name not in ("", arm.label) else arm.label


def data_statement(study: Study, *, head: bool = True) -> Markdown:
    """Where the patients come from, and what may not be done with them; empty where there are none.

    Parameters
    ----------
    head : with the notice of a simulated cohort.
    """
    if study.spec.published:
        return Markdown("")
    where = [f"Code and data: {study.spec.repository}."] if study.spec.repository else []
    if study.notice:
        plan = f" from {study.spec.generator}" if study.spec.generator else ""
        made = f"The patients were simulated{plan}{_to_agree(study)}: they confirm nothing, and belong in no meta-analysis."
        return paragraph(study.notice if head else "", made, *where)
    source = [f"Source: {study.spec.source}."] if study.spec.source else []
    licence = [f"Licence: {study.spec.licence}."] if study.spec.licence else []
    return paragraph("The cohort is real.", *source, *licence, *where)


def agreement_built_in(study: Study) -> str:
    """Of a simulated cohort: that agreement is built in. To stand first where a page says how firm its results are."""
    if not study.notice:
        return ""
    made = "simulated to agree with the published statements" if study.audited else "simulated"
    whatever = "is built in" if study.audited or study.plan else "may be built in"
    return f"The cohort was {made}: where analyses agree, that {whatever} and confirms nothing."
