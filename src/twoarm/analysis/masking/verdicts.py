"""What may be told of each variable at each visit: how many patients, which levels, and which of the results."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np
import pandas as pd

from twoarm.analysis.arms.improvement import Period, improved
from twoarm.analysis.arms.occasions import main_visit, visits_after
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.masking.levels import Levels, many_tables, told_levels, untold
from twoarm.analysis.masking.sizes import ToldSizes, shown_sizes
from twoarm.analysis.registry.method import COUNTED
from twoarm.faces import counts_only
from twoarm.masked import Count, Masked
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import Policy
from twoarm.study.opened import Study
from twoarm.study.schema.kinds import Kind


class Told(Enum):
    """Which results of a variable at a visit are told."""

    ALL = "all"
    MAIN = "main"  # the main one alone
    NONE = "none"


@counts_only
@dataclass(frozen=True)
class Verdict:
    """What is told of a variable at a visit.

    Attributes
    ----------
    levels : of either arm, treated first; None of what has no levels, and no small group of patients with one value.
    told : which results.
    """

    levels: tuple[Levels, Levels] | None
    told: Told

    def of_arm(self, side: int) -> Levels | None:
        """The levels in one arm: 0 is the treated one."""
        return None if self.levels is None else self.levels[side]


@counts_only
@dataclass(frozen=True)
class Mask:
    """The policy of a study, applied to its patients."""

    study: Study
    _verdicts: dict[tuple[str, str, str], Verdict] = field(default_factory=dict)
    _decimals: dict[str, int] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """The policy of the study."""
        return self.study.spec.policy

    @cached_property
    def sizes(self) -> tuple[ToldSizes, ToldSizes]:
        """The numbers of patients that are told, treated first."""
        treated, control = self.study.arms
        return self._sizes(treated.level), self._sizes(control.level)

    def verdict(self, variable: str, visit: str, period: str = "") -> Verdict:
        """What is told of a variable at a visit; of the patients who improved enough until then, for such a period."""
        key = variable, visit, period
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(self.study.variable(variable), visit, period)
        return self._verdicts[key]

    def hides_primary(self, variable: str) -> bool:
        """Whether the primary result of an outcome is masked, or its P."""
        outcome = self.study.variable(variable)
        if not visits_after(self.study, outcome):
            return False
        visit = main_visit(self.study, outcome)
        verdict = self.verdict(variable, visit)
        if verdict.levels is not None or verdict.told is Told.NONE:
            return verdict.told is Told.NONE
        # Without a value before treatment it is a difference of means, whose P tells a masked number of patients.
        return self.study.baseline_of(outcome) is None and is_masked(*self.known(outcome, visit))

    def known(self, variable: Variable, visit: str) -> list[Count]:
        """How many patients of either arm have a value, as it is told."""
        cohort = self.study.cohort
        known = (int(cohort.values(variable, arm, visit or None).notna().sum()) for arm in cohort.arms)
        return [sizes.of(n) for sizes, n in zip(self.sizes, known, strict=True)]

    def decimals(self, variable: str) -> int:
        """Decimals of the values of a variable, at every visit."""
        if variable not in self._decimals:
            values = self._values(self.study.variable(variable)).dropna().to_numpy(float)
            self._decimals[variable] = decimals_of(values)
        return self._decimals[variable]

    def _values(self, variable: Variable) -> pd.Series:
        """Every value that a patient has; of units each patient has one, the mean."""
        cohort = self.study.cohort
        if variable.in_units:
            return pd.concat([cohort.values(variable, arm) for arm in cohort.arms])
        return cohort.column(variable)

    def _sizes(self, arm: str) -> ToldSizes:
        cohort, known = self.study.cohort, []
        for v in self.study.dictionary:
            if v.role in ("id", "arm") or v.is_key:
                continue
            for visit in [visit.code for visit in self.study.visits_of(v)] or [None]:
                known.append(int(cohort.values(v, arm, visit).notna().sum()))
        return shown_sizes(known, cohort.size(arm), self.policy)

    def _judge(self, variable: Variable, visit: str, period: str) -> Verdict:
        arms = arms_of(self.study, variable, visit or None, self.study.baseline_of(variable))
        if period:
            arms = improved(arms, period == Period.IMPROVED)
        counts = groups_of(arms, counted=variable.in_units and variable.kind != Kind.CONTINUOUS)
        if counts is None:
            known = (len(side) for side in arms.complete())
            return Verdict(None, Told.NONE if any(map(self.policy.small, known)) else Told.ALL)
        treated, control = (told_levels(c, s) for c, s in zip(counts, self.sizes, strict=True))
        levels = treated, control
        hidden = any(level.masked for level in levels)
        outcome = variable.role == "outcome" and bool(variable.levels)
        if not hidden or not (outcome and many_tables(counts)):
            return Verdict(levels, Told.NONE if hidden else Told.ALL)
        # Of an outcome its result says more than its levels do; of a characteristic the levels say more.
        treated, control = (untold(c, s) for c, s in zip(counts, self.sizes, strict=True))
        return Verdict((treated, control), Told.MAIN)


def groups_of(arms: Arms, counted: bool = False) -> tuple[list[int], list[int]] | None:
    """Patients of either arm in each group that its numbers would tell of: at each level, without and with an event.

    A number that has two values in an arm, or counts events, is one too: its mean tells how many patients have which. None
    of any other number. ``counted`` are means of what is counted in the units of each patient.
    """
    if arms.levels:
        return arms.counts()
    if arms.treated_event is not None and arms.control_event is not None:
        return _two(arms.treated, arms.treated_event), _two(arms.control, arms.control_event)
    sides = arms.complete()
    without = [int((side == 0).sum()) for side in sides]
    if arms.measure in COUNTED or ((counted or arms.measure == "count") and any(without)):
        treated, control = ([n, len(side) - n] for n, side in zip(without, sides, strict=True))
        return treated, control
    if any(len(np.unique(side)) <= 2 for side in sides):
        least = min((side.min() for side in sides if len(side)), default=0.0)
        treated, control = ([int((side == least).sum()), int((side != least).sum())] for side in sides)
        return treated, control
    return None


def decimals_of(values: np.ndarray) -> int:
    """With how many decimals some numbers are written, six at most.

    Examples
    --------
    >>> decimals_of(np.array([1.0, 2.5])), decimals_of(np.array([3.0])), decimals_of(np.array([1 / 3]))
    (1, 0, 6)
    """
    return next((d for d in range(6) if np.allclose(values, np.round(values, d), rtol=0, atol=1e-9)), 6)


def _two(time: np.ndarray, event: np.ndarray) -> list[int]:
    known = ~np.isnan(time) & ~np.isnan(event)
    return [int((event[known] == 0).sum()), int((event[known] > 0).sum())]


def is_masked(*counts: object) -> bool:
    """Whether any of some counts is masked."""
    return any(isinstance(count, Masked) for count in counts)
