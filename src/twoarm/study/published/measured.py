"""Claims about what is measured: means, medians, differences and ratios with intervals, and bare statements about P."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PositiveInt, model_validator

from twoarm.study.published.base import ClaimBase
from twoarm.study.published.printed import Printed, PStatement, Text, number

Measure = Literal["OR", "RR", "HR", "RD", "MD", "SMD"]
RATIOS = ("OR", "RR", "HR")  # no difference is 1; of the others it is 0


class MeanSdRange(ClaimBase):
    """A mean, its standard deviation, its range, as far as they are printed; `step`: the unit in which values are whole."""

    kind: Literal["mean_sd_range"]
    """Which kind of claim it is."""
    n: Annotated[int, Field(ge=2)]
    """How many values."""
    mean: Printed
    """The mean as printed, in quotation marks; stands in the quote."""
    sd: Printed | None = None
    """The standard deviation, likewise; a test of two means needs it."""
    low: Printed | None = None
    """The smallest value, likewise; with high or not at all."""
    high: Printed | None = None
    """The largest value, likewise."""
    step: Printed | None = None
    """The unit in which values are whole, such as '1'; your reading."""
    in_quote = ("mean", "sd", "low", "high")
    in_abstract = ("n",)

    @property
    def deviation(self) -> str:
        """The standard deviation of a claim that has one.

        Raises
        ------
        ValueError
            It has none.
        """
        if self.sd is None:
            raise ValueError(f"{self.id} has no standard deviation")
        return self.sd

    @model_validator(mode="after")
    def _whole_range(self) -> MeanSdRange:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together")
        if self.low is not None and self.high is not None and number(self.low) > number(self.high):
            raise ValueError("low must not be above high")
        if self.step is not None and number(self.step) <= 0:
            raise ValueError("step must be above 0")
        return self


class Median(ClaimBase):
    """A median, with its quartiles or its range where they are printed."""

    kind: Literal["median"]
    """Which kind of claim it is."""
    median: Printed
    """As printed, in quotation marks; stands in the quote."""
    low: Printed | None = None
    """The lower end, likewise; with high or not at all."""
    high: Printed | None = None
    """The upper end, likewise."""
    spread: Literal["quartiles", "range"] = "quartiles"
    """What the ends are."""
    n: PositiveInt | None = None
    """How many values, where it is printed."""
    in_quote = ("median", "low", "high")
    in_abstract = ("n",)

    @model_validator(mode="after")
    def _both_ends(self) -> Median:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together")
        return self


class TwoMeans(ClaimBase):
    """A P statement on two means, which are claims of their own, so that their numbers stand once."""

    kind: Literal["two_means"]
    """Which kind of claim it is."""
    treated: Text
    """The claim of kind mean_sd_range, above this one, of the treated."""
    control: Text
    """That of the controls."""
    p: PStatement
    """The P statement; stands in the quote."""
    test: Text | None = None
    """The test that the abstract names for it, in its words; stands in the abstract."""
    evidence: Text | None = None
    """An outcome of evidence.csv about the same question."""
    in_quote = ("p",)
    words_in_abstract = ("test",)
    refers_to = ("treated", "control")


class PrintedInterval(ClaimBase):
    """A difference or a ratio between the arms with its interval, and with P where one is printed beside it."""

    kind: Literal["interval"]
    """Which kind of claim it is."""
    measure: Measure
    """Odds ratio, risk ratio, hazard ratio, risk difference, mean difference or standardised mean difference."""
    estimate: Printed
    """As printed, in quotation marks; stands in the quote."""
    low: Printed | None = None
    """The lower limit, likewise; with high or not at all."""
    high: Printed | None = None
    """The upper limit, likewise."""
    level: Annotated[float, Field(gt=50, lt=100)] = 95
    """The level of the interval, in percent."""
    p: PStatement | None = None
    """The P statement about it; stands in the quote."""
    adjusted: bool = False
    """Whether it comes from a model that adjusts for something, so that printed counts or means need not give it."""
    treated: Text | None = None
    """The claim, above this one, with the count or the mean of the treated from which it should follow."""
    control: Text | None = None
    """That of the controls; with treated or not at all."""
    in_quote = ("estimate", "low", "high", "p")
    refers_to = ("treated", "control")

    @model_validator(mode="after")
    def _pairs(self) -> PrintedInterval:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together")
        if (self.treated is None) != (self.control is None):
            raise ValueError("treated and control come together")
        return self


class BareP(ClaimBase):
    """A P statement with no number behind it; direction is treated minus control, or later minus earlier.

    `margin`, with `unit` and `margin_source`, is a difference that would matter: the auditor's, not the abstract's.
    """

    kind: Literal["bare_p"]
    """Which kind of claim it is."""
    p: PStatement
    """The P statement, such as P>0.05; stands in the quote."""
    comparison: Literal["between", "within"]
    """Between the arms, or within one."""
    direction: Literal["higher", "lower", "none"]
    """Treated minus control, or later minus earlier; none where no difference is stated."""
    n: Annotated[tuple[PositiveInt, ...], Field(min_length=1, max_length=2)]
    """Both sizes between arms, treated first; one within an arm."""
    evidence: Text | None = None
    """An outcome of evidence.csv about the same question."""
    margin: Printed | None = None
    """A difference that would matter, as a number in quotation marks; yours, between arms only."""
    unit: Text | None = None
    """The unit of the margin."""
    margin_source: Text | None = None
    """Who states it."""
    in_quote = ("p",)
    in_abstract = ("n",)

    @model_validator(mode="after")
    def _margin(self) -> BareP:
        given = (self.margin, self.unit, self.margin_source)
        if given == (None, None, None):
            return self
        if self.margin is None or None in given or self.comparison != "between" or number(self.margin) <= 0:
            raise ValueError("a margin is above 0, has a unit and a margin_source, and is between arms")
        return self

    @model_validator(mode="after")
    def _sizes(self) -> BareP:
        if len(self.n) != (2 if self.comparison == "between" else 1):
            raise ValueError("n has two sizes (treated, control) between arms and one within an arm")
        return self
