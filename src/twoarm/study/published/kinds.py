"""The kinds of a published claim: what an auditor copies from an abstract, one small model per kind.

Numbers that were printed with decimals are kept as the printed string, since their rounding is part of the claim.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from twoarm.study.published.argued import (
    Conclusion,
    Judgement,
    NoNumber,
    NotReported,
    Question,
    Reported,
    Unread,
)
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.measured import BareP, MeanSdRange, Median, PrintedInterval, TwoMeans

Claim = Annotated[
    SampleSize
    | Total
    | Multiple
    | Count
    | Share
    | TwoByTwo
    | MeanSdRange
    | Median
    | TwoMeans
    | PrintedInterval
    | BareP
    | NoNumber
    | Conclusion
    | Judgement,
    Field(discriminator="kind"),
]


class ClaimsFile(BaseModel):
    """``claims.yml``: the questions and the claims of an abstract, and what it reports and does not report."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True
    )
    questions: tuple[Question, ...] = ()
    """The clinical questions under which claims are read together."""
    claims: tuple[Claim, ...]
    """The claims in an order in which each names only claims above it."""
    reported: tuple[Reported, ...] = ()
    """What a reader would look for and finds."""
    not_reported: tuple[NotReported, ...] = ()
    """What a reader would look for and does not find."""
    unread: tuple[Unread, ...] = ()
    """Sentences with figures that entered no claim."""
