"""What stands in a sentence with a number in it: where it is, what it is, and its figures as printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a mention is."""

    P = "p"
    INTERVAL = "interval"
    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True)
class Mention:
    """One of them; `values` are printed strings and whole numbers, `pieces` what of the text has a statement of P."""

    kind: Kind
    start: int
    end: int
    values: dict[str, Any] = field(default_factory=dict)
    pieces: tuple[str, ...] = ()


def masked(text: str, found: Iterable[Mention]) -> str:
    """The text with blanks in the place of what was found, so that nothing is read twice."""
    letters = list(text)
    for mention in found:
        letters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(letters)


def within(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
