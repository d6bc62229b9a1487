"""One row of results.csv."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.registry.entries import method
from twoarm.methods.estimate import Estimate
from twoarm.tables.columns import Row

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

    def row(self) -> Row:
        """This result as a row of results.csv."""
        e = self.estimate
        named = {"analysis": self.analysis, "estimand": self.estimand, "method": method(self.analysis).words}
        sizes = {"n_treated": e.n_treated, "n_control": e.n_control}
        said = {"p_adjusted": self.p_adjusted, "unit": self.unit, "role": self.role, "reason": e.reason}
        return {**self.place(), "arm": self.arm, **named, **self.numbers(), **sizes, **said}

    def place(self) -> Row:
        """The columns that say what was measured, and when."""
        return {"section": self.section, "variable": self.variable, "visit": self.visit}

    def numbers(self) -> Row:
        """The columns of the estimate."""
        e = self.estimate
        interval = {"low": e.low, "high": e.high, "conf_level": e.conf_level}
        return {"estimate": e.value, **interval, "p_value": e.p_value}
