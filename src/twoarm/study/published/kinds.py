"""The kinds of a published claim: what an auditor copies from an abstract, one small model per kind.

Numbers that were printed with decimals are kept as the printed string, since their rounding is part of the claim.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    model_validator,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Printed = Annotated[str, StringConstraints(pattern=r"^[-−]?\d+(\.\d+)?$")]
PStatement = Annotated[str, StringConstraints(pattern=r"^[Pp] ?[<>=≤≥] ?0?\.\d+$")]
Groups = Annotated[tuple[PositiveInt, ...], Field(min_length=2)]


def _number(printed: str) -> float:
    return float(printed.replace("−", "-"))


class Verdict(StrEnum):
    """What an audit can say of a claim; there is no fifth word, and none of them is a suspicion."""

    CONSISTENT = "consistent"
    DEPENDS_ON_METHOD = "depends on method"
    NOT_CHECKABLE = "not checkable"
    INCONSISTENT = "inconsistent"


class ClaimBase(BaseModel):
    """What every claim has: an id, the quoted pieces and which part of the quote it is about."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True
    )
    id: Text
    """The name of the claim, used once."""
    part: str = ""
    """Which part of the quote is meant, where one sentence makes several claims."""
    quote: tuple[Text, ...] = Field(min_length=1)
    """Pieces of the abstract, word for word; line breaks do not matter."""

    in_quote: ClassVar[tuple[str, ...]] = ()  # fields whose printed string stands in the quote
    in_abstract: ClassVar[tuple[str, ...]] = ()  # fields whose numbers stand somewhere in the abstract
    refers_to: ClassVar[tuple[str, ...]] = ()  # fields that name claims above this one


class SampleSize(ClaimBase):
    """A total and the groups that should add up to it."""

    kind: Literal["sample_size"]
    """Which kind of claim it is."""
    total: PositiveInt
    """All patients."""
    groups: Groups
    """The groups that should add up to them."""
    in_abstract = ("total", "groups")


class Multiple(ClaimBase):
    """Units counted several to a patient; `each`, and what the units are called, is the auditor's reading."""

    kind: Literal["multiple"]
    """Which kind of claim it is."""
    each: PositiveInt
    """How many units a patient has; your reading."""
    unit: Text = "unit"
    """What one is called; your reading."""
    patients: Groups
    """Patients of each group."""
    units: Groups
    """Units of each group, as many groups."""
    in_abstract = ("patients", "units")

    @model_validator(mode="after")
    def _same_groups(self) -> Multiple:
        if len(self.patients) != len(self.units):
            raise ValueError("patients and units must have one number per group")
        return self


class Count(ClaimBase):
    """Events of a denominator: with a printed percentage, with words that mean all of them, or bare."""

    kind: Literal["count"]
    """Which kind of claim it is."""
    events: NonNegativeInt
    """How many had the event."""
    of: PositiveInt
    """Of how many."""
    percent: Printed | None = None
    """The percentage as printed, in quotation marks; stands in the quote."""
    complete: Text | None = None
    """The words that mean all; stand in the quote, in the place of a percentage."""
    groups: Groups | None = None
    """The groups that should add up to the denominator."""
    in_quote = ("percent", "complete")
    in_abstract = ("events", "of", "groups")

    @model_validator(mode="after")
    def _one_statement(self) -> Count:
        if self.percent is not None and self.complete is not None:
            raise ValueError("a count has a percentage or words that mean all, not both")
        return self


class TwoByTwo(ClaimBase):
    """A P statement on two counts, which are claims of their own, so that their numbers stand once.

    `units` names the claim of kind `multiple` that says in how many patients the counted units lie; `evidence` an outcome of
    evidence.csv that is about the same question.
    """

    kind: Literal["two_by_two"]
    """Which kind of claim it is."""
    treated: Text
    """The claim, above this one, that counts the treated."""
    control: Text
    """The claim that counts the controls."""
    p: PStatement
    """The P statement, such as P<0.05; stands in the quote."""
    units: Text | None = None
    """The claim of kind multiple that says in how many patients the counted units lie."""
    evidence: Text | None = None
    """An outcome of evidence.csv about the same question."""
    in_quote = ("p",)
    refers_to = ("treated", "control", "units")


class MeanSdRange(ClaimBase):
    """Mean and standard deviation, with a range or not; `step` is the unit in which values are whole."""

    kind: Literal["mean_sd_range"]
    """Which kind of claim it is."""
    n: Annotated[int, Field(ge=2)]
    """How many values."""
    mean: Printed
    """The mean as printed, in quotation marks; stands in the quote."""
    sd: Printed
    """The standard deviation, likewise."""
    low: Printed | None = None
    """The smallest value, likewise; with high or not at all."""
    high: Printed | None = None
    """The largest value, likewise."""
    step: Printed | None = None
    """The unit in which values are whole, such as '1'; your reading."""
    in_quote = ("mean", "sd", "low", "high")
    in_abstract = ("n",)

    @model_validator(mode="after")
    def _whole_range(self) -> MeanSdRange:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high come together")
        if self.low is not None and self.high is not None and _number(self.low) > _number(self.high):
            raise ValueError("low must not be above high")
        if self.step is not None and _number(self.step) <= 0:
            raise ValueError("step must be above 0")
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
        if self.margin is None or None in given or self.comparison != "between" or _number(self.margin) <= 0:
            raise ValueError("a margin is above 0, has a unit and a margin_source, and is between arms")
        return self

    @model_validator(mode="after")
    def _sizes(self) -> BareP:
        if len(self.n) != (2 if self.comparison == "between" else 1):
            raise ValueError("n has two sizes (treated, control) between arms and one within an arm")
        return self


class NotReported(BaseModel):
    """Something that a reader would look for and that the abstract does not say.

    `absent` are words of which none stands in the abstract: where one does, the item may be reported after all.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True
    )
    item: Text
    """What a reader would look for."""
    why: Text
    """Why."""
    absent: tuple[Text, ...] = Field(min_length=1)
    """Words of which none stands in the abstract as a whole word."""


class NoNumber(ClaimBase):
    """A statement without a number."""

    kind: Literal["no_number"]
    """Which kind of claim it is."""


class Conclusion(ClaimBase):
    """A conclusion, no firmer than the claims it rests on."""

    kind: Literal["conclusion"]
    """Which kind of claim it is."""
    rests_on: tuple[Text, ...] = Field(min_length=1)
    """The claims, above this one, that it follows from."""
    refers_to = ("rests_on",)


class Judgement(ClaimBase):
    """The one verdict that is not computed: a reader's, with the reader's reason."""

    kind: Literal["judgement"]
    """Which kind of claim it is."""
    judgement: Verdict
    """Your verdict."""
    reason: Text
    """Your reason, in neutral words."""
    signed: Text
    """Who judged."""


Claim = Annotated[
    SampleSize | Multiple | Count | TwoByTwo | MeanSdRange | BareP | NoNumber | Conclusion | Judgement,
    Field(discriminator="kind"),
]


class ClaimsFile(BaseModel):
    """``claims.yml``: the claims of an abstract, and what it does not report."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True
    )
    claims: tuple[Claim, ...]
    """The claims in an order in which each names only claims above it."""
    not_reported: tuple[NotReported, ...] = ()
    """What a reader would look for and does not find."""
