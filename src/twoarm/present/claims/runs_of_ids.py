"""Ids of claims, those that follow each other as a run."""

from __future__ import annotations

from collections.abc import Iterable

from twoarm.analysis.claims.audit import Audit


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
