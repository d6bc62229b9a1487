"""The published comparisons between the arms, taken together: among many some lie below a threshold by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twoarm.analysis.claims.definitions import USUAL
from twoarm.analysis.claims.division import RECOMMENDED
from twoarm.analysis.claims.finding import Finding
from twoarm.faces import counts_only
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, Median, PrintedInterval, TwoMeans
from twoarm.study.published.printed import p_parts
from twoarm.tables.columns import Row

ARITHMETIC = (
    SampleSize,
    Total,
    Multiple,
    Count,
    Share,
    MeanSdRange,
    Median,
)  # checked against their own numbers
COMPARED = (TwoByTwo, TwoMeans, PrintedInterval, BareP)


def compares(claim: Claim) -> bool:
    """Whether a claim compares the arms with each other: it states a P, or an interval, of their difference."""
    return isinstance(claim, COMPARED) and not (isinstance(claim, BareP) and claim.comparison == "within")


def states_difference(claim: Claim, finding: Finding) -> bool:
    """Whether a comparison says that a difference was shown: a P below its threshold."""
    if claim.p is None or finding.threshold is None:
        return False
    relation, printed = p_parts(claim.p)
    return relation in "<≤" or (relation == "=" and float(printed) < finding.threshold)


@counts_only
@dataclass(frozen=True)
class Comparison:
    """One of them: the claim, the P that its own counts give by the recommended test, None where nothing gives one."""

    claim: Claim
    p: float | None
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

    each: tuple[Comparison, ...]
    threshold: float = USUAL

    @property
    def adjusted(self) -> float:
        """The threshold divided by their number (Bonferroni), which keeps the chance of any false alarm below it."""
        return self.threshold / len(self.each)

    @property
    def chance(self) -> float:
        """How likely at least one P below the threshold is if the arms are alike and the comparisons independent."""
        return 1 - (1 - self.threshold) ** len(self.each)

    def below(self, one: Comparison) -> bool | None:
        """Whether the P lies below the adjusted threshold; None where a P below the usual one is all that is known."""
        if not one.stated:
            return False
        if one.p is not None:
            return one.p < self.adjusted
        relation, printed = p_parts(one.claim.p)
        return float(printed) <= self.adjusted if float(printed) <= self.adjusted or relation == "=" else None

    def rows(self) -> list[Row]:
        """Rows of comparisons.csv."""
        together = {"comparisons": len(self.each), "chance": self.chance, "adjusted": self.adjusted}
        return [
            {
                "claim": one.claim.id,
                "published": one.claim.p,
                "p_value": one.p,
                **together,
                "below": self.below(one),
            }
            for one in self.each
        ]


def comparisons(claims: Iterable[Claim], findings: Mapping[str, Finding]) -> Comparisons | None:
    """The comparisons that print a P; None where there are none."""
    found = [
        Comparison(claim, _recomputed(findings[claim.id]), states_difference(claim, findings[claim.id]))
        for claim in claims
        if compares(claim) and claim.p
    ]
    return Comparisons(tuple(found)) if found else None


def _recomputed(finding: Finding) -> float | None:
    rows = (row for row in finding.statistics if row.statistic == RECOMMENDED and row.patients is None)
    return next((row.recomputed for row in rows), None)
