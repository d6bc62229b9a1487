"""An event in patients of a hundred, in words, and whether the groups were alike to begin with."""

from __future__ import annotations

from twoarm.analysis.frequencies.of_a_hundred import Frequency
from twoarm.analysis.frequencies.whole_patients import HUNDRED
from twoarm.present import wording as w
from twoarm.present.about.cohort import allocated
from twoarm.study.opened import Study


def of_a_hundred(one: Frequency) -> str:
    """``Of 100 patients, 13 with VBS against 31 with PKP; that is 18 fewer, from 38 fewer to 3 more (95% CI).``"""
    (first, second), size = one.labels, one.difference
    said = _side(w.number(size, 0)) if size else "as many"
    low, high = (_side(w.limit(HUNDRED * end, 0)) for end in (one.low, one.high))
    span = f"from {low} to {high} ({w.level_text(one.conf_level)} CI)"
    return (
        f"Of {HUNDRED} patients, {one.treated} with {first} against {one.control} with {second}; "
        f"that is {said}, {span}."
    )


def _side(number: str) -> str:
    """``18 fewer`` of a number with its sign."""
    size = number.removeprefix("−")
    return "none" if size == "0" else f"{size} {'fewer' if size != number else 'more'}"


def as_counted(one: Frequency) -> str:
    """``Counted: 4 of 30 against 10 of 32.``"""
    return f"Counted: {' against '.join(f'{events} of {of}' for events, of in one.observed)}."


def groups_formed(study: Study) -> str:
    """How patients came to their treatment; where not by chance, that the groups may have differed before it."""
    first, *_ = allocated(study).split(". ")
    if study.spec.randomised.by_chance:
        return first
    return f"{first.removesuffix('.')}: the groups may have differed beforehand."
