"""Families of outcomes: P values adjusted for the other outcomes of the same family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from twoarm.analysis.estimate import Estimate
from twoarm.analysis.multiplicity import benjamini_hochberg, holm
from twoarm.analysis.result import Result
from twoarm.study.study import Study

Adjust = Callable[[Sequence[float | None]], list[float | None]]


def with_adjusted(
    study: Study, results: Sequence[Result], p_elsewhere: Callable[[str], float | None], thorough: bool
) -> list[Result]:
    """The results, the primary ones with Holm's P value within their family.

    Parameters
    ----------
    p_elsewhere : the primary P of an outcome of the same family that stands in another section.
    thorough : with the false discovery rate of Benjamini and Hochberg as results of their own.
    """
    known = {r.variable: r.estimate.p_value for r in results if r.role == "primary"}

    def adjusted(adjust: Adjust) -> dict[str, float | None]:
        found: dict[str, float | None] = {}
        for members in study.spec.families.values():
            if any(name in known for name in members):
                raw = [known[n] if n in known else p_elsewhere(n) for n in members]
                found |= dict(zip(members, adjust(raw), strict=True))
        return found

    by_holm = adjusted(holm)
    found = [replace(r, p_adjusted=by_holm.get(r.variable)) if r.role == "primary" else r for r in results]
    rates = adjusted(benjamini_hochberg) if thorough else {}
    return found + [
        _rate(r, rates[r.variable]) for r in found if r.role == "primary" and rates.get(r.variable)
    ]


def _rate(primary: Result, p_value: float) -> Result:
    """The primary result with its adjusted P alone."""
    sizes = primary.estimate.n_treated, primary.estimate.n_control
    estimate = Estimate(None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1])
    named = {"analysis": "false_discovery_rate", "estimand": "no difference, in a family of outcomes"}
    return replace(
        primary, **named, estimate=estimate, unit="", role="sensitivity", scale="p", p_adjusted=None
    )
