"""Claims made in a line, for tests of what is found of them."""

from __future__ import annotations

from typing import Any

from twoarm.analysis.claims.audit import Audit, findings
from twoarm.analysis.claims.finding import Finding
from twoarm.study.published.claims import CLAIM


def audited(*items: dict[str, Any]) -> Audit:
    """An audit of claims, each a mapping as in claims.yml; quotes are not looked up."""
    claims = tuple(CLAIM.validate_python({"quote": ["x (SD y)"], **item}) for item in items)
    return Audit(claims, findings(claims))


def last_found(*items: dict[str, Any]) -> Finding:
    """What is found of the last of them."""
    return audited(*items).findings[items[-1]["id"]]


def mean(name: str, mean: str, sd: str, n: int, **more: Any) -> dict[str, Any]:
    """A claim of kind mean_sd_range."""
    return {"id": name, "kind": "mean_sd_range", "mean": mean, "sd": sd, "n": n, **more}


def counted(name: str, events: int, of: int, percent: str | None = None) -> dict[str, Any]:
    """A claim of kind count."""
    return {"id": name, "kind": "count", "events": events, "of": of, "percent": percent}


def between_means(p: str, **more: Any) -> dict[str, Any]:
    """A claim of kind two_means about the claims a and b."""
    return {"id": "p", "kind": "two_means", "treated": "a", "control": "b", "p": p, **more}


def ranged(
    measure: str, estimate: str, low: str | None = None, high: str | None = None, **more: Any
) -> dict[str, Any]:
    """A claim of kind interval."""
    return {
        "id": "i",
        "kind": "interval",
        "measure": measure,
        "estimate": estimate,
        "low": low,
        "high": high,
        **more,
    }


def values(finding: Finding, statistic: str) -> dict[str, float | None]:
    """The values of a statistic, by their method."""
    return {row.method: row.recomputed for row in finding.statistics if row.statistic == statistic}
