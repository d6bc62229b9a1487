"""An attacker who reads curves: the times at which anything happens in a figure's SVG, and whose times they give back.

He knows what every reader sees: the ticks with their labels, and the paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

_PATH = re.compile(r'<path (?:id="\w+" )?d="([^"]*)"')
_POINT = re.compile(r"[ML] (-?[\d.]+) (-?[\d.]+)")
_TICK = re.compile(r'<g id="xtick_\d+">.*?<use [^>]*?x="([\d.]+)".*?<text [^>]*>([^<]+)</text>', re.DOTALL)
_DRAWN = re.compile(r'<g id="(?:FillBetween\w+|line2d_\d+)">.*?(?=<g id=|</svg>)', re.DOTALL)


def times_in_svg(svg: str) -> np.ndarray:
    """Every time at which a curve or a band of a figure has a corner, in the unit of its axis, the axis itself left out."""
    ticks = {float(label.replace("−", "-")): float(x) for x, label in _TICK.findall(svg)}
    (t0, x0), *_, (t1, x1) = sorted(ticks.items())
    corners = [x for line in _lines(svg) for x in line]
    return np.unique(np.round([t0 + (x - x0) * (t1 - t0) / (x1 - x0) for x in corners], 6))


def _lines(svg: str) -> list[list[float]]:
    """The places across of the corners of each curve and band: what is neither a tick nor the frame of the axes."""
    axes = svg[svg.index("FillBetween") :] if "FillBetween" in svg else svg
    found = [
        [float(x) for x, _ in _POINT.findall(path)]
        for drawn in _DRAWN.findall(axes)
        for path in _PATH.findall(drawn)
    ]
    return [line for line in found if len(line) > 3]


def given_back(times: Iterable[float], read: Iterable[float], within: float) -> int:
    """How many of some patients' times lie so near to one that was read."""
    read = np.sort(np.asarray(list(read), dtype=float))
    return sum(bool(len(read)) and float(np.abs(read - t).min()) <= within for t in times)


def off_grid(read: Iterable[float], step: float, rounding: float = 1e-4) -> list[float]:
    """The times that are no multiple of a step, but for the rounding of a drawing."""
    return [t for t in read if abs(t / step - round(t / step)) > rounding]
