"""A CSV file as text, checked for its form before anything is converted: what pandas would mend in silence is refused."""

from __future__ import annotations

import csv
import io
import re
from hashlib import sha256
from pathlib import Path

import pandas as pd

from twoarm.study.errors import InputError, Problem

MAX_BYTES = 2_000_000_000
MAX_COLUMNS = 2_000
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def read_plain_csv(path: Path) -> pd.DataFrame:
    """Every cell as text, indexed by its line in the file; ``attrs["sha256"]`` is the hash of the bytes read.

    Raises
    ------
    InputError
        For a file that is not UTF-8 text, rows of unequal length, repeated or empty column names, control characters;
        all rows at once, by line, without their content.
    """
    content = _bytes(path)
    rows, problems = _rows(_decode(content, path.name), path.name)
    if rows and not problems:
        problems = _header_problems(rows[0][1], path.name)
    if not rows:
        problems = problems or [Problem(path.name, "the file is empty")]
    if problems:
        raise InputError(
            f"{path.name} is not a table that can be read",
            problems,
            "Save it as plain CSV, UTF-8, with commas.",
        )
    frame = pd.DataFrame(
        [row for _, row in rows[1:]], columns=rows[0][1], index=[line for line, _ in rows[1:]], dtype=object
    )
    frame.attrs["sha256"] = sha256(content).hexdigest()
    return frame


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise InputError(
            f"{path.name} is missing", [Problem(path.name, f"no such file in {path.parent.name}/")]
        )
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"{path.name} cannot be read", [Problem(path.name, "not a regular file of at most 2 GB")]
        )
    return path.read_bytes()


def _decode(content: bytes, name: str) -> str:
    for magic, what in ((b"PK", "a zip or Excel file"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if content.startswith(magic):
            raise InputError(f"{name} is not CSV", [Problem(name, f"it is {what}", "save it as CSV UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise InputError(
            f"{name} is not UTF-8",
            [Problem(f"{name} line {line}", "a byte that is not UTF-8", "save it as CSV UTF-8")],
        ) from None


def _rows(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows with their line numbers, and every row whose form is wrong."""
    rows: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as exc:
        problems.append(
            Problem(f"{name} line {line}", f"a quotation mark is not closed or misplaced ({exc})")
        )
    width = len(rows[0][1]) if rows else 0
    for number, row in rows:
        if len(row) != width:
            problems.append(
                Problem(f"{name} line {number}", f"{len(row)} fields where the header has {width}")
            )
        if INVISIBLE.search("".join(row)):
            problems.append(Problem(f"{name} line {number}", "a control or invisible character"))
    return rows, problems


def _header_problems(header: list[str], name: str) -> list[Problem]:
    if len(header) > MAX_COLUMNS:
        return [Problem(name, f"{len(header)} columns; at most {MAX_COLUMNS}")]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return [Problem(f"{name} line 1", "the columns are not separated by commas")]
    twice = {column for column in header if header.count(column) > 1}
    return (
        [Problem(f"{name} line 1", "a column name is empty or stands twice")] if twice or "" in header else []
    )
