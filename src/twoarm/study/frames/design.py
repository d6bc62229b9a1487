"""The arms and visits of a DataFrame as ``study.yml`` would state them."""

from __future__ import annotations

from twoarm.study.frames.asked import Asked
from twoarm.study.frames.cells import text_of
from twoarm.study.frames.rows import SIDES
from twoarm.study.guessing.cells import NO_CODE
from twoarm.study.guessing.names import a_label
from twoarm.study.labels import CODE
from twoarm.study.specification import ArmSpec, ArmsSpec, SectionSpec, StudySpec, Visit

ALLOCATED = "_allocated"  # how the column of the arm is called where a frame has become a study
FRAME_SECTION = "outcomes"  # in which all outcomes of a frame stand
LONGEST_CODE = 80
# Levels that call no arm by a name.
_NAMELESS = {"0", "1", "2", "yes", "no", "y", "n", "true", "false"}


def spec_of(asked: Asked) -> StudySpec:
    """The design: two arms, and the visits, the baseline visit first."""
    treated, control = _arms(asked)
    visits = list(visits_by_level(asked).values())
    before = visits[0].code if asked.baseline is not None else None
    arms = ArmsSpec(column=ALLOCATED, treated=treated, control=control)
    section = SectionSpec(code=FRAME_SECTION, title="Outcomes")
    return StudySpec(
        title="A frame", data_kind="real", arms=arms, visits=visits, baseline_visit=before, sections=[section]
    )


def visits_by_level(asked: Asked) -> dict[str, Visit]:
    """The visits by the texts of their levels."""
    levels = [text_of(pair[1]) for pair in (asked.baseline, asked.visit) if pair is not None]
    codes = _different([_code(level, f"visit {n}") for n, level in enumerate(levels)], ["before", "after"])
    labels = [a_label(level, code) for level, code in zip(levels, codes, strict=True)]
    visits = [Visit(code=c, label=a, time=n) for n, (c, a) in enumerate(zip(codes, labels, strict=True))]
    return dict(zip(levels, visits, strict=True))


def _arms(asked: Asked) -> tuple[ArmSpec, ArmSpec]:
    """Both arms, called by their levels; or treated and control, where the levels call them nothing."""
    levels = [text_of(getattr(asked, side)) for side in SIDES]
    codes = _different([_code(*pair) for pair in zip(levels, SIDES, strict=True)], list(SIDES))
    labels = _different([a_label(*pair) for pair in zip(levels, SIDES, strict=True)], list(SIDES))
    if {level.casefold() for level in levels} <= _NAMELESS:
        labels = list(SIDES)
    return ArmSpec(level=codes[0], label=labels[0]), ArmSpec(level=codes[1], label=labels[1])


def _code(text: str, otherwise: str) -> str:
    """The text as a code may be."""
    plain = " ".join(text.translate(NO_CODE).split())
    return (
        plain if CODE.fullmatch(plain) and len(plain) <= LONGEST_CODE and plain.isprintable() else otherwise
    )


def _different(names: list[str], otherwise: list[str]) -> list[str]:
    return names if len(set(names)) == len(names) else otherwise
