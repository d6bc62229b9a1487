"""One row of results.csv."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.estimate import Estimate


@dataclass(frozen=True)
class Result:
    """One row of results.csv: an estimate and what it is an estimate of. `arm` is empty for a contrast."""

    section: str
    variable: str
    visit: str
    arm: str
    analysis: str
    estimand: str
    estimate: Estimate
    unit: str
    role: str
    scale: str
    p_adjusted: float | None = None
