"""Results as data: the records that the notebooks handed over, as the CSV files of a run."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

from twoarm.tables.every import RUN_TABLES, WITHOUT_PATIENTS
from twoarm.tables.spreadsheet import cell_of_text


def write_tables(
    records: list[Path], out: Path, *, private: bool, gathers: bool = False, alone: bool = False
) -> None:
    """Write ``results.csv``, ``summaries.csv`` and the other files of `RUN_TABLES` from the notebooks' records.

    A row that several notebooks hand over is written once. Text that a spreadsheet would run as a formula is quoted with an
    apostrophe. Where the patients are not public, ``private``, no table is written whose rows may rest on a single one,
    unless the study's policy ``gathers`` patients, so that each row rests on several. Where there are no patients, since an
    abstract stands ``alone``, no table of theirs is written.
    """
    read = [json.loads(path.read_text("utf-8")) for path in records]
    for table in RUN_TABLES.values():
        if table.file not in files_of_tables(private=private, gathers=gathers):
            continue
        rows = [row for record in read for row in record.get(table.name, ())]
        if alone and not rows and table not in WITHOUT_PATIENTS:
            continue
        unique = {json.dumps(row, sort_keys=True): row for row in rows}.values()
        with (out / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.header, lineterminator="\n")
            writer.writeheader()
            writer.writerows({c: cell_of(row[c]) for c in table.header} for row in unique)


def files_of_tables(*, private: bool, gathers: bool) -> list[str]:
    """The files of tables that a run may have: of private patients none whose rows may rest on a single one."""
    return [t.file for t in RUN_TABLES.values() if not (private and t.singles and not gathers)]


def cell_of(value: Any) -> str:
    """A value as the text of a cell; a missing one is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)  # infinite limits are written inf and -inf
    if isinstance(value, int):
        return str(value)
    return cell_of_text(str(value))
