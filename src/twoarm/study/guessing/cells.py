"""The cells of a column as text: which mean missing, which are numbers, and how far the numbers reach."""

from __future__ import annotations

from math import ceil, floor, log10

import pandas as pd

from twoarm.study.schema.cells import NUMBER

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
_CODES = [
    c
    for length in (1, 2, 3, 4, 5)
    for c in ("9" * length, "8" * length, "-" + "9" * length, "-" + "8" * length)
]
# What no code of a level may hold, and what stands for it.
NO_CODE = str.maketrans(
    {
        "|": "/",
        "=": "-",
        "<": "under ",
        ">": "over ",
        "&": " and ",
        "@": " at ",
        "\\": "/",
        "$": "USD ",
        "`": "'",
        "{": "(",
        "}": ")",
    }
)
MANY_LEVELS = 12
MOSTLY = 0.9


def plain(cells: pd.Series) -> pd.Series:
    """Whole numbers without ``.0``, where all numbers are whole: so pandas writes whole numbers beside empty cells."""
    is_number = cells.str.fullmatch(NUMBER.pattern)
    numbers = cells[is_number]
    if len(numbers) and numbers.str.fullmatch(r"[+-]?[0-9]{1,15}(\.0*)?").all():
        return cells.mask(is_number, cells.str.replace(r"\.0*$", "", regex=True).str.replace("+", ""))
    spoken = cells.map(lambda cell: " ".join(cell.translate(NO_CODE).split()))
    return spoken if spoken.nunique() == cells.nunique() else cells  # else two levels would become one


def are_numbers(cells: pd.Series) -> pd.Series:
    """Which cells are plain numbers that the dictionary can hold."""
    found = cells.str.fullmatch(NUMBER.pattern)
    values = pd.to_numeric(cells.where(found), errors="coerce")
    return found & (values.abs() < 1e15)


def missing_codes(cells: pd.Series) -> tuple[tuple[str, ...], int]:
    """What stands in a column for a missing value, as it is written, and how many cells may be such a code or a value."""
    filled = cells[cells != ""]
    low = filled.str.casefold()
    known = low.isin(MISSING)
    numbers = are_numbers(filled)
    if numbers.sum() > (~known).sum() / 2:  # a column of numbers
        known |= low.isin(MISSING_NUMBERS)
    codes, doubtful = _number_codes(filled[numbers])
    return (*filled[known].unique(), *codes), doubtful


def _number_codes(cells: pd.Series) -> tuple[list[str], int]:
    """Codes of nines or eights that lie apart from the other numbers.

    A short one that stands there once may be a heavy patient: it is counted as doubtful.
    """
    suspects = cells.isin(_CODES)
    rest = pd.to_numeric(cells[~suspects]).astype(float)
    if not suspects.any() or rest.nunique() < 2:
        return [], 0
    low, high = rest.min(), rest.max()
    span = max(high - low, 4.0)
    codes, doubtful = [], 0
    for code, count in cells[suspects].value_counts(sort=False).items():
        value, digits = float(code), len(code.strip("-"))
        short_scale = high <= 8 and rest.nunique() <= 8
        below = value < 0 <= low and (digits > 1 or short_scale)
        above = value > high + span / 4 and (digits > 1 or (high <= 5 and value > high + 2))
        sure = below or digits > 2 or count > 1 or value > high + span or digits == 1
        codes += [code] if (below or above) and sure else []
        doubtful += count if above and not sure else 0
    return codes, int(doubtful)


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
