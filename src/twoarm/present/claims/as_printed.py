"""What an abstract prints of one claim, in the few characters of a table's cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twoarm.analysis.claims.audit import Audit
from twoarm.present import wording as w
from twoarm.present.claims.tested_words import counts_of, units_of
from twoarm.study.published.counted import Count, Multiple, SampleSize, Share, Total, TwoByTwo
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP, MeanSdRange, Median, PrintedInterval, TwoMeans

_Shown = Callable[[Audit, Any], str]


def as_printed(audit: Audit, claim: Claim) -> str:
    """``4/30 (13.33%)``; a dash where the claim has no number."""
    shown = next((shown for kind, shown in _PRINTED.items() if isinstance(claim, kind)), None)
    return shown(audit, claim) if shown else "–"


def _count(audit: Audit, claim: Count) -> str:
    return f"{claim.events}/{claim.of}" + (f" ({claim.percent}%)" if claim.percent else "")


def _multiple(audit: Audit, claim: Multiple) -> str:
    return f"{w.joined(list(map(str, claim.units)))} {claim.unit}s"


def _tested(audit: Audit, claim: TwoByTwo) -> str:
    return f"{claim.p}, {counts_of(audit, claim)} {units_of(audit, claim)}"


def _mean(audit: Audit, claim: MeanSdRange) -> str:
    spread = f" ± {claim.sd}" if claim.sd else ""
    return f"{claim.mean}{spread}{_ends(claim.low, claim.high)}, n = {claim.n}"


def _median(audit: Audit, claim: Median) -> str:
    return f"{claim.median}{_ends(claim.low, claim.high)}"


def _interval(audit: Audit, claim: PrintedInterval) -> str:
    """``OR 0.34 (95%: 0.07 to 1.41), P=0.13``, with the digits that are printed."""
    level = f"{w.level_text(claim.level / 100)}: "
    shown = f"{claim.measure} {claim.estimate}{_ends(claim.low, claim.high, level)}"
    return f"{shown}, {claim.p}" if claim.p else shown


def _bare(audit: Audit, claim: BareP) -> str:
    where = "patients" if len(claim.n) > 1 else "patients, one arm"
    return f"{claim.p}, {' and '.join(map(str, claim.n))} {where}"


def _ends(low: str | None, high: str | None, level: str = "") -> str:
    return f" ({level}{low} to {high})" if low else ""


_PRINTED: dict[type, _Shown] = {
    SampleSize: lambda audit, claim: str(claim.total),
    Total: lambda audit, claim: str(claim.total),
    Multiple: _multiple,
    Count: _count,
    Share: lambda audit, claim: f"{claim.percent}% of {claim.of}",
    TwoByTwo: _tested,
    MeanSdRange: _mean,
    Median: _median,
    TwoMeans: lambda audit, claim: claim.p,
    PrintedInterval: _interval,
    BareP: _bare,
}
