"""Who a row of a DataFrame is, in which arm, at which visit; and which rows are analysed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from twoarm.errors import InputError, ParameterError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.frames.asked import CALL, NOT_COMPARED, Asked
from twoarm.study.frames.cells import text_of, texts
from twoarm.study.frames.places import FROM_ZERO, in_rows
from twoarm.study.guessing.keys import guess_key, names_patients

SIDES = ("treated", "control")


@counts_only
@dataclass(frozen=True)
class FrameRows:
    """The rows by their positions, from 0.

    Attributes
    ----------
    ids : who each row is. arms : ``treated``, ``control`` or ``other``. visits : the text of its visit, or None.
    of_arms : the rows of the two arms. used : those of them at the baseline visit and at the one `analysed`.
    key : the column that says who a row is; empty where every row is another patient.
    others : how many patients are in neither arm.
    """

    ids: pd.Series
    arms: pd.Series
    visits: pd.Series | None
    of_arms: list[int]
    used: list[int]
    analysed: str = ""
    key: str = ""
    others: int = 0


def rows_of_frame(frame: pd.DataFrame, asked: Asked) -> FrameRows:
    """Who each row is.

    Raises
    ------
    ParameterError
        Where patients have to be found again at another visit, and nothing says who they are.
    InputError
        For rows whose patient, arm or visit cannot be told, all at once.
    """
    key, ids = _ids(frame, asked)
    visits = None if asked.visit is None else texts(frame[asked.visit[0]])
    arms = (
        texts(frame[asked.arm]).map({text_of(getattr(asked, s)): s for s in SIDES} | {"": ""}).fillna("other")
    )
    problems = _empty(ids, key, "an identifier is missing") + _repeated(ids, key, asked)
    if visits is not None:
        problems += _empty(visits, asked.visit[0], "the visit is missing")
        arms, wrong = one_each(arms, ids)
        rule = "another arm than in an earlier row of the same patient"
        problems += [in_rows(wrong, asked.arm, rule)] if wrong else []
    mend = f"frame.dropna(subset=[{asked.arm!r}]) leaves such rows out"
    problems += _empty(arms, asked.arm, "the arm is missing", mend)
    kept = arms.isin(SIDES)
    at = [text_of(pair[1]) for pair in (asked.visit, asked.baseline) if pair is not None]
    used = kept if visits is None else kept & visits.isin(at)
    problems += [] if visits is None else _seen_twice(ids[used], visits[used], (key, asked.visit[0]))
    if problems:
        raise refused(problems)
    analysed, others = at[0] if at else "", int(ids[~kept].nunique())
    return FrameRows(ids, arms, visits, list(arms.index[kept]), list(arms.index[used]), analysed, key, others)


def refused(problems: Sequence[Problem]) -> InputError:
    """The error of data that cannot be compared; where rows are named it says how they are counted."""
    rows = any(problem.where.rows for problem in problems)
    todo = "Correct the data, or leave the rows or columns out."
    return InputError(NOT_COMPARED, problems, f"{todo} {FROM_ZERO}" if rows else todo)


def _ids(frame: pd.DataFrame, asked: Asked) -> tuple[str, pd.Series]:
    """The column that says who a row is, told or guessed, and its cells; without one every row is another patient."""
    if asked.id is not None:
        return str(asked.id), texts(frame[asked.id])
    columns, taken = list(frame.columns), (asked.arm, *asked.outcome)
    named = [
        c
        for c in columns
        if isinstance(c, str) and names_patients(c) and c not in taken and columns.count(c) == 1
    ]
    cells = pd.DataFrame({c: texts(frame[c]) for c in named})
    key = guess_key(cells) or _with_gaps(cells, asked)
    if not key and (problem := _nobody_says(frame, asked)):
        raise ParameterError(NOT_COMPARED, [problem], CALL)
    return key, cells[key] if key else pd.Series([str(n) for n in range(len(frame))], dtype=object)


def _with_gaps(cells: pd.DataFrame, asked: Asked) -> str:
    """A column that says who a row is but for empty cells, where patients have several rows: to be mended, not ignored."""
    for column in cells:
        filled = cells.loc[cells[column] != "", [column]]
        if guess_key(filled) and (asked.visit is not None or filled[column].duplicated().any()):
            return str(column)
    return ""


def _nobody_says(frame: pd.DataFrame, asked: Asked) -> Problem | None:
    """That it has to be said who a row is: at several visits, or where the index has a patient several times."""
    index = frame.index
    for name in (one for one in index.names if one is not None and names_patients(str(one))):
        if asked.visit is not None or index.get_level_values(name).duplicated().any():
            rule = f"not given, and the index {name!r} is no column"
            return Problem(Place(at="id"), rule, "give frame.reset_index()")
    if asked.visit is None:
        return None
    mend = "the column that says who a row is; or only the rows of one visit, and no visit="
    return Problem(Place(at="id"), "not given, though a patient has a row for each visit", mend)


def _empty(cells: pd.Series, column: Hashable, rule: str, mend: str = "") -> list[Problem]:
    empty = list(cells.index[cells == ""])
    return [in_rows(empty, column, rule, mend)] if empty else []


def _repeated(ids: pd.Series, key: str, asked: Asked) -> list[Problem]:
    """Patients of several rows, where no visit tells the rows apart."""
    again = ids.index[ids.duplicated() & (ids != "")]
    if asked.visit is not None or not len(again):
        return []
    mend = "name the visit that is analysed, visit=(column, level)"
    if asked.id is None:
        mend += f"; where each row is another patient, leave the column out, frame.drop(columns={key!r})"
    mend += f"; of several hips or vertebrae of a patient give the means, frame.groupby([{key!r}, {asked.arm!r}]).mean()"
    return [in_rows(list(again), key, "this patient has a row already", mend)]


def _seen_twice(ids: pd.Series, visits: pd.Series, named: tuple[str, Hashable]) -> list[Problem]:
    """Patients of several rows at a visit that is analysed: which of them is meant, nobody can tell."""
    again = ids.index[pd.DataFrame({"id": ids, "at": visits}).duplicated() & (ids != "")]
    mend = f"frame[frame.duplicated({list(named)!r}, keep=False)] shows them"
    return [in_rows(list(again), "frame", "this patient has this visit already", mend)] if len(again) else []


def one_each(cells: pd.Series, ids: pd.Series) -> tuple[pd.Series, list[int]]:
    """What a patient has once, in each of the patient's rows, and the rows of another value; it may stand in one alone."""
    filled = cells.mask(cells == "")
    first = filled.groupby(ids).transform("first")
    return first.fillna(""), list(cells.index[filled.notna() & (filled != first)])
