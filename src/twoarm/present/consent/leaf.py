"""A drawing in millimetres from its upper left corner: lines of text, and patients as small figures of persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from twoarm.analysis.frequencies.whole_patients import HUNDRED
from twoarm.faces import counts_only
from twoarm.present import drawing as d
from twoarm.present.lettering import fitted
from twoarm.study.opened import Study

ACROSS = 10  # persons in a row
TALL = 1.25  # of the room of a person, beside its width
_LETTERS = 200  # of a line at most; it breaks where its room ends
_TURN = np.linspace(0, 2 * np.pi, 9)
_HEAD = np.column_stack([0.5 + 0.2 * np.sin(_TURN), 0.24 - 0.2 * np.cos(_TURN)])
_BODY = np.array([(0.3, 0.5), (0.7, 0.5), (0.88, 0.66), (0.8, 1.14), (0.2, 1.14), (0.12, 0.66), (0.3, 0.5)])


@counts_only
@dataclass(frozen=True)
class Leaf:
    """A drawing that is made from the top down and ends where its words do; drawn on within the style of its sheet."""

    study: Study
    sheet: d.Sheet
    canvas: Canvas
    axes: Any

    @classmethod
    def of(cls, study: Study, sheet: d.Sheet) -> Leaf:
        """An empty one."""
        canvas = d.canvas(study, sheet.width, sheet.width, sheet)
        axes = canvas.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, sheet.width))
        axes.set_axis_off()
        return cls(study, sheet, canvas, axes)

    def ended(self, height: float) -> Canvas:
        """The drawing, that high above its foot."""
        foot = d.foot(self.study, self.sheet)
        total = height + foot
        self.canvas.set_size_inches(self.sheet.width * d.MM, total * d.MM)
        self.axes.set_position((0, foot / total, 1, height / total))
        self.axes.set(ylim=(height, 0))
        return self.canvas

    def write(self, x: float, top: float, lines: list[str], points: float = 0.0, **kind: Any) -> float:
        """The lines from the top down, and where they end."""
        points = points or self.sheet.points
        step = d.Sheet(points, 0.0).line
        for line in lines:
            self.axes.text(x, top + step / 2, line, va="center", fontsize=points, **kind)
            top += step
        return top

    def rule(self, top: float) -> None:
        """A thin line across."""
        self.axes.add_artist(Line2D([0, self.sheet.width], [top, top], color=d.GREY, lw=0.6))

    def marker(self, x: float, top: float, arm: int) -> None:
        """The mark of an arm beside a line of text."""
        mark: dict[str, Any] = {"marker": d.MARKERS[arm], "ms": 5, "color": d.COLOURS[arm], "ls": "none"}
        self.axes.add_artist(Line2D([x], [top + self.sheet.line / 2], **mark))

    def persons(self, x: float, top: float, width: float, count: int, arm: int) -> None:
        """A hundred persons in rows, so many of them filled in the hue of an arm."""
        room = width / ACROSS
        hue = d.COLOURS[arm]
        for first, last, face, edge in ((0, count, hue, hue), (count, HUNDRED, d.PAPER, d.GREY)):
            if first < last:
                path = Path.make_compound_path(
                    *(_person(x, top, room, place) for place in range(first, last))
                )
                self.axes.add_patch(PathPatch(path, facecolor=face, edgecolor=edge, lw=0.5))


def persons_height(width: float) -> float:
    """Millimetres of a hundred persons in that width."""
    return HUNDRED / ACROSS * TALL * width / ACROSS


def lines_of(text: str, room: float, points: float, *, bold: bool = False) -> list[str]:
    """A text in lines that fit a room, in millimetres; no line of no text."""
    return fitted(text, _LETTERS, room, points, bold=bold).split("\n") if text else []


def _person(x: float, top: float, room: float, place: int) -> Path:
    """Head and body of one person, as one path."""
    row, column = divmod(place, ACROSS)
    corner = np.array([x + column * room, top + row * TALL * room])
    return Path.make_compound_path(
        *(Path(d.six(corner + room * part), closed=True) for part in (_HEAD, _BODY))
    )
