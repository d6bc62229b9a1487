"""The steps that patients go through, from allocation to the primary analyses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.masking.sizes import gap
from twoarm.analysis.patients.counted import Counted
from twoarm.faces import counts_only
from twoarm.masked import Count, bounds
from twoarm.study.disclosure.policy import OPEN, Policy
from twoarm.study.opened import Study

AROUND = "perioperative"  # the section between what was measured before treatment and after it
Counts = dict[str, Count]  # name of the outcome: patients


class Stage(StrEnum):
    """What a step is: a visit, a section whose outcomes belong to no visit, or the primary analyses."""

    VISIT = "visit"
    SECTION = "section"
    ANALYSED = "analysed"


@counts_only
@dataclass(frozen=True)
class Step:
    """A step of the flow: for either arm, the patients who have what each outcome needs there.

    Attributes
    ----------
    code : of the visit or of the section.
    counts : treated, then control.
    sizes : patients of the arms.
    """

    stage: Stage
    code: str
    counts: tuple[Counts, Counts]
    sizes: tuple[int, int]
    policy: Policy = OPEN

    def lost(self, arm: int) -> list[tuple[str, Count]]:
        """The outcomes that patients of the arm lack, the one that most lack first."""
        size = self.sizes[arm]
        lost = [(name, gap(size, n, self.policy)) for name, n in self.counts[arm].items() if n != size]
        return sorted(lost, key=lambda pair: bounds(pair[1]), reverse=True)

    def span(self, arm: int) -> tuple[Count, Count]:
        """The fewest and the most patients of the arm, over the outcomes."""
        counts = sorted(self.counts[arm].values(), key=bounds)
        return counts[0], counts[-1]

    @property
    def varies(self) -> bool:
        """Whether it depends on the outcome how many patients there are."""
        return any(low != high for low, high in map(self.span, (0, 1)))


def steps_of(study: Study, outcomes: Sequence[Counted]) -> tuple[Step, ...]:
    """The steps after allocation in the order of time: visits at their place, sections without visits at theirs."""
    codes = [visit.code for visit in study.spec.visits]
    before = [code for code in codes if code == study.spec.baseline_visit]
    sections = list(dict.fromkeys(row.section for row in outcomes))
    order = [(Stage.VISIT, code) for code in before]
    order += [(Stage.SECTION, name) for name in sections if name == AROUND]
    order += [(Stage.VISIT, code) for code in codes if code not in before]
    order += [(Stage.SECTION, name) for name in sections if name != AROUND]
    found = [_step(study, stage, code, outcomes) for stage, code in [*order, (Stage.ANALYSED, "")]]
    return tuple(step for step in found if step.counts[0])


def _step(study: Study, stage: Stage, code: str, outcomes: Sequence[Counted]) -> Step:
    holds: dict[Stage, Callable[[Counted], bool]] = {
        Stage.VISIT: lambda row: row.visit == code,
        Stage.SECTION: lambda row: not row.visit and row.section == code,
        Stage.ANALYSED: lambda row: row.analysed is not None,
    }
    rows = [row for row in outcomes if holds[stage](row)]  # of an outcome with visits the last one counts
    treated, control = study.arms
    sizes = study.size(treated.level), study.size(control.level)
    return Step(
        stage,
        code,
        (_counts(rows, stage, treated.level), _counts(rows, stage, control.level)),
        sizes,
        study.spec.policy,
    )


def _counts(rows: Sequence[Counted], stage: Stage, arm: str) -> Counts:
    there = [row for row in rows if row.arm == arm]
    if stage is Stage.ANALYSED:
        return {row.variable: row.analysed for row in there if row.analysed is not None}
    return {row.variable: row.n for row in there}
