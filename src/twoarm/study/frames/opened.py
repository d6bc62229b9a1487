"""A DataFrame as a study: the same dictionary, cohort and checks as a folder has, without a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from twoarm.errors import Place, Problem
from twoarm.faces import counts_only
from twoarm.study.cohort import checked_cohort
from twoarm.study.dictionary import KEY, Variable
from twoarm.study.files.table_text import TableText
from twoarm.study.frames.asked import Asked
from twoarm.study.frames.columns import TakenColumn, taken, taken_event
from twoarm.study.frames.design import ALLOCATED, spec_of, visits_by_level
from twoarm.study.frames.once import meant, placed, several_of
from twoarm.study.frames.places import in_frame
from twoarm.study.frames.rows import SIDES, FrameRows, refused, rows_of_frame
from twoarm.study.opened import Study
from twoarm.study.schema.kinds import Kind, Role
from twoarm.study.specification import StudySpec, Visit

PATIENTS, VISITS = "patients.csv", "visits.csv"  # as the check calls the two tables
PATIENT = "_patient"


@counts_only
@dataclass(frozen=True)
class FrameStudy:
    """A frame as a study, with what its columns were taken for, and what was guessed and left out."""

    study: Study
    outcomes: tuple[TakenColumn, ...]
    arm: Hashable = None
    key: str = ""
    key_told: bool = False
    other_arms: int = 0


def study_of(frame: pd.DataFrame, asked: Asked) -> FrameStudy:
    """The study that a frame is.

    Raises
    ------
    ParameterError, InputError
        Every problem of the data at once, by column and position of the row; never a value.
    """
    rows = rows_of_frame(frame, asked)
    found = [taken(frame, name, asked, rows) for name in asked.outcome]
    found += [taken_event(frame, name, rows) for name in dict.fromkeys(asked.event.values())]
    found = list(_told_apart(found))
    wrong = [problem for one in found if isinstance(one, list) for problem in one]
    if wrong:
        raise refused(wrong)
    visits = visits_by_level(asked)
    columns = [placed(one, rows, visits) for one in found if isinstance(one, TakenColumn)]
    if several := list(several_of(columns, rows)):
        raise refused(several)
    study = _study(columns, rows, asked, visits)
    outcomes = tuple(one for one in columns if one.variable.role == "outcome")
    return FrameStudy(study, outcomes, asked.arm, rows.key, asked.id is not None, rows.others)


def _told_apart(found: Sequence[TakenColumn | list[Problem]]) -> Iterator[TakenColumn | list[Problem]]:
    """The columns, a label of several numbered."""
    before: list[str] = []
    for one in found:
        if isinstance(one, list):
            yield one
            continue
        label = one.variable.label
        before.append(label)
        number = f" ({before.count(label)})" if before.count(label) > 1 else ""
        yield replace(one, variable=replace(one.variable, label=label + number))


def _study(columns: Sequence[TakenColumn], rows: FrameRows, asked: Asked, visits: dict[str, Visit]) -> Study:
    """The study of the columns.

    Raises
    ------
    InputError
        With what the check of a study's tables says of them.
    """
    spec = spec_of(asked)
    variables = [*_who_and_when(spec), *(column.variable for column in columns)]
    tables = {PATIENTS: _patients(columns, rows, spec)}
    if any(column.variable.table == "visits" for column in columns):
        tables[VISITS] = _seen(columns, rows, visits)
    else:
        variables = [v for v in variables if v.name != KEY]
    codes = [visit.code for visit in spec.visits]
    arms = spec.arms.treated.level, spec.arms.control.level
    lined = {name: TableText(table.set_axis(table.index + 1)) for name, table in tables.items()}
    cohort, problems = checked_cohort(lined, variables, arms, codes)
    problems += list(_unseen(columns, codes))
    if cohort is None or problems:
        raise refused(in_frame(problems, {PATIENT: rows.key, ALLOCATED: str(asked.arm)}))
    return Study(spec, tuple(variables), cohort, asked.parameters)


def _who_and_when(spec: StudySpec) -> Iterator[Variable]:
    """The rows of the dictionary that say who, in which arm and when."""
    levels = tuple((arm.level, arm.label) for arm in (spec.arms.treated, spec.arms.control))
    yield Variable(PATIENT, "Patient", "patients", Role.ID, "", Kind.ID)
    yield Variable(ALLOCATED, "Arm", "patients", Role.ARM, "", Kind.ARM, levels=levels)
    when = tuple((visit.code, visit.label) for visit in spec.visits)
    yield Variable(KEY, "Visit", "visits", Role.NONE, "", Kind.CATEGORICAL, levels=when)


def _patients(columns: Sequence[TakenColumn], rows: FrameRows, spec: StudySpec) -> pd.DataFrame:
    """One row per patient of the two arms, on the line of the patient's first row."""
    codes = dict(zip(SIDES, (spec.arms.treated.level, spec.arms.control.level), strict=True))
    once = {c.variable.name: meant(c, rows) for c in columns if c.variable.table == "patients"}
    table = pd.DataFrame({PATIENT: rows.ids, ALLOCATED: rows.arms.map(codes)} | once).loc[rows.of_arms]
    lines = table.index[~table[PATIENT].duplicated()]
    by_patient = table.mask(table == "").groupby(PATIENT, sort=False)
    return by_patient.first().fillna("").reset_index().set_axis(lines)


def _seen(columns: Sequence[TakenColumn], rows: FrameRows, visits: dict[str, Visit]) -> pd.DataFrame:
    """One row per patient and visit."""
    later = {c.variable.name: c.cells for c in columns if c.variable.table == "visits"}
    when = (
        rows.visits.map({level: visit.code for level, visit in visits.items()})
        if rows.visits is not None
        else ""
    )
    return pd.DataFrame({PATIENT: rows.ids, KEY: when} | later).loc[rows.used]


def _unseen(columns: Sequence[TakenColumn], codes: Sequence[str]) -> Iterator[Problem]:
    for v in (column.variable for column in columns):
        if v.table == "visits" and codes[-1] not in v.visits:
            yield Problem(Place(VISITS, at=v.name), "no value at the visit that is analysed")
