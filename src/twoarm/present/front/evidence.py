"""What stands behind a mark in the abstract, in few words: the numbers, the rule, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.finding import Reason
from twoarm.analysis.claims.together.sentences import AuditedSentence
from twoarm.present import wording as w
from twoarm.present.claims.bounds import alike_among, deviations
from twoarm.present.claims.details import DETAILS
from twoarm.present.claims.words import METHODS, why
from twoarm.study.published.argued import Conclusion, NoNumber
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import Count, Multiple, SampleSize, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange

_Said = Callable[[Audit, Any], str]


def evidence_said(audit: Audit, sentence: AuditedSentence) -> Iterator[str]:
    """One line for the numbers, one for what does not agree or is judged, one for what is not printed."""
    # A count that agrees says nothing beside a test of it.
    tested = (
        [c for c in sentence.claims if not isinstance(c, Count)] if _tested(sentence) else sentence.claims
    )
    if numbers := " ".join(dict.fromkeys(filter(None, (_numbers(audit, c) for c in tested)))):
        yield numbers
    if bare := [claim for claim in sentence.claims if isinstance(claim, BareP)]:
        yield " ".join(dict.fromkeys(_bare(audit, bare)))
    wrong = [c for c in sentence.claims if audit.findings[c.id].verdict == Verdict.INCONSISTENT]
    yield from dict.fromkeys(why(claim, audit.findings[claim.id]) for claim in wrong)
    yield from (f"Judged by {claim.signed}, with its reason in that row." for claim in sentence.judged)
    yield from _of_no_number(sentence)
    if missing := _missing(audit, sentence):
        yield f"Not in the abstract: {missing}."


def _of_no_number(sentence: AuditedSentence) -> Iterator[str]:
    """The claims that the mark of a sentence leaves out, as others of it have numbers."""
    bare = [claim.id for claim in sentence.claims if isinstance(claim, NoNumber)]
    if len(bare) < len(sentence.claims):
        yield from (f"{name} states no number and cannot be checked." for name in bare)


def _tested(sentence: AuditedSentence) -> bool:
    return any(isinstance(claim, TwoByTwo) for claim in sentence.claims)


def _numbers(audit: Audit, claim: Claim) -> str:
    for kind, said in _SHORT.items():
        if isinstance(claim, kind):
            return said(audit, claim)
    known = (
        said for kind, said in DETAILS.items() if isinstance(claim, kind) and not isinstance(claim, BareP)
    )
    return next((said(audit, claim) for said in known), "")


def _count(audit: Audit, claim: Count) -> str:
    percent = audit.value(claim, "percent")
    return (
        ""
        if percent is None
        else f"{claim.events}/{claim.of} is {w.number(percent, 0 if percent == int(percent) else 2)}%."
    )


def _tests(audit: Audit, claim: TwoByTwo) -> str:
    printed, *supposed = audit.supposed(claim)
    found = audit.division(claim, printed)
    if found.leading is None:
        return ""
    others = [audit.division(claim, p) for p in supposed]
    ps = [w.p_text(one.tests[one.leading], one.threshold) for one in others if one.leading]
    unit = f" per {audit.units(claim).unit}" if claim.units else ""
    lead = f"{w.p_phrase(found.tests[found.leading], found.threshold)}{unit} ({METHODS[found.leading]})"
    if not ps:
        rest = [
            f"{w.p_phrase(p, found.threshold)} ({METHODS[n]})"
            for n, p in found.deciding.items()
            if n != found.leading
        ]
        return f"{'; '.join([lead, *rest])}."
    return f"{lead}; per patient {w.joined(list(dict.fromkeys(ps)))}, by how many were affected, which is not printed."


def _bare(audit: Audit, claims: list[BareP]) -> Iterator[str]:
    """What a threshold alone says of the size, once for claims that say the same."""
    for group in alike_among(audit, claims):
        d = group.bound("boundary_d")
        size = f": by a t test, means {group.side} {deviations(d)} SD apart" if d is not None else ""
        yield f"Only {group.first.p} is printed{size}."


def _mean(audit: Audit, claim: MeanSdRange) -> str:
    if audit.findings[claim.id].verdict != Verdict.CONSISTENT:
        return why(claim, audit.findings[claim.id])
    return f"{claim.n} values from {claim.low} to {claim.high} can have this mean and SD."


def _concluded(audit: Audit, claim: Conclusion) -> str:
    if audit.findings[claim.id].reason == Reason.RESTS_ON_NOTHING:
        return why(claim, audit.findings[claim.id])
    return "No firmer than the results that it rests on."


_SHORT: dict[type, _Said] = {
    SampleSize: lambda audit, claim: f"{' + '.join(map(str, claim.groups))} = {sum(claim.groups)}.",
    Total: lambda audit, claim: f"{' + '.join(map(str, claim.parts))} = {sum(claim.parts)}.",
    Multiple: lambda audit, claim: "",
    Count: _count,
    TwoByTwo: _tests,
    BareP: lambda audit, claim: "",
    MeanSdRange: _mean,
    Conclusion: _concluded,
    NoNumber: lambda audit, claim: "",
}


def _missing(audit: Audit, sentence: AuditedSentence) -> str:
    """The first thing that is not reported of the question that the sentence answers, where it compares the arms."""
    questions = {claim.question for claim in sentence.claims if claim in audit.compared and claim.question}
    items = [one.item for one in audit.not_reported if one.question in questions]
    return items[0] if items else ""
