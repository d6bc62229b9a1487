"""One family of figures: size, type, colours, the mark of a simulated cohort, and bytes that do not depend on the day."""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure as Canvas

from twoarm.present.outputs import Figure
from twoarm.present.wording import wrapped
from twoarm.study.opened import Study
from twoarm.study.prose.letters import FONT

TREATED, CONTROL, INK, GREY, PALE = "#0072B2", "#D55E00", "#222222", "#5f6368", "#e3e5e8"
COLOURS = (TREATED, CONTROL)
MARKERS = ("o", "s")
DASHES = ("solid", (0, (4, 2)))
TYPE = 8.0  # points
STYLE = {
    **sns.axes_style("ticks"),
    "font.family": FONT,
    "font.size": TYPE,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
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
    "svg.fonttype": "path",
    "lines.linewidth": 1.4,
}
# The mark of a figure that owes nothing to the simulated cohort of its report: the kinds of truth are never mixed.
PUBLISHED = "Published numbers: nothing of the simulated cohort is drawn here."
MM = 1 / 25.4
PUBLISHED_ALONE = "Published numbers: no patient’s data are drawn here."  # the same, of an abstract alone
FOOT_MM = 7.0  # for the notice
LETTER_MM = 1.4  # of the notice, on average


def style():
    """The family's settings as a context: everything is drawn inside it."""
    return mpl.rc_context(STYLE)


def foot(study: Study) -> float:
    """Height of the foot in millimetres: room for the notice or the mark where there is one, else nothing."""
    return FOOT_MM if study.notice or study.spec.published else 0.0


def canvas(study: Study, width_mm: float, height_mm: float) -> Canvas:
    """An empty figure of that size above its foot."""
    return Canvas(figsize=(width_mm * MM, (height_mm + foot(study)) * MM), facecolor="white")


def finish(
    canvas: Canvas,
    study: Study,
    label: str,
    caption: str,
    alt: str,
    about: Any = None,
    *,
    published: bool = False,
) -> Figure:
    """The finished figure as deterministic SVG: marked where the cohort is simulated, or where there is none."""
    if notice := _notice(study, published):
        _mark(canvas, notice)
        alt = f"{_briefly(study, notice)} {alt}"
    buffer = io.StringIO()
    with style():
        canvas.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", buffer.getvalue(), flags=re.DOTALL)
    svg = svg[svg.index("<svg") :]
    width = round(canvas.get_figwidth() / MM)
    return Figure(label, caption, alt, svg, width, canvas, about)


def _notice(study: Study, published: bool) -> str:
    """What a figure says of its patients; empty for those of a real cohort."""
    if study.spec.published:
        return PUBLISHED_ALONE
    return PUBLISHED if study.notice and published else study.notice


def _briefly(study: Study, notice: str) -> str:
    """The notice in an alternative text: of a simulated cohort, whose page says the rest, in two words."""
    return "Simulated patients." if notice == study.notice else notice


def _mark(canvas: Canvas, notice: str) -> None:
    """The notice along the foot, in as many lines as the width asks for; the foot has room for two of full size."""
    text = wrapped(notice, int(canvas.get_figwidth() / MM / LETTER_MM))
    size = min(7.0, 14.0 / (text.count("\n") + 1))
    canvas.text(0.005, 0.008, text, fontsize=size, style="italic", color=GREY, va="bottom", linespacing=1.0)


def six(values: Any) -> np.ndarray:
    """Values to six significant digits, so that a drawing is the same on every processor."""
    array = np.asarray(values, dtype=float)
    flat = [float(f"{x:.6g}") for x in array.ravel()]
    return np.array(flat).reshape(array.shape)


def bare(axes: Any, *, left: bool = False) -> None:
    """Only the axis line that carries values."""
    sns.despine(ax=axes, left=not left, top=True, right=True)
    axes.tick_params(length=3, left=left)
