"""Events nested in patients: the exact permutation test that moves patients, not their events, between the arms."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import ArrayLike

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import complete_pairs, observed

Patient = tuple[int, int]  # events, units
_Sums = tuple[int, int, int]  # patients, events, units of an arm
# Arrangements are counted in classes of the same sums. Half a second's work; a study beyond it has events enough for
# methods that are not exact.
MOST_STEPS = 1_000_000
# Their numbers have about as many binary digits as there are patients: a second's work with this many.
MOST_PERMUTED = 20_000


def cluster_permutation_p(
    treated_events: ArrayLike,
    control_events: ArrayLike,
    treated_units: ArrayLike | None = None,
    control_units: ArrayLike | None = None,
) -> float | None:
    """Two-sided P of the difference of event shares under all ways to deal the same patients to the arms.

    A robust variance is 0 in an arm without an event; this test needs none.

    Parameters
    ----------
    treated_events, control_events : array of int, shapes (n1,) and (n2,)
        Events per patient (balloons that ruptured), >= 0; nan is dropped.
    treated_units, control_units : array of int, shapes (n1,) and (n2,), or int, optional
        Units per patient (balloons used), no fewer than the events; one number for all patients of an arm alike. By default
        all patients have equally many. A patient without a unit is dropped.

    Returns
    -------
    float or None
        A share of the arrangements, in (0, 1]: of those whose difference of event shares (events over units, summed over an
        arm) is at least as large, in either direction. None with an empty arm, where all patients have the same share, and
        beyond `MOST_STEPS` or `MOST_PERMUTED`.

    Raises
    ------
    AnalysisError
        A count is negative or no whole number, a patient has more events than units, units of one arm alone, or
        columns of different lengths.

    Notes
    -----
    Fisher's permutation test [1]_ with patients as what is dealt. Patients alike are dealt together, and arrangements of
    equal sums are counted together, in whole numbers: no rounding decides whether a difference is as large.

    References
    ----------
    .. [1] Fisher RA. The Design of Experiments. 1935, chapter 3.

    Examples
    --------
    >>> cluster_permutation_p([2, 1, 0], [0, 0, 0])  # 3 of 20 ways put both in the treated arm, as many in the other
    0.4
    """
    if (treated_units is None) != (control_units is None):
        raise AnalysisError("Units are needed of both arms or of neither")
    treated, control = _patients(treated_events, treated_units), _patients(control_events, control_units)
    everyone = treated + control
    if not (treated and control) or len(everyone) > MOST_PERMUTED:
        return None
    events, units = _total(everyone)
    if all(e * units == events * u for e, u in everyone):
        return None
    # The smaller arm is filled: the share of the arrangements is the same, and swapping the arms changes nothing.
    counted = _arrangements(Counter(everyone), min(len(treated), len(control)))
    if counted is None:
        return None
    seen = _gap(*_total(treated), events, units)
    extreme = sum(n for (_, e, u), n in counted.items() if _as_large(_gap(e, u, events, units), seen))
    return extreme / sum(counted.values())


def _patients(events: ArrayLike, units: ArrayLike | None) -> list[Patient]:
    """(events, units) of each patient who has both and any unit; without units, one number for all that is no limit."""
    if units is None:
        counts = observed(events)
        pairs = counts, np.ones_like(counts)
    else:
        pairs = complete_pairs(
            events, np.broadcast_to(units, np.shape(events)) if np.ndim(units) == 0 else units
        )
    every = np.concatenate(pairs)
    if not (np.isfinite(every).all() and (every >= 0).all() and (every == np.floor(every)).all()):
        raise AnalysisError("Events and units are whole numbers, not negative")
    if units is not None and (pairs[0] > pairs[1]).any():
        raise AnalysisError("A patient has no more events than units")
    return [(int(e), int(u)) for e, u in zip(*pairs, strict=True) if u]


def _total(patients: list[Patient]) -> Patient:
    return sum(e for e, _ in patients), sum(u for _, u in patients)


def _gap(e: int, u: int, events: int, units: int) -> tuple[int, int]:
    """|difference of the shares| as a numerator and a denominator, the arms' common factor left out."""
    return abs(e * units - events * u), u * (units - u)


def _as_large(gap: tuple[int, int], other: tuple[int, int]) -> bool:
    return gap[0] * other[1] >= other[0] * gap[1]


def _arrangements(kinds: Counter[Patient], size: int) -> dict[_Sums, int] | None:
    """Number of ways to fill an arm of this size, by its sums; None where too many sums would have to be kept.

    The commonest kind comes last: it fills the arm, which leaves it no choice.
    """
    *others, (last, many) = sorted(kinds.items(), key=lambda kind: (kind[1], kind[0]))
    ways: dict[_Sums, int] = {(0, 0, 0): 1}
    steps = 0
    for (e, u), copies in others:
        steps += len(ways) * (copies + 1)
        if steps > MOST_STEPS:
            return None
        ways = _dealt(ways, e, u, copies, size)
    filled: dict[_Sums, int] = {}
    choices = _choices(many, {size - k for k, _, _ in ways})
    for (k, e, u), count in ways.items():
        rest = size - k
        if rest in choices:
            sums = size, e + rest * last[0], u + rest * last[1]
            filled[sums] = filled.get(sums, 0) + count * choices[rest]
    return filled


def _dealt(ways: dict[_Sums, int], e: int, u: int, copies: int, size: int) -> dict[_Sums, int]:
    """The sums after any number of the copies of one kind of patient joined the arm."""
    dealt: dict[_Sums, int] = {}
    chosen = [math.comb(copies, c) for c in range(min(copies, size) + 1)]
    for (k, events, units), count in ways.items():
        for c in range(min(copies, size - k) + 1):
            sums = k + c, events + c * e, units + c * u
            dealt[sums] = dealt.get(sums, 0) + count * chosen[c]
    return dealt


def _choices(many: int, numbers: set[int]) -> dict[int, int]:
    """Ways to choose each of these numbers out of so many, each found from the one before it."""
    possible = sorted(c for c in numbers if 0 <= c <= many)
    if not possible:
        return {}
    found, ways = {}, math.comb(many, possible[0])
    for c in range(possible[0], possible[-1] + 1):
        found[c] = ways
        ways = ways * (many - c) // (c + 1)
    return found
