"""Which arm is which: a sample of its line with its marker, and its label in ink, above the panels of a figure."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D

from twoarm.present import drawing as d
from twoarm.present.lettering import breadth, fitted
from twoarm.study.opened import Study

_EDGE, _SAMPLE, _GAP = 1.5, 9.0, 2.0  # millimetres: to the left of the samples, of a sample, before its label
_APART = 6.0  # between two entries of one line


def key_height(study: Study, sheet: d.Sheet, width: float) -> float:
    """Millimetres of the key with the air beneath it."""
    return (
        sum(max(text.count("\n") + 1 for text in row) for row in _rows(study, sheet, width)) * sheet.line
        + 2.0
    )


def draw_key(canvas: Canvas, study: Study, sheet: d.Sheet) -> None:
    """The key along the upper edge of a drawing."""
    width, height = (side / d.MM for side in (canvas.get_figwidth(), canvas.get_figheight()))
    top, i = height - 0.5, 0
    for row in _rows(study, sheet, width):
        left = _EDGE
        for text in row:
            _entry(canvas, (left / width, 1 - (height - top + sheet.line / 2) / height), text, i)
            left += _SAMPLE + _GAP + breadth(text, sheet.points, bold=True) + _APART
            i += 1
        top -= sheet.line * max(text.count("\n") + 1 for text in row)


def _rows(study: Study, sheet: d.Sheet, width: float) -> list[list[str]]:
    room = width - 2 * _EDGE - _SAMPLE - _GAP
    labels = [fitted(arm.label, 60, room, sheet.points, bold=True) for arm in study.arms]
    both = sum(breadth(label, sheet.points, bold=True) for label in labels) + _SAMPLE + _GAP + _APART
    return (
        [labels]
        if both <= room and not any("\n" in label for label in labels)
        else [[label] for label in labels]
    )


def _entry(canvas: Canvas, place: tuple[float, float], text: str, i: int) -> None:
    x, y = place
    width = canvas.get_figwidth() / d.MM
    line: dict[str, Any] = {
        "color": d.COLOURS[i],
        "linewidth": 1.4,
        "linestyle": d.DASHES[i],
        "transform": canvas.transFigure,
    }
    ends = [x, x + _SAMPLE / width]
    canvas.add_artist(Line2D(ends, [y, y], **line))
    mark: dict[str, Any] = {
        "marker": d.MARKERS[i],
        "ms": 5,
        "color": d.COLOURS[i],
        "transform": canvas.transFigure,
    }
    canvas.add_artist(Line2D([sum(ends) / 2], [y], **mark))
    canvas.text(ends[1] + _GAP / width, y, text, weight="bold", va="center", linespacing=1.0)
