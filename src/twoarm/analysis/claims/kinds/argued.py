"""What has no number to compute: statements, conclusions from other claims, and a reader's judgements."""

from __future__ import annotations

from collections.abc import Iterable

from twoarm.analysis.claims.finding import Finding, Known, Reason, Statistic
from twoarm.study.published.argued import Conclusion, Judgement, NoNumber
from twoarm.study.published.base import Verdict

WEAKEST_FIRST = (
    (Verdict.INCONSISTENT, Reason.RESTS_ON_INCONSISTENT),
    (Verdict.NOT_CHECKABLE, Reason.RESTS_ON_NOT_CHECKABLE),
    (Verdict.DEPENDS_ON_METHOD, Reason.RESTS_ON_METHOD),
    (Verdict.CONSISTENT, Reason.RESTS_ON_CONSISTENT),
)


def no_number(claim: NoNumber, known: Known) -> Finding:
    """Never checkable."""
    return Finding(Verdict.NOT_CHECKABLE, Reason.NO_NUMBER_PUBLISHED)


def conclusion(claim: Conclusion, known: Known) -> Finding:
    """No firmer than the weakest claim that it rests on."""
    row = Statistic(method="rests_on")
    if not claim.rests_on:
        return Finding(Verdict.NOT_CHECKABLE, Reason.RESTS_ON_NOTHING, (row,))
    verdict = weakest(known[name][1].verdict for name in claim.rests_on)
    return Finding(verdict, dict(WEAKEST_FIRST)[verdict], (row,))


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    """The weakest of some computed verdicts."""
    among = set(verdicts)
    return next((verdict for verdict, _ in WEAKEST_FIRST if verdict in among), Verdict.NOT_CHECKABLE)


def judgement(claim: Judgement, known: Known) -> Finding:
    """Judged, whatever the judge's own verdict is: that is told with the reason and enters no computed one."""
    return Finding(Verdict.JUDGED, Reason.READER_JUDGEMENT, (Statistic(method="judgement"),))
