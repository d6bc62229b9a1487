"""Chained equations: the missing values of an arm drawn column after column, each from all the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twoarm.errors import AnalysisError, ParameterError
from twoarm.faces import counts_only
from twoarm.methods.missing.columns import Column, Form, imputations_needed, known_enough
from twoarm.methods.missing.keyed import KeyedDraws, own_order
from twoarm.methods.missing.levels import level_draws
from twoarm.methods.missing.models import Given, matched_draws, measured_draws
from twoarm.random_bits import Source

# After ten rounds the start no longer shows in means of columns that are not nearly the same.
SWEEPS = 10
_DRAWS: dict[Form, Callable[..., np.ndarray]] = {
    Form.MEASURED: measured_draws,
    Form.ORDERED: matched_draws,
    Form.NAMED: level_draws,
}


@counts_only
@dataclass(frozen=True, eq=False)
class Imputed:
    """The patients of one arm with their missing values filled in, m times.

    Attributes
    ----------
    columns : mapping of str to array of float, shape (m, n)
        In each row of an array one completed data set; its patients stand in the order in which they came.
    missing : mapping of str to array of bool, shape (n,)
        Which of the values were imputed.
    left_out : tuple of str
        Columns known in too few patients: neither imputed nor used.

    Notes
    -----
    Where nothing is missing there is one data set, the one that was given.

    Examples
    --------
    >>> impute([Column("age", np.array([70.0, 80.0]))], 20, 1).number
    1
    """

    columns: Mapping[str, np.ndarray]
    missing: Mapping[str, np.ndarray]
    left_out: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many completed data sets there are."""
        return len(next(iter(self.columns.values()), ()))


def impute_arms(
    treated: Sequence[Column], control: Sequence[Column], seed: int, number: int | None = None
) -> tuple[Imputed, Imputed]:
    """Missing values of both arms, each imputed within its arm.

    Parameters
    ----------
    treated, control : sequence of Column, length (q)
        The same variables in both arms; the columns of an arm have the same patients in the same order.
    seed : int
        Any whole number, >= 0.
    number : int, optional
        How many imputations, at least 2; by the rule of `imputations_needed` unless given.

    Returns
    -------
    treated, control : Imputed
        With the same number of data sets. A column known in too few patients of one arm is left out of both.

    Raises
    ------
    AnalysisError
        The columns of an arm differ in length or share a name, or the arms have other columns.
    ParameterError
        Fewer than two imputations are asked for.

    Notes
    -----
    Imputed within each arm, the imputation says nothing of how the treatment works in whom [1]_.

    References
    ----------
    .. [1] Sullivan TR, White IR, Salter AB, Ryan P, Lee KJ. Stat Methods Med Res 2018;27:2610-2626.

    Examples
    --------
    >>> arm = [Column("pain", np.array([1.0, 2.0, 4.0, np.nan]))]
    >>> [arm.number for arm in impute_arms(arm, arm, seed=1)]
    [25, 25]
    """
    if [column.name for column in treated] != [column.name for column in control]:
        raise AnalysisError("The arms have other columns: give the same ones in the same order")
    pairs = list(zip(treated, control, strict=True))
    kept = [pair for pair in pairs if all(known_enough(column.values) for column in pair)]
    left_out = tuple(pair[0].name for pair in pairs if pair not in kept)
    arms = [[pair[arm] for pair in kept] for arm in (0, 1)]
    number = imputations_needed(arms) if number is None else number
    keys = [own_order(arm)[1] if arm else "" for arm in arms]
    # Two arms alike to the last value would draw the same numbers, and their difference would never vary.
    salts = ("", "the other" if keys[0] == keys[1] else "")
    done = [impute(arm, number, seed, salt) for arm, salt in zip(arms, salts, strict=True)]
    number = max(arm.number for arm in done)
    same = [{name: np.tile(v, (number // len(v), 1)) for name, v in arm.columns.items()} for arm in done]
    return Imputed(same[0], done[0].missing, left_out), Imputed(same[1], done[1].missing, left_out)


def impute(columns: Sequence[Column], number: int, seed: int, salt: str = "") -> Imputed:
    """Missing values of one arm by chained equations.

    Parameters
    ----------
    columns : sequence of Column, length (q)
        Of the same patients in the same order. Complete ones help to impute the others.
    number : int
        How many imputations, at least 2 where a value is missing.
    seed : int
        Any whole number, >= 0.
    salt : str, optional
        Other draws for the same values.

    Returns
    -------
    Imputed
        One data set alone where nothing is missing.

    Raises
    ------
    AnalysisError
        The columns differ in length or share a name.
    ParameterError
        A value is missing and fewer than two imputations are asked for.

    Notes
    -----
    Fully conditional specification [1]_ in ten rounds, from values drawn among the known ones. The draws depend on the
    seed, the names and the ranks of the values alone: patients in another order, or values in another unit, are imputed
    alike.

    References
    ----------
    .. [1] van Buuren S, Groothuis-Oudshoorn K. J Stat Softw 2011;45(3):1-67.

    Examples
    --------
    >>> pain = Column("pain", np.array([1.0, 2.0, 4.0, np.nan]), Form.ORDERED)
    >>> filled = impute([pain], 20, seed=1).columns["pain"]
    >>> filled.shape, set(filled[:, 3].tolist()) <= {1.0, 2.0, 4.0}
    ((20, 4), True)
    """
    _check(columns)
    used = [column for column in columns if known_enough(column.values)]
    left_out = tuple(column.name for column in columns if column not in used)
    missing = {column.name: column.missing for column in used}
    if not any(mask.any() for mask in missing.values()):
        return Imputed({column.name: column.values[None, :] for column in used}, missing, left_out)
    if number < 2:
        raise ParameterError(
            "One imputation hides what is not known", [f"number is {number}: ask for 20 or more"]
        )
    order, key = own_order(used)
    sets = _Sets([Column(c.name, c.values[order], c.form) for c in used], number)
    sets.run(KeyedDraws(Source(seed), key + salt))
    back = np.argsort(order)
    return Imputed({name: values[:, back] for name, values in sets.values.items()}, missing, left_out)


def _check(columns: Sequence[Column]) -> None:
    if len({column.values.size for column in columns}) > 1:
        raise AnalysisError("The columns of an arm differ in length: row i of each is the same patient")
    names = [column.name for column in columns]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise AnalysisError(f"Columns share a name ({', '.join(twice)}): give each its own")


class _Sets:
    """The data sets while they are being completed; the column with the fewest gaps comes first."""

    def __init__(self, columns: Sequence[Column], number: int) -> None:
        ordered = sorted(columns, key=lambda column: (column.missing.sum(), column.name))
        self.gaps = [column for column in ordered if column.missing.any()]
        self.values = {column.name: np.tile(column.values, (number, 1)) for column in columns}
        self.columns = sorted(columns, key=lambda column: column.name)
        self.predictors: dict[str, np.ndarray] = {}

    def run(self, draws: KeyedDraws) -> None:
        for column in self.columns:
            self._start(column, draws)
        for sweep in range(SWEEPS if len(self.gaps) > 1 else 1):
            for column in self.gaps:
                self._fill(column, _DRAWS[column.form](self._given(column), draws, column.name, sweep))

    def _start(self, column: Column, draws: KeyedDraws) -> None:
        known = column.values[~column.missing]
        shape = len(self.values[column.name]), int(column.missing.sum())
        places = (draws.uniform(shape, column.name, "start") * known.size).astype(int)
        # In their order: which of two equal values came first says nothing.
        self._fill(column, np.sort(known)[places])

    def _fill(self, column: Column, drawn: np.ndarray) -> None:
        self.values[column.name][:, column.missing] = drawn
        self.predictors[column.name] = _standardised(column, self.values[column.name])

    def _given(self, column: Column) -> Given:
        others = [self.predictors[other.name] for other in self.columns if other is not column]
        none = np.zeros((*self.values[column.name].shape, 0))
        return Given(np.concatenate([none, *others], axis=2), column.values[~column.missing], column.missing)


def _standardised(column: Column, values: np.ndarray) -> np.ndarray:
    """A column as predictors, shape (m, n, k): itself, or what tells its levels apart, on the scale of its known values."""
    known = column.values[~column.missing]
    if column.form is Form.NAMED:
        levels = np.unique(known)[1:]
        known, parts = known[:, None] == levels, values[:, :, None] == levels
    else:
        known, parts = known[:, None], values[:, :, None]
    spread = known.std(axis=0)
    varies = spread > 1e-12 * np.abs(known).max(axis=0, initial=0.0)
    return (parts[:, :, varies] - known.mean(axis=0)[varies]) / spread[varies]
