"""What every rule of the drafter knows of the abstract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from twoarm.drafting.abstract.arms.both import Arm, Arms
from twoarm.drafting.abstract.reading.characters import flat
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL, whole
from twoarm.drafting.abstract.reading.intervals import ADJUSTED
from twoarm.drafting.abstract.reading.sentences import Sentence
from twoarm.study.published.claims import squeeze, states

_ATTRITION = re.compile(
    r"\b(?:lost to|withdr[ae]w\w*|dropp?ed out|drop-?outs?|exclud\w+|attrition|available|evaluable|responded|returned for"
    r"|could be (?:followed|reached|contacted|re-?examined)"
    r"|did not complete|missing|died before|\d[^.;]{0,20} completed (?:the )?(?:study|trial|follow))",
    re.I,
)


_NOBODY_LEFT = re.compile(
    rf"\b(?:no|none|nobody|neither|without(?: any)?)\b (?:of (?:the|them|these) )?(?:(?:{WHO}"
    r"|further|such|one|was|were|had|been) ){0,4}(?:los[ts]|exclu|drop|withdr|attrition|missing)\w*(?: to follow-?\s?up)?"
    r"(?:,? (?:or|nor|and) (?:los[ts]|exclu|drop|withdr)\w*)?",
    re.I,
)
_SOME = re.compile(rf"(?P<k>{NUMERAL}) (?:[a-z-]+ ){{0,2}}?{WHO}\b", re.I)


@dataclass(frozen=True)
class Context:
    """The abstract as prose, its sentences and its arms."""

    text: str
    sentences: tuple[Sentence, ...]
    arms: Arms

    @cached_property
    def plain(self) -> str:
        """The text in its plain form."""
        return flat(self.text)

    @cached_property
    def squeezed(self) -> str:
        """The text as quotes are looked up in it."""
        return squeeze(self.text)

    def prints(self, number: int) -> bool:
        """Whether a whole number stands in the abstract, in figures or in words."""
        return states(self.squeezed, number)

    @cached_property
    def leaving(self) -> str:
        """The text without what says that nobody left."""
        return _NOBODY_LEFT.sub(" ", self.plain)

    @cached_property
    def numbered_names(self) -> frozenset[str]:
        """Names that end in a figure, such as a score's step: explained in brackets, as in `(PASI 75)`."""
        return frozenset(found[1] for found in re.finditer(r"\(([A-Z]{3,}[ -]?\d{2})\)", self.plain))

    @property
    def total(self) -> int:
        """Both arms together."""
        return sum(self.arms.sizes)

    @cached_property
    def attrition(self) -> bool:
        """Whether it speaks of patients who left, or of fewer than all: a denominator may be smaller than its arm."""
        some = (whole(found["k"]) or 0 for found in _SOME.finditer(self.plain))
        fewer = any(max(self.arms.sizes) < n < self.total for n in some)
        return fewer or bool(_ATTRITION.search(self.leaving))

    @cached_property
    def models(self) -> bool:
        """Whether it speaks of models that adjust, beside a measure that says so itself and models of times to events."""
        own = re.sub(
            r"adjusted (?:odds|hazards?|relative|risk|mean|rate|treatment|between)"
            r"|\bcox\b[^.;]{0,40}models?|\ba(?:OR|HR|RR)\b",
            " ",
            self.plain,
            flags=re.I,
        )
        return bool(ADJUSTED.search(own))

    def size_words(self, arm: Arm) -> str:
        """How a guess says where a denominator comes from."""
        return f"{arm.n} is the size of the arm {arm.label}"
