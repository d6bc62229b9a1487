"""The values behind problems, read from the files again when a user asks for them; no error ever carries one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_csv import read_plain_csv

_LONGEST = 80


def shown_values(folder: Path, problems: Sequence[Problem]) -> list[str]:
    """The cell in which each rule is broken, quoted, with everything escaped that a terminal could act upon.

    Empty where a problem has no cell (it is of a row, a column or a file), or must not be published.
    """
    files = {p.where.file for p in problems if p.where.line and p.where.file.endswith(".csv")}
    tables = {file: _table(folder / file) for file in files}
    return ["" if p.grave else _cell(tables.get(p.where.file), p.where) for p in problems]


def _cell(table: pd.DataFrame | None, place: Place) -> str:
    if table is None or place.line not in table.index or place.at not in table.columns:
        return ""
    text = table.at[place.line, place.at]
    return ascii(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")


def _table(path: Path) -> pd.DataFrame | None:
    try:
        return read_plain_csv(path)
    except InputError:
        return None
