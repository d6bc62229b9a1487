"""Published claims beside published estimates of other studies: what each claim leaves possible, on the estimate's scale.

Only printed numbers enter: no patient of the cohort, and for a threshold the one that a claim prints, never a run's alpha.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import p_parts
from twoarm.faces import counts_only
from twoarm.methods.counts.ratios import odds_ratio, risk_ratio
from twoarm.methods.design.power import power_of_difference
from twoarm.methods.estimate import Estimate
from twoarm.methods.printed.bounds import boundary_d
from twoarm.methods.printed.rounding import exact, half_unit
from twoarm.study.opened import Study
from twoarm.study.published.evidence import Published
from twoarm.study.published.kinds import BareP, Claim, TwoByTwo

Span = tuple[float, float]
OWN: dict[str, Callable[[int, int, int, int, float], Estimate]] = {"OR": odds_ratio, "RR": risk_ratio}


@counts_only
@dataclass(frozen=True)
class Allowed:
    """What a claim leaves possible of a contrast.

    Attributes
    ----------
    spans : the values, as open intervals in ascending order; a limit may be infinite.
    value : the claim's own estimate, where its printed counts give one; else None.
    threshold : the level that the claim prints, which is also one minus the level of its own interval.
    sizes : treated and control, as many as the claim was computed from.
    """

    spans: tuple[Span, ...]
    value: float | None
    threshold: float
    sizes: tuple[int, int]


@counts_only
@dataclass(frozen=True)
class Beside:
    """A published contrast with the claim about the same question and what that claim allows; None where there is none."""

    published: Published
    claim: Claim | None
    allowed: Allowed | None

    @property
    def common(self) -> tuple[Span, ...] | None:
        """The values that the published interval and the claim both leave possible; None where either is not there."""
        if self.allowed is None or self.published.interval is None:
            return None
        low, high = self.published.interval
        both = [(max(low, a), min(high, b)) for a, b in self.allowed.spans]
        return tuple((a, b) for a, b in both if a < b)

    @property
    def holds_estimate(self) -> bool | None:
        """Whether the published estimate itself is among what the claim leaves possible; None without a claim."""
        if self.allowed is None:
            return None
        return any(low < self.published.value < high for low, high in self.allowed.spans)


@counts_only
@dataclass(frozen=True)
class Context:
    """Everything that stands in ``evidence.csv``, and its contrasts beside the claims."""

    study: Study
    published: tuple[Published, ...]
    contrasts: tuple[Beside, ...]


@counts_only
@dataclass(frozen=True)
class PooledPower:
    """The power of a design of the published sizes to find a pooled standardised difference and each limit of its interval.

    Each power lies in [threshold, 1]; the limits are those nearer to no difference and farther from it. Where the interval
    includes no difference, nothing is nearer than it, and the power there is the threshold.
    """

    published: Published
    sizes: tuple[int, int]
    threshold: float
    at_estimate: float
    at_nearer: float | None
    at_farther: float | None


def in_context(study: Study, audit: Audit | None) -> Context | None:
    """A study's published claims beside the estimates of its ``evidence.csv``; None where it has none."""
    if not study.evidence:
        return None
    claims = list(audit.claims) if audit else []
    contrasts = [one for row in study.evidence if row.is_contrast for one in _beside(row, claims)]
    return Context(study, study.evidence, tuple(contrasts))


def _beside(row: Published, claims: list[Claim]) -> list[Beside]:
    """A contrast with each claim that names its outcome, or alone."""
    about = [claim for claim in claims if getattr(claim, "evidence", None) == row.outcome]
    return [Beside(row, claim, _allowed(row, claim, claims)) for claim in about] or [Beside(row, None, None)]


def _allowed(row: Published, claim: Claim, claims: list[Claim]) -> Allowed | None:
    if isinstance(claim, BareP) and claim.comparison == "between" and row.measure == "SMD":
        treated, control = claim.n
        return allowed_by_p(claim.p, claim.direction, treated, control)
    if isinstance(claim, TwoByTwo) and row.measure in OWN:
        counts = {c.id: c for c in claims}
        treated, control = counts[claim.treated], counts[claim.control]
        table = treated.events, treated.of, control.events, control.of
        return allowed_by_counts(row.measure, table, claim.p)
    return None


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
    return Allowed(spans, None, float(p_parts(statement)[1]), (n_treated, n_control))


def _p_limits(statement: str) -> Span:
    """The smallest and the largest P that a statement stands for."""
    relation, printed = p_parts(statement)
    if relation in "<≤":
        return 0.0, float(printed)
    if relation in ">≥":
        return float(printed), 1.0
    slack = half_unit(printed)
    return max(0.0, float(exact(printed) - slack)), min(1.0, float(exact(printed) + slack))


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
        None where the statement has no threshold, counts are impossible, or they have no such ratio.

    Examples
    --------
    >>> own = allowed_by_counts("OR", (4, 30, 10, 32), "P>0.05")
    >>> round(own.value, 3), [round(limit, 3) for limit in own.spans[0]]
    (0.344, [0.069, 1.406])
    """
    relation, printed = p_parts(statement)
    events_treated, treated, events_control, control = table
    if relation == "=" or events_treated > treated or events_control > control:
        return None
    own = OWN[measure](*table, 1 - float(printed))
    if own.value is None or own.low is None or own.high is None:
        return None
    return Allowed(((own.low, own.high),), own.value, float(printed), (treated, control))


def pooled_power(study: Study, audit: Audit | None) -> list[PooledPower]:
    """The power of each published design, by the sizes and thresholds of the bare P statements between the arms.

    Empty where there is no standardised difference in ``evidence.csv``, or no such statement with a threshold.
    """
    context = in_context(study, audit)
    pooled = [row for row in context.published if row.measure == "SMD"] if context else []
    return [_power(row, *design) for design in (designs(audit) if pooled else []) for row in pooled]


def designs(audit: Audit | None) -> list[tuple[tuple[int, int], float]]:
    """The sizes and the threshold of each bare P statement between the arms, each pair once."""
    claims = [c for c in audit.claims if isinstance(c, BareP) and c.comparison == "between"] if audit else []
    stated = [(claim.n, *p_parts(claim.p)) for claim in claims if min(claim.n) > 1]
    return list(dict.fromkeys((n, float(printed)) for n, relation, printed in stated if relation != "="))


def _power(row: Published, sizes: tuple[int, int], threshold: float) -> PooledPower:
    def power(difference: float) -> float:
        return power_of_difference(difference, *sizes, threshold)

    if row.interval is None:
        return PooledPower(row, sizes, threshold, power(row.value), None, None)
    nearer, farther = sorted(row.interval, key=abs)
    inside = row.interval[0] <= 0 <= row.interval[1]
    return PooledPower(
        row, sizes, threshold, power(row.value), power(0.0 if inside else nearer), power(farther)
    )
