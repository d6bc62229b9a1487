"""Numbers with no more significant digits than a policy lets be published."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import overload


@overload
def rounded(value: float, digits: int | None) -> float: ...
@overload
def rounded(value: None, digits: int | None) -> None: ...
@overload
def rounded(value: float | None, digits: int | None) -> float | None: ...
def rounded(value: float | None, digits: int | None) -> float | None:
    """A number to so many significant digits; None leaves it as it is.

    Examples
    --------
    >>> rounded(12.3456, 3), rounded(-0.00123456, 3), rounded(98765.0, 2), rounded(0.0, 3)
    (12.3, -0.00123, 99000.0, 0.0)
    """
    return value if value is None else _rounded(value, digits, ROUND_HALF_EVEN)


def rounded_limit(value: float | None, digits: int | None, null: float) -> float | None:
    """A limit to so many significant digits, which stays on its side of no difference.

    Examples
    --------
    >>> rounded_limit(1.0004, 3, 1.0), rounded_limit(0.9996, 3, 1.0), rounded_limit(1.234, 3, 1.0)
    (1.01, 0.999, 1.23)
    """
    shown = rounded(value, digits)
    if (
        value is None
        or shown is None
        or value == null
        or (shown != null and (shown > null) == (value > null))
    ):
        return shown
    return _rounded(value, digits, ROUND_CEILING if value > null else ROUND_FLOOR)


def to_step(value: float, step: float) -> float:
    """The nearest multiple of a step; between two of them the even one, of the number as it is written.

    Examples
    --------
    >>> to_step(4.55, 0.1), to_step(173 / 38, 0.1), to_step(4.65, 0.1)
    (4.6, 4.6, 4.6)
    """
    return float(Decimal(repr(step)) * round(Decimal(repr(value)) / Decimal(repr(step))))


def mean_step(decimals: int, fewest: int) -> float:
    """The smallest power of ten at which a mean tells nothing of how many values there are.

    The mean of whole numbers is a multiple of 1/n; one that is told to a finer step than that fits some n and not others.

    Parameters
    ----------
    decimals : of the values. fewest : patients at least.

    Examples
    --------
    >>> mean_step(0, 36), mean_step(1, 36), mean_step(0, 5)
    (0.1, 0.01, 1.0)
    """
    return 10.0 ** -(decimals + math.floor(math.log10(max(fewest, 1))))


def limits_about(value: float, half: float, step: float) -> tuple[float, float, float]:
    """A value as it is told with limits some steps away from it: their middle tells no more of it than it does itself.

    Examples
    --------
    >>> limits_about(1.2, 2.345, 0.1)
    (1.2, -1.1, 3.5)
    """
    middle, reach = Decimal(repr(value)), Decimal(repr(max(to_step(half, step), step)))
    return value, float(middle - reach), float(middle + reach)


def _rounded(value: float, digits: int | None, rule: str) -> float:
    if digits is None or not value or not math.isfinite(value):
        return value
    exact = Decimal(repr(float(value)))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rule))
