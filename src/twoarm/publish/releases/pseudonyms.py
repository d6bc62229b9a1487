"""The patients of a cohort by keyed hashes: enough to tell in how many two cohorts differ, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from twoarm.faces import counts_only
from twoarm.publish.releases.closed_folder import write_whole
from twoarm.publish.releases.ledger import Ledger, damaged
from twoarm.study.dictionary import UNIT_KEY
from twoarm.study.opened import Study

WIDTH = 8  # bytes of a hash that are kept
KIND = f"<u{WIDTH}"
NOT_KNOWN = 0


@counts_only
@dataclass(frozen=True)
class Pseudonyms:
    """Hashes, one to a patient.

    Attributes
    ----------
    patients : of the identifiers.
    arms : of the arm that each is in.
    values : of what is recorded of each, by the variable and its visit; 0 where nothing is.
    """

    patients: np.ndarray
    arms: np.ndarray
    values: dict[str, np.ndarray]


def pseudonyms_of(study: Study, ledger: Ledger) -> Pseudonyms:
    """The patients of a study under the key of a ledger. The hash of a value depends on whose it is and of what."""
    patients = study.cohort.patients
    ids = [str(identifier) for identifier in patients.index]
    return Pseudonyms(
        _hashes(ledger, [f"patient\0{i}" for i in ids]),
        _hashes(ledger, [f"arm\0{arm}" for arm in patients["_arm"]]),
        {name: _values(ledger, name, ids, column) for name, column in _columns(study)},
    )


def arm_hash(ledger: Ledger, arm: str) -> int:
    """The hash of an arm by its code."""
    return int(_hashes(ledger, [f"arm\0{arm}"])[0])


def keep_pseudonyms(found: Pseudonyms, ledger: Ledger) -> str:
    """Write them into the ledger, unless they are there; returns the name of their file, which is that of its content."""
    told = io.BytesIO()
    names = np.array(list(found.values), dtype=str)
    values = np.array(list(found.values.values()), dtype=KIND).reshape(len(names), len(found.patients))
    np.savez(told, patients=found.patients, arms=found.arms, names=names, values=values)
    parts = (found.patients, found.arms, values)
    name = sha256("\0".join(names).encode() + b"".join(part.tobytes() for part in parts)).hexdigest()
    path = ledger.cohort_file(name)
    if not path.exists():
        write_whole(ledger.folder, path, told.getvalue())
    return name


def read_pseudonyms(name: str, ledger: Ledger) -> Pseudonyms | None:
    """Those that were kept under a name; None where there are none.

    Raises
    ------
    InputError
        The file is damaged.
    """
    path = ledger.cohort_file(name)
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as told:
            values = dict(zip(map(str, told["names"]), told["values"], strict=True))
            return Pseudonyms(told["patients"], told["arms"], values)
    except (ValueError, KeyError, EOFError, BadZipFile):
        raise damaged(path.name) from None


def _columns(study: Study) -> Iterator[tuple[str, pd.Series]]:
    """Each variable at each of its visits, or of each unit, one value per patient or none."""
    cohort = study.cohort
    for variable in study.dictionary:
        if variable.role in ("id", "arm"):
            continue
        if variable.table == "patients":
            yield variable.name, cohort.patients[variable.name]
        if variable.table == "units":
            rows = cohort.within
            for code, _ in study.variable(UNIT_KEY).levels:
                at = rows[rows[UNIT_KEY] == code].set_index("_id")[variable.name]
                yield f"{variable.name} {code}", at.reindex(cohort.patients.index)
        for visit in study.visits_of(variable):
            arms = [cohort.values(variable, arm, visit.code) for arm in cohort.arms]
            yield f"{variable.name} {visit.code}", pd.concat(arms).reindex(cohort.patients.index)


def _values(ledger: Ledger, name: str, ids: list[str], column: pd.Series) -> np.ndarray:
    known = column.notna().to_numpy()
    told = [f"value\0{i}\0{name}\0{value}" for i, value in zip(ids, column, strict=True)]
    return np.where(known, _hashes(ledger, told), NOT_KNOWN).astype(KIND)


def _hashes(ledger: Ledger, messages: list[str]) -> np.ndarray:
    return np.frombuffer(b"".join(ledger.digest(m.encode())[:WIDTH] for m in messages), dtype=KIND)
