"""A count of patients that is not shown: it knows between which numbers it lies, and nothing more."""

from __future__ import annotations

import re
from dataclasses import dataclass

MASKED = "masked"  # how the reason of a result begins that a policy masks


MASKED_COUNT = re.compile(rf"<\d+|\d+ to \d+|{MASKED}")  # how a masked count reads


@dataclass(frozen=True)
class Masked:
    """A count that a policy masks. Its own value is gone; what it reads are the bounds that a reader may know.

    Attributes
    ----------
    low, high : the bounds, both of which it may be.
    word : what it reads in their place, such as ``<5``.

    Examples
    --------
    >>> few = Masked(1, 4, "<5")
    >>> f"{few} of 40"
    '<5 of 40'
    >>> str(40 - few)
    '36 to 39'
    >>> few > 0, few < 5
    (True, True)
    """

    low: int
    high: int
    word: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("a count lies between two bounds from 0 upwards")

    def __str__(self) -> str:
        return self.word or f"{self.low} to {self.high}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        """Whether it may be something: what may be missing is told of."""
        return self.high > 0

    def __add__(self, other: Count) -> Masked:
        low, high = bounds(other)
        return Masked(self.low + low, self.high + high)

    __radd__ = __add__

    def __sub__(self, other: Count) -> Masked:
        low, high = bounds(other)
        return Masked(max(self.low - high, 0), max(self.high - low, 0))

    def __rsub__(self, other: int) -> Masked:
        return Masked(max(other - self.high, 0), max(other - self.low, 0))

    # One that may lie on either side of a number is on neither.
    def __lt__(self, other: Count) -> bool:
        return self.high < bounds(other)[0]

    def __gt__(self, other: Count) -> bool:
        return self.low > bounds(other)[1]

    def __le__(self, other: Count) -> bool:
        return self.high <= bounds(other)[0]

    def __ge__(self, other: Count) -> bool:
        return self.low >= bounds(other)[1]


Count = int | Masked


def exact(count: Count) -> int:
    """A count that was made and not yet told; ValueError for one that is masked."""
    if isinstance(count, Masked):
        raise ValueError("this count is masked")
    return count


def bounds(count: Count) -> tuple[int, int]:
    """Between which numbers a count lies."""
    return (count.low, count.high) if isinstance(count, Masked) else (count, count)
