"""Rows of units within the patients: of patients who are known, each unit once, and never of both arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.study.dictionary import MEETING, UNIT_KEY, Variable

FILE = "units.csv"
_ONCE = "units are measured once; of units at several visits, put each patient's mean into visits.csv"
_IN_PATIENTS = f"remove it: the arm of a patient stands in patients.csv; {MEETING}"


def unit_problems(rows: pd.DataFrame, patients: pd.Series | None, key: str) -> Iterator[Problem]:
    """What the rows break beside the rules of their columns.

    Parameters
    ----------
    rows : as typed, indexed by line, with the columns ``key`` and `UNIT_KEY`.
    patients : the identifiers of patients.csv; None where they cannot be read.
    """
    if patients is not None:
        unknown = rows.index[~rows[key].isin(patients) & rows[key].notna()]
        yield from (Problem(Place(FILE, n, key), "a patient who is not in patients.csv") for n in unknown)
    yield from (
        Problem(Place(FILE, n, UNIT_KEY), "the unit is missing") for n in rows.index[rows[UNIT_KEY].isna()]
    )
    again = rows.index[rows.duplicated([key, UNIT_KEY]) & rows[[key, UNIT_KEY]].notna().all(axis=1)]
    yield from (Problem(Place(FILE, n), "this patient has this unit already", _ONCE) for n in again)


def arm_problems(text: pd.DataFrame | None, key: str, arm: str) -> Iterator[Problem]:
    """The arm in the table of units: whether it is that of the patient, or the arms meet within one."""
    if text is None or arm not in text.columns:
        return
    meet = key in text.columns and (text.groupby(key)[arm].nunique() > 1).any()
    rule = "patients have units in both arms" if meet else "the arm, in a table of units"
    yield Problem(Place(FILE, at=arm), rule, MEETING if meet else _IN_PATIENTS)


def patient_means(rows: pd.DataFrame, variable: Variable, patients: Sequence) -> pd.Series:
    """The mean of each patient over the units with a value, of yes and no in percent; missing where there is none."""
    means = rows.groupby("_id")[variable.name].mean() * (100 if variable.kind == "binary" else 1)
    return means.reindex(patients)
