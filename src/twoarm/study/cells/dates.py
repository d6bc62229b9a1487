"""Rules between dates: none lies in the future, and what came first has the earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pandas as pd
from pandas.api.types import is_datetime64_dtype

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import KEY, Variable

EARLIEST = pd.Timestamp(1900, 1, 1)


def date_problems(typed: pd.DataFrame, variables: list[Variable], file: str) -> list[Problem]:
    """Dates after today, and dates before 1900, which a spreadsheet makes of an empty cell or of another calendar."""
    rules = {
        "after today": lambda s: s > pd.Timestamp(date.today()),
        "before 1900": lambda s: s < EARLIEST,
    }
    return [
        Problem(Place(file, line, v.name), rule)
        for v in variables
        if v.kind == "date"
        for rule, broken in rules.items()
        for line in typed.index[broken(typed[v.name])]
    ]


def date_order_problems(patients: pd.DataFrame, order: Sequence[str]) -> list[Problem]:
    """Dates of one patient that are not in the order that ``study.yml`` states; equal ones are."""
    present = [name for name in order if name in patients and is_datetime64_dtype(patients[name])]
    return [
        Problem(Place("patients.csv", line, later), f"before {earlier}", "date_order in study.yml")
        for earlier, later in pairwise(present)
        for line in patients.index[patients[later] < patients[earlier]]
    ]


def visit_date_problems(
    seen: pd.DataFrame, variables: list[Variable], key: str, visits: Sequence[str]
) -> list[Problem]:
    """Dates of a visit that lie before the same patient's date at an earlier visit."""
    place = seen[KEY].map({code: number for number, code in enumerate(visits)})
    rows = seen.assign(_place=place)[place.notna()].sort_values("_place", kind="stable")
    return [
        Problem(Place("visits.csv", line, v.name), "before the date at an earlier visit")
        for v in variables
        if v.kind == "date" and v.name in rows
        for line in rows.index[rows[v.name] < _latest_before(rows, v.name, key)]
    ]


def _latest_before(rows: pd.DataFrame, name: str, key: str) -> pd.Series:
    """The latest date that the same patient has at the visits before."""
    return rows.groupby(key)[name].transform(lambda dates: dates.ffill().cummax().ffill().shift())
