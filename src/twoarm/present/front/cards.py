"""The questions of the front page as cards: a verdict, one large number or phrase, two lines and where the rest stands."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import ABOVE
from twoarm.analysis.claims.effects import DIFFERENCE
from twoarm.analysis.claims.finding import Reason
from twoarm.analysis.claims.together.comparisons import Compared
from twoarm.analysis.claims.together.questions import AnsweredQuestion
from twoarm.present import wording as w
from twoarm.present.claims.bounds import alike_among, deviations
from twoarm.present.claims.details import detail, tests_label
from twoarm.present.claims.runs_of_ids import anchors
from twoarm.present.claims.tested_words import points
from twoarm.present.claims.together.questions_said import answered
from twoarm.present.claims.words import VERDICTS
from twoarm.present.front.faces import Card, Cards
from twoarm.present.front.readings import affected_said, nested
from twoarm.present.outputs import Link
from twoarm.study.published.base import Verdict
from twoarm.study.published.counted import TwoByTwo
from twoarm.study.published.measured import BareP, PrintedInterval

PHRASES = {
    Verdict.CONSISTENT: "agrees with its numbers",
    Verdict.DEPENDS_ON_METHOD: "depends on the method",
    Verdict.INCONSISTENT: "does not agree with what is printed",
    Verdict.NOT_CHECKABLE: "cannot be checked",
    Verdict.JUDGED: "judged by a reader",
}
ON_COUNTING = "depends on how one counts"
NO_EQUALITY = "agrees, but proves no equality"
_Large = tuple[tuple[str, str], ...]


def question_cards(claims: Audit | None) -> Cards | None:
    """The foremost questions of a study with claims; None where it asks none.

    Parameters
    ----------
    claims : as `audit_study` gives them. Shown are the questions that ``claims.yml`` marks with ``front``; where it marks
        none, the first three that compare the arms.
    """
    if claims is None or not claims.foremost:
        return None
    return Cards(tuple(_card(claims, answer) for answer in claims.foremost), claims)


def _card(audit: Audit, answer: AnsweredQuestion) -> Card:
    compared = [claim for claim in audit.compared if claim in answer.deciding]
    large, text = _of(audit, answer, compared)
    verdict = w.slug(str(answer.verdict)), VERDICTS[answer.verdict].shape, _word(audit, answer, compared)
    return Card(*verdict, answer.question.asks, large, text, _link(audit, answer, compared))


def _word(audit: Audit, answer: AnsweredQuestion, compared: list[Compared]) -> str:
    reasons = {audit.findings[claim.id].reason for claim in compared}
    if answer.verdict == Verdict.DEPENDS_ON_METHOD and Reason.UNITS_DIFFER in reasons:
        return ON_COUNTING
    none_shown = compared and all(audit.findings[claim.id].relation in ABOVE for claim in compared)
    return NO_EQUALITY if answer.verdict == Verdict.CONSISTENT and none_shown else PHRASES[answer.verdict]


def _link(audit: Audit, answer: AnsweredQuestion, compared: list[Compared]) -> Link:
    tested = [claim for claim in audit.tested if claim in compared]
    if len(compared) == 1 and tested:
        return Link(f"Every test of it{w.NBSP}›", tests_label(tested[0]))
    n = w.counted(len(answer.claims), "statement")
    return Link(f"The {n} on it{w.NBSP}›", anchors(audit.claims)[answer.claims[0].id])


def _of(audit: Audit, answer: AnsweredQuestion, compared: list[Compared]) -> tuple[_Large, str]:
    """What stands large, and the lines under it, by what was compared first."""
    first = compared[0] if compared else None
    if isinstance(first, TwoByTwo) and first in audit.tested:
        return _nested(audit, first) if nested(audit, first) else _shares(audit, first)
    if isinstance(first, BareP):
        return _bare(audit, [claim for claim in compared if isinstance(claim, BareP)])
    if isinstance(first, PrintedInterval):
        return ((" … ".join(first.quote), ""),), detail(audit, first)
    if first is not None and first.p:
        return ((first.p, ""),), detail(audit, first)
    return ((w.counted(len(answer.claims), "statement"), ""),), answered(audit, answer)


def _nested(audit: Audit, claim: TwoByTwo) -> tuple[_Large, str]:
    counts = [f"{count.events}/{count.of}" for count in audit.counts(claim)]
    return (*_against(audit, claim, counts), (f" {audit.units(claim).unit}s", "")), affected_said(
        audit, claim
    )


def _shares(audit: Audit, claim: TwoByTwo) -> tuple[_Large, str]:
    treated, control = audit.counts(claim)
    counts = f"{treated.events} of {treated.of} patients against {control.events} of {control.of}."
    shares = [w.percent(count.events, count.of) for count in (treated, control)]
    return _against(audit, claim, shares), f"{counts} {_reach(audit, claim)}"


def _against(audit: Audit, claim: TwoByTwo, values: list[str]) -> _Large:
    """Each arm's value with its label, where the study names its arms."""
    labels = [f"{label} " for label in audit.sides(claim)] if audit.study else ["", ""]
    treated, control = (label + value for label, value in zip(labels, values, strict=True))
    return (treated, "treated"), (" v ", ""), (control, "control")


def _reach(audit: Audit, claim: TwoByTwo) -> str:
    """How far the difference may reach: ``The data fit anything from 38 points fewer with VBS to 3 points more.``"""
    found = audit.effect(claim, DIFFERENCE)
    if found is None:
        return ""
    _, low, high = points(found, min(count.of for count in audit.counts(claim)))
    with_ = f" with {audit.sides(claim)[0]}" if audit.study else ""
    return f"The data fit anything from {_side(low)}{with_} to {_side(high)}."


def _side(limit: str) -> str:
    size = limit.removeprefix("−")
    noun = "point" if size == "1" else "points"
    return f"{size} {noun} {'fewer' if size != limit else 'more'}"


def _bare(audit: Audit, claims: list[BareP]) -> tuple[_Large, str]:
    printed = list(dict.fromkeys(claim.p for claim in claims))
    said = []
    for group in alike_among(audit, claims):
        d = group.bound("boundary_d")
        if d is not None:
            said.append(f"{group.side} {deviations(d)} standard deviations apart")
    apart = f" If a t test was used, the means lay {w.joined(said)}." if said else ""
    return (
        (f"{w.joined(printed)}, and nothing else", ""),
    ), f"No size of a difference and no spread is printed.{apart}"
