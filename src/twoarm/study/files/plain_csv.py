"""A CSV file as text, checked for its form before anything is converted: what pandas would mend in silence is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pandas as pd

from twoarm.errors import InputError, Place, Problem
from twoarm.study.files.plain_table import read_plain
from twoarm.study.labels import unseen

MAX_BYTES = 2_000_000_000
MAX_COLUMNS = 2_000
MAX_ROWS = 5_000_000
_PLAIN = re.compile(r"[ -~]*")
REPLACEMENT = "\ufffd"
Row = tuple[int, list[str]]  # the line where it begins, and its cells
# Two characters that UTF-8 leaves where it was read as Latin-1 or as the code page of Windows: "Ã¼" for "ü".
TWICE = re.compile("[ÂÃÄÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# What other files begin with.
MAGIC = (
    (b"PK\x03\x04", "a zip or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta|script)", re.IGNORECASE)
DATA = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NotATable(InputError):
    """A file that is no table; `header` is its first row where there is one, to be judged and never to be shown."""

    header: tuple[str, ...] = ()


def read_plain_csv(path: Path) -> pd.DataFrame:
    """Every cell as text, indexed by its line in the file; ``attrs["sha256"]`` is the hash of the bytes read.

    Raises
    ------
    InputError
        For a file that is not UTF-8 text, rows of unequal length, repeated or empty column names, control characters;
        all rows at once, by line, without their content.
    """
    content = _bytes(path)
    digest, text = sha256(content).hexdigest(), _decode(content, path.name)
    if (table := read_plain(text, MAX_ROWS)) is not None:
        as_table([(1, list(table.columns))], [], path.name)  # what is wrong with its names
        table.attrs["sha256"] = digest
        return table
    return as_table(*rows_of(text, path.name), path.name, digest)


def by_line(table: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of text, each with its line."""
    return zip(table.index.tolist(), table.to_dict("records"), strict=True)


def read_rows(path: Path) -> tuple[list[Row], list[Problem], str]:
    """The rows of a file with their lines, every row whose form is wrong, and the hash of the bytes read.

    Raises
    ------
    InputError
        For a file that is not there or not UTF-8 text.
    """
    content = _bytes(path)
    return *rows_of(_decode(content, path.name), path.name), sha256(content).hexdigest()


def as_table(rows: list[Row], problems: list[Problem], name: str, digest: str = "") -> pd.DataFrame:
    """The rows as a table of text whose columns the first row names; see `read_plain_csv`."""
    if rows:
        problems = _shape_problems(rows[0], name) or _name_problems(rows[0], name) + problems
    else:
        problems = problems or [Problem(Place(name), "the file is empty")]
    if problems:
        headline, todo = (
            f"{name} is not a table that can be read",
            "Save it as plain CSV, UTF-8, with commas.",
        )
        error = NotATable(headline, problems, todo)
        error.header = tuple(rows[0][1]) if rows else ()
        raise error
    frame = pd.DataFrame(
        [row for _, row in rows[1:]], columns=rows[0][1], index=[line for line, _ in rows[1:]], dtype=object
    )
    frame.attrs["sha256"] = digest
    return frame


def _bytes(path: Path) -> bytes:
    if not path.exists() and not path.is_symlink():
        raise InputError(
            f"{path.name} is missing", [Problem(Place(path.name), f"no such file in {path.parent.name}/")]
        )
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise InputError(
            f"{path.name} cannot be read", [Problem(Place(path.name), "not a regular file of at most 2 GB")]
        )
    return path.read_bytes()


def _decode(content: bytes, name: str) -> str:
    what = next((what for magic, what in MAGIC if content.startswith(magic)), "")
    if what or _PAGE.match(content):
        problem = Problem(Place(name), f"it is {what or 'a web page or XML'}", "save it as CSV UTF-8")
        raise InputError(f"{name} is not CSV", [problem])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise InputError(
            f"{name} is not UTF-8",
            [Problem(Place(name, line), "a byte that is not UTF-8", "save it as CSV UTF-8")],
        ) from None


def rows_of(text: str, name: str) -> tuple[list[Row], list[Problem]]:
    """The rows with the numbers of their first lines, and every row whose form is wrong."""
    rows: list[Row] = []
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as exc:
            problems.append(Problem(Place(name, line), _csv_rule(exc)))
        else:
            rows += [(line, row)] if row else []
            if len(rows) > MAX_ROWS + 1:
                return rows[:1], [Problem(Place(name), f"more than {MAX_ROWS} rows below the header")]
        line = reader.line_num + 1
    width = len(rows[0][1]) if rows else 0
    for number, row in rows:
        if len(row) != width:
            problems.append(Problem(Place(name, number), f"{len(row)} fields where the header has {width}"))
        if _unseen("".join(row)):
            problems.append(Problem(Place(name, number), "a control, invisible or wrongly decoded character"))
    return rows, problems


def _csv_rule(exc: csv.Error) -> str:
    """The library's words, which name no content, in the reader's."""
    if "field larger" in str(exc):
        return "a field is longer than 131072 characters; is a quotation mark not closed?"
    return "a quotation mark is not closed or misplaced"


def _unseen(text: str) -> bool:
    if _PLAIN.fullmatch(text):
        return False
    return bool(REPLACEMENT in text or TWICE.search(text) or unseen(text) or re.search("[\n\r\t]", text))


def _shape_problems(row: Row, name: str) -> list[Problem]:
    """What makes every other row wrong too, so that nothing else is worth saying."""
    line, header = row
    if len(header) > MAX_COLUMNS:
        return [Problem(Place(name), f"{len(header)} columns; at most {MAX_COLUMNS}")]
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return [Problem(Place(name, line), "the columns are not separated by commas")]
    if any(DATA.fullmatch(cell.strip()) for cell in header):
        rule = "a number or a date where the names of the columns should be"
        return [Problem(Place(name, line), rule, "is the header missing?")]
    return []


def _name_problems(row: Row, name: str) -> list[Problem]:
    """Column names are not repeated: in a file without a header the first row is a patient."""
    line, header = row
    empty = [place for place, column in enumerate(header, 1) if not column.strip()]
    twice = [
        place for place, column in enumerate(header, 1) if column.strip() and column in header[: place - 1]
    ]
    return [Problem(Place(name, line), f"column {place} has no name") for place in empty] + [
        Problem(Place(name, line), f"column {place} has the name of an earlier column") for place in twice
    ]
