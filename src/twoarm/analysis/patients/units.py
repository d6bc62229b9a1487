"""How many units within how many patients an outcome of units rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.study.dictionary import UNIT_KEY, Variable
from twoarm.study.opened import Study


@dataclass(frozen=True)
class UnitsWithin:
    """The units with a value of one outcome, and the patients who have them.

    Attributes
    ----------
    called : what the units are called together, as the row `unit` of the dictionary labels them.
    units, patients : in both arms; None under a policy that masks, which tells of units what it tells of patients.
    """

    variable: Variable
    called: str
    units: int | None = None
    patients: int | None = None

    def __repr__(self) -> str:
        return f"<UnitsWithin: {self.units} in {self.patients} patients>"

    @classmethod
    def of(cls, study: Study, variables: Iterable[Variable]) -> list[UnitsWithin]:
        """One for each of the variables that is measured in units."""
        return [cls._counted(study, v) for v in variables if v.in_units]

    @classmethod
    def _counted(cls, study: Study, variable: Variable) -> UnitsWithin:
        called = study.variable(UNIT_KEY).label
        if study.spec.policy.coarse:
            return cls(variable, called)
        values = [study.cohort.unit_values(variable, arm) for arm in study.cohort.arms]
        return cls(variable, called, sum(map(len, values)), sum(v.index.nunique() for v in values))
