"""Families of outcomes: P values adjusted for the other outcomes of the same family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.methods.design.multiplicity import benjamini_hochberg, holm
from twoarm.methods.estimate import Estimate
from twoarm.study.opened import Study

_RATE = next(entry for entry in REGISTRY if entry.when == Occasion.FAMILY)
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
    raw = {
        family: [known[name] if name in known else p_elsewhere(name) for name in members]
        for family, members in study.spec.families.items()
        if any(name in known for name in members)
    }

    def adjusted(adjust: Adjust) -> dict[str, float | None]:
        pairs = (zip(study.spec.families[family], adjust(p), strict=True) for family, p in raw.items())
        return {name: p for family in pairs for name, p in family}

    by_holm, rates = adjusted(holm), adjusted(benjamini_hochberg) if thorough else {}
    found = [replace(r, p_adjusted=by_holm.get(r.variable)) if r.role == "primary" else r for r in results]
    primary = [r for r in found if r.role == "primary" and rates.get(r.variable) is not None]
    return found + [_rate(r, rates[r.variable]) for r in primary]


def _rate(primary: Result, p_value: float) -> Result:
    """The primary result with its adjusted P alone."""
    sizes = primary.estimate.n_treated, primary.estimate.n_control
    estimate = Estimate(None, p_value=p_value, n_treated=sizes[0], n_control=sizes[1])
    named = {"analysis": _RATE.name, "estimand": _RATE.estimand, "role": _RATE.role, "scale": _RATE.scale}
    return replace(
        primary, **named, estimate=estimate, unit="", p_adjusted=None, horizon=None, horizon_source=""
    )
