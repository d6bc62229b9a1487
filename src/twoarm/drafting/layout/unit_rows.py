"""Units in rows: several hips or vertebrae of one patient, told apart by a column or numbered as they stand."""

from __future__ import annotations

import pandas as pd

from twoarm.drafting.answers import NUMBERED, Answers
from twoarm.errors import InputError, Place, Problem
from twoarm.study.dictionary import MEETING
from twoarm.study.guessing.cells import plain
from twoarm.study.guessing.keys import belongs_to_patient
from twoarm.study.guessing.names import a_label
from twoarm.study.specification import Visit

_NUMBER = "number of the unit"  # no column of a table is called so
MOST_UNITS = 40


def with_units(table: pd.DataFrame, key: str, answers: Answers) -> tuple[pd.DataFrame, str, list[Visit]]:
    """The table with a column that says which unit a row is, that column, and the units in their order.

    Raises
    ------
    InputError
        Where the arms meet within a patient, and for rows whose unit cannot be told: the lines of all.
    """
    _refuse_meeting(table, key, answers)
    column = answers.within
    if column == NUMBERED:
        numbers = (table.groupby(key, sort=False).cumcount() + 1).astype(str).astype(object)
        table, column = table.assign(**{_NUMBER: numbers}), _NUMBER
    cells = plain(table[column])
    problems = [Problem(Place(line=n, at=column), "the unit is missing") for n in cells.index[cells == ""]]
    again = pd.DataFrame({"key": table[key], "unit": cells}).duplicated() & (cells != "")
    problems += [Problem(Place(line=n), "this patient has this unit already") for n in again.index[again]]
    if cells.nunique() > MOST_UNITS:
        rule = f"{cells.nunique()} different units; a patient has at most {MOST_UNITS}"
        problems = [Problem(Place(at=column), rule)]
    if problems:
        raise InputError("The units cannot be told apart", problems, f"Correct them, or: --within {NUMBERED}")
    codes = list(dict.fromkeys(cells))
    units = [Visit(code=code, label=a_label(code, f"unit {n}"), time=n) for n, code in enumerate(codes)]
    return table.assign(**{column: cells}), column, units


def _refuse_meeting(table: pd.DataFrame, key: str, answers: Answers) -> None:
    if answers.arm in table.columns and not belongs_to_patient(table, key, answers.arm):
        several = table[table[answers.arm] != ""].groupby(key)[answers.arm].nunique() > 1
        rule = f"{int(several.sum())} of {table[key].nunique()} patients have rows in more than one arm"
        raise InputError("The arms meet within patients", [Problem(Place(at=answers.arm), rule, MEETING)])
