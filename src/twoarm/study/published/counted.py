"""Claims about patients, or units within them, that are counted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from twoarm.study.published.base import ClaimBase, Groups
from twoarm.study.published.printed import Printed, PStatement, Text


class SampleSize(ClaimBase):
    """A total and the groups that should add up to it."""

    kind: Literal["sample_size"]
    """Which kind of claim it is."""
    total: PositiveInt
    """All patients."""
    groups: Groups
    """The groups that should add up to them."""
    in_abstract = ("total", "groups")


class Total(ClaimBase):
    """The counts of categories, such as those of a column of a table, and the number that they should add up to."""

    kind: Literal["total"]
    """Which kind of claim it is."""
    parts: Annotated[tuple[NonNegativeInt, ...], Field(min_length=2)]
    """How many are in each category."""
    total: PositiveInt
    """All of them."""
    in_abstract = ("parts", "total")


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


class Share(ClaimBase):
    """A percentage whose count is not printed."""

    kind: Literal["share"]
    """Which kind of claim it is."""
    percent: Printed
    """As printed, in quotation marks; stands in the quote."""
    of: PositiveInt
    """Of how many; where the sentence does not say it, the size of the arm is your reading."""
    of_printed: bool = True
    """Whether the sentence itself says of how many."""
    in_quote = ("percent",)
    in_abstract = ("of",)


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
    test: Text | None = None
    """The test that the abstract names for it, in its words; stands in the abstract."""
    in_quote = ("p",)
    words_in_abstract = ("test",)
    refers_to = ("treated", "control", "units")
