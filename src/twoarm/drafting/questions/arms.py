"""Which column is the arm, and which of its levels is which."""

from __future__ import annotations

from collections.abc import Sequence

from twoarm.drafting.answers import Answers
from twoarm.drafting.layout.arrangement import Layout, Measure
from twoarm.drafting.questions.roles import ARM, EVENT, compact, said
from twoarm.study.dictionary import LEVELLED

CONTROLS = {
    "control", "placebo", "standard", "sham", "usual care", "no", "none", "untreated", "conventional", "old",
    "controls", "ctrl", "false", "no treatment", "observation", "comparator", "pbo", "usual",
}  # fmt: skip


def arm_candidates(measures: Sequence[Measure]) -> list[Measure]:
    """The columns that could be the arm: two levels in every case, more where the name says it."""
    two = [m for m in measures if m.guess.kind == "binary" and not compact(m) & (EVENT - {"d", "e"})]
    return two + [m for m in measures if m.guess.kind in LEVELLED and m not in two and said(m) & ARM]


def _named_arm(measures: Sequence[Measure]) -> Measure | None:
    """The one column whose name says that it is the arm, with two levels."""
    named = [m for m in arm_candidates(measures) if said(m) & ARM]
    return named[0] if len(named) == 1 and named[0].guess.kind == "binary" else None


def _named_control(codes: Sequence[str]) -> str:
    """The one level that says that it is the control."""
    found = [code for code in codes if code.casefold() in CONTROLS]
    return found[0] if len(found) == 1 else ""


def find_arm(layout: Layout, answers: Answers) -> Measure | None:
    """The arm: as told, else the one column whose name says it."""
    if answers.arm:
        return next((m for m in layout.of_patients if m.column == answers.arm), None)
    return _named_arm(layout.of_patients)


def find_levels(arm: Measure, answers: Answers) -> tuple[str, str]:
    """The codes of the treated and of the control arm; empty where they are not known."""
    codes = [code for code, _ in arm.guess.levels]
    treated, control = code_of(answers.treated), code_of(answers.control)
    control = control or ("" if treated else _named_control(codes))
    if len(codes) == 2:
        treated = treated or next((c for c in codes if control in codes and c != control), "")
        control = control or next((c for c in codes if treated in codes and c != treated), "")
    return treated, control


def offered_levels(arm: Measure) -> list[str]:
    """The levels that could be an arm and are named to whoever chooses: what one patient alone has is his value."""
    counts = arm.guess.filled.value_counts()
    return [code for code, _ in arm.guess.levels if counts.get(code, 0) > 1]


def code_of(answer: str) -> str:
    """The code of ``code=label``."""
    return answer.partition("=")[0].strip()
