"""The tables of a run as a comparison of two runs reads them: which columns name a row, which are numbers."""

from __future__ import annotations

import math
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from twoarm.errors import InputError, Problem

Key = tuple[str, ...]
Row = dict[str, Any]
LEVEL = "conf_level"


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are.

    Attributes
    ----------
    name : of the file, without ``.csv``.
    keys : the columns that name a row; no two rows agree in all of them.
    numbers : compared within a tolerance. counts : numbers compared exactly.
    p_values : those of the numbers that are P values.
    texts : compared exactly. What is in no list (the name of a method, a quotation) is not compared.
    spread : columns whose difference, or the one column that, says how precise the numbers are; may be empty.
    in_order : whether rows that agree in every key are told apart by their order: a claim may print two numbers of a kind.
    """

    name: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    counts: tuple[str, ...] = ()
    p_values: tuple[str, ...] = ("p_value",)
    texts: tuple[str, ...] = ()
    spread: tuple[str, ...] = ("low", "high")
    in_order: bool = False

    @property
    def levelled(self) -> bool:
        """Whether the rows have intervals, whose level stands in a column of its own."""
        return "low" in self.numbers


WHERE = ("section", "variable", "visit")
_INTERVAL = ("estimate", "low", "high")
LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            name="results",
            keys=(*WHERE, "arm", "analysis", "estimand", "role"),
            numbers=(*_INTERVAL, "p_value", "p_adjusted"),
            counts=("n_treated", "n_control"),
            p_values=("p_value", "p_adjusted"),
            texts=("unit", "reason"),
        ),
        Layout(
            name="claims",
            keys=("id", "part", "statistic", "method"),
            numbers=("recomputed",),
            p_values=(),
            texts=("published", "significant", "verdict"),
            spread=(),
            in_order=True,
        ),
        Layout(
            name="summaries",
            keys=(*WHERE, "arm", "level"),
            numbers=("mean", "sd", "median", "q1", "q3", "min", "max", "percent"),
            counts=("n", "missing", "count"),
            p_values=(),
            spread=("sd",),
        ),
        Layout(
            name="specifications",
            keys=(*WHERE, "test", "unit", "covariates", "weights", "outliers"),
            numbers=(*_INTERVAL, "p_value"),
            counts=("n_treated", "n_control"),
            texts=("measure_unit", "role", "reason"),
        ),
        Layout(name="reconstructions", keys=("seed", *WHERE, "analysis"), numbers=(*_INTERVAL, "p_value")),
    )
}


def keyed_rows(layout: Layout, frame: pd.DataFrame, run: str) -> dict[Key, Row]:
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
    rows = {line: _typed(layout, line, row, problems) for line, row in texts}
    seen: Counter[Key] = Counter()
    keyed: dict[Key, Row] = {}
    for line, row in rows.items():
        key = tuple(row[name] for name in layout.keys)
        seen[key] += 1
        if layout.in_order:
            key += (str(seen[key]),)
        elif seen[key] > 1:
            rule = f"a second row of the same {', '.join(layout.keys)}"
            problems.append(Problem(f"{layout.name}.csv line {line}", rule))
        keyed[key] = row
    if problems:
        raise InputError(f"Run {run} cannot be compared", problems, "Build that run again.")
    return keyed


def _typed(layout: Layout, line: int, row: dict[str, str], problems: list[Problem]) -> Row:
    numeric = (*layout.numbers, *layout.counts, *((LEVEL,) if layout.levelled else ()))
    numbers = {}
    for name in numeric:
        try:
            numbers[name] = _number(row[name], *_bounds(layout, name))
        except ValueError:
            rule = "not a number that can stand there"
            problems.append(Problem(f"{layout.name}.csv line {line}, {name}", rule))
    return {**row, **numbers}


def _bounds(layout: Layout, name: str) -> tuple[float, float]:
    """The least and the largest that a column can hold; a count is finite."""
    if name in (*layout.p_values, LEVEL):
        return 0.0, 1.0
    return (0.0, sys.float_info.max) if name in layout.counts else (-math.inf, math.inf)


def _number(text: str, least: float, largest: float) -> float | None:
    """The number of a cell, None of an empty one; nan lies within no bounds."""
    if text == "":
        return None
    value = float(text)
    if not least <= value <= largest:
        raise ValueError
    return value
