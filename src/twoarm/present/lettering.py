"""Text in a figure: how wide it is, where it breaks, and how rows are divided over figures that a page can hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import TypeVar

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from twoarm.present.drawing import MM, TYPE
from twoarm.present.wording import NBSP
from twoarm.study.prose.letters import FONT

LINE_MM = 3.5  # height of a line of the family's type
TALLEST_MM = (
    200.0  # of a figure: with its caption it fits a page at its own size, so that its type keeps its size
)
FIGURE_ROWS = 30  # of a figure
_POINTS = 72.0  # in an inch
_Row = TypeVar("_Row")


def breadth(text: str, size: float = TYPE, *, bold: bool = False) -> float:
    """Millimetres from the beginning to the end of the widest line of a text."""
    return max((_breadth(line, size, bold) for line in text.split("\n")), default=0.0)


@lru_cache(maxsize=8192)
def _breadth(line: str, size: float, bold: bool) -> float:
    font = FontProperties(family=[FONT], size=size, weight="bold" if bold else "normal")
    return text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] / _POINTS / MM


def has_every_letter(text: str) -> bool:
    """Whether the font of the figures has every letter of a text: any other would be an empty box."""
    return all(map(_characters().__contains__, map(ord, text)))


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    return frozenset(get_font(findfont(FONT)).get_charmap())


def fitted(text: str, letters: int, room: float, size: float = TYPE, *, bold: bool = False) -> str:
    """A name in lines of so many letters, of fewer where they are wider than the room; a long word breaks at last."""
    broken = text
    for most in range(letters, 1, -1):
        broken = "\n".join(wrap(text, most))
        if breadth(broken, size, bold=bold) <= room:
            return broken
    return broken


def fitted_numbers(text: str, room: float) -> str:
    """A number with what stands in brackets, in as few lines as fit: it breaks before a bracket and before the word to."""
    bracket = text.replace(f"{NBSP}(", "\n(").replace(" (", "\n(")
    both = bracket.replace(f"{NBSP}to{NBSP}", f"{NBSP}to\n").replace(" to ", " to\n")
    words = "\n".join("\n".join(wrap(line, 22, break_long_words=False)) for line in both.split("\n"))
    return next((way for way in (text, bracket, both) if breadth(way) <= room), words)


def lines_in(text: str) -> int:
    """How many lines a text has."""
    return text.count("\n") + 1


def row_height(least: float, *texts: str) -> float:
    """Millimetres of a row that holds these texts side by side: the least, or what the one with most lines asks for."""
    return max(least, LINE_MM * max(map(lines_in, texts), default=1) + 1.4)


def divided(rows: Sequence[_Row], tall: Callable[[Sequence[_Row]], float]) -> list[list[_Row]]:
    """Rows in their order, divided over as few figures as hold them; one row has a figure of its own, however tall.

    Parameters
    ----------
    tall : the height of the figure of some rows, in millimetres.
    """
    parts: list[list[_Row]] = []
    for row in rows:
        last = parts[-1] if parts else None
        if last is None or len(last) == FIGURE_ROWS or tall([*last, row]) > TALLEST_MM:
            parts.append([row])
        else:
            last.append(row)
    return parts


def part_words(number: int, parts: int) -> str:
    """``Part 1 of 2.``; empty for a figure that is whole."""
    return f" Part {number} of {parts}." if parts > 1 else ""


def part_label(label: str, number: int) -> str:
    """The label of a part: the first one has that of the whole, to which the text leads."""
    return label if number == 1 else f"{label}-part-{number}"
