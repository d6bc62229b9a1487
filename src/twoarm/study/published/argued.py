"""What has no number to compute: statements, conclusions, judgements, questions, and what is reported or not."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from twoarm.study.published.base import ClaimBase, Verdict
from twoarm.study.published.printed import Text

_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)


class Question(BaseModel):
    """A clinical question under which claims are read together."""

    model_config = _STRICT
    code: Text
    """Its name, which claims give under `question`."""
    asks: Text
    """The question, in the words of the field."""
    about: Literal["image", "symptom", "harm", "recovery", "procedure", "completeness"] | None = None
    """What its claims measure; a conclusion is read by it."""
    front: bool = False
    """Whether the front page shows it; where no question has it, the first three that compare the arms are shown."""


class NoNumber(ClaimBase):
    """A statement without a number."""

    kind: Literal["no_number"]
    """Which kind of claim it is."""


class Conclusion(ClaimBase):
    """A conclusion, no firmer than the claims it rests on."""

    kind: Literal["conclusion"]
    """Which kind of claim it is."""
    rests_on: tuple[Text, ...] = ()
    """The claims, above this one, that it follows from; none where the abstract has no result about it."""
    because: Text | None = None
    """Why it rests on a claim of another question than its own."""
    refers_to = ("rests_on",)
    crossed = False


class Judgement(ClaimBase):
    """What is not computed but judged, with the reason and who judges."""

    kind: Literal["judgement"]
    """Which kind of claim it is."""
    about: Text | None = None
    """The claim, above this one, that is judged."""
    judgement: Verdict | None = None
    """Your verdict, where there is one."""
    reason: Text
    """Your reason, in neutral words."""
    signed: Text = "this report"
    """Who judged."""
    refers_to = ("about",)
    crossed = False


class Reported(BaseModel):
    """Something that a reader would look for and that the abstract says, or lets a reader conclude."""

    model_config = _STRICT
    item: Text
    """What a reader would look for."""
    guideline: Text | None = None
    """Which guideline asks for it."""
    question: Text | None = None
    """The code of the clinical question on which it bears."""
    quote: tuple[Text, ...] = Field(min_length=1)
    """Where the abstract says it, word for word."""
    implied: bool = False
    """Whether it is not said but follows from the words."""


class Unread(BaseModel):
    """A sentence of the abstract with figures that entered no claim."""

    model_config = _STRICT
    quote: Text
    """The sentence, word for word."""
    figures: tuple[Text, ...] = Field(min_length=1)
    """Its figures that entered no claim, as printed."""


class NotReported(BaseModel):
    """Something that a reader would look for and that the abstract does not say.

    `absent` are words of which none stands in the abstract: where one does, the item may be reported after all.
    """

    model_config = _STRICT
    item: Text
    """What a reader would look for."""
    guideline: Text | None = None
    """Which guideline asks for it."""
    question: Text | None = None
    """The code of the clinical question on which it bears."""
    why: Text
    """Why."""
    absent: tuple[Text, ...] = Field(min_length=1)
    """Words of which none stands in the abstract as a whole word."""
