"""What a conclusion says beyond the results behind it: rules, each with a stated definition, read by this report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from twoarm.analysis.claims.finding import Finding
from twoarm.analysis.claims.together.comparisons import Compared, compares, states_difference
from twoarm.analysis.claims.together.conclusion_words import BETTER, CAUSE, LIKENESS, SIZE
from twoarm.faces import counts_only
from twoarm.study.design.allocation import Randomised
from twoarm.study.published.argued import Conclusion, Question
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, PrintedInterval
from twoarm.tables.columns import Row


class Rule(StrEnum):
    """What is remarked; the words are made in `present.claims.remarks_said`."""

    NOTHING_BEHIND = "nothing_behind"
    SIZE_UNKNOWN = "size_unknown"
    NO_DIFFERENCE_BEHIND = "no_difference_behind"
    ALIKE_BY_P = "alike_by_p"
    IMAGE_NOT_SYMPTOM = "image_not_symptom"
    CAUSE_WITHOUT_CHANCE = "cause_without_chance"


@counts_only
@dataclass(frozen=True)
class Remark:
    """One rule that a conclusion meets, with its words that do so and the other claims that it is held against."""

    claim: Conclusion
    rule: Rule
    words: tuple[str, ...] = ()
    against: tuple[Claim, ...] = ()

    def row(self) -> Row:
        """A row of remarks.csv."""
        named = {"words": ", ".join(self.words), "against": " ".join(c.id for c in self.against)}
        return {"claim": self.claim.id, "rule": str(self.rule), **named}


@counts_only
@dataclass(frozen=True)
class Reading:
    """A conclusion beside what it rests on and what else the abstract compares."""

    claim: Conclusion
    claims: Mapping[str, Claim]
    findings: Mapping[str, Finding]
    questions: Mapping[str, Question]
    randomised: Randomised

    @property
    def text(self) -> str:
        return " ".join(self.claim.quote)

    @property
    def behind(self) -> list[Compared]:
        """The comparisons of the arms that it rests on."""
        return [c for c in (self.claims[name] for name in self.claim.rests_on) if compares(c)]

    @property
    def differing(self) -> list[Compared]:
        """Those of them that say that a difference was shown."""
        return [c for c in self.behind if self.differs(c)]

    def differs(self, claim: Compared) -> bool:
        return states_difference(claim, self.findings[claim.id])

    def about(self, claim: Claim) -> str | None:
        """What the question of a claim is about."""
        question = self.questions.get(claim.question or "")
        return question.about if question else None

    def compared(self, about: str) -> list[Compared]:
        """The comparisons of the whole abstract that are about something."""
        return [c for c in self.claims.values() if compares(c) and self.about(c) == about]


def remarks(
    claims: Iterable[Claim],
    findings: Mapping[str, Finding],
    questions: Iterable[Question],
    randomised: Randomised,
) -> list[Remark]:
    """Every rule that a conclusion meets, conclusions in their order."""
    by_id = {claim.id: claim for claim in claims}
    known = {question.code: question for question in questions}
    read = [
        Reading(c, by_id, findings, known, randomised) for c in by_id.values() if isinstance(c, Conclusion)
    ]
    found = (rule(one) for one in read for rule in _RULES)
    return [remark for remark in found if remark]


def _nothing_behind(read: Reading) -> Remark | None:
    """No comparison of the arms stands behind it."""
    return None if read.behind else Remark(read.claim, Rule.NOTHING_BEHIND)


def _size_unknown(read: Reading) -> Remark | None:
    """A word of size, and behind it nothing but statements about P."""
    words = _found(SIZE, read.text)
    bare = bool(read.behind) and all(isinstance(c, BareP) for c in read.behind)
    return Remark(read.claim, Rule.SIZE_UNKNOWN, words, tuple(read.behind)) if words and bare else None


def _no_difference_behind(read: Reading) -> Remark | None:
    """A word of superiority, and no comparison behind it says that a difference was shown."""
    words = () if _found(LIKENESS, read.text) else _found(BETTER, read.text)
    met = words and read.behind and not read.differing
    return Remark(read.claim, Rule.NO_DIFFERENCE_BEHIND, words, tuple(read.behind)) if met else None


def _alike_by_p(read: Reading) -> Remark | None:
    """A word of equality, and behind it comparisons of no difference without an interval."""
    words = _found(LIKENESS, read.text)
    open_ = [c for c in read.behind if not read.differs(c) and not isinstance(c, PrintedInterval)]
    return Remark(read.claim, Rule.ALIKE_BY_P, words, tuple(open_)) if words and open_ else None


def _image_not_symptom(read: Reading) -> Remark | None:
    """A difference in images alone, where the abstract compares symptoms and states no difference in any."""
    images = bool(read.differing) and all(read.about(c) == "image" for c in read.differing)
    symptoms = read.compared("symptom")
    alike = bool(symptoms) and not any(read.differs(c) for c in symptoms)
    return Remark(read.claim, Rule.IMAGE_NOT_SYMPTOM, (), tuple(symptoms)) if images and alike else None


def _cause_without_chance(read: Reading) -> Remark | None:
    """A word by which a treatment acts, where it is not known that chance decided who was given which."""
    words = _found(CAUSE, read.text)
    met = words and not read.randomised.by_chance
    return Remark(read.claim, Rule.CAUSE_WITHOUT_CHANCE, words) if met else None


_RULES: tuple[Callable[[Reading], Remark | None], ...] = (
    _nothing_behind,
    _no_difference_behind,
    _alike_by_p,
    _size_unknown,
    _image_not_symptom,
    _cause_without_chance,
)


def _found(words: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The words of a text that a list has, each once, as they stand there."""
    return tuple(dict.fromkeys(found[0] for found in words.finditer(text)))
