"""Which column says who a row is, and which only numbers the rows."""

from __future__ import annotations

import re

import pandas as pd

from twoarm.study.guessing.names import lower, words_of

KEY_NAMES = re.compile(
    r"(patient|pat|pt|subject|subj|usubj|participant|person|case|record|study|screening|randomi[sz]ation)?"
    r"(id|no|nr|num|number|code|identifier)|patient|subject|participant|subj|case|pid|usubjid|patno"
)
_FEWEST = 4  # identifiers; two codes are cases and controls
_FEWEST_ROWS, _NO_SCALE, _NO_CHANCE = (
    3,
    6,
    20,
)  # rows; of so many numbers none comes from a scale, or by chance
MOST_ROWS = 25  # of one patient, on the average


def guess_key(table: pd.DataFrame) -> str:
    """The first column of a table of text that is called as identifiers of patients are and could be one; or empty."""
    return next((c for c in table.columns if names_patients(c) and _could_be_key(table[c])), "")


def names_patients(column: str) -> bool:
    """Whether a column is called as identifiers of patients are.

    Examples
    --------
    >>> [names_patients(column) for column in ("patient_id", "Case No", "age")]
    [True, True, False]
    """
    return bool(KEY_NAMES.fullmatch("".join(lower(words_of(column)))))


def belongs_to_patient(table: pd.DataFrame, key: str, column: str) -> bool:
    """Whether no patient has two values in a column of a table of text."""
    filled = table[table[column] != ""]
    return bool((filled.groupby(key)[column].nunique() <= 1).all())


def numbers_rows(cells: pd.Series) -> bool:
    """Whether cells do nothing but number the rows: whole numbers that follow one another, each once.

    From 0 or 1 on they may stand in any order; fewer than six, which may be the levels of a scale, in that of the rows.
    Those that begin elsewhere stand in the order of the rows, and there are twenty or more; their steps are alike.

    Examples
    --------
    >>> [numbers_rows(pd.Series(cells)) for cells in (["1", "2", "3"], ["3", "1", "2"], ["1", "2", "2"])]
    [True, False, False]
    """
    filled = cells[cells != ""]
    if len(filled) < _FEWEST_ROWS or not filled.str.fullmatch(r"[0-9]{1,15}").all():
        return False
    numbers = filled.astype("int64")
    steps = numbers.diff().dropna().unique()
    in_order = len(steps) == 1 and bool(steps[0] > 0)
    whole = (
        numbers.min() in (0, 1) and numbers.is_unique and numbers.max() - numbers.min() == len(numbers) - 1
    )
    if whole:
        return in_order or len(numbers) >= _NO_SCALE
    return in_order and len(numbers) >= _NO_CHANCE


def _could_be_key(cells: pd.Series) -> bool:
    distinct = cells.nunique()
    enough = distinct >= _FEWEST and len(cells) <= MOST_ROWS * distinct
    return bool((cells != "").all() and (distinct == len(cells) or enough))
