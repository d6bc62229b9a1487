"""One variable drawn for both arms: codes dealt out, measurements laid on the grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.random_bits import Source
from twoarm.simulation.grid_moments import Goal, Grid, goal_for, values_for
from twoarm.simulation.latent.scores import Drawn, Scores
from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.variables import Clustered, Counted, Divided, Measured, VisitMeasured

Cell = tuple[
    tuple[str, str, str], np.ndarray | None
]  # one of them; None where a repair on the grid got stuck


@counts_only
@dataclass(frozen=True)
class Maker:
    """Draws the variables of a plan from one source."""

    plan: SimulationPlan
    source: Source
    goals: dict[tuple[str, str, str], Goal]
    scores: Scores

    def draw(self, name: str, attempt: int) -> Drawn | None:
        """One variable for both arms; None where a repair on the grid got stuck."""
        drawn = dict(chain.from_iterable(self._cells(name, arm, attempt) for arm in self.plan.sizes))
        laid = {place: cell for place, cell in drawn.items() if cell is not None}
        return laid if len(laid) == len(drawn) else None

    def _cells(self, name: str, arm: str, attempt: int) -> Iterator[Cell]:
        variable = self.plan.variables[name]
        if isinstance(variable, Measured):
            score = self.scores.of_measured(name, variable, arm, attempt)
            yield self._measured(name, variable.grid, arm, "", score, attempt)
        elif isinstance(variable, VisitMeasured):
            for visit, score in self.scores.of_visits(name, variable, arm, attempt):
                yield self._measured(name, variable.grid, arm, visit, score, attempt)
        else:
            yield self._coded(name, arm, self._codes(variable)[arm], attempt)

    def _measured(self, name: str, grid: Grid, arm: str, visit: str, score: np.ndarray, attempt: int) -> Cell:
        order = self.source.order(len(score), "order", name, arm, visit, attempt)
        steps = values_for(score, self.goals[name, arm, visit], grid, order)
        return (name, arm, visit), None if steps is None else np.array(grid.text(steps), dtype=object)

    def _codes(self, variable: Counted | Divided | Clustered) -> dict[str, list[str]]:
        if isinstance(variable, Divided):
            return _divided(variable.whole(sum(self.plan.sizes.values())), self.plan.sizes)
        if isinstance(variable, Counted):
            return {arm: _repeated(variable.counts[arm]) for arm in self.plan.sizes}
        return {arm: variable.clusters[arm].codes(n) for arm, n in self.plan.sizes.items()}

    def _coded(self, name: str, arm: str, codes: list[str], attempt: int) -> Cell:
        laid = np.empty(len(codes), dtype=object)
        laid[np.argsort(self.scores.of_patients(name, arm, attempt), kind="stable")] = codes
        return (name, arm, ""), laid


def goals_of(plan: SimulationPlan) -> dict[tuple[str, str, str], Goal]:
    """The sums that each mean and SD of the plan stands for, or an `InputError` with every one that has none."""
    goals, problems = {}, []
    for name, arm, visit, wanted, grid in plan.moments():
        goal = goal_for(wanted.mean, wanted.sd, plan.sizes[arm], grid)
        goals[name, arm, visit] = goal
        if goal is None:
            where = ", ".join(filter(None, (name, arm, visit)))
            problems.append(
                Problem(Place(at=where), f"no {plan.sizes[arm]} values on its grid have this mean and SD")
            )
    if problems:
        raise InputError(
            "The plan's targets cannot be reached", problems, "Correct mean, SD, step, lo or hi."
        )
    return goals


def _repeated(counts: dict[str, int]) -> list[str]:
    return [code for code, n in counts.items() for _ in range(n)]


def _divided(counts: dict[str, int], sizes: dict[str, int]) -> dict[str, list[str]]:
    """Deal the codes, in their order, so that each arm gets its share of every stretch of them."""
    (treated, size), (control, _) = sizes.items()
    codes, n = _repeated(counts), sum(sizes.values())
    turn = [(i + 1) * size // n > i * size // n for i in range(n)]
    return {
        treated: [code for code, mine in zip(codes, turn, strict=True) if mine],
        control: [code for code, mine in zip(codes, turn, strict=True) if not mine],
    }
