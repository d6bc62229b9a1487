"""Specifications and reconstructions as rows of the files that a run writes of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.analysis.sensitivity.reconstructions import Reconstructions


def specification_rows(about: Curves) -> list[dict[str, Any]]:
    """Rows of specifications.csv: every specification of every conclusion, those without a P with their reason."""
    return [_specified(curve, row) for curve in about.curves for row in curve.rows]


def reconstruction_rows(about: Reconstructions) -> list[dict[str, Any]]:
    """Rows of reconstructions.csv: the primary results of every further cohort, no patient's value."""
    return [
        {"seed": one.seed, **_where(r), "analysis": r.analysis, **_numbers(r)}
        for one in about.drawn
        for r in one.results
    ]


def _specified(curve: Curve, row: Specified) -> dict[str, Any]:
    e, r = row.estimate, curve.primary
    scale = {"unit": curve.study.variable(r.variable).unit, "p": ""}.get(row.scale, row.scale)
    return {
        **_where(r),
        **asdict(row.choices),
        **{"estimate": e.value, "low": e.low, "high": e.high, "conf_level": e.conf_level, "p_value": row.p},
        **{"n_treated": e.n_treated, "n_control": e.n_control, "measure_unit": scale},
        "role": "primary" if row.choices == curve.choices else "sensitivity",
        "reason": e.reason,
    }


def _where(r: Result) -> dict[str, Any]:
    return {"section": r.section, "variable": r.variable, "visit": r.visit}


def _numbers(r: Result) -> dict[str, Any]:
    e = r.estimate
    values = (e.value, e.low, e.high, e.conf_level, e.p_value)
    return dict(zip(("estimate", "low", "high", "conf_level", "p_value"), values, strict=True))
