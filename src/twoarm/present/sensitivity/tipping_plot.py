"""The estimate of each incomplete outcome as its imputed values move: small multiples, the turning points marked."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FixedLocator

from twoarm.analysis.sensitivity.imputations import Imputation, Imputations
from twoarm.analysis.sensitivity.turning import Move, Turning
from twoarm.methods.estimate import Estimate
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.outputs import Figure
from twoarm.present.sensitivity.imputed import name_of_outcome
from twoarm.study.opened import Study

MOST_PANELS, _COLUMNS = 12, 3
_PANEL, _HEAD, _FOOT, _LEFT, _RIGHT = 34, 9, 13, 17, 3  # millimetres
_TITLE = 27  # letters of a line


def tipping_plot(found: Imputations) -> Figure | None:
    """A panel for each outcome whose imputed values can be moved; None where there is none."""
    drawn = [one for one in found.estimable if one.turning is not None and _line(one.turning)]
    shown = drawn[:MOST_PANELS]
    if not shown:
        return None
    study, words = found.study, (_caption(found, drawn), _alt(found.study, shown))
    wide, narrow = (_drawn(study, shown, sheet, n) for sheet, n in ((d.WIDE, _COLUMNS), (d.NARROW, 1)))
    return d.finish(
        wide, study, "fig-tipping", *words, found, narrow=narrow, title=_title(shown), data=("tipping",)
    )


def _drawn(study: Study, shown: list[Imputation], sheet: d.Sheet, most: int) -> Canvas:
    """Every panel is as wide as one of those that a line has at most."""
    columns = min(most, len(shown))
    height = math.ceil(len(shown) / columns) * (_HEAD + _PANEL + _FOOT)
    foot, width = d.foot(study, sheet), sheet.width / most - _LEFT - _RIGHT
    with d.style(sheet):
        canvas = d.canvas(study, sheet.width, height, sheet)
        for place, one in enumerate(shown):
            row, column = divmod(place, columns)
            left = column * (_LEFT + _RIGHT + width) + _LEFT
            bottom = foot + height - (row + 1) * (_HEAD + _PANEL + _FOOT) + _FOOT
            box = (
                left / sheet.width,
                bottom / (height + foot),
                width / sheet.width,
                _PANEL / (height + foot),
            )
            axes = canvas.add_axes(box)
            if one.turning is not None:
                _panel(axes, study, one, one.turning, letters=_TITLE if most > 1 else 2 * _TITLE - 14)
    return canvas


def _title(shown: list[Imputation]) -> str:
    """In how many of the outcomes the conclusion turns within the range that was tried."""
    turned = sum(_turns(one) for one in shown)
    return f"Moving the imputed values turns {turned or 'none'} of {w.counted(len(shown), 'conclusion')}."


def _line(t: Turning) -> list[tuple[float, Estimate]]:
    """The moves that have an interval."""
    return [point for point in t.points if point[1].low is not None]


def _panel(axes: Any, study: Study, one: Imputation, t: Turning, *, letters: int) -> None:
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
            axes.plot(x, [factor * null], "D", ms=5, color=d.INK, mfc=d.PAPER, mew=1.0, zorder=4)
    if one.pooled.scale.is_ratio:
        axes.set_xscale("log")
        axes.set_yscale("log")
        _plain_ticks(axes, [t.low, 1.0, t.high], [*low, *high])
    else:
        axes.locator_params(nbins=4)
    axes.set_title(w.wrapped(name_of_outcome(study, one), letters), loc="left", weight="bold")
    axes.set_xlabel(w.wrapped(_along(study, one, t), letters), labelpad=2)
    axes.set_ylabel(_up(one), labelpad=2)
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
    names = w.listed([name_of_outcome(study, one) for one in shown], 2)
    return f"Estimates of {names} as imputed values move. {_title(shown)}"


def _turns(one: Imputation) -> bool:
    return one.turning is not None and (one.turning.below is not None or one.turning.above is not None)
