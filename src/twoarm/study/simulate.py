"""A cohort made from a plan: drawn, laid on the measurement grid, and drawn again until every statement holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from twoarm.study.errors import DiskError, InputError, ParameterError, Problem
from twoarm.study.grid_moments import Goal, goal_for, values_for
from twoarm.study.random_bits import Source, identifiers, mixed
from twoarm.study.simulation_plan import (
    Clustered,
    Counted,
    Divided,
    Measured,
    SimulationPlan,
    VisitMeasured,
    load_plan,
)
from twoarm.study.verify_plan import look_up

Drawn = dict[tuple[str, str, str], np.ndarray]  # text by (variable, arm, visit), shape (patients of the arm,)


@dataclass(frozen=True)
class SimulatedCohort:
    """Two tables of text and, per variable, which attempt met the statements (1 is the first)."""

    patients: pd.DataFrame
    visits: pd.DataFrame
    attempts: dict[str, int]
    seed: int


@dataclass(frozen=True)
class _Maker:
    plan: SimulationPlan
    source: Source
    goals: dict[tuple[str, str, str], Goal]

    def draw(self, name: str, attempt: int) -> Drawn | None:
        """One variable for both arms; None where a repair on the grid got stuck."""
        variable = self.plan.variables[name]
        if isinstance(variable, Measured):
            scores = ((arm, self._score(name, arm, attempt)) for arm in self.plan.sizes)
            cells = (self._measured(name, arm, "", score, attempt) for arm, score in scores)
        elif isinstance(variable, VisitMeasured):
            cells = chain.from_iterable(self._visits(name, arm, attempt) for arm in self.plan.sizes)
        else:
            cells = (self._coded(name, arm, codes, attempt) for arm, codes in self._codes(variable).items())
        drawn = dict(cells)
        return None if any(cell is None for cell in drawn.values()) else drawn

    def _score(self, name: str, arm: str, attempt: int) -> np.ndarray:
        n, loadings = self.plan.sizes[arm], self.plan.variables[name].loadings
        factors = [self.source.scores(n, "factor", i, arm) for i in range(len(loadings))]
        own = self.source.scores(n, "patient", name, arm, "", attempt)
        return mixed(list(zip(loadings, factors, strict=True)), own)

    def _visits(self, name: str, arm: str, attempt: int) -> Iterator[tuple]:
        variable, patient = self.plan.variables[name], self._score(name, arm, attempt)
        for visit in variable.targets[arm]:
            own = self.source.scores(len(patient), "visit", name, arm, visit, attempt)
            score = mixed([(float(np.sqrt(variable.patient_icc)), patient)], own)
            yield self._measured(name, arm, visit, score, attempt)

    def _measured(self, name: str, arm: str, visit: str, score: np.ndarray, attempt: int) -> tuple:
        grid = self.plan.variables[name].grid
        order = self.source.order(len(score), "order", name, arm, visit, attempt)
        steps = values_for(score, self.goals[name, arm, visit], grid, order)
        return (name, arm, visit), None if steps is None else np.array(grid.text(steps), dtype=object)

    def _codes(self, variable: Counted | Divided | Clustered) -> dict[str, list[str]]:
        if isinstance(variable, Divided):
            return _divided(variable.whole(sum(self.plan.sizes.values())), self.plan.sizes)
        if isinstance(variable, Counted):
            return {arm: _repeated(variable.counts[arm]) for arm in self.plan.sizes}
        return {arm: variable.clusters[arm].codes(n) for arm, n in self.plan.sizes.items()}

    def _coded(self, name: str, arm: str, codes: list[str], attempt: int) -> tuple:
        laid = np.empty(len(codes), dtype=object)
        laid[np.argsort(self._score(name, arm, attempt), kind="stable")] = codes
        return (name, arm, ""), laid


def simulate(plan: SimulationPlan, seed: int | None = None) -> SimulatedCohort:
    """Make a cohort that meets every target and every statement of its plan.

    Parameters
    ----------
    plan
        From `load_plan`.
    seed
        In [0, 2**64); that of the plan unless given.

    Returns
    -------
    The cohort, rows in order of the patients' identifiers. The same plan and seed give the same text on every
    machine, whatever the order of the variables in the plan.

    Raises
    ------
    InputError
        A mean and SD that no values on the grid have (all of them at once), or statements that no draw met.
    ParameterError
        The seed is outside its range.
    """
    seed = plan.seed if seed is None else seed
    if not 0 <= seed < 2**64:
        raise ParameterError("The seed cannot be used", ["seed: not in the range 0 to 2**64 - 1"])
    maker = _Maker(plan, Source(seed), _goals(plan))
    drawn, attempts = _draw_all(maker)
    return SimulatedCohort(*_tables(plan, drawn, _names(plan, maker.source)), attempts, seed)


def simulate_study(folder: Path, seed: int | None = None) -> SimulatedCohort:
    """Simulate a study folder from its `simulation.yml` and write the tables into it; see `simulate` and `write`."""
    cohort = simulate(load_plan(Path(folder) / "simulation.yml"), seed)
    write(cohort, folder)
    return cohort


def write(cohort: SimulatedCohort, folder: Path) -> None:
    """Write `patients.csv`, `visits.csv` where there are visits, and `simulated.sha256`, which records both.

    Raises
    ------
    DiskError
        The folder cannot be written.
    """
    tables = {"patients.csv": cohort.patients, "visits.csv": cohort.visits}
    texts = {name: _csv(table) for name, table in tables.items() if len(table)}
    texts["simulated.sha256"] = b"".join(
        f"{sha256(text).hexdigest()}  {name}\n".encode() for name, text in texts.items()
    )
    try:
        for name, text in texts.items():
            (Path(folder) / name).write_bytes(text)
    except OSError as exc:
        raise DiskError(
            "The simulated cohort cannot be written", [exc.strerror or "input or output"]
        ) from None


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


def _goals(plan: SimulationPlan) -> dict[tuple[str, str, str], Goal]:
    goals, problems = {}, []
    for name, arm, visit, wanted in plan.targets():
        goal = goal_for(wanted.mean, wanted.sd, plan.sizes[arm], plan.variables[name].grid)
        goals[name, arm, visit] = goal
        if goal is None:
            where = ", ".join(filter(None, (name, arm, visit)))
            problems.append(Problem(where, f"no {plan.sizes[arm]} values on its grid have this mean and SD"))
    if problems:
        raise InputError(
            "The plan's targets cannot be reached", problems, "Correct mean, SD, step, lo or hi."
        )
    return goals


def _draw_all(maker: _Maker) -> tuple[Drawn, dict[str, int]]:
    drawn: Drawn = {}
    attempts: dict[str, int] = {}
    # Codes first: a time is judged together with its event.
    for name in sorted(maker.plan.variables, key=lambda n: (not _is_coded(maker.plan.variables[n]), n)):
        attempts[name] = _draw_until_met(maker, name, drawn)
    problems = [
        problem
        for name, attempt in attempts.items()
        if not attempt
        for problem in _missed(maker, name, drawn)
    ]
    if problems:
        raise InputError("The plan cannot be met", sorted(problems), "Correct its targets or its statements.")
    return drawn, attempts


def _is_coded(variable: object) -> bool:
    return isinstance(variable, Counted | Divided | Clustered)


def _draw_until_met(maker: _Maker, name: str, drawn: Drawn) -> int:
    """Add the first draw that meets the statements to `drawn`; its number, or 0 where none did."""
    plan = maker.plan
    required = [statement for statement in plan.statements if statement.variable == name]
    # Another order of the same codes has the same counts.
    for attempt in range(1, 2 if _is_coded(plan.variables[name]) else plan.max_attempts + 1):
        found = maker.draw(name, attempt)
        if found is None:
            continue
        drawn |= found
        if all(statement.holds for one in required for statement in look_up(one, plan, drawn)):
            return attempt
    return 0


def _missed(maker: _Maker, name: str, drawn: Drawn) -> Iterator[Problem]:
    cells = [key for key in drawn if key[0] == name]
    if not cells:
        yield Problem(name, "no draw could be laid on its grid with this mean and SD")
    for one in (one for one in maker.plan.statements if one.variable == name and cells):
        missed = (statement for statement in look_up(one, maker.plan, drawn) if not statement.holds)
        yield from (
            Problem(name, f"no draw met the statement about {statement.name}") for statement in missed
        )


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


def _names(plan: SimulationPlan, source: Source) -> dict[str, list[str]]:
    taken: set[str] = set()
    form = plan.identifiers
    return {
        arm: identifiers(source, n, form.prefix, form.digits, taken, "identifier", arm)
        for arm, n in sorted(plan.sizes.items())
    }


def _tables(
    plan: SimulationPlan, drawn: Drawn, names: dict[str, list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = plan.columns
    patients, visits = [], []
    for arm in plan.sizes:
        who = pd.DataFrame({columns.patient: names[arm]})
        patients.append(who.assign(**{columns.arm: arm}, **_cells(plan.patient_variables, arm, "", drawn)))
        for place, visit in enumerate(plan.visits.order if plan.visit_variables else ()):
            cells = _cells(plan.visit_variables, arm, visit, drawn)
            visits.append(who.assign(**{columns.visit: visit}, **cells, place=place))
    # In order of the identifiers, so that the order of the rows tells nothing about the arm.
    by_patient = pd.concat(patients).sort_values(columns.patient, ignore_index=True)
    if not visits:
        return by_patient, pd.DataFrame()
    by_visit = pd.concat(visits).sort_values([columns.patient, "place"], ignore_index=True)
    return by_patient, by_visit.drop(columns="place")


def _cells(variables: dict[str, object], arm: str, visit: str, drawn: Drawn) -> dict[str, np.ndarray]:
    # Not every variable is measured at every visit: an empty cell.
    return {name: drawn.get((name, arm, visit), "") for name in variables}
