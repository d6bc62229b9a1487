"""A bare statement about P in words: which effects were observed if it is true, and which equivalence it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.definitions import ABOVE
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import BareP

LEAST_SHOWN = 0.005  # what two decimals do not show as 0.00
_SIDES = {"<": "more than", "≤": "at least", ">": "less than", "≥": "at most", "=": "exactly"}


@counts_only
@dataclass(frozen=True)
class Alike:
    """Claims that say the same of P, of the same comparison at the same sizes: their bounds are the same."""

    audit: Audit
    claims: tuple[BareP, ...]

    @property
    def first(self) -> BareP:
        return self.claims[0]

    @property
    def patients(self) -> str:
        return " and ".join(map(str, self.first.n))

    @property
    def side(self) -> str:
        """``less than``: on which side of its bound the statement places the size of the effect."""
        return _SIDES[self.audit.findings[self.first.id].relation]

    @property
    def above(self) -> bool:
        """Whether the statement says that P is above its threshold: that no difference was shown."""
        return self.audit.findings[self.first.id].relation in ABOVE

    def bound(self, statistic: str) -> float | None:
        """A bound, in standard deviations or as a probability; None where the claims have no such row."""
        return self.audit.value(self.first, statistic)


def alike(audit: Audit) -> list[Alike]:
    """The bare statements, those that set the same bounds together."""
    return alike_among(audit, audit.of_kind(BareP))


def alike_among(audit: Audit, claims: Iterable[BareP]) -> list[Alike]:
    """The same of some of them; one that no P can be as it says sets no bound."""
    groups: dict[tuple, list[BareP]] = {}
    for claim in claims:
        if audit.findings[claim.id].verdict == Verdict.INCONSISTENT:
            continue
        groups.setdefault((claim.p.replace(" ", ""), claim.comparison, claim.n), []).append(claim)
    return [Alike(audit, tuple(claims)) for claims in groups.values()]


def bounds(audit: Audit) -> Markdown:
    """What the bare statements say of the effects, those of one kind in one sentence, and what they prove."""
    return paragraph(*map(bound_said, alike(audit)), proves(audit))


def bound_said(group: Alike) -> str:
    """What P says of the difference that was observed and, where it is above its threshold, how far the interval reaches."""
    d, dz = group.bound("boundary_d"), group.bound("boundary_dz")
    claims = w.counted(len(group.claims), "claim")
    if d is not None:
        return (
            f"If Student’s t test was used, {group.first.p} between {group.patients} patients says that the observed means "
            f"lay {group.side} {deviations(d)} standard deviations apart{_reach(group)} ({claims})."
        )
    if dz is not None:
        return (
            f"If the paired t test was used, {group.first.p} within {group.patients} patients says that the observed mean "
            f"change was {group.side} {deviations(dz)} standard deviations of the changes ({claims})."
        )
    return ""


def deviations(size: float) -> str:
    """So many standard deviations, with two decimals, or as many as show that it is not none."""
    return w.number(size, 2) if size >= LEAST_SHOWN else w.significant(size, 1)


def _reach(group: Alike) -> str:
    """How far from none the true difference may be all the same: an interval at the bound is twice as far out."""
    reach = group.bound("interval_reach")
    if reach is None:
        return ""
    level = w.level_text(1 - group.audit.threshold(group.first))
    return f"; the {level} interval of the true difference then reaches {w.number(reach, 2)} at the most"


def proves(audit: Audit) -> Markdown:
    """Within which margins a statement of no difference shows equivalence, at each size; empty where there is none."""
    return paragraph(*(_proves(g) for g in alike(audit) if g.bound("margin_proved") is not None))


def _proves(group: Alike) -> str:
    proved, least = (w.number(group.bound(name), 2) for name in ("margin_proved", "margin_least"))
    return (
        f"By itself {group.first.p} between {group.patients} patients shows equivalence only within margins wider than "
        f"{proved} standard deviations. Within a margin below {least} no data of this size could show it."
    )
