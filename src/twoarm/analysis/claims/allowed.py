"""What a published claim leaves possible of a contrast: by a bare P, by its own counts or by its own means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from twoarm.analysis.claims.agreement import bound_of
from twoarm.analysis.claims.definitions import ABOVE, USUAL
from twoarm.faces import counts_only
from twoarm.methods.counts.ratios import odds_ratio, risk_ratio
from twoarm.methods.estimate import Estimate
from twoarm.methods.printed.bounds import boundary_d, interval_of_d
from twoarm.methods.printed.rounding import rounding_limits
from twoarm.methods.printed.summaries import PrintedMean, standardised_difference
from twoarm.methods.values.effect_sizes import small_sample_correction
from twoarm.study.published.measured import MeanSdRange
from twoarm.study.published.printed import p_parts

Span = tuple[float, float]
OWN: dict[str, Callable[[int, int, int, int, float], Estimate]] = {"OR": odds_ratio, "RR": risk_ratio}


@counts_only
@dataclass(frozen=True)
class Allowed:
    """What a claim leaves possible of a contrast.

    Attributes
    ----------
    spans : the values, as open intervals in ascending order; a limit may be infinite.
    value : the claim's own estimate, where its printed counts or means give one; else None.
    threshold : the level that the claim prints, which is also one minus the level of its own interval.
    sizes : treated and control, as many as the claim was computed from.
    null : of its own estimate, the value that means no difference: 1 for a ratio.
    """

    spans: tuple[Span, ...]
    value: float | None
    threshold: float
    sizes: tuple[int, int]
    null: float = 1.0


def allowed_by_p(statement: str, direction: str, n_treated: int, n_control: int) -> Allowed:
    """The standardised differences that a bare P statement between two arms leaves possible.

    Parameters
    ----------
    statement : as printed, ``P<0.05``; an exact P stands for every P that rounds to it.
    direction : ``higher`` or ``lower``, treated minus control, or ``none``.
    n_treated, n_control : patients per arm.

    Returns
    -------
    Allowed
        In pooled standard deviations, by Student's two-sided t test (`bounds.boundary_d`).

    Examples
    --------
    >>> [round(limit, 4) for limit in allowed_by_p("P>0.05", "none", 30, 32).spans[0]]
    [-0.5083, 0.5083]
    >>> [round(limit, 4) for limit in allowed_by_p("P<0.05", "lower", 30, 32).spans[0]]
    [-inf, -0.5083]
    """
    smallest, largest = _p_limits(statement)
    near = 0.0 if largest >= 1 else boundary_d(n_treated, n_control, largest)
    far = math.inf if smallest <= 0 else boundary_d(n_treated, n_control, smallest)
    below, above = (-far, -near), (near, far)
    spans = {"higher": (above,), "lower": (below,)}.get(direction)
    if spans is None:
        spans = (below, above) if near else ((-far, far),)
    _, limit = bound_of(statement) or ("", USUAL)
    return Allowed(spans, None, limit, (n_treated, n_control))


def _p_limits(statement: str) -> Span:
    """The smallest and the largest P that a statement stands for."""
    relation, printed = p_parts(statement)
    if relation == "=":
        low, high = rounding_limits(printed)
        return max(0.0, float(low)), min(1.0, float(high))
    _, limit = bound_of(statement) or ("", None)
    if limit is None:
        return 0.0, 1.0
    return (limit, 1.0) if relation in ABOVE else (0.0, limit)


def allowed_by_counts(measure: str, table: tuple[int, int, int, int], statement: str) -> Allowed | None:
    """A claim's own ratio from its printed counts, with its interval at one minus the threshold that it prints.

    Parameters
    ----------
    measure : ``OR`` (conditional, exact) or ``RR`` (by the score).
    table : events and patients of the treated, then of the control arm.
    statement : as printed; an exact P has no threshold.

    Returns
    -------
    Allowed or None
        None where the statement has no threshold that an interval has, counts are impossible, or they have no such ratio.

    Examples
    --------
    >>> own = allowed_by_counts("OR", (4, 30, 10, 32), "P>0.05")
    >>> round(own.value, 3), [round(limit, 3) for limit in own.spans[0]]
    (0.344, [0.069, 1.406])
    """
    limit = _threshold(statement)
    events_treated, treated, events_control, control = table
    if limit is None or events_treated > treated or events_control > control:
        return None
    own = OWN[measure](*table, 1 - limit)
    if own.value is None or own.low is None or own.high is None:
        return None
    return Allowed(((own.low, own.high),), own.value, limit, (treated, control))


def allowed_by_means(treated: MeanSdRange, control: MeanSdRange, statement: str) -> Allowed | None:
    """A claim's own standardised difference from its printed means, with its interval at one minus its printed threshold.

    Parameters
    ----------
    treated, control : the two means, as printed.
    statement : as printed; an exact P has no threshold.

    Returns
    -------
    Allowed or None
        Hedges's g with the interval of the noncentral t distribution. None where the statement has no threshold that an
        interval has, or where a standard deviation is below 0 or both are 0.

    Examples
    --------
    >>> of = {"id": "a", "kind": "mean_sd_range", "quote": ["x"], "n": 20}
    >>> treated, control = ({**of, "mean": mean, "sd": sd} for mean, sd in (("7.2", "2.1"), ("5.9", "1.8")))
    >>> own = allowed_by_means(MeanSdRange(**treated), MeanSdRange(**control), "P<0.05")
    >>> round(own.value, 3), [round(limit, 3) for limit in own.spans[0]]
    (0.651, [0.023, 1.272])
    """
    limit = _threshold(statement)
    if limit is None or any(rounding_limits(one.deviation)[1] < 0 for one in (treated, control)):
        return None
    first, second = (PrintedMean(one.mean, one.deviation, one.n) for one in (treated, control))
    d, sizes = standardised_difference(first, second), (treated.n, control.n)
    if d is None:
        return None
    factor = small_sample_correction(sum(sizes) - 2)
    low, high = interval_of_d(d, *sizes, 1 - limit)
    return Allowed(((factor * low, factor * high),), factor * d, limit, sizes, null=0.0)


def _threshold(statement: str) -> float | None:
    """That of a statement, where it prints one and an interval can have it; an exact P prints none."""
    bound = bound_of(statement)
    return None if bound is None or p_parts(statement)[0] == "=" else bound[1]
