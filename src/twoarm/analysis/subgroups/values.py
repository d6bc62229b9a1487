"""What was found in subgroups: a row for each level, and a test for each subgroup."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Row, RowsByTable


@dataclass(frozen=True)
class SubgroupEffect:
    """One row of subgroups.csv; of all patients where the subgroup is empty."""

    section: str
    variable: str
    visit: str
    subgroup: str
    level: str
    estimate: Estimate
    unit: str
    scale: Scale

    def __repr__(self) -> str:
        return f"<SubgroupEffect: {self.subgroup or 'all patients'} and {self.variable}>"

    @property
    def null(self) -> float:
        """The value of no difference on its own scale."""
        return self.scale.null

    def row(self, test: Estimate | None) -> Row:
        """This difference as a row of subgroups.csv, with the test of its subgroup."""
        e = self.estimate
        where = {"section": self.section, "variable": self.variable, "visit": self.visit}
        what = {"subgroup": self.subgroup, "level": self.level}
        numbers = {"estimate": e.value, "low": e.low, "high": e.high, "conf_level": e.conf_level}
        tested = {"p_interaction": test.p_value if test else None}
        sizes = {"n_treated": e.n_treated, "n_control": e.n_control}
        unit = self.unit if self.scale is Scale.UNIT else self.scale.value
        said = {"measure_unit": unit, "reason": e.reason}
        return {**where, **what, **numbers, **tested, **sizes, **said}


@counts_only
@dataclass(frozen=True)
class SubgroupPart:
    """One subgroup: the difference at each of its levels, and whether it is the same at all.

    Attributes
    ----------
    test : a P alone, or why there is none.
    """

    variable: Variable
    effects: tuple[SubgroupEffect, ...]
    test: Estimate


@counts_only
@dataclass(frozen=True)
class SubgroupEffects:
    """The primary outcome in all patients and in every subgroup that the study names.

    Attributes
    ----------
    whole : of all patients, by the same method.
    """

    study: Study
    outcome: Variable
    whole: SubgroupEffect
    parts: tuple[SubgroupPart, ...]

    def rows(self) -> RowsByTable:
        """The rows of subgroups.csv."""
        of_levels = [effect.row(part.test) for part in self.parts for effect in part.effects]
        return {"subgroups": [self.whole.row(None), *of_levels]}
