"""The cells of a column as text: which mean missing, which are numbers, and how far the numbers reach."""

from __future__ import annotations

from math import ceil, floor, log10

import pandas as pd

from twoarm.study.dictionary import NUMBER

MISSING = {"na", "n/a", "nan", ".", "-", "--", "?", "#n/a", "null", "nil", "<na>", "nat"}
MISSING_NUMBERS = MISSING | {
    "unknown",
    "missing",
    "none",
    "nd",
    "not done",
    "not available",
    "unk",
    "n.a.",
    "no data",
}
CODES = [
    c
    for length in (1, 2, 3, 4, 5)
    for c in ("9" * length, "8" * length, "-" + "9" * length, "-" + "8" * length)
]
LONG_CODES = [code for code in CODES if len(code.strip("-")) > 1]
MANY_LEVELS = 12
MOSTLY = 0.9


def plain(cells: pd.Series) -> pd.Series:
    """Whole numbers without ``.0``, where all numbers are whole: so pandas writes whole numbers beside empty cells."""
    is_number = cells.str.fullmatch(NUMBER.pattern)
    numbers = cells[is_number]
    if len(numbers) and numbers.str.fullmatch(r"[+-]?[0-9]{1,15}(\.0*)?").all():
        return cells.mask(is_number, cells.str.replace(r"\.0*$", "", regex=True).str.replace("+", ""))
    return cells.str.replace("|", "/").str.replace("=", "-") if not len(numbers) else cells


def are_numbers(cells: pd.Series) -> pd.Series:
    """Which cells are plain numbers that the dictionary can hold."""
    found = cells.str.fullmatch(NUMBER.pattern)
    values = pd.to_numeric(cells.where(found), errors="coerce")
    return found & (values.abs() < 1e15)


def missing_codes(cells: pd.Series) -> tuple[str, ...]:
    """What stands in a column for a missing value, as it is written, in the order of its first row."""
    filled = cells[cells != ""]
    low = filled.str.casefold()
    known = low.isin(MISSING)
    numbers = are_numbers(filled)
    if numbers.sum() > MOSTLY * (~known).sum() * 0.5:  # a column of numbers
        known |= low.isin(MISSING_NUMBERS)
    words = list(filled[known].unique())
    values = pd.to_numeric(filled[numbers]).astype(float)
    return (*words, *_number_codes(filled[numbers], values))


def _number_codes(cells: pd.Series, values: pd.Series) -> list[str]:
    """Codes of nines or eights that lie apart from the other numbers."""
    suspects = cells.isin(CODES)
    rest = values[~suspects]
    if not suspects.any() or rest.nunique() < 2:
        return []
    low, high = rest.min(), rest.max()
    gap = max((high - low) / 4, 3.0)
    codes = []
    for code in cells[suspects].unique():
        value = float(code)
        below = value < 0 <= low and (len(code) > 2 or high <= 8)
        above = value > high + gap and (len(code) > 1 or (high <= 5 and rest.nunique() <= 5))
        codes += [code] if below or above else []
    return codes


def outward(low: float, high: float) -> tuple[float, float]:
    """Bounds that hold both numbers, rounded outward to the leading digit of their distance.

    Rounded, the smallest and the largest patient do not stand in the dictionary.

    Examples
    --------
    >>> outward(34, 77)
    (30.0, 80.0)
    >>> outward(0.12, 0.58)
    (0.1, 0.6)
    """
    span = high - low or abs(high) or 1.0
    power = floor(log10(span))
    step = 10.0**power
    bounds = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    tidy = [round(bound, max(0, -power)) for bound in bounds]
    return min(tidy[0], low), max(tidy[1], high)
