"""Which column says who a row is."""

from __future__ import annotations

import re

import pandas as pd

from twoarm.study.guessing.names import lower, words_of

KEY_NAMES = re.compile(
    r"(patient|pat|pt|subject|subj|usubj|participant|person|case|record|study|screening|randomi[sz]ation)?"
    r"(id|no|nr|num|number|code|identifier)|patient|subject|participant|subj|case|pid|usubjid|patno"
)
_FEWEST = 4  # identifiers; two codes are cases and controls
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


def _could_be_key(cells: pd.Series) -> bool:
    distinct = cells.nunique()
    enough = distinct >= _FEWEST and len(cells) <= MOST_ROWS * distinct
    return bool((cells != "").all() and (distinct == len(cells) or enough))
