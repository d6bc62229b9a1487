"""Claims that stand together: ids as runs, rows that several share, and where a link to each leads."""

from __future__ import annotations

from collections.abc import Iterable

from twoarm.analysis.claims.audit import Audit
from twoarm.present import wording as w
from twoarm.study.published.kinds import Claim
from twoarm.study.published.measured import BareP


def runs_of(audit: Audit, ids: Iterable[str]) -> str:
    """``C13 to C17, C25, C26``."""
    order = {claim.id: at for at, claim in enumerate(audit.claims)}
    runs: list[list[str]] = []
    for name in ids:
        if runs and order[name] == order[runs[-1][-1]] + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def shared_rows(claims: Iterable[Claim]) -> list[list[Claim]]:
    """The claims in their order; bare statements of one sentence about one P, which have one reason, together."""
    groups: list[list[Claim]] = []
    for claim in claims:
        if groups and _alike(groups[-1][0], claim):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return groups


def _alike(a: Claim, b: Claim) -> bool:
    both = isinstance(a, BareP) and isinstance(b, BareP)
    return both and (a.quote, a.p, a.comparison) == (b.quote, b.p, b.comparison)


def anchors(claims: Iterable[Claim]) -> dict[str, str]:
    """By the id of each claim the label of its row in the chapter of claims."""
    return {claim.id: f"claim-{w.slug(group[0].id)}" for group in shared_rows(claims) for claim in group}
