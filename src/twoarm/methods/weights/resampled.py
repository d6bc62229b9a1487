"""Overlap weights found anew in each resample of the patients, many resamples at a time.

The draws fall on patients in an order that their own values make, so that the same patients in another order, or with the
arms exchanged, give the same result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from twoarm.methods.estimate import Estimate, checked_level
from twoarm.methods.values.draws import SOURCE
from twoarm.methods.weights.overlap import weights_of

# With 999 the limits of a 95% interval are whole ranks, 25 and 975, and the smallest P is 0.002.
RESAMPLES = 999
# Large studies with a small arm draw fewer, at least this many.
_FEWEST = 199
# Patients drawn at most over all resamples, but for the fewest, and numbers held at once.
_BUDGET = 10_000_000
_HELD = 2**20
# Newton's steps square what is left: after one of a thousandth it is a millionth. The penalised ones are shorter.
_SMALLEST_STEP, _SMALLEST_PENALISED = 1e-3, 1e-4
_MOST_STEPS, _MOST_PENALISED, _STEPS_TO_INFINITY = 10, 60, 5
_RIDGE = 1e-12  # of a column that nobody drawn has, which moves nobody
_TIE = 1e-9  # standard deviations of the resamples within which one of them equals no difference

Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]
_Block = tuple[np.ndarray, np.ndarray]


def weighted_replicates(n: int) -> int:
    """How many resamples a weighted analysis gets.

    Parameters
    ----------
    n : int
        Patients in both arms together, >= 0.

    Returns
    -------
    int
        Resamples, >= 199 and at most 999.

    Notes
    -----
    999, or as many as draw 10 million patients, but 199 at least: a regression is fitted to each.

    Examples
    --------
    >>> weighted_replicates(62), weighted_replicates(20_000), weighted_replicates(1_000_000)
    (999, 500, 199)
    """
    return min(RESAMPLES, max(_FEWEST, _BUDGET // max(n, 1)))


def percentile_error(conf_level: float, replicates: int) -> float:
    """Monte-Carlo standard error of a percentile limit, in standard errors of the estimate.

    Parameters
    ----------
    conf_level : float
        Confidence level, in (0, 1).
    replicates : int
        Resamples, >= 1.

    Returns
    -------
    float
        In standard errors of the estimate, above 0.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    That of a quantile of so many normal numbers.

    Examples
    --------
    >>> round(percentile_error(0.95, 999), 2)
    0.08
    """
    tail = (1 - checked_level(conf_level)) / 2
    density = math.exp(-(special.ndtri(tail) ** 2) / 2) / math.sqrt(2 * math.pi)
    return math.sqrt(tail * (1 - tail) / replicates) / density


def percentile_p_error(p_value: float, replicates: int) -> float:
    """Monte-Carlo standard error of a P that counts resamples.

    Parameters
    ----------
    p_value : float
        In [0, 1]: twice the share of the resamples on one side.
    replicates : int
        Resamples, >= 1.

    Returns
    -------
    float
        On the scale of P, >= 0.

    Notes
    -----
    Twice that of a binomial proportion of one half of P.

    Examples
    --------
    >>> round(percentile_p_error(0.05, 999), 4)
    0.0099
    """
    share = p_value / 2
    return 2 * math.sqrt(share * (1 - share) / replicates)


def fixed_order(treated: ArrayLike, *values: np.ndarray) -> tuple[np.ndarray, int]:
    """An order of the patients that hangs on their values alone, whatever the order of the rows and the names of the arms.

    Parameters
    ----------
    treated : array of bool, shape (n,)
        Whether the patient is in the treated arm.
    *values : array of float, shape (n,) or (n, k)
        By which patients are sorted within an arm, the first value first; none missing.

    Returns
    -------
    order : array of int, shape (n,)
        Rows: the smaller arm first, of equal ones that with the lower values.
    first : int
        Patients of the arm that comes first.

    Notes
    -----
    Patients who agree in every value may change places: nothing distinguishes them.

    Examples
    --------
    >>> [x if isinstance(x, int) else x.tolist() for x in fixed_order([1, 0, 0], np.array([5.0, 3.0, 2.0]))]
    [[0, 2, 1], 1]
    """
    arm = np.asarray(treated).astype(bool).ravel()
    table = np.column_stack([*(np.asarray(v, dtype=float).reshape(arm.size, -1) for v in values)])
    sides = []
    for member in (arm, ~arm):
        rows = np.flatnonzero(member)
        keys = table[rows].T[::-1]
        sides.append(rows[np.lexsort(keys)] if len(keys) else rows)
    first, second = sorted(sides, key=lambda rows: (len(rows), table[rows].ravel().tolist()))
    return np.concatenate([first, second]), len(first)


def overlap_resampled(
    basis: np.ndarray, arm: np.ndarray, first: int, log_odds: np.ndarray, statistic: Statistic
) -> np.ndarray:
    """What a statistic of weighted patients comes to in each resample, the weights found anew in each.

    Parameters
    ----------
    basis : array of float, shape (n, rank)
        Orthonormal columns, as of `design`, of patients in their `fixed_order`.
    arm : array of float, shape (n,)
        1.0 for the treated, 0.0 for the control.
    first : int
        Patients of the arm that comes first.
    log_odds : array of float, shape (n,)
        Of the treated arm in the patients themselves: where the search begins.
    statistic : function
        From how often each patient was drawn, and the overlap weight of each, both of shape (draws, n), to a number for each
        draw; nan where there is none.

    Returns
    -------
    array of float, shape (replicates,)
        As many as `weighted_replicates` says, those without a number left out.

    Notes
    -----
    Each arm is drawn from itself with replacement, raw bits under a fixed key. The regression is that of
    `surviving_log_odds`: by maximum likelihood, penalised in the resamples in which the steps towards that do not end.

    Examples
    --------
    >>> basis, arm = np.full((4, 1), 0.5), np.array([1.0, 1.0, 0.0, 0.0])
    >>> drawn = overlap_resampled(basis, arm, 2, np.zeros(4), lambda counts, weights: (counts * weights).sum(axis=1))
    >>> drawn.size, set(drawn.round(9).tolist())  # half a patient each
    (999, {2.0})
    """
    if arm.size * weighted_replicates(arm.size) <= _HELD:
        # Outcomes of the same patients share their resamples, whose regressions are what takes the time.
        blocks = _remembered(*(x.tobytes() for x in (basis, arm, log_odds)), first)
    else:
        blocks = _blocks(basis, arm, first, log_odds)
    drawn = np.concatenate([statistic(*block) for block in blocks])
    return drawn[np.isfinite(drawn)]


def percentile_estimate(
    value: float, drawn: np.ndarray, conf_level: float, n_treated: int, n_control: int, null: float = 0.0
) -> Estimate:
    """An estimate with the percentile interval of its resamples, and the P that belongs to it.

    Parameters
    ----------
    value : float
        The estimate, in any unit.
    drawn : array of float, shape (replicates,)
        The same of each resample.
    conf_level : float
        Confidence level, in (0, 1).
    n_treated, n_control : int
        Patients that entered.
    null : float, optional
        The value that means no difference, in the unit of ``value``.

    Returns
    -------
    Estimate
        Value and limits in the unit of ``value``. P is twice the smaller share of resamples on one side of no difference,
        each share with one resample more than there are. None where the resamples do not vary, and no interval at a level
        beyond what they tell, or where they do not lie about the estimate.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1.

    Notes
    -----
    The limits are the resamples at ranks (B + 1) times the tail from either end [1]_, so that P is below one minus the level
    exactly where they exclude no difference.

    References
    ----------
    .. [1] Efron B, Tibshirani RJ. An Introduction to the Bootstrap. 1993, chapter 13.

    Examples
    --------
    >>> found = percentile_estimate(50.0, np.arange(1.0, 100.0), 0.5, 30, 30)
    >>> found.low, found.high, found.p_value
    (25.0, 75.0, 0.02)
    """
    tail, sizes = (1 - checked_level(conf_level)) / 2, (n_treated, n_control)
    spread = float(drawn.std()) if drawn.size else 0.0
    if not spread > _TIE * max(abs(value), abs(null)):
        return Estimate.none("no variation beyond that of arm and covariates", *sizes)
    rank = int(tail * (drawn.size + 1) + _TIE)
    if rank < 1:
        return Estimate(
            value, n_treated=n_treated, n_control=n_control, reason="level beyond what the replicates tell"
        )
    ordered = np.sort(drawn)
    low, high = float(ordered[rank - 1]), float(ordered[-rank])
    if not low - _TIE * spread <= value <= high + _TIE * spread:
        return Estimate(
            value,
            n_treated=n_treated,
            n_control=n_control,
            reason="resamples that do not lie about the estimate",
        )
    low, high = min(low, value), max(high, value)
    sides = [int((side * (drawn - null) <= _TIE * spread).sum()) for side in (1, -1)]
    p_value = min(1.0, 2 * (1 + min(sides)) / (1 + drawn.size))
    return Estimate(value, low, high, float(conf_level), p_value, *sizes)


@lru_cache(maxsize=4)
def _remembered(basis: bytes, arm: bytes, log_odds: bytes, first: int) -> list[_Block]:
    columns, sides, start = (np.frombuffer(x) for x in (basis, arm, log_odds))
    return list(_blocks(columns.reshape(sides.size, -1), sides, first, start))


def _blocks(basis: np.ndarray, arm: np.ndarray, first: int, log_odds: np.ndarray) -> Iterator[_Block]:
    """How often each patient is drawn, and the weight of each, so many resamples at a time."""
    n, wanted = arm.size, weighted_replicates(arm.size)
    rows = max(1, _HELD // n)
    for block, start in enumerate(range(0, wanted, rows)):
        counts = _counts(min(rows, wanted - start), first, n, block)
        yield counts, weights_of(_log_odds(counts, basis, arm, log_odds), arm)


def _counts(rows: int, first: int, n: int, block: int) -> np.ndarray:
    """How often each patient is drawn, each arm from itself with replacement."""
    counts = np.empty((rows, n))
    for side, (start, size) in {"first": (0, first), "second": (first, n - first)}.items():
        bits = SOURCE.bits((rows * size + 1) // 2, "overlap", side, block)
        halves = np.stack([bits >> np.uint64(32), bits & np.uint64(0xFFFFFFFF)], axis=1).reshape(-1)[
            : rows * size
        ]
        # 32 bits times the size over 2**32: a whole number below it, each but for 2**-32 equally likely.
        drawn = ((halves * np.uint64(size)) >> np.uint64(32)).astype(np.int64).reshape(rows, size)
        places = (drawn + size * np.arange(rows)[:, None]).reshape(-1)
        counts[:, start : start + size] = np.bincount(places, minlength=rows * size).reshape(rows, size)
    return counts


def _log_odds(counts: np.ndarray, basis: np.ndarray, arm: np.ndarray, start: np.ndarray) -> np.ndarray:
    """By maximum likelihood, and penalised where that has not come to an end."""
    begin = np.tile(basis.T @ start, (len(counts), 1))
    slopes, found = _search(counts, basis, arm, begin, penalised=False)
    lost = np.flatnonzero(~found)
    if lost.size:
        again, found = _search(counts[lost], basis, arm, begin[lost], penalised=True)
        slopes[lost] = np.where(found[:, None], again, np.nan)
    return slopes @ basis.T


def _search(
    counts: np.ndarray, basis: np.ndarray, arm: np.ndarray, start: np.ndarray, *, penalised: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Newton's method in every resample at once: the slopes, and whether they were found."""
    slopes, found = start.copy(), np.zeros(len(counts), dtype=bool)
    most, smallest = (_MOST_PENALISED, _SMALLEST_PENALISED) if penalised else (_MOST_STEPS, _SMALLEST_STEP)
    open_, pairs = np.arange(len(counts)), _Pairs(basis)
    for taken in range(most):
        drawn = counts[open_]
        step = _step(drawn, pairs, arm, slopes[open_] @ basis.T, penalised)
        moved = np.abs((step @ basis.T) * (drawn > 0)).max(axis=1)
        slopes[open_] += step / np.maximum(1.0, moved)[:, None]
        found[open_[moved <= smallest]] = True
        # Who still goes as far as a step may after some of them is on the way to infinity.
        lost = (moved >= 1) & (taken >= _STEPS_TO_INFINITY) & (not penalised)
        open_ = open_[(moved > smallest) & ~lost]
        if not open_.size:
            break
    return slopes, found


def _step(
    counts: np.ndarray, pairs: _Pairs, arm: np.ndarray, log_odds: np.ndarray, penalised: bool
) -> np.ndarray:
    chance = special.expit(log_odds)
    variance = chance * special.expit(-log_odds)
    pull, weights = counts * (arm - chance), counts * variance
    if penalised:
        leverage = weights * pairs.lengths(_solved(pairs.information(weights), np.eye(pairs.rank)))
        pull, weights = pull + leverage * (0.5 - chance), weights + leverage * variance
    return _solved(pairs.information(weights), (pull @ pairs.basis)[..., None])[..., 0]


def _solved(information: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The solution of each resample's equations; nan where those who were drawn determine none."""
    try:
        return np.linalg.solve(information, right)
    except np.linalg.LinAlgError:  # of one of them, and no other would be solved
        if len(information) == 1:
            return np.full((1, *right.shape[-2:]), np.nan)
        sides = np.broadcast_to(right, (len(information), *right.shape[-2:]))
        half = len(information) // 2
        return np.concatenate(
            [_solved(information[part], sides[part]) for part in (slice(half), slice(half, None))]
        )


class _Pairs:
    """The products of each two columns, each pair once, where they are few enough to be held."""

    def __init__(self, basis: np.ndarray) -> None:
        self.basis, self.rank = basis, basis.shape[1]
        self.places = np.triu_indices(self.rank)
        few = basis.shape[0] * self.rank**2 <= _HELD
        self.products = basis[:, self.places[0]] * basis[:, self.places[1]] if few else None

    def information(self, weights: np.ndarray) -> np.ndarray:
        """Of each resample, shape (draws, rank, rank)."""
        if self.products is None:
            found = np.stack([(self.basis * own[:, None]).T @ self.basis for own in weights])
        else:
            found = np.empty((len(weights), self.rank, self.rank))
            i, j = self.places
            found[:, i, j] = found[:, j, i] = weights @ self.products
        return found + _RIDGE * np.eye(self.rank)

    def lengths(self, inverse: np.ndarray) -> np.ndarray:
        """Of each patient under the inverse of each information, squared; shape (draws, n)."""
        if self.products is None:
            return np.stack([((self.basis @ own) * self.basis).sum(axis=1) for own in inverse])
        i, j = self.places
        return (inverse[:, i, j] * np.where(i == j, 1.0, 2.0)) @ self.products.T
