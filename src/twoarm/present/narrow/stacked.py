"""Rows for a telephone: the words of a row above its interval, the interval across the width, the estimate beneath it.

Everything is placed in millimetres from the foot of a panel, and no line of an axis crosses a word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure as Canvas

from twoarm.faces import counts_only
from twoarm.present import drawing as d
from twoarm.present.lettering import breadth, fitted
from twoarm.study.opened import Study

MARGIN = 4.0  # millimetres on both sides of the axes
MARK, APART = 5.0, 3.0  # millimetres: height of an interval's strip, and between two rows
HEAD_GAP = 1.5  # beneath the words of a panel's head
AXIS = 13.0  # beneath a panel, for ticks and the first line of the label
PANEL_WIDTH = d.NARROW.width - 2 * MARGIN
_EDGE = 1.0  # above the first panel
_LETTERS = 60  # of a line, at most; it breaks where its room ends


@counts_only
@dataclass(frozen=True)
class Words:
    """A text of one line or several, already as it is said.

    Attributes
    ----------
    marker : of an arm, before the text, in its hue.
    """

    text: str
    bold: bool = False
    grey: bool = False
    marker: str = ""
    hue: str = d.INK
    open: bool = False  # the marker

    @property
    def lines(self) -> list[str]:
        room = PANEL_WIDTH - (4.0 if self.marker else 0.0)
        if breadth(self.text, d.NARROW.points, bold=self.bold) <= room:
            return [self.text]
        return fitted(self.text, _LETTERS, room, d.NARROW.points, bold=self.bold).split("\n")


@counts_only
@dataclass(frozen=True)
class Block:
    """A row: its words, what is drawn in its strip, given the axes and the strip's middle, and the words beneath."""

    above: Sequence[Words]
    draw: Callable[[Any, float], None] | None
    below: Sequence[Words] = ()
    gap: float = APART

    @property
    def height(self) -> float:
        return _tall(self.above) + (MARK if self.draw else 0.0) + _tall(self.below) + self.gap


@counts_only
@dataclass(frozen=True)
class Panel:
    """Rows on one axis.

    Attributes
    ----------
    frame : sets limits, ticks and the axis' label.
    lines : what stands behind every interval, given the axes and the lower and upper end of its strip.
    head : words above the rows. sides : what is said at the left and at the right end of the axis, above the rows.
    more : millimetres beneath, for an axis' label of several lines.
    """

    blocks: Sequence[Block]
    frame: Callable[[Any], None]
    lines: Callable[[Any, float, float], None]
    head: Sequence[Words] = ()
    sides: tuple[str, str] = ("", "")
    more: float = 0.0
    axis: float = AXIS

    @property
    def inner(self) -> float:
        return (
            _tall(self.head)
            + HEAD_GAP * bool(self.head)
            + self.sides_height
            + sum(block.height for block in self.blocks)
        )

    @property
    def height(self) -> float:
        return self.inner + self.axis + self.more

    @property
    def sides_height(self) -> float:
        return (
            max(len(_side(side).split("\n")) for side in self.sides) * d.NARROW.line + 1
            if any(self.sides)
            else 0.0
        )


def beside(texts: Sequence[str]) -> list[Words]:
    """What both arms show: in one line where it fits, else one beneath the other."""
    line = " · ".join(texts)
    return [Words(line)] if breadth(line, d.NARROW.points) <= PANEL_WIDTH else [Words(text) for text in texts]


def stacked(study: Study, panels: Sequence[Panel], foot: float = 0.0) -> Canvas:
    """The narrow drawing of some panels, one beneath the other; drawn within the narrow style.

    Parameters
    ----------
    foot : millimetres that stay free above the notice.
    """
    height = sum(panel.height for panel in panels) + foot + _EDGE
    canvas = d.canvas(study, d.NARROW.width, height, d.NARROW)
    total = height + d.foot(study, d.NARROW)
    top = total - _EDGE
    for panel in panels:
        box = (
            MARGIN / d.NARROW.width,
            (top - panel.inner) / total,
            PANEL_WIDTH / d.NARROW.width,
            panel.inner / total,
        )
        _draw(canvas.add_axes(box), panel)
        top -= panel.height
    return canvas


def _draw(axes: Any, panel: Panel) -> None:
    panel.frame(axes)
    axes.set(ylim=(0, panel.inner), yticks=[])
    top = _write(axes, panel.head, panel.inner) - HEAD_GAP * bool(panel.head)
    if any(panel.sides):
        kind = {"transform": axes.get_yaxis_transform(), "color": d.GREY, "va": "top", "linespacing": 1.0}
        axes.text(0.0, top, _side(panel.sides[0]), ha="left", **kind)
        axes.text(1.0, top, _side(panel.sides[1]), ha="right", **kind)
        top -= panel.sides_height
    for block in panel.blocks:
        top = _write(axes, block.above, top)
        if block.draw:
            panel.lines(axes, top - MARK, top)
            block.draw(axes, top - MARK / 2)
            top -= MARK
        top = _write(axes, block.below, top) - block.gap
    d.bare(axes)


def _write(axes: Any, words: Sequence[Words], top: float) -> float:
    """The words from the top down, and where they end."""
    for said in words:
        colour = d.GREY if said.grey else d.INK
        shift = 4.0 / PANEL_WIDTH if said.marker else 0.0
        kind = {"transform": axes.get_yaxis_transform(), "va": "center", "color": colour}
        if said.marker:
            at = top - d.NARROW.line / 2
            face = d.PAPER if said.open else said.hue
            mark = {"ms": 5, "color": said.hue, "mfc": face, "mew": 0.9, "clip_on": False}
            axes.plot([1.3 / PANEL_WIDTH], [at], said.marker, transform=axes.get_yaxis_transform(), **mark)
        for line in said.lines:
            axes.text(shift, top - d.NARROW.line / 2, line, weight="bold" if said.bold else "normal", **kind)
            top -= d.NARROW.line
    return top


def _tall(words: Sequence[Words]) -> float:
    return sum(len(said.lines) for said in words) * d.NARROW.line


def _side(text: str) -> str:
    return fitted(text, 30, PANEL_WIDTH / 2 - 2, d.NARROW.points) if text else ""
