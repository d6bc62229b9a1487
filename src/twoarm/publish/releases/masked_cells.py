"""What is masked in the tables of a run, and why: read from the tables themselves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from twoarm.study.disclosure.policy import Policy
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.tables.columns import PublishedTable
from twoarm.tables.every import RUN_TABLES

MASKED = "masked"  # how a reason begins that a policy gives
_BOUNDS = re.compile(r"\d+ to \d+")
_SMALL = "a small count, or one that would give it back"


@dataclass(frozen=True)
class MaskedCells:
    """Cells of one column of a table that hold no number for one reason, and how many."""

    file: str
    column: str
    cells: int
    why: str


def masked_cells(folder: Path, policy: Policy) -> list[MaskedCells]:
    """Every kind of masked cell of the tables in a run's folder, in the order of the tables."""
    found = []
    for table in RUN_TABLES.values():
        if (folder / table.file).is_file():
            found += _of_table(folder / table.file, table, policy)
    return found


def _of_table(path: Path, table: PublishedTable, policy: Policy) -> list[MaskedCells]:
    frame = read_plain_csv(path)
    found = []
    for column in frame.columns:
        masked = sum(_is_masked(text, policy) for text in frame[column]) if column in table.counts else 0
        if masked:
            found.append(MaskedCells(table.file, column, masked, _SMALL))
    reasons = Counter(text for text in frame.get("reason", []) if text.startswith(MASKED))
    return found + [MaskedCells(table.file, "estimate", n, why) for why, n in reasons.items()]


def _is_masked(text: str, policy: Policy) -> bool:
    return text == policy.word or bool(_BOUNDS.fullmatch(text))
