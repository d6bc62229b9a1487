"""Numbers drawn from a seed that come out the same on every machine and with every version of numpy.

The raw bits of a counter-based generator are fixed for ever; the methods of numpy's ``Generator`` are not. Each
draw has a key of its own, so nothing depends on the order in which variables are drawn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from scipy.special import ndtri

_BITS = 16  # of each draw: so few different scores that a test looks at every one of them
_MILLION = 1e6


@dataclass(frozen=True)
class Source:
    """Every draw of one simulated cohort, each under a key of its own."""

    seed: int

    def bits(self, n: int, *key: str | int) -> np.ndarray:
        """Draw `n` unsigned 64-bit integers that the seed and the key alone decide."""
        # JSON keeps the parts of a key apart: ("ab", "c") is another key than ("a", "bc").
        digest = sha256(json.dumps([self.seed, *key]).encode()).digest()
        return np.random.Philox(key=int.from_bytes(digest[:16], "big")).random_raw(n)

    def scores(self, n: int, *key: str | int) -> np.ndarray:
        """Draw `n` standard normal scores, whole millionths."""
        return normal_scores(self.bits(n, *key) >> np.uint64(64 - _BITS))

    def order(self, n: int, *key: str | int) -> np.ndarray:
        """Draw an order of 0 to n - 1."""
        return np.argsort(self.bits(n, *key), kind="stable")


def normal_scores(draws: np.ndarray) -> np.ndarray:
    """Turn integers below 2**16 into standard normal scores.

    Parameters
    ----------
    draws
        Integers in [0, 65535], any shape.

    Returns
    -------
    Scores in whole millionths, as floats, of the same shape. The inverse normal may differ in its last bit between
    processors; once rounded it does not, since none of the 65,536 scores stands near a half of a millionth.
    """
    return np.rint(ndtri((draws.astype(float) + 0.5) / 2**_BITS) * _MILLION) / _MILLION


def mixed(parts: list[tuple[float, np.ndarray]], own: np.ndarray) -> np.ndarray:
    """Mix weighted scores with a score of its own so that the variance stays one.

    Sums, products and square roots are exact to the last bit everywhere; only a sum along an array is not.
    """
    left = 1 - sum(weight * weight for weight, _ in parts)
    return sum((weight * scores for weight, scores in parts), np.sqrt(max(left, 0.0)) * own)


def identifiers(source: Source, n: int, prefix: str, digits: int, taken: set[str], *key: str) -> list[str]:
    """Draw `n` hexadecimal identifiers that are not yet taken; each has a digit and a letter after the prefix."""
    found: list[str] = []
    batch = 0
    while len(found) < n:
        for bits in source.bits(n, *key, batch):
            name = f"{int(bits) >> (64 - 4 * digits):0{digits}x}"
            # All digits, or all letters, could be read as a number or as a word by a spreadsheet.
            if not name.isdigit() and not name.isalpha() and prefix + name not in taken and len(found) < n:
                taken.add(prefix + name)
                found.append(prefix + name)
        batch += 1
    return found
