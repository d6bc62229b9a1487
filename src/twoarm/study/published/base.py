"""What every published claim has, and what an audit can say of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from twoarm.study.published.printed import Text

Groups = Annotated[tuple[PositiveInt, ...], Field(min_length=2)]


class Verdict(StrEnum):
    """What an audit can say of a claim, or that a person judged it; none of them is a suspicion."""

    CONSISTENT = "consistent"
    DEPENDS_ON_METHOD = "depends on method"
    NOT_CHECKABLE = "not checkable"
    INCONSISTENT = "inconsistent"
    JUDGED = "judged"


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

    question: Text | None = None
    """The code of the clinical question under `questions` that it belongs to."""
    variable: Text | None = None
    """The outcome of dictionary.csv that measures the same, where a cohort stands beside the abstract."""
    visit: Text | None = None
    """The code of the visit that is meant, where the outcome has several; else its last one."""
    arm: Literal["treated", "control"] | None = None
    """The arm that it is about, where it is about one."""

    in_quote: ClassVar[tuple[str, ...]] = ()  # fields whose printed string stands in the quote
    in_abstract: ClassVar[tuple[str, ...]] = ()  # fields whose numbers stand somewhere in the abstract
    words_in_abstract: ClassVar[tuple[str, ...]] = ()  # fields whose words stand somewhere in the abstract
    refers_to: ClassVar[tuple[str, ...]] = ()  # fields that name claims above this one
    crossed: ClassVar[bool] = True  # whether it states something itself that a cohort may meet
