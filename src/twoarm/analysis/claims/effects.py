"""The estimates of two counts that an audit gives beside their tests."""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType

from twoarm.methods.counts.proportions import newcombe, risk_difference
from twoarm.methods.counts.ratios import number_needed, odds_ratio, risk_ratio


@dataclass(frozen=True)
class Effect:
    """One estimate: by which function, and whose other construction it is, if it is one."""

    estimate: FunctionType  # (events, patients, events, patients, level) -> Estimate
    of: FunctionType | None = None

    @property
    def method(self) -> str:
        """As claims.csv and the registry call it."""
        return self.estimate.__name__

    @property
    def statistic(self) -> str:
        """As claims.csv calls what is estimated."""
        return (self.of or self.estimate).__name__


DIFFERENCE, NEWCOMBE, RATIO, ODDS, NEEDED = EFFECTS = (
    Effect(risk_difference),
    Effect(newcombe, of=risk_difference),
    Effect(risk_ratio),
    Effect(odds_ratio),
    Effect(number_needed),
)
