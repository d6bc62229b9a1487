"""A P statement on two counts under every two-sided test: P on a logarithmic axis, a mark for each way to count."""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.claims.audit import Audit
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.claims.details import tests_label
from twoarm.present.claims.tested_words import counts_of, tests_said, turns_said, units_of
from twoarm.present.claims.words import METHODS
from twoarm.present.narrow.stacked import Block, Panel, Words, stacked
from twoarm.present.outputs import Figure
from twoarm.study.published.counted import TwoByTwo

_WIDTH, _ROW, _KEY, _AXIS = 165, 5.4, 4.8, 11.5  # millimetres; _KEY is a line of the key
ACROSS_KEY = 2  # entries of the key in a line
_LEFT, _ACROSS = 0.41, 0.57  # where the axes begin and how wide they are, in widths of the figure
_MARKERS = ("o", "D", "^", "s", "v", "P", "X")
MOST = len(_MARKERS)  # ways to count that can be told apart; with more only the first and the last are drawn
_TICK_ROOM = 0.13  # of the axis, that the number of a tick takes
_TICKS = (0.0001, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def claim_plots(audit: Audit) -> list[Figure]:
    """One figure for each P statement on two counts whose tests can be computed."""
    return [_plot(audit, claim) for claim in audit.tested]


def _plot(audit: Audit, claim: TwoByTwo) -> Figure:
    printed, *supposed = audit.supposed(claim)
    ways = [*supposed, printed]
    ways = ways if len(ways) <= MOST else [ways[0], ways[-2], ways[-1]]
    values = {p: audit.division(claim, p).tests for p in ways}
    first = audit.division(claim).deciding
    names = sorted((n for n in values[None] if n not in first), key=lambda n: values[None][n], reverse=True)
    names += reversed(first)
    table = np.array([[values[p].get(n, np.nan) for p in ways] for n in names])
    height = _KEY * (-(-len(ways) // ACROSS_KEY) + 1) + _ROW * len(names) + _AXIS
    with d.style():
        canvas = d.canvas(audit.study, _WIDTH, height)
        total = height + d.foot(audit.study)
        bottom = (_AXIS + d.foot(audit.study)) / total
        axes = canvas.add_axes((_LEFT, bottom, _ACROSS, _ROW * len(names) / total))
        _draw(axes, names, table, audit.threshold(claim))
        _key(axes, [f"{counts_of(audit, claim, p)} {units_of(audit, claim, p)}" for p in ways])
    words = _caption(audit, claim), _alt(audit, claim, ways)
    label, narrow = tests_label(claim, "plot"), _narrow(audit, claim, names, table, ways)
    shown = {"published": True, "narrow": narrow, "title": _title(audit, claim)}
    return d.finish(canvas, audit.study, label, *words, audit, **shown, data=("claims",))


def _narrow(audit: Audit, claim: TwoByTwo, names: list[str], table: np.ndarray, ways: list) -> Canvas:
    """Each test above its marks; the key over all, the recommended test first."""
    limit = audit.threshold(claim)
    labels = [f"{counts_of(audit, claim, p)} {units_of(audit, claim, p)}" for p in ways]
    key = [Words(text, marker=m, open=True) for text, m in zip(labels, _MARKERS, strict=False)]
    rows = list(zip(names, table, strict=True))[::-1]
    blocks = [Block([Words(_method(n))], partial(_marks, row, limit), gap=0.6) for n, row in rows]
    panel = Panel(blocks, partial(_scale, table=table, limit=limit), partial(_limit, at=limit), key)
    with d.style(d.NARROW):
        return stacked(audit.study, [panel])


def _limit(axes, low: float, high: float, *, at: float) -> None:
    axes.plot([at, at], [low, high], color=d.GREY, lw=0.9, ls=(0, (3, 2)), zorder=2)


def _method(name: str) -> str:
    return w.capital(METHODS[name]).replace("continuity correction", "correction")


def _title(audit: Audit, claim: TwoByTwo) -> str:
    """What decides: how many patients were hit, where that is not printed, else the recommended test and Fisher's."""
    return turns_said(audit, claim) if len(audit.supposed(claim)) > 1 else tests_said(audit, claim)


def _draw(axes, names: list[str], table: np.ndarray, limit: float) -> None:
    y = np.arange(len(names))
    for at, row in zip(y, table, strict=True):
        _marks(row, limit, axes, at)
    axes.axvline(limit, color=d.GREY, lw=0.9, ls=(0, (3, 2)), zorder=2)
    axes.set_ylim(-0.7, len(names) - 0.3)
    _scale(axes, table=table, limit=limit)
    axes.set_yticks(y, [_method(n) for n in names], linespacing=0.9)
    d.bare(axes)


def _marks(row: np.ndarray, limit: float, axes, at: float) -> None:
    """P of one test under each way to count."""
    axes.plot([np.nanmin(row), np.nanmax(row)], [at, at], color=d.PALE, lw=1, zorder=1)
    for p, marker in zip(row, _MARKERS, strict=False):
        face = d.INK if p < limit else d.PAPER
        axes.plot(d.six(p), at, marker, ms=4.6, color=d.INK, mfc=face, mew=0.9, zorder=3)


def _scale(axes, *, table: np.ndarray, limit: float) -> None:
    axes.set(xscale="log", xlim=_reach(table, limit))
    low, high = axes.get_xlim()
    ticks = _clear([t for t in _TICKS if low <= t <= high], low, high)
    axes.set_xticks(ticks, [w.exact(t) for t in ticks])
    axes.minorticks_off()
    axes.set_xlabel(f"two-sided P (filled: below {w.exact(limit)})", labelpad=2)


def _clear(ticks: list[float], low: float, high: float) -> list[float]:
    """Ticks whose numbers do not touch, from the highest down."""
    kept: list[float] = []
    for tick in reversed(ticks):
        if not kept or np.log(kept[-1] / tick) > _TICK_ROOM * np.log(high / low):
            kept.append(tick)
    return kept[::-1]


def _reach(table: np.ndarray, limit: float) -> tuple[float, float]:
    low, high = min(np.nanmin(table), limit), max(np.nanmax(table), limit)
    room = max((high / low) ** 0.06, 1.15)
    return max(low, 1e-5) / room, min(high * room, 1.2)


def _key(axes, labels: list[str]) -> None:
    """The ways to count with their marks, above the axes."""
    marks = [
        axes.plot([], [], m, ms=4.6, color=d.INK, mfc=d.PAPER, mew=0.9, label=text, ls="none")[0]
        for m, text in zip(_MARKERS, labels, strict=False)
    ]
    axes.legend(
        handles=marks,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=min(len(labels), ACROSS_KEY),
        frameon=False,
        handletextpad=0.1,
        columnspacing=1.2,
        borderaxespad=0.2,
    )


def _caption(audit: Audit, claim: TwoByTwo) -> str:
    """What is drawn; that patients come before units where both are."""
    counted = f" by patient, then by {audit.units(claim).unit}" if claim.units else ""
    limit = w.exact(audit.threshold(claim))
    return f"{claim.id}: two-sided P of {counts_of(audit, claim)}{counted}; filled below {limit}, the dashed line."


def _alt(audit: Audit, claim: TwoByTwo, ways: list[tuple[int, int] | None]) -> str:
    """The smallest and the largest P of each way to count; those that decide stand in the table above the figure."""
    said = []
    for patients in ways:
        found = audit.division(claim, patients)
        ends = " to ".join(
            w.p_text(p, found.threshold) for p in (min(found.tests.values()), max(found.tests.values()))
        )
        said.append(f"{counts_of(audit, claim, patients)} {units_of(audit, claim, patients)} {ends}")
    return f"Dot plot for claim {claim.id}, P over all tests: {'; '.join(said)}."
