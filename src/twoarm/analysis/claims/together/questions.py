"""Claims under the clinical question that they answer: one verdict for each, from those that compare the arms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twoarm.analysis.claims.finding import Finding
from twoarm.analysis.claims.kinds.argued import WEAKEST_FIRST, weakest
from twoarm.analysis.claims.together.comparisons import compares
from twoarm.faces import counts_only
from twoarm.study.published.argued import Conclusion, Judgement, NoNumber, Question
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim
from twoarm.tables.columns import Row

ARGUED = (Conclusion, Judgement, NoNumber)
FOREMOST = 3  # questions of a front page where the file marks none


@counts_only
@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its claims.

    Attributes
    ----------
    question : as `claims.yml` asks it.
    claims : that belong to it, in their order.
    deciding : those that give the verdict: the comparisons of the arms; without one, whatever can be computed.
    verdict : inconsistent where any claim of the question is, else the weakest of the deciding ones.
    """

    question: Question
    claims: tuple[Claim, ...]
    deciding: tuple[Claim, ...]
    verdict: Verdict

    def row(self) -> Row:
        """A row of questions.csv."""
        named = {
            "claims": " ".join(c.id for c in self.claims),
            "deciding": " ".join(c.id for c in self.deciding),
        }
        return {
            "question": self.question.code,
            "asks": self.question.asks,
            "verdict": str(self.verdict),
            **named,
        }


def answers(
    questions: Iterable[Question], claims: Iterable[Claim], findings: Mapping[str, Finding]
) -> list[AnsweredQuestion]:
    """Every question to which a claim belongs, in the order of the file."""
    claims = list(claims)
    grouped = [(question, [c for c in claims if c.question == question.code]) for question in questions]
    return [_answer(question, found, findings) for question, found in grouped if found]


def _answer(question: Question, claims: list[Claim], findings: Mapping[str, Finding]) -> AnsweredQuestion:
    computed = [c for c in claims if not isinstance(c, ARGUED)]
    deciding = [c for c in computed if compares(c)] or computed or claims
    wrong = [c for c in computed if findings[c.id].verdict == Verdict.INCONSISTENT]
    verdict = weakest(findings[c.id].verdict for c in wrong or deciding)
    return AnsweredQuestion(question, tuple(claims), tuple(deciding), verdict)


def foremost(found: list[AnsweredQuestion], compared: Iterable[Claim]) -> list[AnsweredQuestion]:
    """Those that the file marks for the front page; without a mark the first that compare the arms, then others.

    The weakest verdict stands first: what does not stand is to be seen before what does.
    """
    marked = [answer for answer in found if answer.question.front]
    ids = {claim.id for claim in compared}
    of_arms = [answer for answer in found if any(claim.id in ids for claim in answer.deciding)]
    rest = [answer for answer in found if answer not in of_arms]
    order = [verdict for verdict, _ in WEAKEST_FIRST]
    return sorted(marked or [*of_arms, *rest][:FOREMOST], key=lambda answer: order.index(answer.verdict))
