"""Values on a grid, such as whole points: which sizes a shown mean, SD or quantile of them allows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from attack.published import Published, Row
from attack.told.enumeration import Check
from attack.told.moments import Arm, Limits
from twoarm.study.dictionary import Variable

QUANTILES = {"p5": 0.05, "q1": 0.25, "median": 0.5, "q3": 0.75, "p95": 0.95}


def step_of(variable: Variable) -> float | None:
    """The grid of the values of a variable; None where none is stated."""
    return variable.step or (1.0 if variable.kind == "count" else None)


def on_a_grid(published: Published, variable: Variable, row: Row, arm: Arm, place: int) -> Iterator[Check]:
    """The checks of one arm whose values are multiples of a step."""
    step = step_of(variable)
    if step is None:
        return
    if math.isfinite(arm.mean[0] + arm.mean[1]):
        yield Check("mean on a grid", (place,), partial(is_mean, arm.mean, step))
        if arm.spread:
            yield Check("sd on a grid", (place,), partial(is_sd, arm.mean, arm.sd, step))
    for column, share in QUANTILES.items():
        if limits := published.number(row.get(column, "")):
            yield Check(f"summaries {column}", (place,), partial(is_quantile, limits, share, step))


def sums(mean: Limits, n: int, step: float) -> range:
    """The sums, in steps, that so many values with this mean can have."""
    low, high = (end * n / step for end in mean)
    return range(math.ceil(low - 1e-9 * abs(low)), math.floor(high + 1e-9 * abs(high)) + 1)


def is_mean(mean: Limits, step: float, n: int) -> bool:
    """Whether so many values on the grid can have this mean (GRIM)."""
    return n > 0 and len(sums(mean, n, step)) > 0


def is_difference(difference: Limits, means: tuple[Limits, Limits], step: float, n1: int, n2: int) -> bool:
    """Whether two arms of such sizes can have means on the grid, each as it is known, that lie so far apart."""
    if min(n1, n2) < 1:
        return False
    treated, control = (
        [total * step / n for total in sums(m, n, step)] for m, n in zip(means, (n1, n2), strict=True)
    )
    slack = 1e-9 * max(map(abs, (*difference, *means[0], *means[1])))
    return any(difference[0] - slack <= t - c <= difference[1] + slack for t in treated for c in control)


def is_sd(mean: Limits, sd: Limits, step: float, n: int) -> bool:
    """Whether they can have this SD, too (GRIMMER): a sum of squares is whole, and as odd or even as the sum."""
    return n > 1 and any(_squares(total, sd, step, n) for total in sums(mean, n, step))


def _squares(total: int, sd: Limits, step: float, n: int) -> bool:
    low, high = ((end / step) ** 2 * (n - 1) + total * total / n for end in (max(sd[0], 0.0), sd[1]))
    first = math.ceil(low - 1e-9 * low)
    first += (first - total) % 2
    return first <= high + 1e-9 * high


def is_quantile(limits: Limits, share: float, step: float, n: int) -> bool:
    """Whether a quantile between two of so many values on the grid can lie there: numpy's, by linear interpolation."""
    if n < 1:
        return False
    place = (n - 1) * share
    part = place - math.floor(place + 1e-12)
    part = 0.0 if part < 1e-9 else part
    low, high = (end / step for end in limits)
    gaps = range(60) if part else range(1)  # steps between the two values
    return any(math.ceil(low - g * part - 1e-7) <= high - g * part + 1e-7 for g in gaps)
