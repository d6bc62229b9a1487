"""Dates that would be births: by how far apart and how far back they lie."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

_FORMS = (
    (re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ T].*)?"), (0, 1, 2)),
    (re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})(?:[ T].*)?"), (2, 1, 0)),
    (re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"), (0, 1, 2)),
    (re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])"), (0, 1, 2)),
)
# Dates of birth of adults lie far apart and far back; those of what was done to them lie close together.
BIRTHS_SPREAD = 15
BIRTHS_BEFORE = 2000
_ENOUGH = 4


def are_births(cells: list[str]) -> bool:
    """Whether most cells are dates, and dates of birth."""
    found: Counter[int] = Counter()
    for cell, count in Counter(cells).items():
        found[year_of(cell)] += count
    del found[0]
    years = sorted(found.elements())
    if len(years) < _ENOUGH or len(years) * 2 <= len(cells):
        return False
    low, middle, high = (years[int(share * (len(years) - 1))] for share in (0.1, 0.5, 0.9))
    return high - low >= BIRTHS_SPREAD and middle < BIRTHS_BEFORE


def year_of(cell: str) -> int:
    """The year of a date, or 0 for any other text.

    Examples
    --------
    >>> year_of("02.03.1941"), year_of("1941-03-02"), year_of("19410302"), year_of("41")
    (1941, 1941, 1941, 0)
    """
    for form, order in _FORMS:
        if found := form.fullmatch(cell):
            year, month, day = (int(found.groups()[place]) for place in order)
            if month > 12:
                month, day = day, month
            try:
                return date(year, month, day).year
            except ValueError:
                return 0
    return 0
