"""Further cohorts of a simulated study: the same plan under other seeds, in memory, never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from twoarm.faces import counts_only
from twoarm.simulation.plan import SimulationPlan, parsed_plan
from twoarm.simulation.simulate import simulate
from twoarm.simulation.variables import Clustered, Counted, Measured, PatientVariable, VisitMeasured
from twoarm.study.cohort import cohort_of
from twoarm.study.dictionary import Variable
from twoarm.study.opened import PLAN, Study

SEEDS = 2**64
ON_RESULTS = ("between", "fisher", "events")  # kinds of statements that fix an outcome's P or its events


@counts_only
@dataclass(frozen=True)
class FurtherCohorts:
    """What makes them: the study that they stand in for, and its plan."""

    study: Study
    plan: SimulationPlan

    @property
    def seeds(self) -> list[int]:
        """As many as the parameters ask for, counted on from that of the plan: the same on every machine."""
        return [(self.plan.seed + i) % SEEDS for i in range(1, self.study.parameters.reconstructions + 1)]

    @property
    def fixed(self) -> frozenset[str]:
        """The variables whose last result every cohort of the plan shares: its numbers, or on which side of alpha P lies."""
        stated = (s for s in self.plan.statements if s.kind in ON_RESULTS)
        at_last = {s.variable for s in stated if self._last(s.variable) in (s.named_visits() or {""})}
        return frozenset(at_last | {name for name, v in self.plan.variables.items() if self._constant(v)})

    def _last(self, name: str) -> str:
        variable = self.plan.visit_variables.get(name)
        return [v for v in self.plan.visits.order if v in variable.visits][-1] if variable else ""

    def _constant(self, variable: PatientVariable | VisitMeasured) -> bool:
        """Whether counts, or means and deviations, decide the result: nothing is adjusted for, and no time is censored."""
        if isinstance(variable, VisitMeasured):
            return self.plan.visits.baseline not in variable.visits
        if isinstance(variable, Measured):
            return not variable.event
        return isinstance(variable, Counted | Clustered)

    @property
    def dictionary(self) -> tuple[Variable, ...]:
        """The rows of the dictionary that the plan makes, with the columns that are no variables."""
        columns = {*self.plan.variables, *self.plan.columns.model_dump().values()}
        return tuple(v for v in self.study.dictionary if v.name in columns)

    def __iter__(self) -> Iterator[tuple[int, Study]]:
        """Each seed with the study that it makes, one at a time."""
        for seed in self.seeds:
            yield seed, self._made(seed)

    def _made(self, seed: int) -> Study:
        made = simulate(self.plan, seed)
        made_tables = {"patients.csv": made.patients, "visits.csv": made.visits}
        tables = {name: table for name, table in made_tables.items() if len(table)}
        levels = self.study.treated.level, self.study.control.level
        cohort = cohort_of(tables, list(self.dictionary), levels)
        return replace(self.study, dictionary=self.dictionary, cohort=cohort)


def further_cohorts(study: Study) -> FurtherCohorts | None:
    """The further cohorts of a study; None where it is real, names no generator, has no plan, or none is asked for."""
    plan = plan_of(study)
    return FurtherCohorts(study, plan) if plan and study.parameters.reconstructions else None


def plan_of(study: Study) -> SimulationPlan | None:
    """What a simulated study was made from; None where it is real, names no generator, or has no plan."""
    return parsed_plan(study.plan, PLAN) if study.notice and study.plan else None
