"""What becomes of a table where the page is as wide as a telephone, decided from the shown strings.

A table that fits stays. Where its values fit beneath the names of the rows, each name gets a line of its own, and the heads
stay above their columns. Any other becomes cards, in which each value carries its head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

PHONE_ROOM = 356.0  # pixels of 390
CELL_TYPE = 13.0  # of the type there
TIGHT_TYPE = 12.0  # of the type where it has to be
GAP = 6.0
_BOLD = 1.2  # wider
_READABLE = 120.0  # what a column of words gets at least, if it needs it
_NUMERIC = re.compile(r"[−<>≤≥=+]?\s?[\d∞]|–$|$")
_BREAKS = re.compile(r"\n|[ \xa0](?=\()")  # where a number may leave its interval
_LINES = re.compile("\n")
_WORDS = re.compile(r"\s+|(?<=\w-)")


class Shape(StrEnum):
    """How a table stands on a telephone."""

    PLAIN = "phone-plain"
    UNDER = "phone-under"
    TIGHT = "phone-under phone-tight"
    LINES = "phone-under phone-lines"  # three values a line, their heads as well
    CARDS = "phone-cards"


_BENEATH = ((Shape.UNDER, CELL_TYPE), (Shape.TIGHT, TIGHT_TYPE))
_IN_A_LINE = 3


def shape_of(head: Sequence[str], rows: Sequence[Sequence[str]], stub: int) -> Shape:
    """The shape of a table.

    Parameters
    ----------
    head : the last row of heads. rows : the cells, as wide as they stand in their columns; one of a single cell is a group
        heading.
    stub : leading columns that name their row.
    """
    full = [row for row in rows if len(row) == len(head)]
    if not stub or not full:
        return Shape.PLAIN
    names, *values = ([row[column] for row in full] for column in range(len(head)))
    heads = list(head[1:])
    whole = sum(_column(h, v, _LINES) + 3 * GAP for h, v in zip(heads, values, strict=True))
    left = PHONE_ROOM - whole
    if left >= _least(head[0], names) and _lines(names, left) <= 2:
        return Shape.PLAIN
    if sum(not _is_numeric(v) for v in values) > 1:
        return Shape.CARDS
    room = PHONE_ROOM - GAP * (len(values) - 1)
    widths = [_column(h, v, _BREAKS) for h, v in zip(heads, values, strict=True)]
    fits = (shape for shape, size in _BENEATH if sum(widths) * size / CELL_TYPE <= room)
    in_lines = _IN_A_LINE * max(widths) <= PHONE_ROOM
    return next(fits, Shape.LINES if in_lines else Shape.CARDS)


def _is_numeric(texts: Sequence[str]) -> bool:
    """Whether most cells are numbers; a word may stand in place of one."""
    return 2 * sum(map(_is_number, texts)) > len(texts)


def _is_number(text: str) -> bool:
    return bool(_NUMERIC.match(text))


def _column(head: str, texts: Sequence[str], breaks: re.Pattern[str]) -> float:
    """The least width of a column of values."""
    title = _BOLD * max(map(width, _WORDS.split(head)), default=0.0)
    if not _is_numeric(texts):
        return max(title, _least("", texts))
    pieces = [piece for text in texts for piece in (breaks if _is_number(text) else _WORDS).split(text)]
    return max(title, *map(width, pieces))


def _least(head: str, texts: Sequence[str]) -> float:
    """The least width of a column of words: the longest of them, and what can be read."""
    words = [word for text in (head, *texts) for word in _WORDS.split(text)]
    return max(*map(width, words), min(_READABLE, max(map(width, texts))))


def _lines(names: Sequence[str], room: float) -> float:
    """How many lines the names of rows have on average."""
    return sum(-(-width(name) // room) for name in names) / len(names)


def width(text: str) -> float:
    """About the width of a line in pixels, in the wider ones of the fonts that systems have."""
    return CELL_TYPE * sum(_EMS.get(letter, 0.68 if letter.isupper() else 0.6) for letter in text)


_EMS = (
    dict.fromkeys(" \xa0.,:;'|iljI", 0.29)
    | dict.fromkeys("()[]-/f", 0.36)
    | {"t": 0.39, "r": 0.41}
    | dict.fromkeys("mwMW%−<>≤≥=+", 0.85)
    | dict.fromkeys("0123456789", 0.637)
)
