"""A bare statement about P in words: which effects were observed if it is true, and which equivalence it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twoarm.analysis.claims.audit import Audit
from twoarm.faces import counts_only
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.published.base import Verdict
from twoarm.study.published.measured import BareP

LEAST_SHOWN = 0.005  # what two decimals do not show as 0.00
_SIDES = {"<": "more than", "≤": "at least", ">": "less than", "≥": "at most", "=": "exactly"}
_THRESHOLD = re.compile("[<>≤≥]|than")  # of a P statement that names no exact P
_THAN = {
    "more than": "more",
    "at least": "as much or more",
    "less than": "less",
    "at most": "as much or less",
}


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
    """What bare statements say of the difference between arms, and for which ranges one of no difference shows likeness."""
    groups = [group for group in alike(audit) if group.first.comparison == "between" and _size(group)]
    same: dict[tuple, list[Alike]] = {}
    for group in groups:
        same.setdefault((_at(group), group.first.n), []).append(group)
    return paragraph(*map(_between, same.values()), proves(audit))


def bound_of_claim(audit: Audit, claim: BareP) -> str:
    """``Means less than 0.51 standard deviations apart (t test).``; empty where the statement sets no bound."""
    groups = alike_among(audit, [claim])
    if not groups or not _size(groups[0]):
        return ""
    size = f"{groups[0].side} {_size(groups[0])}"
    if claim.comparison == "between":
        return f"Means {size} standard deviations apart (t test)."
    return f"Mean change {size} standard deviations (paired t test)."


def deviations(size: float) -> str:
    """So many standard deviations, with two decimals, or as many as show that it is not none."""
    return w.number(size, 2) if size >= LEAST_SHOWN else w.significant(size, 1)


def _size(group: Alike) -> str:
    """The size of the effect at the printed P; empty where it has none."""
    d, dz = group.bound("boundary_d"), group.bound("boundary_dz")
    found = dz if d is None else d
    return "" if found is None else deviations(found)


def _at(group: Alike) -> str:
    """``P = 0.05``, where the statement draws its line; ``P=0.03`` where it prints an exact P."""
    if not _THRESHOLD.search(group.first.p):
        return group.first.p
    return f"P = {w.exact(group.audit.threshold(group.first))}"


def _between(groups: list[Alike]) -> str:
    """``With 30 and 32 patients, P = 0.05 means 0.51 standard deviations ...: P>0.05 says less, P<0.05 says more.``"""
    first = groups[0]
    unit = "standard deviations between the observed means (Student’s t test)"
    return f"With {first.patients} patients, {_at(first)} means {_reach(first)} {unit}{_than(groups)}."


def _reach(group: Alike) -> str:
    """The size at a threshold; of a P that is printed as exact, with the side on which rounding leaves it."""
    side = "" if _THRESHOLD.search(group.first.p) or group.side == _SIDES["="] else f"{group.side} "
    return f"{side}{_size(group)}"


def _than(groups: list[Alike]) -> str:
    known = [group for group in groups if _THRESHOLD.search(group.first.p)]
    said = dict.fromkeys(f"{group.first.p} says {_THAN[group.side]}" for group in known)
    return f": {', '.join(said)}" if said else ""


def proves(audit: Audit) -> Markdown:
    """For which range a statement of no difference shows that arms are alike, at each size; empty where there is none."""
    return paragraph(*(_proves(g) for g in alike(audit) if g.bound("margin_proved") is not None))


def _proves(group: Alike) -> str:
    proved, least = (w.number(group.bound(name), 2) for name in ("margin_proved", "margin_least"))
    return (
        f"{group.first.p} with {group.patients} patients rules out differences above {proved} standard deviations, not "
        f"smaller ones; no data of this size could rule out one below {least}."
    )
