"""The patients of one level of a column as a study of their own, in a folder that the caller keeps private."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import Variable, read_dictionary
from twoarm.study.files.regular_files import STUDY_FILES
from twoarm.study.schema.kinds import Role
from twoarm.suggestions import did_you_mean

TABLES_OF_PATIENTS = ("patients.csv", "visits.csv", "units.csv")
OF_THE_WHOLE = ("simulation.yml", "simulated.sha256")  # a plan and a record of all patients, not of some


@dataclass(frozen=True)
class Level:
    """One level of a column: its code in the data and its label."""

    column: str
    code: str
    label: str


def levels_of(study: Path, column: str, where: Place) -> tuple[list[Level], list[Problem]]:
    """The levels that the dictionary of a study gives a column of its patients, or why it can be none to divide them by.

    Parameters
    ----------
    where : the place of a problem: where the column is asked for.
    """
    rows = [v for v in read_dictionary(study / "dictionary.csv", None) if v.table == "patients"]
    found = next((v for v in rows if v.name == column), None)
    if found is None:
        hint = did_you_mean(column, [v.name for v in rows if _divides(v)])
        return [], [Problem(where, f"no column of patients.csv in {study.name}/", hint)]
    if not _divides(found):
        rule = f"not a column with levels in {study.name}/, or the arm"
        return [], [Problem(where, rule, "name a binary, categorical or ordinal one")]
    return [Level(column, *pair) for pair in found.levels], []


def write_level(study: Path, level: Level, folder: Path) -> None:
    """Write the study of the patients of a level: its tables with their rows alone, the other files as they are.

    Parameters
    ----------
    study : the folder of the whole study.
    folder : an empty folder that nobody else can enter.
    """
    for name in STUDY_FILES:
        if (study / name).is_file() and name not in (*TABLES_OF_PATIENTS, *OF_THE_WHOLE):
            shutil.copyfile(study / name, folder / name)
    ident = next(v.name for v in read_dictionary(study / "dictionary.csv", None) if v.role is Role.ID)
    header, rows = _table(study / TABLES_OF_PATIENTS[0])
    kept = [row for row in rows if _cell(header, row, level.column) == level.code]
    patients = {_cell(header, row, ident) for row in kept}
    _write(folder / TABLES_OF_PATIENTS[0], header, kept)
    for name in TABLES_OF_PATIENTS[1:]:
        if (study / name).is_file():
            header, rows = _table(study / name)
            _write(folder / name, header, [row for row in rows if _cell(header, row, ident) in patients])


def _divides(variable: Variable) -> bool:
    return bool(variable.levels) and variable.role is not Role.ARM


def _table(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return next(rows, []), rows


def _cell(header: list[str], row: list[str], column: str) -> str:
    return row[header.index(column)].strip() if column in header and len(row) == len(header) else ""


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
