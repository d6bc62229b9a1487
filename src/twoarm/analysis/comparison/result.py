"""One row of results.csv."""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.analysis.registry.entries import method
from twoarm.analysis.registry.method import Method, MonteCarlo
from twoarm.analysis.registry.scale import Scale
from twoarm.masked import bounds
from twoarm.methods.estimate import Estimate
from twoarm.methods.values.means import CONSTANT_ARMS
from twoarm.tables.columns import Row

# What is printed of a source that nobody named, and of a horizon that nobody stated.
ASSUMED, FROM_DATA = "assumed", "from the data"


@dataclass(frozen=True)
class Result:
    """One row of results.csv: an estimate and what it is an estimate of.

    Attributes
    ----------
    arm : empty for a contrast.
    p_adjusted : of a primary result within its family of outcomes.
    horizon : where the means end that are compared, in the unit of the outcome; None without an end.
    horizon_source : who stated it, ``assumed`` where nobody is named, or ``from the data``; empty without an end.
    monte_carlo : how far resampling may be off; None where nothing is drawn.
    pooled_sd : of a primary difference of an averaged outcome, the root of the mean variance of both arms at its visit, by
        which a figure divides to draw outcomes of different units on one axis; None where an arm has no deviation.
    """

    section: str
    variable: str
    visit: str
    arm: str
    analysis: str
    estimand: str
    estimate: Estimate
    unit: str
    role: str
    scale: Scale
    p_adjusted: float | None = None
    horizon: float | None = None
    monte_carlo: MonteCarlo | None = None
    pooled_sd: float | None = None
    horizon_source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", Scale(self.scale))

    def __repr__(self) -> str:
        return f"<Result: {self.analysis} of {self.variable}>"

    @property
    def method(self) -> Method:
        """The entry of the registry by which it was computed, in the words that fit so many patients."""
        treated, control = (bounds(n)[0] for n in (self.estimate.n_treated, self.estimate.n_control))
        return method(self.analysis).of_size(treated, control)

    @property
    def null(self) -> float:
        """The value of no difference on its own scale."""
        return self.scale.null

    @property
    def side(self) -> int:
        """-1, 0 or 1: where the interval lies beside no difference; 0 too where there is none."""
        return self.estimate.side(self.null)

    @property
    def apart(self) -> int:
        """-1 or 1 where neither arm varies and every value of the treated arm lies below or above the control's; else 0."""
        value = self.estimate.value
        if value is None or self.estimate.reason != CONSTANT_ARMS:
            return 0
        return (value > self.null) - (value < self.null)

    @property
    def at_null(self) -> bool:
        """Whether a limit is no difference itself while the P says that there is one: so many values are equal."""
        e = self.estimate
        if e.p_value is None or e.conf_level is None:
            return False
        return self.null in (e.low, e.high) and e.low != e.high and e.p_value < 1 - e.conf_level

    @property
    def beside(self) -> int:
        """-1, 0 or 1: as `side`, but where a limit is no difference itself its P decides: on the side of the other limit."""
        if not self.at_null:
            return self.side
        return 1 if self.estimate.low == self.null else -1

    def below(self, alpha: float) -> bool | None:
        """Whether its P lies below a significance level; None where it has none."""
        return None if self.estimate.p_value is None else self.estimate.p_value < alpha

    def row(self) -> Row:
        """This result as a row of results.csv."""
        e = self.estimate
        named = {"analysis": self.analysis, "estimand": self.estimand, "method": self.method.words}
        sizes = {"n_treated": e.n_treated, "n_control": e.n_control}
        said = {"p_adjusted": self.p_adjusted, "unit": self.unit, "role": self.role, "reason": e.reason}
        return {**self.place(), "arm": self.arm, **named, **self.numbers(), **sizes, **said, **self._drawn()}

    def _drawn(self) -> Row:
        """The columns of the horizon, of the Monte-Carlo error, of the deviation and of the test statistic."""
        m = self.monte_carlo or MonteCarlo()
        errors = {"monte_carlo_p": m.p_error, "monte_carlo_limit": m.limit_error}
        end = {"horizon": self.horizon, "draws": m.draws}
        test = {"statistic": self.estimate.statistic, "df": self.estimate.df}
        return {**end, **errors, "pooled_sd": self.pooled_sd, "horizon_source": self.horizon_source, **test}

    def place(self) -> Row:
        """The columns that say what was measured, and when."""
        return {"section": self.section, "variable": self.variable, "visit": self.visit}

    def numbers(self) -> Row:
        """The columns of the estimate."""
        e = self.estimate
        interval = {"low": e.low, "high": e.high, "conf_level": e.conf_level}
        return {"estimate": e.value, **interval, "p_value": e.p_value}
