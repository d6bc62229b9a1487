"""Whether a row is a patient: a column that repeats within one arm may say who has several rows, such as two hips."""

from __future__ import annotations

import pandas as pd

from twoarm.study.guessing.keys import belongs_to_patient

_FEWEST = 6  # numbers that repeat; of fewer all may lie in one arm by chance
_MOST_ROWS = 8  # of one patient, on the average
IS_PATIENT = (
    "Each number of this column lies in one arm and stands in several rows: is it the patient, whose hips or vertebrae "
    "the rows are? Name it if so (then --within says which unit a row is); none where each row is another patient."
)


def repeated_keys(table: pd.DataFrame, arm: str) -> tuple[str, ...]:
    """The columns of whole numbers of which most repeat, and none lies in both arms."""
    return tuple(c for c in table.columns if c != arm and _may_be_patients(table, c, arm))


def _may_be_patients(table: pd.DataFrame, column: str, arm: str) -> bool:
    cells = table[column]
    if not cells.str.fullmatch(r"[A-Za-z]{0,3}[-_ ]?[0-9]{1,9}").all():
        return False
    rows = cells.value_counts()
    several = int((rows > 1).sum())
    often = several >= _FEWEST and 2 * several >= len(rows) and len(cells) <= _MOST_ROWS * len(rows)
    return bool(often) and belongs_to_patient(table, column, arm)
