"""Draws that the data of an arm decide with the seed: neither the order of its rows, nor its unit, nor its label."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from scipy import special

from twoarm.methods.missing.columns import Column
from twoarm.random_bits import Source


@dataclass(frozen=True)
class KeyedDraws:
    """Random numbers of one arm, each array under a key of its own.

    Attributes
    ----------
    source : Source
        Of the bits, from the seed.
    arm : str
        What tells this arm from another, of any length.

    Notes
    -----
    Uniform numbers have 53 bits; the others are their quantiles, so that a draw is the same with every version of numpy.

    Examples
    --------
    >>> draws = KeyedDraws(Source(1), "an arm")
    >>> bool((draws.uniform((2, 3), "pain") == draws.uniform((2, 3), "pain")).all())
    True
    """

    source: Source
    arm: str

    def uniform(self, shape: tuple[int, ...], *key: str | int) -> np.ndarray:
        """Numbers between 0 and 1, neither included.

        Parameters
        ----------
        shape : tuple of int
            Of the array wanted, each at least 0.
        *key : str or int
            What names the draw, each part >= 0 or a word.

        Returns
        -------
        array of float, of the shape asked for
            In (0, 1), uniform.
        """
        bits = self.source.bits(int(np.prod(shape)), self.arm, *key)
        return (((bits >> np.uint64(11)).astype(float) + 0.5) / 2**53).reshape(shape)

    def normal(self, shape: tuple[int, ...], *key: str | int) -> np.ndarray:
        """Standard normal numbers.

        Parameters
        ----------
        shape : tuple of int
            Of the array wanted, each at least 0.
        *key : str or int
            What names the draw, each part >= 0 or a word.

        Returns
        -------
        array of float, of the shape asked for
            Mean 0, standard deviation 1.
        """
        return special.ndtri(self.uniform(shape, *key))

    def chi_square(self, df: np.ndarray, *key: str | int) -> np.ndarray:
        """One number for each of the degrees of freedom.

        Parameters
        ----------
        df : array of float, shape (m,)
            Degrees of freedom, above 0.
        *key : str or int
            What names the draw, each part >= 0 or a word.

        Returns
        -------
        array of float, of the shape asked for
            Above 0, with a mean of ``df``.
        """
        return special.chdtri(df, self.uniform(df.shape, *key))


def own_order(columns: Sequence[Column]) -> tuple[np.ndarray, str]:
    """The order of an arm's rows by what they hold, and a key of what the arm holds.

    Parameters
    ----------
    columns : sequence of Column, length (q)
        Of the same patients in the same order.

    Returns
    -------
    order : array of int, shape (n,)
        The rows in their own order.
    key : str
        The same for the same rows in any order, in any unit, and with the columns in any order.

    Notes
    -----
    Both look at ranks alone. So two arms that change places draw what they drew before.

    Examples
    --------
    >>> order, key = own_order([Column("pain", np.array([5.0, np.nan, 3.0]))])
    >>> order.tolist(), key == own_order([Column("pain", np.array([np.nan, 30.0, 50.0]))])[1]
    ([1, 2, 0], True)
    """
    ranked = [_ranks(column.values) for column in sorted(columns, key=lambda column: column.name)]
    order = np.lexsort(ranked[::-1])
    names = json.dumps(sorted(column.name for column in columns))
    rows = np.stack([ranks[order] for ranks in ranked]).astype("<i8")
    return order, sha256(names.encode() + rows.tobytes()).hexdigest()


def _ranks(values: np.ndarray) -> np.ndarray:
    ranks = np.full(values.size, -1)
    known = ~np.isnan(values)
    ranks[known] = np.unique(values[known], return_inverse=True)[1]
    return ranks
