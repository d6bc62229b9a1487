"""What is masked in the tables of a run, and why: read from the tables themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from twoarm.masked import MASKED, MASKED_COUNT
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.tables.columns import PublishedTable
from twoarm.tables.every import RUN_TABLES

_SMALL = "a small count, or one that would give it back"


@dataclass(frozen=True)
class MaskedCells:
    """Cells of one column of a table that hold no number for one reason, and how many."""

    file: str
    column: str
    cells: int
    why: str


def masked_cells(folder: Path) -> list[MaskedCells]:
    """Every kind of masked cell of the tables in a run's folder, in the order of the tables."""
    found = []
    for table in RUN_TABLES.values():
        if (folder / table.file).is_file():
            found += _of_table(folder / table.file, table)
    return found


def _of_table(path: Path, table: PublishedTable) -> list[MaskedCells]:
    frame = read_plain_csv(path)
    found = []
    for column in (c for c in frame.columns if c in (*table.counts, *table.numbers)):
        if masked := sum(bool(MASKED_COUNT.fullmatch(text)) for text in frame[column]):
            found.append(MaskedCells(table.file, column, masked, _SMALL))
    reasons = Counter(text for text in frame.get("reason", []) if text.startswith(MASKED))
    return found + [MaskedCells(table.file, "estimate", n, why) for why, n in reasons.items()]
