"""Two arms of every measure: drawn by hypothesis, ordinary, and degenerate ones by name; and what can be asked of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.method import Method
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import AVERAGED

LEVEL = 0.95
NEEDED = {"margin": "margin", "course": "treated_course", "weighted": "treated_covariates"}
NEEDED |= {"complete": "treated_covariates"}
NEEDED |= {"units": "treated_within"}
NEEDED |= {"weighting": "treated_covariates"}
NEEDED |= dict.fromkeys(("change", "within", "early", "late", "important"), "treated_baseline")


def applies(entry: Method, arms: Arms) -> bool:
    """Whether the arms have what the occasion of a method is about."""
    return getattr(arms, NEEDED.get(entry.when, "treated")) is not None


def estimates(entry: Method, arms: Arms, level: float = LEVEL) -> list[Estimate]:
    """One estimate, or one per visit of a course."""
    found = entry.function(arms, level)
    return found if isinstance(found, list) else [found]


# ---- drawn arms -------------------------------------------------------------------------------------------------------

SIZES = st.one_of(st.integers(0, 12), st.sampled_from([30, 32]))
# Few values make ties, one makes a constant.
TOPS = st.sampled_from([0, 1, 4, 40])
GRIDS = st.sampled_from([(0.0, 1.0), (0.0, 0.1), (0.0, 1e-6), (999_999.7, 0.25), (-50.0, 0.5), (1.0, 1e5)])


@st.composite
def columns(draw: st.DrawFn, shape: tuple[int, ...], top: int) -> np.ndarray:
    """Whole numbers from 0 to ``top``; nan for some that are missing."""
    codes = draw(arrays(np.int8, shape, elements=st.integers(-1, top)))
    return np.where(codes < 0, np.nan, codes.astype(float))


@st.composite
def arms_of_kind(draw: st.DrawFn, measure: str) -> Arms:
    """Two arms of a measure with everything that its methods may ask for."""
    sizes, top = draw(st.tuples(SIZES, SIZES)), draw(TOPS)
    if measure in AVERAGED:
        return _numeric(draw, measure, sizes, top)
    if measure == "time":
        return _times(draw, sizes, top)
    top = {"binary": 1, "events": min(top, 3), "categorical": 4, "ordinal": min(top, 4)}[measure]
    treated, control = (draw(columns((n,), top)) for n in sizes)
    arms = Arms(treated, control, measure=measure, levels=0 if measure == "events" else max(2, top + 1))
    # Two one-sided tests of risks take a second: few drawn arms have a margin.
    arms = replace(arms, margin=draw(st.sampled_from([None] * 15 + [0.2])))
    if measure == "events":
        arms = with_column(arms, "units", lambda n: draw(columns((n,), 2)) + 3)
    return _covaried(draw, arms)


def _numeric(draw: st.DrawFn, measure: str, sizes: tuple[int, int], top: int) -> Arms:
    """Two visits after the baseline, of which the later one is what single visits are compared at."""
    offset, step = (0.0, 1.0) if measure == "count" else draw(GRIDS)
    treated, control = (offset + step * draw(columns((n, 2), top)) for n in sizes)
    arms = Arms(
        treated[:, -1],
        control[:, -1],
        treated_course=treated,
        control_course=control,
        measure=measure,
        margin=1.5 * step,
        mcid=2 * step,
        better=draw(st.sampled_from(["lower", "higher"])),
    )
    if measure == "continuous":
        arms = with_column(arms, "within", lambda n: offset + step * draw(columns((n, 3), top)))
    if draw(st.booleans()):
        arms = with_column(arms, "baseline", lambda n: offset + step * draw(columns((n,), top)))
    return _covaried(draw, arms)


def _times(draw: st.DrawFn, sizes: tuple[int, int], top: int) -> Arms:
    step, seen = draw(st.sampled_from([1.0, 0.1, 365.25])), draw(st.integers(0, 2))
    treated, control = (step * draw(columns((n,), top)) for n in sizes)
    arms = Arms(treated, control, measure="time", tau=draw(st.sampled_from([None, 2 * step])))
    # All censored, censored or not, all with the event.
    low, high = ((0, 0), (0, 1), (1, 1))[seen]
    return _covaried(draw, with_column(arms, "event", lambda n: np.clip(draw(columns((n,), 1)), low, high)))


def _covaried(draw: st.DrawFn, arms: Arms) -> Arms:
    return with_column(arms, "covariates", lambda n: draw(columns((n, 2), 3)))


# ---- ordinary and degenerate arms --------------------------------------------------------------------------------------


def ordinary(measure: str) -> Arms:
    """Arms in which every method has an estimate, with ties and a missing value."""
    n, top = np.arange(30), {"binary": 2, "events": 3, "categorical": 3, "ordinal": 3}.get(measure, 9)
    # Multiples of a prime, so that values scatter; the square moves the treated to other shares.
    sides = [float(top - 1) - (n * n * 7 % 11 * top // 11), n[:25] * 7 % 11 * top // 11]
    arms = arms_like(measure, *([*side, math.nan] for side in sides))
    arms = replace(arms, treated_covariates=arms.treated_covariates**2 / 3)
    if measure in AVERAGED:
        arms = with_column(arms, "course", lambda n: np.add.outer(np.arange(n) * 5 % 7, [0.0, 1.0]))
        moved = arms.treated_course + np.arange(31)[:, None] % 3 * [1.0, 2.0]
        arms = replace(arms, treated_course=moved, margin=4.0)
        arms.control_course[::4, 1] += 3
        arms = replace(arms, treated_within=moved, control_within=arms.control_course)
    return with_column(arms, "event", lambda n: (np.arange(n) % 4 > 0) * 1.0) if measure == "time" else arms


def arms_like(measure: str, treated: list[float], control: list[float], event: float = 1.0) -> Arms:
    """Arms of these values whose other columns vary, so that only what is degenerate is."""
    sides = [np.array(side, dtype=float) for side in (treated, control)]
    arms = Arms(*sides, measure=measure, margin=0.3, mcid=1.0, better="lower")
    arms = replace(arms, levels={"binary": 2, "categorical": 3, "ordinal": 3}.get(measure, 0))
    arms = with_column(
        arms, "covariates", lambda n: np.column_stack([np.arange(n) % 3, np.arange(n) % 5]).astype(float)
    )
    if measure in AVERAGED:
        arms = with_column(arms, "baseline", lambda n: 5.0 + np.arange(n) % 4)
        arms = replace(
            arms,
            **{
                f"{s}_{what}": np.column_stack([x, x])
                for s, x in zip(("treated", "control"), sides, strict=True)
                for what in ("course", "within")
            },
        )
    if measure == "time":
        arms = with_column(arms, "event", lambda n: np.full(n, event))
    return with_column(arms, "units", lambda n: np.full(n, 2.0)) if measure == "events" else arms


def of_sizes(n1: int, n2: int) -> tuple[list[float], list[float]]:
    """Values that differ, 0 and 1 by turns."""
    return [float(i % 2) for i in range(n1)], [float((i + 1) % 2) for i in range(n2)]


DEGENERATE: dict[str, Callable[[str], Arms]] = {
    "no patient": lambda m: arms_like(m, [], []),
    "an empty arm": lambda m: arms_like(m, *of_sizes(0, 32)),
    "the other arm empty": lambda m: arms_like(m, *of_sizes(30, 0)),
    "all of an arm missing": lambda m: arms_like(m, [math.nan] * 30, of_sizes(0, 32)[1]),
    "one patient in an arm": lambda m: arms_like(m, *of_sizes(1, 32)),
    "one patient in each arm": lambda m: arms_like(m, *of_sizes(1, 1)),
    "two patients in each arm": lambda m: arms_like(m, *of_sizes(2, 2)),
    "no event, all tied": lambda m: arms_like(m, [0.0] * 30, [0.0] * 32),
    "an event in all, all tied": lambda m: arms_like(m, [1.0] * 30, [1.0] * 32),
    "constant but different": lambda m: arms_like(m, [1.0] * 30, [0.0] * 32),
    "one arm constant": lambda m: arms_like(m, [1.0] * 30, of_sizes(0, 32)[1]),
    "all censored": lambda m: arms_like(m, *of_sizes(30, 32), event=0.0),
}


def with_column(arms: Arms, column: str, make: Callable[[int], np.ndarray]) -> Arms:
    """Another column for the patients of either arm."""
    made = {f"{arm}_{column}": make(len(getattr(arms, arm))) for arm in ("treated", "control")}
    return replace(arms, **made)
