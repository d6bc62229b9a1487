"""The tables of a run as a comparison of two runs reads them: rows by their keys, numbers as numbers."""

from __future__ import annotations

import math
import sys
from collections import Counter

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.masked import MASKED_COUNT
from twoarm.tables.columns import LEVEL, PublishedTable, Row

Key = tuple[str, ...]


def keyed_rows(table: PublishedTable, frame: pd.DataFrame, run: str) -> dict[Key, Row]:
    """The rows of a table by their keys, its numbers as floats.

    Parameters
    ----------
    frame : every cell as text; an empty cell is no number, ``inf`` and ``-inf`` are infinite; indexed by line of the file.
    run : the name of the run, for the message.

    Returns
    -------
    dict
        An empty cell of a column of numbers is None.

    Raises
    ------
    InputError
        Cells that are not numbers, and rows that agree in every key, all at once; never what a cell holds.
    """
    problems: list[Problem] = []
    texts = zip(frame.index, frame.to_dict("records"), strict=True)
    rows = {line: _typed(table, line, row, problems) for line, row in texts}
    seen: Counter[Key] = Counter()
    keyed: dict[Key, Row] = {}
    for line, row in rows.items():
        key = tuple(row[name] for name in table.keys)
        seen[key] += 1
        if table.in_order:
            key += (str(seen[key]),)
        elif seen[key] > 1:
            rule = f"a second row of the same {', '.join(table.keys)}"
            problems.append(Problem(Place(f"{table.name}.csv", line), rule))
        keyed[key] = row
    if problems:
        raise InputError(f"Run {run} cannot be compared", problems, "Build that run again.")
    return keyed


def _typed(table: PublishedTable, line: int, row: dict[str, str], problems: list[Problem]) -> Row:
    numeric = (*table.numbers, *table.counts, *((LEVEL,) if table.levelled else ()))
    numbers = {}
    for name in numeric:
        if name in table.counts and MASKED_COUNT.fullmatch(row[name]):
            continue  # what a policy masks is compared as it reads
        try:
            numbers[name] = _number(row[name], *_bounds(table, name))
        except ValueError:
            rule = "not a number that can stand there"
            problems.append(Problem(Place(f"{table.name}.csv", line, name), rule))
    return {**row, **numbers}


def _bounds(table: PublishedTable, name: str) -> tuple[float, float]:
    """The least and the largest that a column can hold; a count is finite."""
    if name in (*table.p_values, LEVEL):
        return 0.0, 1.0
    return (0.0, sys.float_info.max) if name in table.counts else (-math.inf, math.inf)


def _number(text: str, least: float, largest: float) -> float | None:
    """The number of a cell, None of an empty one; nan lies within no bounds."""
    if text == "":
        return None
    value = float(text)
    if not least <= value <= largest:
        raise ValueError
    return value
