"""The numbers of a text as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from twoarm.faces import counts_only

# Not glued to a letter (C12, L1, HC3) or to another number (2020-01-31); `trace.js` finds the same numbers.
_NUMBER = re.compile(r"(?<![\w.])(?<!\d-)(?P<sign>(?<!\d)[−-])?(?P<digits>\d+(?:\.\d+)?)(?![\w]|\.\d|-\d)")
_HALF = 0.5 * (1 + 1e-9)


@counts_only
@dataclass(frozen=True, slots=True)
class ShownNumber:
    """A number as it is shown.

    Attributes
    ----------
    text : its characters. start, end : where it stands in its text.
    value, decimals : what it says, to how many decimals. bound : `<` or `>` where it is only a bound.
    """

    text: str
    start: int
    end: int
    value: float
    decimals: int
    bound: str

    def rounds(self, value: float) -> bool:
        """Whether the value, rounded to the shown decimals, is this number."""
        return abs(value - self.value) <= _HALF * 10**-self.decimals

    def bounds(self, value: float) -> bool:
        """Whether it is the bound that the value lies beyond."""
        return value < self.value if self.bound == "<" else bool(self.bound) and value > self.value


def shown_numbers(text: str) -> Iterator[ShownNumber]:
    """The numbers of a text in their order.

    Examples
    --------
    >>> [(n.value, n.decimals, n.bound) for n in shown_numbers("C12: −2.2 to 6.0, P < 0.001")]
    [(-2.2, 1, ''), (6.0, 1, ''), (0.001, 3, '<')]
    """
    for match in _NUMBER.finditer(text):
        before = text[: match.start()].rstrip()[-1:]
        value = float(Decimal(match["digits"])) * (-1 if match["sign"] else 1)
        decimals = len(match["digits"].partition(".")[2])
        bound = before if before in ("<", ">") else ""
        yield ShownNumber(match[0], match.start(), match.end(), value, decimals, bound)
