"""The published comparisons between the arms, taken together: among many some lie below a threshold by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from scipy import stats

from twoarm.analysis.claims.agreement import impossible
from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.division import RECOMMENDED
from twoarm.analysis.claims.finding import Finding, Statistic
from twoarm.analysis.claims.kinds.intervals import limits_of
from twoarm.analysis.claims.kinds.two_means import T_TESTS
from twoarm.faces import counts_only
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, Median, PrintedInterval, TwoMeans
from twoarm.study.published.printed import p_parts
from twoarm.tables.columns import Row

# Checked against their own numbers.
ARITHMETIC = (SampleSize, Total, Multiple, Count, Share, MeanSdRange, Median)
WELCH = next(name for name, alike in T_TESTS.items() if not alike)
Compared = TwoByTwo | TwoMeans | PrintedInterval | BareP


def compares(claim: Claim) -> TypeGuard[Compared]:
    """Whether a claim compares the arms with each other: it states a P, or an interval, of their difference."""
    return isinstance(claim, Compared) and not (isinstance(claim, BareP) and claim.comparison == "within")


def states_difference(claim: Compared, finding: Finding) -> bool:
    """Whether a comparison says that a difference was shown: a P below its threshold; without one, its interval."""
    if claim.p is None or finding.threshold is None:
        limits = limits_of(claim) if isinstance(claim, PrintedInterval) else None
        return limits is not None and bool(limits.excludes)
    relation, printed = p_parts(claim.p)
    return relation in "<≤" or (relation == "=" and float(printed) < finding.threshold)


@counts_only
@dataclass(frozen=True)
class StatedComparison:
    """One of them.

    Attributes
    ----------
    claim, printed : the statement, and its P as it was printed.
    ps : the smallest and the largest P that its own numbers give by the recommended test, over every number of patients
        that counted units allow; None where nothing gives one.
    stated : whether it says that a difference was shown.
    """

    claim: Compared
    printed: str
    ps: tuple[float, float] | None
    stated: bool


@counts_only
@dataclass(frozen=True)
class Comparisons:
    """All statements about P between the arms.

    Attributes
    ----------
    each : the comparisons, in the order of the claims.
    threshold : the usual one, two-sided.
    """

    each: tuple[StatedComparison, ...]
    threshold: float = USUAL

    @property
    def adjusted(self) -> float:
        """The threshold divided by their number (Bonferroni), which keeps the chance of any false alarm below it."""
        return self.threshold / len(self.each)

    @property
    def stated(self) -> int:
        """How many say that a difference was shown."""
        return sum(one.stated for one in self.each)

    def chance(self, at_least: int) -> float:
        """How likely so many P below the threshold are if the arms are alike and the comparisons independent."""
        return float(stats.binom.sf(at_least - 1, len(self.each), self.threshold))

    def below(self, one: StatedComparison) -> bool | None:
        """Whether the P lies below the adjusted threshold; None where that is not known, or hangs on what is not printed."""
        if impossible(one.printed):
            return None
        if not one.stated:
            return False
        if one.ps is not None:
            sides = {p < self.adjusted for p in one.ps}
            return sides.pop() if len(sides) == 1 else None
        relation, printed = p_parts(one.printed)
        under = float(printed) <= self.adjusted
        return under if under or relation == "=" else None

    def rows(self) -> list[Row]:
        """Rows of comparisons.csv."""
        together = {
            "comparisons": len(self.each),
            "chance": self.chance(1),
            "stated": self.stated,
            "chance_of_stated": self.chance(self.stated),
            "adjusted": self.adjusted,
        }
        return [
            {
                "claim": one.claim.id,
                "published": one.printed,
                **dict(zip(("p_value", "p_value_largest"), one.ps or (None, None), strict=True)),
                **together,
                "below": self.below(one),
            }
            for one in self.each
        ]


def comparisons(claims: Iterable[Claim], findings: Mapping[str, Finding]) -> Comparisons | None:
    """The comparisons that print a P; None where there are none."""
    found = [
        StatedComparison(
            claim, claim.p, _recomputed(findings[claim.id]), states_difference(claim, findings[claim.id])
        )
        for claim in claims
        if compares(claim) and claim.p
    ]
    return Comparisons(tuple(found)) if found else None


def _recomputed(finding: Finding) -> tuple[float, float] | None:
    """Of patients where units lie in them, else of the counts as printed; of two means by Welch's test."""
    rows = [(r.patients, r.recomputed) for r in finding.statistics if _leads(r)]
    found = [(patients, p) for patients, p in rows if p is not None]
    ps = [p for patients, p in found if patients is not None] or [p for _, p in found]
    return (min(ps), max(ps)) if ps else None


def _leads(row: Statistic) -> bool:
    return row.statistic == RECOMMENDED or (row.statistic, row.method) == ("p_value", WELCH)
