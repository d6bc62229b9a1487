"""Two shares as whole patients of a hundred, so that their difference is what a reader counts."""

from __future__ import annotations

import math

HUNDRED = 100
_LEAST = 0.5  # of a hundred: a smaller share is nobody's icon, and one as near to all is everybody's


def whole_patients(treated: float, control: float) -> tuple[int, int] | None:
    """Both shares in whole patients, each rounded up or down so that their difference is nearest to the exact one.

    Of pairs that are as near the one whose numbers are nearest to the shares. None and all are said of none and all alone.

    Parameters
    ----------
    treated, control : patients of a hundred, in [0, 100].

    Returns
    -------
    None where a share is too small, or too near to all, for one patient of a hundred to show it.

    Examples
    --------
    >>> whole_patients(100 * 4 / 30, 100 * 10 / 32), whole_patients(13.4, 31.6), whole_patients(0.0, 0.3)
    ((13, 31), (13, 31), None)
    """
    pairs = [(t, c) for t in _whole(treated) for c in _whole(control)]
    exact = treated - control

    def off(pair: tuple[int, int]) -> tuple[float, float, int]:
        t, c = pair
        return _settled(abs(t - c - exact)), _settled(abs(t - treated) + abs(c - control)), t

    return min(pairs, key=off, default=None)


def _whole(share: float) -> list[int]:
    """The whole numbers beside a share; 0 and 100 are beside themselves alone."""
    if share in (0, HUNDRED):
        return [int(share)]
    if not _LEAST <= share <= HUNDRED - _LEAST:
        return []
    return [n for n in sorted({math.floor(share), math.ceil(share)}) if 0 < n < HUNDRED]


def _settled(x: float) -> float:
    """To nine digits: a tie is a tie on every processor."""
    return round(x, 9)
