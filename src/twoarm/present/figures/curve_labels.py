"""Where the labels of two curves stand: beside their own curve, on nothing. All lengths are millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twoarm.faces import counts_only

LETTER, LINE = 2.15, 4.0  # of the bold type, on the wide side
GAP, BESIDE = 1.2, 3.0  # between a label and a curve above or beneath it, and one at its side
APART = 4.0  # of the two curves beside a label, so that it is clear whose it is
_FARTHEST = 9.0  # from a label's near edge to the height of its own curve
STEP, SAMPLES = 1.0, 40  # of the places that are tried, and of each place


@counts_only
@dataclass(frozen=True)
class Outline:
    """A curve of steps with its band: at each x the height from there on."""

    x: np.ndarray
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def at(self, places: np.ndarray) -> np.ndarray:
        """Height of the curve at some places; beyond its end that of its end."""
        return self.y[np.maximum(np.searchsorted(self.x, places, side="right") - 1, 0)]

    def within(self, start: float, end: float) -> tuple[float, float]:
        """Lowest and highest of the band between two places; beyond its end that of its end."""
        first = max(int(np.searchsorted(self.x, start, side="right")) - 1, 0)
        part = slice(first, max(int(np.searchsorted(self.x, end, side="right")), first + 1))
        return float(self.low[part].min()), float(self.high[part].max())


def places(curves: list[Outline], texts: list[str], width: float, height: float) -> list[tuple] | None:
    """The middle of each label, or None where one of them finds no place of its own."""
    found = []
    for own, other, text in zip(curves, reversed(curves), texts, strict=True):
        lines = text.split("\n")
        size = LETTER * max(map(len, lines)), LINE * len(lines)
        found.append(
            _place(own, other, size, (width, height)) or _place(*_bare(own, other), size, (width, height))
        )
    return None if None in found else found


def _bare(*curves: Outline) -> list[Outline]:
    """The curves without their bands, on which a label can still be read."""
    return [replace(curve, low=curve.y, high=curve.y) for curve in curves]


def _place(
    own: Outline, other: Outline, size: tuple[float, float], room: tuple[float, float]
) -> tuple | None:
    best = min(_candidates(own, other, size, room), default=None)
    return None if best is None or best[0] > _FARTHEST else best[1:]


def _candidates(own: Outline, other: Outline, size: tuple[float, float], room: tuple[float, float]):
    """(distance, x, y) of the places above the upper curve or beneath the lower one."""
    half = size[0] / 2
    for x in np.arange(half + BESIDE, min(own.x[-1], room[0]) - half, STEP):
        span = x - half - BESIDE, x + half + BESIDE
        mine, theirs = own.within(*span), other.within(*span)
        across = np.linspace(*span, SAMPLES)
        course, apart = own.at(across), own.at(across) - other.at(across)
        above, beneath = max(mine[1], theirs[1]) + GAP, min(mine[0], theirs[0]) - GAP
        if apart.min() >= APART and above + size[1] <= room[1]:
            yield above - _height(course, course.max()), float(x), above + size[1] / 2
        if apart.max() <= -APART and beneath - size[1] >= GAP:
            yield _height(course, course.min()) - beneath, float(x), beneath - size[1] / 2


def _height(course: np.ndarray, nearest: float) -> float:
    """Of a curve beside a label: between its middle and what comes nearest, so that a steep curve finds a place too."""
    return float(course.mean() + nearest) / 2
