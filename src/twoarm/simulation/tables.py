"""A simulated cohort as two tables, and their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from twoarm.errors import DiskError, InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.random_bits import Source, identifiers
from twoarm.simulation.latent.scores import Drawn
from twoarm.simulation.plan import SimulationPlan
from twoarm.study.files.simulated_record import recorded_hashes

_TABLES = ("patients.csv", "visits.csv")


@counts_only
@dataclass(frozen=True)
class SimulatedCohort:
    """Two tables of text, per variable which attempt met the statements (1 is the first), and the seed."""

    patients: pd.DataFrame
    visits: pd.DataFrame
    attempts: dict[str, int]
    seed: int


def tables(plan: SimulationPlan, drawn: Drawn, source: Source) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Patients and visits, as text, in order of identifiers drawn from the source."""
    names = _names(plan, source)
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


def write(cohort: SimulatedCohort, folder: Path) -> None:
    """Write `patients.csv`, `visits.csv` where there are visits, and `simulated.sha256`, which records both and the seed.

    Each file is written under another name and then replaced in one step, the record last. Where there are no visits, a
    `visits.csv` that an earlier simulation wrote is removed.

    Raises
    ------
    DiskError
        The folder cannot be written.
    """
    found = {"patients.csv": cohort.patients, "visits.csv": cohort.visits}
    texts = {name: _csv(table) for name, table in found.items() if len(table)}
    record = [f"# seed {cohort.seed}"]  # sha256sum passes over such a line
    record += [f"{sha256(text).hexdigest()}  {name}" for name, text in texts.items()]
    texts["simulated.sha256"] = ("\n".join(record) + "\n").encode()
    try:
        for name in set(_TABLES) - set(texts):
            if _is_recorded(Path(folder) / name):
                (Path(folder) / name).unlink()
        with TemporaryDirectory(dir=folder, prefix=".simulated-") as aside:
            for name, text in texts.items():
                (Path(aside) / name).write_bytes(text)
            for name in texts:
                (Path(aside) / name).replace(Path(folder) / name)
    except OSError as exc:
        raise DiskError(
            "The simulated cohort cannot be written", [exc.strerror or "input or output"]
        ) from None


def refuse_unrecorded(folder: Path) -> None:
    """Stop where a table stands that no simulation is recorded to have written: it may be somebody's patients.

    Raises
    ------
    InputError
        With every such table.
    """
    mine = [name for name in _TABLES if (folder / name).is_file() and not _is_recorded(folder / name)]
    if mine:
        raise InputError(
            f"{folder.name}/ holds tables that were not simulated, or were edited since",
            [Problem(Place(name), "differs from what simulated.sha256 records") for name in mine],
            "Nothing was written. Keep them in another study folder, or replace them with: twoarm simulate --force",
        )


def _is_recorded(path: Path) -> bool:
    if not path.is_file():
        return False
    return recorded_hashes(path.parent).get(path.name) == sha256(path.read_bytes()).hexdigest()


def _names(plan: SimulationPlan, source: Source) -> dict[str, list[str]]:
    taken: set[str] = set()
    form = plan.identifiers
    return {
        arm: identifiers(source, n, form.prefix, form.digits, taken, "identifier", arm)
        for arm, n in sorted(plan.sizes.items())
    }


def _cells(
    variables: Mapping[str, object], arm: str, visit: str, drawn: Drawn
) -> dict[str, np.ndarray | str]:
    # Not every variable is measured at every visit: an empty cell.
    return {name: drawn.get((name, arm, visit), "") for name in variables}


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()
