"""How often a design of the published sizes would find a cited difference: a property of sizes, whatever was observed."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.faces import counts_only
from twoarm.methods.design.power import power_of_difference
from twoarm.study.opened import Study
from twoarm.study.published.evidence import Published
from twoarm.study.published.measured import BareP
from twoarm.study.published.printed import p_parts
from twoarm.tables.columns import Row


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

    def row(self) -> Row:
        """A row of pooled_power.csv."""
        sizes = dict(zip(("n_treated", "n_control"), map(str, self.sizes), strict=True))
        powers = {name: getattr(self, name) for name in ("at_nearer", "at_estimate", "at_farther")}
        cited = {"source": self.published.source, "outcome": self.published.outcome}
        return {**cited, **sizes, "threshold": f"{self.threshold:g}", **powers}


def pooled_power(study: Study, audit: Audit | None) -> list[PooledPower]:
    """The power of each published design, by the sizes and thresholds of the bare P statements between the arms.

    Empty where there is no standardised difference in ``evidence.csv``, or no such statement with a threshold.
    """
    pooled = [row for row in study.evidence if row.measure == "SMD"]
    return [_power(row, *design) for design in (designs(audit) if pooled else []) for row in pooled]


def designs(audit: Audit | None) -> list[tuple[tuple[int, int], float]]:
    """The sizes and the threshold of each bare P statement between the arms, each pair once."""
    claims = [c for c in audit.claims if isinstance(c, BareP) and c.comparison == "between"] if audit else []
    stated = [(claim.n, *p_parts(claim.p)) for claim in claims if min(claim.n) > 1]
    thresholds = ((n, float(printed)) for n, relation, printed in stated if relation != "=")
    return list(dict.fromkeys((n, limit) for n, limit in thresholds if 0 < limit < 1))


def _power(row: Published, sizes: tuple[int, int], threshold: float) -> PooledPower:
    def power(difference: float) -> float:
        return power_of_difference(difference, *sizes, threshold)

    if row.interval is None:
        return PooledPower(row, sizes, threshold, power(row.value), None, None)
    nearer, farther = sorted(row.interval, key=abs)
    inside = row.interval[0] <= 0 <= row.interval[1]
    ends = power(0.0 if inside else nearer), power(farther)
    return PooledPower(row, sizes, threshold, power(row.value), *ends)
