"""What the plan of a simulated cohort asks for, beside what the cohort has."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from twoarm.analysis.arms.labelled import labelled
from twoarm.faces import counts_only
from twoarm.simulation.further_cohorts import plan_of
from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.reached import Reached, reached_by
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable


@counts_only
@dataclass(frozen=True)
class Targets:
    """The targets of a study's plan, in its order, each with what the cohort reaches."""

    study: Study
    reached: tuple[Reached, ...]

    @property
    def missed(self) -> tuple[Reached, ...]:
        """Those that the cohort does not come near enough: none, unless somebody has edited it."""
        return tuple(one for one in self.reached if not one.holds)

    def rows(self) -> RowsByTable:
        """The rows of targets.csv."""
        return labelled(self.study, {"targets": [asdict(one) for one in self.reached]})


def targets_of(study: Study) -> Targets | None:
    """The targets of a simulated study; None where it is real, has no plan, or has a policy that would mask them."""
    plan = plan_of(study)
    if plan is None or study.spec.policy.coarse or set(plan.sizes) != set(study.cohort.arms):
        return None
    known = {v.name: v for v in study.dictionary}
    values = {place: one for place in _places(plan) if (one := _values(study, known, *place)) is not None}
    return Targets(study, tuple(reached_by(plan, values)))


def _places(plan: SimulationPlan) -> list[tuple[str, str, str]]:
    """Every (variable, arm, visit) of which the plan makes values."""
    of_patients = [(name, arm, "") for name in plan.patient_variables for arm in plan.sizes]
    at_visits = [
        (name, arm, visit)
        for name, variable in plan.visit_variables.items()
        for arm, visits in variable.targets.items()
        for visit in visits
    ]
    return of_patients + at_visits


def _values(study: Study, known: dict[str, Variable], name: str, arm: str, visit: str) -> np.ndarray | None:
    """Values in the patients' order, codes as the plan writes them; None where the study has no such variable."""
    variable = known.get(name)
    if variable is None or (variable.table == "patients") == bool(visit):
        return None
    found = study.cohort.values(variable, arm, visit or None)
    codes = _codes(variable)
    return found.map(codes).to_numpy(dtype=object) if codes else _plain(found)


def _codes(variable: Variable) -> dict[object, str]:
    """What the cohort holds for each code: 0 and 1 of a binary variable, the labels of the others."""
    if variable.kind == "binary":
        return dict(zip((0.0, 1.0), (code for code, _ in variable.levels), strict=True))
    return {label: code for code, label in variable.levels}


def _plain(found: pd.Series) -> np.ndarray:
    """Numbers; whole ones as whole numbers, as a plan writes the code of a count."""
    whole = found.notna().all() and (found % 1 == 0).all()
    return found.to_numpy(dtype=np.int64 if whole else float)
