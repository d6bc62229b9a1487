"""The plain table that a study is drafted from: CSV, or a sheet of an Excel file, every cell as text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pandas as pd

from twoarm.drafting.workbook_file import ANEW, MAX_UNPACKED, damaged, refuse_unsafe
from twoarm.errors import InputError, ParameterError, Place, Problem, TwoArmError
from twoarm.study.files.plain_csv import MAX_BYTES, MAX_COLUMNS, Row, as_table, read_rows, rows_of

EXCEL = (".xlsx", ".xlsm")
EXCEL_ROWS = 1_048_576
MAX_CELLS = 20_000_000  # empty ones among them
STRAY = "is there a stray cell far out? delete it, or save the table as CSV UTF-8"
OLD_EXCEL = (".xls", ".xlsb", ".ods", ".sav", ".dta", ".sas7bdat", ".rds", ".rdata")


def read_table(path: Path, sheet: str = "") -> pd.DataFrame:
    """The table, indexed by its lines; blanks around a cell are dropped, and rows without any cell.

    Raises
    ------
    InputError
        Where it is not a plain table; by line and column, never a cell.
    ParameterError
        Where the sheet is not named, or there is none of that name.
    """
    if path.suffix.lower() in OLD_EXCEL:
        problem = Problem(
            Place(path.name), "neither CSV nor an Excel file of today", "save it as .xlsx or as CSV UTF-8"
        )
        raise InputError(f"{path.name} cannot be read", [problem])
    excel = path.suffix.lower() in EXCEL
    if sheet and not excel:
        problem = Problem(Place(at="--sheet"), "only an Excel file has sheets")
        raise ParameterError("The command line cannot be used", [problem], "Leave --sheet out.")
    rows, problems, digest = _excel_rows(path, sheet) if excel else read_rows(path)
    table = as_table(_without_row_numbers(rows), problems, path.name, digest)
    table = table.map(str.strip)
    table.columns = [name.strip() for name in table.columns]
    table = table[(table != "").any(axis=1)]
    if not len(table):
        problem = Problem(Place(path.name), "no rows below the header")
        raise InputError(f"{path.name} is not a table that can be read", [problem])
    return table


def _excel_rows(path: Path, sheet: str) -> tuple[list[Row], list[Problem], str]:
    from openpyxl import load_workbook

    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"{path.name} cannot be read",
            [Problem(Place(path.name), "no such file, or none of at most 2 GB")],
        )
    content = path.read_bytes()
    refuse_unsafe(content, path.name)
    try:
        with (
            warnings.catch_warnings(
                action="ignore"
            ),  # one of them repeats a cell: a number that no date can be
            closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book,
        ):
            pages = {name: book[name] for name in book.sheetnames if hasattr(book[name], "iter_rows")}
            if not pages:  # charts alone, or a part that is missing
                raise InputError(
                    f"{path.name} cannot be read",
                    [Problem(Place(path.name), "no sheet of cells in it", ANEW)],
                )
            cells = _cells(_the_sheet(pages, sheet), path.name)
    except TwoArmError:
        raise
    except Exception:  # a damaged workbook meets the library anywhere
        raise damaged(path.name) from None
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return *rows_of(text.getvalue(), path.name), sha256(content).hexdigest()


def _cells(page, name: str) -> list[list[str]]:
    """The cells of a sheet as text; one that is too large, whatever it says of its size, is not read to its end.

    Raises
    ------
    InputError
        Where it is too large.
    """
    page.reset_dimensions()
    rows: list[list[str]] = []
    characters = 0
    for row in page.iter_rows(values_only=True):
        rows.append(_without_end([_text(cell) for cell in row]))
        characters += sum(map(len, rows[-1]))
        if rule := _too_large(len(rows), len(rows[-1]), characters):
            raise InputError(f"{name} cannot be read", [Problem(Place(name), rule, STRAY)])
    while rows and not rows[-1]:
        rows.pop()
    width = max(map(len, rows), default=0)
    if len(rows) * width > MAX_CELLS:
        raise InputError(
            f"{name} cannot be read", [Problem(Place(name), f"more than {MAX_CELLS} cells", STRAY)]
        )
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _too_large(rows: int, columns: int, characters: int) -> str:
    if rows > EXCEL_ROWS:
        return "a row beyond the last one of Excel"
    if columns > MAX_COLUMNS:
        return f"{columns} columns; at most {MAX_COLUMNS}"
    return f"more than {MAX_UNPACKED} characters" if characters > MAX_UNPACKED else ""


def _without_end(row: list[str]) -> list[str]:
    """Without the empty cells that a row carries at its end."""
    while row and not row[-1].strip():
        row.pop()
    return row


def _the_sheet(pages: dict, name: str):
    """The sheet of that name; without a name the only one that holds anything."""
    if name and name not in pages:
        problem = Problem(Place(at="--sheet"), "no sheet of this name", f"there are: {', '.join(pages)}")
        raise ParameterError("The command line cannot be used", [problem], "Name one of them.")
    filled = [page for page in pages.values() if (page.max_row or 2) > 1] or list(pages.values())
    if name or len(filled) == 1:
        return pages[name] if name else filled[0]
    problem = Problem(
        Place(at="--sheet"), "which sheet holds the table?", f"one of: {', '.join(p.title for p in filled)}"
    )
    raise ParameterError("The file has several sheets", [problem], "Name one: --sheet NAME")


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file: dates as YYYY-MM-DD, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _without_row_numbers(rows: list[Row]) -> list[Row]:
    """R and pandas write the numbers of the rows as a first column without a name: nothing is lost with it."""
    if len(rows) < 2 or len(rows[0][1]) < 2 or rows[0][1][0].strip():
        return rows
    numbers = [row[0] for _, row in rows[1:] if row]
    counted = any(numbers == [str(n) for n in range(start, start + len(numbers))] for start in (0, 1))
    return [(line, row[1:]) for line, row in rows] if counted else rows
