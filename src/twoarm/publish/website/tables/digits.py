"""Digits of a column in line at the decimal sign: classes say what is lacking, the style sheet leaves as much room.

What is shown does not change: no blank and no digit is added to a text that is read, copied or searched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"([<>≤≥]\s?)?([−+])?(\d+)(\.\d+)?(.*)", re.S)
_BARE = re.compile(r"(\s?[ᵃ-ᶻ*†‡]+)?")  # the mark of a footnote is no part of a number
_LETTERS = {"c": "0 ", "s": "0"}  # as wide as a comparison with its blank, and as a sign
_FARTHEST = 5  # digits: numbers of different kinds that happen to share a column are left alone


@dataclass(frozen=True)
class Shown:
    """The first number of a cell by its parts: lengths of what stands before and behind the decimal sign."""

    compared: bool
    signed: bool
    whole: int
    behind: int
    bare: bool


def number_of(text: str) -> Shown | None:
    """The first number of a cell that begins with one; None for any other.

    Examples
    --------
    >>> number_of("−0.2 (−0.7 to 0.3)"), number_of("none") is None
    (Shown(compared=False, signed=True, whole=1, behind=1, bare=False), True)
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    compared, signed, whole, behind, rest = found.groups()
    return Shown(
        bool(compared), bool(signed), len(whole), len(behind or ".") - 1, bool(_BARE.fullmatch(rest))
    )


def pads(texts: Sequence[str], side: str) -> list[list[str]]:
    """Classes for the cells of one column, none where the column is not one of numbers.

    Parameters
    ----------
    texts : the cells. side : how the column is aligned; one of bare numbers keeps its side, any other starts at the left.

    Returns
    -------
    list of list of str
        ``pad-c``, ``pad-s``, ``pad-2``: room before the number for a comparison, a sign, two digits; ``post-2``: behind it
        for two decimals, ``post-p2`` for the sign as well.
    """
    found = [number_of(text) for text in texts]
    numbers = [one for one in found if one]
    if len(numbers) < 2 or max(n.whole for n in numbers) > _FARTHEST:
        return [[] for _ in texts]
    if side == "right" and all(n.bare for n in numbers):
        most = max(n.behind for n in numbers)
        return [_behind(one, most) if one else [] for one in found]
    return [["lined", *(_before(one, numbers) if one else [])] for one in found]


def padded(text: str, classes: Sequence[str]) -> str:
    """The text with digits in place of the room that its classes give it: as wide as it stands in its column.

    Examples
    --------
    >>> padded("9", ["lined", "pad-c", "pad-2"]), padded("5", ["post-p2"])
    ('0 009', '5.00')
    """
    return _room(classes, "pad-") + text + _room(classes, "post-")


def _room(classes: Sequence[str], side: str) -> str:
    found = [name.removeprefix(side) for name in classes if name.startswith(side)]
    return "".join(
        _LETTERS.get(name) or "." * name.startswith("p") + "0" * int(name.strip("p")) for name in found
    )


def _behind(one: Shown, most: int) -> list[str]:
    lacking = most - one.behind
    return [f"post-{'' if one.behind else 'p'}{lacking}"] if lacking else []


def _before(one: Shown, column: Sequence[Shown]) -> list[str]:
    """Room for the longest beginning of the column, beside what this one has of it."""
    digits = max(n.whole for n in column) - one.whole
    compared = any(n.compared for n in column) and not one.compared
    signed = any(n.signed for n in column) and not one.signed
    given = {"pad-c": compared, "pad-s": signed, f"pad-{digits}": digits}
    return [name for name, lacks in given.items() if lacks]
