"""A cohort made from a plan: drawn, laid on the measurement grid, and drawn again until every statement holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twoarm.errors import InputError, ParameterError, Place, Problem
from twoarm.random_bits import Source
from twoarm.simulation.draws import Drawn, Maker, goals_of
from twoarm.simulation.plan import SimulationPlan, load_plan
from twoarm.simulation.tables import SimulatedCohort, refuse_unrecorded, tables, write
from twoarm.simulation.variables import Clustered, Counted, Divided
from twoarm.simulation.verification import look_up


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
    maker = Maker(plan, Source(seed), goals_of(plan))
    drawn, attempts = _draw_all(maker)
    return SimulatedCohort(*tables(plan, drawn, maker.source), attempts, seed)


def simulate_study(folder: Path, seed: int | None = None, force: bool = False) -> SimulatedCohort:
    """Simulate a study folder from its `simulation.yml` and write the tables into it; see `simulate` and `write`.

    Raises
    ------
    InputError
        Tables that no simulation is recorded to have written stand there, and `force` is not given.
    """
    if not force:
        refuse_unrecorded(Path(folder))
    cohort = simulate(load_plan(Path(folder) / "simulation.yml"), seed)
    write(cohort, folder)
    return cohort


def _draw_all(maker: Maker) -> tuple[Drawn, dict[str, int]]:
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


def _draw_until_met(maker: Maker, name: str, drawn: Drawn) -> int:
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


def _missed(maker: Maker, name: str, drawn: Drawn) -> Iterator[Problem]:
    cells = [key for key in drawn if key[0] == name]
    if not cells:
        yield Problem(Place(at=name), "no draw could be laid on its grid with this mean and SD")
    for one in (one for one in maker.plan.statements if one.variable == name and cells):
        missed = (statement for statement in look_up(one, maker.plan, drawn) if not statement.holds)
        yield from (
            Problem(Place(at=name), f"no draw met the statement about {statement.name}")
            for statement in missed
        )
