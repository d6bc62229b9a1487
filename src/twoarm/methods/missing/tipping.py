"""Tipping points: how far the missing values would have to lie from what is imputed for a conclusion to turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import ParameterError
from twoarm.methods.estimate import Estimate

_STEPS = 60
_HALVINGS = 40


@dataclass(frozen=True)
class TippingPoints:
    """The smallest shifts at which a conclusion turns.

    Attributes
    ----------
    below, above : float or None
        The shift nearest to 0 on either side, in the unit of the outcome; None where none within reach turns it.
    reach : float
        How far was looked to either side, above 0, in the same unit.
    conclusion : int or None
        Without a shift: in [-1, 1]: 1 where the interval lies above no difference, -1 below, 0 where it
        holds it; None without one.

    Notes
    -----
    Made by `tipping_points`.

    Examples
    --------
    >>> TippingPoints(None, 2.5, 10.0, 1).nearest
    2.5
    """

    below: float | None
    above: float | None
    reach: float
    conclusion: int | None

    @property
    def nearest(self) -> float | None:
        """The shift that turns the conclusion soonest; None where none within reach does."""
        found = [shift for shift in (self.above, self.below) if shift is not None]
        return min(found, key=abs, default=None)


def conclusion_of(estimate: Estimate, null: float = 0.0) -> int | None:
    """On which side of no difference an interval lies.

    Parameters
    ----------
    estimate : Estimate
        With its interval, or without.
    null : float, optional
        The value that means no difference, in the unit of the estimate: 1 for a ratio.

    Returns
    -------
    int or None
        In [-1, 1]: 1 above, -1 below, 0 where the interval holds the null; None without an interval.

    Notes
    -----
    A limit that is the null holds it.

    Examples
    --------
    >>> conclusion_of(Estimate(2.0, 1.0, 3.0, 0.95)), conclusion_of(Estimate(2.0, 0.0, 4.0, 0.95))
    (1, 0)
    """
    return None if estimate.interval is None else estimate.side(null)


def shifted(values: ArrayLike, missing: ArrayLike, shift: float) -> np.ndarray:
    """Completed data sets with a number added to what was imputed.

    Parameters
    ----------
    values : array of float, shape (m, n)
        In each row one completed data set, in any unit.
    missing : array of bool, shape (n,)
        Which values were imputed.
    shift : float
        In the unit of the values, of any size.

    Returns
    -------
    array of float, shape (m, n)
        The same values where they were known.

    Notes
    -----
    The delta adjustment of [1]_: those whose values are missing lie so much higher than those alike whose are not.

    References
    ----------
    .. [1] Cro S, Morris TP, Kenward MG, Carpenter JR. Stat Med 2020;39:2815-2842.

    Examples
    --------
    >>> shifted([[1.0, 2.0]], [False, True], 10.0).tolist()
    [[1.0, 12.0]]
    """
    return np.asarray(values, dtype=float) + shift * np.asarray(missing, dtype=bool)


def tipping_points(
    estimate_at: Callable[[float], Estimate], reach: float, null: float = 0.0, *, steps: int = _STEPS
) -> TippingPoints:
    """The smallest shifts of imputed values, up and down, at which a conclusion turns.

    Parameters
    ----------
    estimate_at : callable
        The estimate with its interval once the imputed values are shifted by so much; at 0 what is reported.
    reach : float
        How far to look to either side, above 0, in the unit of the shift.
    null : float, optional
        The value that means no difference, in the unit of the estimate: 1 for a ratio.

    steps : int, optional
        In how many steps to look to either side, at least 1; 60 unless given.

    Returns
    -------
    TippingPoints
        Each found to a part in 10^13 of ``reach``; without any where there is no interval at 0.

    Raises
    ------
    ParameterError
        ``reach`` is not above 0.

    Notes
    -----
    The tipping point analysis of [1]_. Looked for in steps to either side and then by halving: a conclusion that
    turns and turns back within one step is not seen.

    References
    ----------
    .. [1] Yan X, Lee S, Li N. J Biopharm Stat 2009;19:1085-1098.

    Examples
    --------
    An interval of 1 to 3 that moves with the shift holds 0 once it is moved by 1 downwards.

    >>> found = tipping_points(lambda shift: Estimate(2 + shift, 1 + shift, 3 + shift, 0.95), 10.0)
    >>> round(found.below, 9), found.above, found.conclusion
    (-1.0, None, 1)
    """
    if not reach > 0:
        raise ParameterError("A tipping point is looked for within a reach above 0", [f"reach is {reach}"])
    here = conclusion_of(estimate_at(0.0), null)
    if here is None:
        return TippingPoints(None, None, float(reach), None)

    def turns(shift: float) -> bool:
        return conclusion_of(estimate_at(shift), null) not in (here, None)

    below, above = (_first(turns, sign * reach, steps) for sign in (-1, 1))
    return TippingPoints(below, above, float(reach), here)


def _first(turns: Callable[[float], bool], end: float, number: int) -> float | None:
    """The shift nearest to 0, on the way to the end, that turns the conclusion."""
    steps = end * np.arange(number + 1) / number
    place = next((i for i in range(1, steps.size) if turns(float(steps[i]))), None)
    if place is None:
        return None
    holds, turned = float(steps[place - 1]), float(steps[place])
    for _ in range(_HALVINGS):
        middle = (holds + turned) / 2
        holds, turned = (holds, middle) if turns(middle) else (middle, turned)
    return turned
