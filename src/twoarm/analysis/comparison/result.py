"""One row of results.csv."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.methods.estimate import Estimate

NULL = {"probability": 0.5, "ratio": 1.0}  # the value of no difference on a scale, where it is not zero


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

    def __repr__(self) -> str:
        return f"<Result: {self.analysis} of {self.variable}>"
