"""One family of figures: size, type, colours, the mark of a simulated cohort, and bytes that do not depend on the day."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure as Canvas

from twoarm.present.outputs import Figure
from twoarm.present.vector.colours import ARM_COLOURS, CONTROL, GREY, INK, PALE, PAPER, TREATED
from twoarm.present.vector.slim import slimmed
from twoarm.present.wording import wrapped
from twoarm.study.opened import Study
from twoarm.study.prose.letters import FONT

__all__ = ["CONTROL", "GREY", "INK", "PALE", "PAPER", "TREATED"]  # the colours, for whoever draws

COLOURS = ARM_COLOURS
MARKERS = ("o", "s")
DASHES = ("solid", (0, (4, 2)))
STYLE: dict[str, Any] = {
    **sns.axes_style("ticks"),
    "font.family": FONT,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "svg.hashsalt": "twoarm",
    "svg.fonttype": "none",
    "lines.linewidth": 1.4,
}
# The mark of a figure that owes nothing to the simulated cohort of its report: the kinds of truth are never mixed.
PUBLISHED = "Published numbers: nothing of the simulated cohort is drawn here."
MM = 1 / 25.4
PUBLISHED_ALONE = "Published numbers: no patient’s data are drawn here."  # the same, of an abstract alone
ABOVE_FOOT = 2.5  # millimetres of air around the notice
LETTER_MM = 0.196  # of the notice, on average, by point of its type


@dataclass(frozen=True)
class Sheet:
    """What a drawing is made for.

    Attributes
    ----------
    points : the one size of its type. The wide one is set at up to 170 mm in documents, and as wide as the text of a page
        (688 pixels); the narrow one fills the text of a telephone (358 pixels). On both its letters are 12 pixels at least.
    width : millimetres, at most.
    """

    points: float
    width: float

    @property
    def line(self) -> float:
        """Millimetres from one line of its type to the next."""
        return 0.43 * self.points


WIDE, NARROW = Sheet(8.5, 170.0), Sheet(9.0, 88.0)
TYPE = WIDE.points


def style(sheet: Sheet = WIDE):
    """The family's settings as a context: everything is drawn inside it."""
    sized = ("font.size", "axes.labelsize", "axes.titlesize", "xtick.labelsize", "ytick.labelsize")
    chosen: Any = {**STYLE, **dict.fromkeys((*sized, "legend.fontsize"), sheet.points)}
    return mpl.rc_context(chosen)


def foot(study: Study, sheet: Sheet = WIDE, width_mm: float = 0.0) -> float:
    """Height of the foot in millimetres: room for the notice or the mark where there is one, else nothing.

    Parameters
    ----------
    width_mm : of the drawing, where that is less than the sheet's.
    """
    said = [_notice(study, published) for published in (False, True)]
    lines = max(_lines(notice, width_mm or sheet.width, sheet) for notice in said)
    return lines * sheet.line + ABOVE_FOOT if lines else 0.0


def canvas(study: Study, width_mm: float, height_mm: float, sheet: Sheet = WIDE) -> Canvas:
    """An empty figure of that size above its foot."""
    return Canvas(figsize=(width_mm * MM, (height_mm + foot(study, sheet, width_mm)) * MM), facecolor=PAPER)


def finish(
    canvas: Canvas,
    study: Study,
    label: str,
    caption: str,
    alt: str,
    about: Any = None,
    *,
    published: bool = False,
    narrow: Canvas | None = None,
    title: str = "",
    data: tuple[str, ...] = (),
) -> Figure:
    """The finished figure as deterministic SVG: marked where the cohort is simulated, or where there is none.

    Parameters
    ----------
    canvas : the wide drawing. narrow : the same for a telephone; without one a telephone shows the wide one.
    title : what the figure says, in one sentence; it stands before the caption, which says how to read it.
    data : the published tables that hold its numbers.
    """
    if notice := _notice(study, published):
        for drawn, sheet in ((canvas, WIDE), (narrow, NARROW)):
            if drawn is not None:
                _mark(drawn, notice, sheet)
        alt = f"{_briefly(study, notice)} {alt}"
    wide, small = _svg(canvas, WIDE), _svg(narrow, NARROW) if narrow is not None else ""
    width = round(canvas.get_figwidth() / MM)
    return Figure(label, caption, alt, wide, width, canvas, about, small, title, data)


def _svg(canvas: Canvas, sheet: Sheet) -> str:
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    buffer = io.StringIO()
    with style(sheet):
        canvas.savefig(buffer, format="svg", metadata=nothing)
    return slimmed(buffer.getvalue(), sheet.points)


def _notice(study: Study, published: bool) -> str:
    """What a figure says of its patients; empty for those of a real cohort."""
    if study.spec.published:
        return PUBLISHED_ALONE
    return PUBLISHED if study.notice and published else study.notice


def _briefly(study: Study, notice: str) -> str:
    """The notice in an alternative text, in two words: the rest stands on the page, or in the drawing's foot."""
    return "Simulated patients." if notice == study.notice else f"{notice.partition(':')[0]}."


def _mark(canvas: Canvas, notice: str, sheet: Sheet) -> None:
    """The notice along the foot, in as many lines as the width asks for."""
    canvas.text(
        0.005,
        0.5 * MM / canvas.get_figheight(),
        wrapped(notice, _letters(canvas.get_figwidth() / MM, sheet)),
        fontsize=sheet.points,
        style="italic",
        color=GREY,
        va="bottom",
        linespacing=1.0,
    )


def _letters(width_mm: float, sheet: Sheet) -> int:
    """Of the notice, in a line."""
    return int(width_mm / (LETTER_MM * sheet.points))


def _lines(notice: str, width_mm: float, sheet: Sheet) -> int:
    return wrapped(notice, _letters(width_mm, sheet)).count("\n") + 1 if notice else 0


def six(values: Any) -> np.ndarray:
    """Values to six significant digits, so that a drawing is the same on every processor."""
    array = np.asarray(values, dtype=float)
    flat = [float(f"{x:.6g}") for x in array.ravel()]
    return np.array(flat).reshape(array.shape)


def bare(axes: Any, *, left: bool = False) -> None:
    """Only the axis line that carries values."""
    sns.despine(ax=axes, left=not left, top=True, right=True)
    axes.tick_params(length=3, left=left)
