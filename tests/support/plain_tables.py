"""Plain tables as a hospital would hand them over, written from text that a reader can check by hand."""

from __future__ import annotations

import csv
from pathlib import Path

from twoarm import cli


def write_table(path: Path, text: str) -> Path:
    """A CSV file from lines of cells without blanks; ``.`` stands for an empty cell and ``_`` at its end for itself."""
    rows = [["" if cell == "." else cell for cell in line.split()] for line in text.strip().splitlines()]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def init(table: Path, *flags: str, confirm: bool = True) -> tuple[int, Path]:
    """Run the command as a script would; its exit code, and the folder that it writes."""
    folder = table.parent / "drafted"
    more = ["--confirm"] if confirm else []
    return cli.main(["init", str(table), "--to", str(folder), *flags, *more]), folder


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of the dictionary by name."""
    return {row["name"]: row for row in rows_of(folder / "dictionary.csv")}
