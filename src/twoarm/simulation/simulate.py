"""A cohort made from a plan: drawn, laid on the measurement grid, and drawn again until every statement holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twoarm.errors import InputError, ParameterError, Place, Problem
from twoarm.random_bits import Source
from twoarm.simulation.draws import Maker, goals_of
from twoarm.simulation.latent.scores import Drawn, Scores
from twoarm.simulation.plan import SimulationPlan, load_plan
from twoarm.simulation.reached import look_at
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
    source = Source(seed)
    maker = Maker(plan, source, goals_of(plan), Scores(plan, source))
    _draw_all(maker)
    return SimulatedCohort(*tables(plan, maker.scores.drawn, source), maker.scores.attempts, seed)


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


def _draw_all(maker: Maker) -> None:
    """Every variable in its order, each until it meets what the plan asks of it."""
    drawn, attempts = maker.scores.drawn, maker.scores.attempts
    for name in maker.plan.order:
        attempts[name] = _draw_until_met(maker, name, drawn)
    problems = [
        problem
        for name, attempt in attempts.items()
        if not attempt
        for problem in _missed(maker, name, drawn)
    ]
    if problems:
        raise InputError("The plan cannot be met", sorted(problems), "Correct its targets or its statements.")


def _draw_until_met(maker: Maker, name: str, drawn: Drawn) -> int:
    """Add the first draw that meets what is asked of it to `drawn`; its number, or 0 where none did."""
    coded = isinstance(maker.plan.variables[name], Counted | Divided | Clustered)
    # Another order of the same codes has the same counts.
    for attempt in range(1, 2 if coded else maker.plan.max_attempts + 1):
        found = maker.draw(name, attempt)
        if found is None:
            continue
        drawn |= found
        if not any(_unmet(maker, name, drawn)):
            return attempt
    return 0


def _unmet(maker: Maker, name: str, drawn: Drawn) -> Iterator[str]:
    """What a draw misses, in words: statements on the variable, and targets of which it is the last that was drawn."""
    plan = maker.plan
    for one in (one for one in plan.statements if one.variable == name):
        found = (s for s in look_up(one, plan, drawn) if not s.holds)
        yield from (f"the statement about {s.name}" for s in found)
    known = plan.order[: plan.order.index(name) + 1]
    for number, target in enumerate(plan.targets, 1):
        if name in target.names and target.names <= {*known}:
            missed = (one for one in look_at(target, plan, drawn) if not one.holds)
            yield from (f"target {number}, {one.quantity} of {one.variable}" for one in missed)


def _missed(maker: Maker, name: str, drawn: Drawn) -> Iterator[Problem]:
    if not any(key[0] == name for key in drawn):
        yield Problem(Place(at=name), "no draw could be laid on its grid with this mean and SD")
        return
    yield from (Problem(Place(at=name), f"no draw met {what}") for what in _unmet(maker, name, drawn))
