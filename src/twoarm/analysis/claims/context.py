"""Published claims beside published estimates of other studies: what each claim leaves possible, on the estimate's scale.

Only printed numbers enter: no patient of the cohort, and for a threshold the one that a claim prints, never a run's alpha.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.analysis.claims.agreement import impossible
from twoarm.analysis.claims.allowed import (
    OWN,
    Allowed,
    Span,
    allowed_by_counts,
    allowed_by_means,
    allowed_by_p,
)
from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.pooled import PooledPower, pooled_power
from twoarm.faces import counts_only
from twoarm.study.opened import Study
from twoarm.study.published.counted import Count, TwoByTwo
from twoarm.study.published.evidence import Published
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, TwoMeans
from twoarm.tables.columns import Row, RowsByTable


@counts_only
@dataclass(frozen=True)
class Beside:
    """A published contrast with the claim about the same question and what that claim allows; None where there is none."""

    published: Published
    claim: Claim | None
    allowed: Allowed | None

    @property
    def common(self) -> tuple[Span, ...] | None:
        """The values that the published interval and the claim both leave possible; None where either is not there."""
        if self.allowed is None or self.published.interval is None:
            return None
        found = (self._common(span) for span in self.allowed.spans)
        return tuple(one for one in found if one is not None)

    @property
    def holds_estimate(self) -> bool | None:
        """Whether the published estimate itself is among what the claim leaves possible; None without a claim."""
        if self.allowed is None:
            return None
        return any(low < self.published.value < high for low, high in self.allowed.spans)

    def rows(self) -> Iterator[Row]:
        """Rows of context.csv: one for each range that the claim leaves possible, one alone where there is no claim."""
        cited, claim = self.published, self.claim.id if self.claim else ""
        named = {"source": cited.source, "outcome": cited.outcome, "measure": cited.measure, "claim": claim}
        low, high = cited.interval or (None, None)
        given = {"cited": cited.value, "cited_low": low, "cited_high": high}
        own = {
            "own": self.allowed and self.allowed.value,
            "threshold": self.allowed and self.allowed.threshold,
        }
        for number, span in enumerate(self.allowed.spans if self.allowed else (None,), 1):
            ends = dict(zip(("allowed_low", "allowed_high"), span or (None, None), strict=True))
            shared = dict(zip(("common_low", "common_high"), self._common(span) or (None, None), strict=True))
            row = {**named, "range": str(number), **given, **own, **ends, **shared}
            yield {**row, "holds_estimate": self.holds_estimate}

    def _common(self, span: Span | None) -> Span | None:
        """What the published interval and one range have in common."""
        if span is None or self.published.interval is None:
            return None
        low, high = max(self.published.interval[0], span[0]), min(self.published.interval[1], span[1])
        return (low, high) if low < high else None


@counts_only
@dataclass(frozen=True)
class Context:
    """Everything that stands in ``evidence.csv``: contrasts beside the claims, and the power of the published designs."""

    study: Study
    published: tuple[Published, ...]
    contrasts: tuple[Beside, ...]
    powers: tuple[PooledPower, ...] = ()

    def rows(self) -> RowsByTable:
        """The rows of context.csv and of pooled_power.csv."""
        beside = [row for one in self.contrasts for row in one.rows()]
        return {"context": beside, "pooled_power": [one.row() for one in self.powers]}


def in_context(study: Study, audit: Audit | None) -> Context | None:
    """A study's published claims beside the estimates of its ``evidence.csv``; None where it has none."""
    if not study.evidence:
        return None
    claims = list(audit.claims) if audit else []
    contrasts = [one for row in study.evidence if row.is_contrast for one in _beside(row, claims)]
    return Context(study, study.evidence, tuple(contrasts), tuple(pooled_power(study, audit)))


def _beside(row: Published, claims: list[Claim]) -> list[Beside]:
    """A contrast with each claim that names its outcome, or alone."""
    about = [claim for claim in claims if getattr(claim, "evidence", None) == row.outcome]
    return [Beside(row, claim, _allowed(row, claim, claims)) for claim in about] or [Beside(row, None, None)]


def _allowed(row: Published, claim: Claim, claims: list[Claim]) -> Allowed | None:
    if impossible(getattr(claim, "p", "") or "P<1"):
        return None
    if isinstance(claim, BareP) and claim.comparison == "between" and row.measure == "SMD":
        treated, control = claim.n
        return allowed_by_p(claim.p, claim.direction, treated, control)
    if isinstance(claim, TwoByTwo) and row.measure in OWN:
        counts = {c.id: c for c in claims if isinstance(c, Count)}
        treated, control = counts[claim.treated], counts[claim.control]
        table = treated.events, treated.of, control.events, control.of
        return allowed_by_counts(row.measure, table, claim.p)
    if isinstance(claim, TwoMeans) and row.measure == "SMD":
        means = {c.id: c for c in claims if isinstance(c, MeanSdRange)}
        return allowed_by_means(means[claim.treated], means[claim.control], claim.p)
    return None
