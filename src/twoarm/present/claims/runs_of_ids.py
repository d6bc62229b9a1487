"""Claims that stand together: ids as runs, claims that share a row, and where a link to each leads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from twoarm.analysis.claims.audit import Audit
from twoarm.present import wording as w
from twoarm.study.published.argued import NoNumber
from twoarm.study.published.counted import Count, SampleSize
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP


def runs_of(audit: Audit, ids: Iterable[str]) -> str:
    """``C13 to C17, C25, C26``."""
    return runs_among(audit.claims, ids)


def runs_among(claims: Iterable[Claim], ids: Iterable[str]) -> str:
    """The same of claims without their audit, in whose order ids stand next to each other."""
    order = {claim.id: at for at, claim in enumerate(claims)}
    runs: list[list[str]] = []
    for name in ids:
        if runs and order[name] == order[runs[-1][-1]] + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def shared_rows(claims: Iterable[Claim]) -> list[list[Claim]]:
    """The claims in their order, those that print the same numbers of the same kind together: one row says it of all."""
    groups: dict[Hashable, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_numbers(claim), []).append(claim)
    return list(groups.values())


def _numbers(claim: Claim) -> Hashable:
    """What a claim prints, as far as several may print the same; its own id elsewhere."""
    if isinstance(claim, BareP):
        return "bare_p", claim.p.replace(" ", ""), claim.comparison, claim.n
    if isinstance(claim, SampleSize):
        return "sample_size", claim.total, claim.groups
    if isinstance(claim, Count):
        return "count", claim.events, claim.of, claim.percent, bool(claim.complete), claim.groups
    return "no_number" if isinstance(claim, NoNumber) else claim.id


def anchors(claims: Iterable[Claim]) -> dict[str, str]:
    """By the id of each claim the label of its row in the chapter of claims."""
    return {claim.id: f"claim-{w.slug(group[0].id)}" for group in shared_rows(claims) for claim in group}
