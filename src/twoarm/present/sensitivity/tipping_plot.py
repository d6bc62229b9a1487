"""The estimate of each incomplete outcome as its imputed values move: small multiples, the turning points marked."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.ticker import FixedLocator

from twoarm.analysis.sensitivity.imputations import Imputation, Imputations
from twoarm.analysis.sensitivity.turning import Move, Turning
from twoarm.methods.estimate import Estimate
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.imputed import name_of_outcome
from twoarm.present.sensitivity.turning import turning_sentence
from twoarm.study.opened import Study

MOST_PANELS, _COLUMNS = 12, 3
_WIDTH, _PANEL, _HEAD, _FOOT, _LEFT, _RIGHT, _GAP = 180, 34, 9, 12, 15, 4, 15  # millimetres
_TITLE, _AXIS = 34, 30  # letters of a line


def tipping_plot(found: Imputations) -> Figure | None:
    """A panel for each outcome whose imputed values can be moved; None where there is none."""
    drawn = [one for one in found.estimable if one.turning is not None and _line(one.turning)]
    shown = drawn[:MOST_PANELS]
    if not shown:
        return None
    study, columns = found.study, min(_COLUMNS, len(shown))
    rows = math.ceil(len(shown) / columns)
    height = rows * (_HEAD + _PANEL + _FOOT)
    with d.style():
        canvas = d.canvas(study, _WIDTH, height)
        total = height + d.foot(study)
        for place, one in enumerate(shown):
            row, column = divmod(place, columns)
            axes = canvas.add_axes(_box(row, column, height, total, d.foot(study)))
            if one.turning is not None:
                _panel(axes, study, one, one.turning)
    return d.finish(canvas, study, "fig-tipping", _caption(found, drawn), _alt(study, shown), found)


def _box(
    row: int, column: int, height: float, total: float, foot: float
) -> tuple[float, float, float, float]:
    """In shares of the figure; every panel is as wide as one of three."""
    width = (_WIDTH - _COLUMNS * (_LEFT + _RIGHT)) / _COLUMNS
    left = column * (_LEFT + _RIGHT + width) + _LEFT
    bottom = foot + height - (row + 1) * (_HEAD + _PANEL + _FOOT) + _FOOT
    return left / _WIDTH, bottom / total, width / _WIDTH, _PANEL / total


def _line(t: Turning) -> list[tuple[float, Estimate]]:
    """The moves that have an interval."""
    return [point for point in t.points if point[1].low is not None]


def _panel(axes: Any, study: Study, one: Imputation, t: Turning) -> None:
    factor, null = one.pooled.scale.factor, one.pooled.scale.null
    points = _line(t)
    at = d.six([_moved(t, move) for move, _ in points])
    value, low, high = (
        d.six([factor * getattr(e, part) for _, e in points]) for part in ("value", "low", "high")
    )
    axes.fill_between(at, low, high, color=d.PALE, lw=0, zorder=1)
    for line, width in ((low, 0.6), (high, 0.6), (value, 1.4)):
        axes.plot(at, line, color=d.INK, lw=width, zorder=2)
    axes.axhline(factor * null, color=d.GREY, lw=0.8, zorder=1)
    axes.axvline(_moved(t, t.start), color=d.GREY, lw=0.8, ls=(0, (3, 2)), zorder=1)
    for turn in (t.below, t.above):
        if turn is not None:
            x = d.six([_moved(t, turn)])
            axes.plot(x, [factor * null], "D", ms=5, color=d.INK, mfc="white", mew=1.0, zorder=4)
    if one.pooled.scale.is_ratio:
        axes.set_xscale("log")
        axes.set_yscale("log")
        _plain_ticks(axes, [t.low, 1.0, t.high], [*low, *high])
    else:
        axes.locator_params(nbins=5)
    axes.set_title(w.wrapped(name_of_outcome(study, one), _TITLE), loc="left", fontsize=8, weight="bold")
    axes.set_xlabel(w.wrapped(_along(study, one, t), _AXIS), labelpad=2, fontsize=7)
    axes.set_ylabel(_up(one), labelpad=2, fontsize=7)
    axes.tick_params(labelsize=7)
    d.bare(axes, left=True)


def _plain_ticks(axes: Any, across: list[float], ends: list[float]) -> None:
    """Numbers in place of powers of ten."""
    up = [x for x in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if min(ends) <= x <= max(ends)]
    for axis, ticks in ((axes.xaxis, across), (axes.yaxis, up or [1.0])):
        axis.set_major_locator(FixedLocator(ticks))
        axis.set_minor_locator(FixedLocator([]))
        axis.set_major_formatter(lambda x, _: w.exact(x))


def _moved(t: Turning, at: float) -> float:
    return 100 * at if t.move is Move.SHARE else at


def _along(study: Study, one: Imputation, t: Turning) -> str:
    arm, variable = study.arms[t.side].label, study.variable(one.known.variable)
    named = {
        Move.SHIFT: ", ".join(filter(None, (f"shift of those missing with {arm}", variable.unit))),
        Move.SHARE: f"event among those missing with {arm}, %",
        Move.HAZARD: f"hazard of those missing with {arm}, multiple of the imputed",
    }
    return named[t.move]


def _up(one: Imputation) -> str:
    if one.pooled.scale.is_ratio:
        return one.pooled.estimand
    shown = one.pooled.scale.shown_unit or one.pooled.unit
    return w.wrapped(f"difference, {shown}" if shown else "difference", 24)


def _caption(found: Imputations, drawn: list[Imputation]) -> str:
    study = found.study
    level = w.level_text(study.parameters.level)
    treated, control = w.capital(study.arms[0].label), study.arms[1].label
    said = [
        f"{treated} compared with {control} as the imputed values of one arm move: estimate and {level} interval.",
        "The dashed line marks values as they are imputed, or as those of the known patients; a diamond where the "
        "conclusion turns.",
    ]
    if len(drawn) > MOST_PANELS:
        said.append(f"{w.counted(len(drawn) - MOST_PANELS, 'further outcome')} are in tipping.csv.")
    return " ".join(said)


def _alt(study: Study, shown: list[Imputation]) -> str:
    said = "; ".join(turning_sentence(study, one).rstrip(".") for one in shown)
    return f"Estimates as imputed values move. {said}."
