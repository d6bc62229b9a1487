"""The tables of a study as text: read once, so that every rule judges the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from twoarm.errors import InputError, Problem
from twoarm.study.files.plain_csv import NotATable, read_plain_csv

FILES = ("patients.csv", "visits.csv", "units.csv")


@dataclass(frozen=True)
class TableText:
    """A table of text, or None with what is wrong with it as one; `header` is what could be read of its first row."""

    frame: pd.DataFrame | None
    problems: list[Problem] = field(default_factory=list)
    header: tuple[str, ...] = ()

    def __repr__(self) -> str:
        rows = 0 if self.frame is None else len(self.frame)
        return f"<TableText: {len(self.columns())} columns, {rows} rows, {len(self.problems)} problems>"

    def columns(self) -> list[tuple[str, list[str]]]:
        """Each name with the cells below it; of a file that is no table the names alone."""
        if self.frame is None:
            return [(name, []) for name in self.header]
        return [(name, self.frame.iloc[:, place].tolist()) for place, name in enumerate(self.frame.columns)]


def read_texts(folder: Path, needed: bool = True) -> dict[str, TableText]:
    """``patients.csv`` where it is ``needed``, and of the other tables, and of it, those that are there; by name."""
    asked = FILES[:1] if needed else ()
    return {name: _read(folder / name) for name in FILES if name in asked or (folder / name).exists()}


def _read(path: Path) -> TableText:
    try:
        return TableText(read_plain_csv(path))
    except NotATable as exc:
        return TableText(None, exc.problems, exc.header)
    except InputError as exc:
        return TableText(None, exc.problems)
