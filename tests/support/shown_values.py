"""The values that the pages of a run show, each with what it is about; and whether a later run still has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reading import CLAIM, NUMBER, Number, Truth, numbers, pieces, rows

_IN_A_ROW = (
    "variable",
    "characteristic",
    "subgroup",
    "id",
    "outcome",
    "name",
    "other",  # of a target: the second variable of a correlation
    "among",  # and the one by which patients are chosen
    "claim",
)  # columns that say what a row is about


def shown_values(run: Path, truth: Truth) -> set[tuple[str, str]]:
    """What a value is about (a variable or a claim) and the value as it is shown, at least two digits long.

    Shorter numbers are mostly counts of sentences and tests, which editing may take away.
    """
    pages = sorted((run / "html" / "notebooks").glob("*.html"))
    return {
        (about, value)
        for page in pages
        for piece in pieces(page)
        for about in _subjects(piece.about, truth) or _subjects(piece.otherwise, truth)
        for value in _values(piece.text)
    }


def _subjects(text: str, truth: Truth) -> set[str]:
    return {variable.name for variable in truth.named(text)} | set(CLAIM.findall(text))


def _values(text: str) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        if len(match["digits"].replace(".", "").lstrip("0")) > 1:
            yield match["digits"]


def published_values(run: Path) -> dict[str, set[float]]:
    """Every number of the published tables, by what the row that holds it is about."""
    found: dict[str, set[float]] = {}
    for table in sorted(run.glob("*.csv")):
        for row in rows(table):
            values = {
                n.value for cell in row.values() for n in numbers(re.sub(r"[\[\]=,/]", " ", cell or ""))
            }
            values |= {float(cell) for cell in row.values() if _is_number(cell)}
            if "reached" in row and _is_number(row["within"]):  # of a target the ends of what is near enough
                values |= {float(row["target"]) + side * float(row["within"]) for side in (-1, 1)}
            for about in {part for key in _IN_A_ROW for part in re.split(r"[\s,;|]+", row.get(key) or "")}:
                found.setdefault(about, set()).update(values)
    return found


def _is_number(cell: str | None) -> bool:
    try:
        return cell is not None and float(cell) == float(cell) and abs(float(cell)) != float("inf")
    except ValueError:
        return False


def stands_in_a_table(value: str, known: Iterable[float]) -> bool:
    """Whether a shown value is a rounding of one of these, of its percentage, or of one patient in so many."""
    shown = Number(float(value), len(value.partition(".")[2]), "")
    forms = (form for v in known for form in (abs(v), 100 * abs(v), *([abs(1 / v)] if v else []), abs(1 - v)))
    return any(shown.is_a_rounding_of(form) for form in forms)
