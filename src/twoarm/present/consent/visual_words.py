"""What a visual abstract says around its panels: the question, who was compared, the conclusion, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.about.cohort import in_full
from twoarm.present.claims.words import VERDICTS
from twoarm.present.consent.words import groups_formed
from twoarm.present.front.cards import PHRASES
from twoarm.present.front.story import LEFT_OUT_NAMED
from twoarm.study.opened import ArmSpec, Study
from twoarm.study.published.argued import Conclusion
from twoarm.study.published.counted import SampleSize


@counts_only
@dataclass(frozen=True)
class PageWords:
    """What stands above the panels, the arms in their order, and beneath them."""

    asks: str
    who: str
    arms: tuple[str, str]
    concluded: tuple[str, ...]
    beneath: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written."""
        return tuple(filter(None, (self.asks, self.who, *self.arms, *self.concluded, *self.beneath)))


def of_own_patients(study: Study) -> PageWords:
    """Of a cohort."""
    sizes = [study.size(arm.level) for arm in study.arms]
    who = f"{w.counted(study.told_n, 'patient')} compared"
    return PageWords(_asks(study), who, _arms(study.arms, sizes), (), (groups_formed(study),))


def of_abstract(claims: Audit, study: Study) -> PageWords:
    """Of printed claims."""
    printed = next((c for c in claims.of_kind(SampleSize) if len(c.groups) == len(study.arms)), None)
    who = (
        f"A published abstract on {w.counted(printed.total, 'patient')}"
        if printed
        else "A published abstract"
    )
    groups = printed.groups if printed else ()
    labels = claims.labels(groups)  # the order of the print, which the arrays have too
    ordered = sorted(study.arms, key=lambda arm: labels.index(arm.label))
    arms = _arms(ordered, groups)
    concluded = tuple(_concluded(claims, claim) for claim in claims.of_kind(Conclusion))
    return PageWords(_asks(study), who, arms, concluded, (_not_reported(claims), groups_formed(study)))


def _asks(study: Study) -> str:
    return study.spec.question or study.spec.title


def _arms(arms: Sequence[ArmSpec], sizes: Sequence[int]) -> tuple[str, str]:
    """``vertebral body stenting (VBS), n = 30``."""
    first, second = map(in_full, arms)
    if not sizes:
        return first, second
    treated, control = sizes
    return f"{first}, n = {treated}", f"{second}, n = {control}"


def _concluded(claims: Audit, claim: Conclusion) -> str:
    verdict = claims.findings[claim.id].verdict
    return f"It concludes: “{' … '.join(claim.quote)}” {VERDICTS[verdict].shape} This {PHRASES[verdict]}."


def _not_reported(claims: Audit) -> str:
    items = [one.item for one in claims.not_reported]
    more = len(items) - LEFT_OUT_NAMED
    rest = f"; and {more} more" if more > 0 else ""
    return f"Not reported: {'; '.join(items[:LEFT_OUT_NAMED])}{rest}." if items else ""
