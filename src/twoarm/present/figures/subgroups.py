"""The forest of subgroups: the primary outcome in all patients and at each level, with the test of each subgroup."""

from __future__ import annotations

from functools import partial

import numpy as np
from matplotlib.figure import Figure as Canvas

from twoarm.analysis.subgroups.values import SubgroupEffect, SubgroupEffects, SubgroupPart
from twoarm.present import drawing as d
from twoarm.present import wording as w
from twoarm.present.figures.forest_texts import favours_side
from twoarm.present.narrow.stacked import Block, Panel, Words, beside, stacked
from twoarm.present.outputs import Figure

_WIDTH, _ROW, _HEAD, _AXIS = 170.0, 6.5, 13.0, 12.0
_NAME, _ARMS, _ESTIMATE = -2.5, (-0.85, -0.35), 1.08  # columns of text, in widths of the axes
_WRAPPED = 34
_Row = tuple[str, SubgroupEffect | None]  # a heading has no effect


def subgroup_forest(found: SubgroupEffects | None) -> Figure | None:
    """All patients first, then each subgroup beneath its name; None where no interval can be drawn."""
    if found is None or not _drawable(found):
        return None
    study, rows = found.study, _rows(found)
    height = _ROW * len(rows)
    total = height + _HEAD + _AXIS
    with d.style():
        canvas = d.canvas(study, _WIDTH, total)
        whole = total + d.foot(study)
        axes = canvas.add_axes((0.53, (_AXIS + d.foot(study)) / whole, 0.21, height / whole))
        _draw(found, axes, rows)
    words, narrow = (_caption(found), _alt(found)), _narrow(found, rows)
    return d.finish(
        canvas, study, "fig-subgroups", *words, found, narrow=narrow, title=_title(found), data=("subgroups",)
    )


def _narrow(found: SubgroupEffects, rows: list[_Row]) -> Canvas:
    """Each level above its interval; a subgroup's name and its test stand as a heading of their own."""
    drawn, level = _drawable(found), w.level_text(found.study.parameters.level)
    blocks = []
    for name, effect in rows:
        if effect is None:
            blocks.append(Block([Words(name, bold=True)], None, gap=0.5))
            continue
        sizes = zip(found.study.arms, (effect.estimate.n_treated, effect.estimate.n_control), strict=True)
        said = beside([f"{arm.label} n = {n}" for arm, n in sizes])
        draw = partial(_interval, effect=effect) if effect in drawn else None
        text = f"{w.estimate_cell(effect, found.outcome)}, {level} CI"
        blocks.append(Block([Words(name.strip(), bold=effect is found.whole), *said], draw, [Words(text)]))
    sides = _sides(found)
    frame, zero = partial(_frame, found=found), partial(_null, at=_null_of(found))
    with d.style(d.NARROW):
        return stacked(found.study, [Panel(blocks, frame, zero, sides=sides)])


def _null_of(found: SubgroupEffects) -> float:
    return 0.0 if found.whole.scale.is_ratio else found.whole.scale.null


def _null(axes, low: float, high: float, *, at: float) -> None:
    axes.plot([at, at], [low, high], color=d.GREY, lw=0.8, zorder=1)


def _frame(axes, *, found: SubgroupEffects) -> None:
    """Limits, ticks and the axis' label."""
    reach, null, scale = _reach(found), _null_of(found), found.whole.scale
    axes.set_xlim(null - reach, null + reach)
    axes.set_xlabel(_axis(found), labelpad=2)
    if scale.is_ratio:
        _ratio_ticks(axes, reach)
    else:
        axes.locator_params(axis="x", nbins=5)


def _reach(found: SubgroupEffects) -> float:
    """How far the axis goes to both sides of no difference."""
    scale, ends = found.whole.scale, np.array([_numbers(one)[1:] for one in _drawable(found)])
    ends, null = (np.log(ends), 0.0) if scale.is_ratio else (ends * scale.factor, scale.null)
    return 1.15 * max(np.abs(ends - null).max(), 1e-9)


def _sides(found: SubgroupEffects) -> tuple[str, str]:
    """What the left and the right side speak for; empty where neither is better."""
    better, study = found.outcome.better, found.study
    if not better:
        return "", ""
    upward = (better == "higher") != found.whole.scale.is_ratio
    right, left = (study.treated, study.control) if upward else (study.control, study.treated)
    return f"←{w.NBSP}favours {left.label}", f"favours {right.label}{w.NBSP}→"


def _title(found: SubgroupEffects) -> str:
    """How many tests of interaction have a P below alpha; empty where one of them is masked or has none."""
    alpha = found.study.parameters.alpha
    ps = [part.test.p_value for part in found.parts if part.test.p_value is not None]
    if not ps or len(ps) < len(found.parts):
        return ""
    below = sum(p < alpha for p in ps)
    said = f"{below or 'None'} of {w.counted(len(ps), 'test')} of interaction has P below {w.exact(alpha)}."
    return said if below < 2 else said.replace(" has ", " have ")


def interaction_words(found: SubgroupEffects, part: SubgroupPart) -> str:
    """``P for interaction = 0.31``, that it is masked, or why it has none."""
    p = part.test.p_value
    if p is None:
        return w.unknown(part.test)
    return w.p_phrase(p, found.study.parameters.alpha).replace("P", f"P{w.NBSP}for{w.NBSP}interaction", 1)


def judged_outcome(found: SubgroupEffects) -> str:
    """The outcome, and the visit at which it is judged."""
    visit = found.whole.visit
    return f"{found.outcome.label}, {found.study.visit(visit).label}" if visit else found.outcome.label


def _effects(found: SubgroupEffects) -> list[SubgroupEffect]:
    return [found.whole, *(effect for part in found.parts for effect in part.effects)]


def _drawable(found: SubgroupEffects) -> list[SubgroupEffect]:
    return [one for one in _effects(found) if np.isfinite(_numbers(one)).all()]


def _numbers(effect: SubgroupEffect) -> np.ndarray:
    """Estimate and limits; nan where there is none."""
    e = effect.estimate
    return np.array([np.nan if x is None else x for x in (e.value, e.low, e.high)])


def _rows(found: SubgroupEffects) -> list[_Row]:
    rows: list[_Row] = [("All patients", found.whole)]
    for part in found.parts:
        labels = dict(part.variable.levels)
        rows.append((f"{part.variable.label}: {interaction_words(found, part)}", None))
        rows += [(f"{w.NBSP * 4}{labels[effect.level]}", effect) for effect in part.effects]
    return rows


def _draw(found: SubgroupEffects, axes, rows: list[_Row]) -> None:
    drawn = _drawable(found)
    axes.set(ylim=(-0.5, len(rows) - 0.5), yticks=[])
    axes.axvline(_null_of(found), color=d.GREY, lw=0.8, zorder=1)
    where = axes.get_yaxis_transform()
    for i, (name, effect) in enumerate(rows):
        at = len(rows) - 1 - i
        axes.text(
            _NAME, at, w.wrapped(name, 76 if effect is None else _WRAPPED), transform=where, va="center"
        )
        if effect is None:
            continue
        for x, n in zip(_ARMS, (effect.estimate.n_treated, effect.estimate.n_control), strict=True):
            axes.text(x, at, str(n), transform=where, va="center", ha="center")
        axes.text(_ESTIMATE, at, w.estimate_cell(effect, found.outcome), transform=where, va="center")
        if effect in drawn:
            _interval(axes, at, effect=effect)
    _heads(found, axes, len(rows) - 0.3)
    _frame(axes, found=found)
    d.bare(axes)


def _interval(axes, at: float, *, effect: SubgroupEffect) -> None:
    numbers, scale = _numbers(effect), effect.scale
    value, low, high = d.six(np.log(numbers) if scale.is_ratio else numbers * scale.factor)
    axes.plot([low, high], [at, at], color=d.INK, lw=1.3, solid_capstyle="butt")
    axes.plot(value, at, marker="s", ms=4.5, color=d.INK)


def _ratio_ticks(axes, reach: float) -> None:
    """Ratios at their logarithms, as far from 1 on either side."""
    steps = (1.1, 1.25, 1.5, 2, 3, 5, 10, 30, 100)
    step = next((x for x in steps if reach / np.log(x) < 2.5), steps[-1])
    ticks = [1 / step, 1.0, step]
    axes.set_xticks(d.six(np.log(ticks)), [w.significant(x) if x != 1 else "1" for x in ticks])


def _heads(found: SubgroupEffects, axes, at: float) -> None:
    study, where = found.study, axes.get_yaxis_transform()
    for x, arm in zip(_ARMS, study.arms, strict=True):
        name = f"{w.wrapped(arm.label, 12)}\nn"
        axes.text(x, at, name, transform=where, weight="bold", ha="center", va="bottom")
    contrast = "Hazard ratio" if found.whole.scale.is_ratio else "Difference"
    level = w.level_text(study.parameters.level)
    axes.text(_ESTIMATE, at, f"{contrast} ({level} CI)", transform=where, weight="bold", va="bottom")
    if found.outcome.better:
        upward = (found.outcome.better == "higher") != found.whole.scale.is_ratio
        right, left = (study.treated, study.control) if upward else (study.control, study.treated)
        small = {"transform": where, "color": d.GREY, "va": "bottom", "linespacing": 1.0}
        axes.text(-0.1, at, favours_side(left, left=True), ha="left", **small)
        axes.text(1.0, at, favours_side(right, left=False), ha="right", **small)


def _axis(found: SubgroupEffects) -> str:
    if found.whole.scale.is_ratio:
        return "hazard ratio"
    return f"difference, {w.Scale(found.whole, found.outcome).with_unit('').strip() or 'in its unit'}"


def _caption(found: SubgroupEffects) -> str:
    treated, control = (arm.label for arm in found.study.arms)
    by = " to " if found.whole.scale.is_ratio else " minus "
    level = w.level_text(found.study.parameters.level)
    return (
        f"{judged_outcome(found)}, in subgroups that the study names, {treated}{by}{control}, with {level} intervals: an "
        "exploration."
    )


def _alt(found: SubgroupEffects) -> str:
    """All patients, and how the subgroups were tested: the table has every level."""
    names = w.listed([part.variable.label for part in found.parts], 3)
    whole = w.estimate_phrase(found.whole, found.outcome)
    return f"Forest plot of {found.outcome.label} by {names}; all patients {whole}. {_title(found)}".strip()
