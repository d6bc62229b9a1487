"""Who a row is: the column with the identifiers, and the identifiers that the study gets."""

from __future__ import annotations

import re
import secrets

import pandas as pd

from twoarm.drafting.answers import NONE
from twoarm.errors import InputError, Place, Problem
from twoarm.study.guessing.keys import guess_key
from twoarm.study.identifiers.recognition import looks_identifying

LONG_NUMBER = r"[0-9]{5,}"


def find_key(table: pd.DataFrame, answer: str) -> str:
    """The column that says which patient a row is, as told or guessed; empty where there is none."""
    if answer:
        return "" if answer == NONE else answer
    return guess_key(table)


def new_ids(table: pd.DataFrame, key: str) -> tuple[pd.Series, str]:
    """An identifier for each row, the same for the rows of one patient, and in words what was done.

    Raises
    ------
    InputError
        Where a row has none though there is a column for it.
    """
    if not key:
        made = _made_up(len(table))
        return pd.Series(made, index=table.index, dtype=object), "made up, since the table has none"
    cells = table[key]
    if (cells == "").any():
        problems = [
            Problem(Place(line=line, at=key), "an identifier is missing") for line in cells.index[cells == ""]
        ]
        raise InputError(
            "Rows without a patient", problems, "Fill them in, or name another column with --id."
        )
    people = list(dict.fromkeys(cells))
    suspect = looks_identifying(key, people) if key else ""
    if suspect or cells.str.contains(LONG_NUMBER, regex=True).any():
        what = suspect or "a record number"
        ids, words = (
            dict(zip(people, _made_up(len(people)), strict=True)),
            f"made up anew: {key} looks like {what}",
        )
    elif all(re.fullmatch("[0-9]+", one) for one in people):
        width = max(len(one) for one in people)
        ids = {one: f"P-{one.zfill(max(width, 3))}" for one in people}
        words = f"those of {key} behind P-, so that none is taken for a number of the report"
    else:
        ids, words = {one: one for one in people}, f"those of {key}"
    if len(set(ids.values())) < len(people):  # 7 and 007
        ids, words = (
            dict(zip(people, _made_up(len(people)), strict=True)),
            f"made up anew: {key} has look-alikes",
        )
    return cells.map(ids), words


def _made_up(count: int) -> list[str]:
    """Distinct identifiers of ``P-`` and six hexadecimal digits, a letter among them, that nothing can be told from."""
    found: dict[str, None] = {}
    while len(found) < count:
        digits = secrets.token_hex(3)
        if not digits.isdigit():
            found[f"P-{digits}"] = None
    return list(found)
