"""The analyses of two shares, as anybody can compute them from four counts by the methods of the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from twoarm.analysis.arms.improvement import Period
from twoarm.methods import counts, design
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.estimate import Estimate
from twoarm.methods.weights import smd_categories

Columns = Mapping[str, Any]  # of a row, by name
Calculator = Callable[[int, int, int, int, float, float, float | None], Columns]
SHOWN = ("estimate", "low", "high", "p_value", "statistic", "df")
# The costly ones last: what the others leave is asked of them.
LAST = (
    "equivalence_of_risks",
    "boschloo",
    "boschloo_doubled",
    "barnard_pooled",
    "barnard_unpooled",
    "detectable_decrease",
    "detectable_increase",
)
NOBODY, EVERYBODY = "no event in either arm", "an event in every patient"


def columns_of(estimate: Estimate) -> Columns:
    """An estimate as the columns of results.csv."""
    test = estimate.p_value, estimate.statistic, estimate.df
    return dict(zip(SHOWN, (estimate.value, estimate.low, estimate.high, *test), strict=True))


def _estimated(function: Callable[..., Estimate]) -> Calculator:
    return lambda x1, n1, x2, n2, level, alpha, margin: columns_of(function(x1, n1, x2, n2, level))


def _tested(function: Callable[..., float | None]) -> Calculator:
    return lambda x1, n1, x2, n2, level, alpha, margin: {"p_value": function(x1, n1, x2, n2)}


def _fragility(
    x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None
) -> Columns:
    return {"estimate": counts.fragility_index(x1, n1, x2, n2, alpha)}


def _e_values(of_limit: bool) -> Calculator:
    def columns(
        x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None
    ) -> Columns:
        ratio = counts.risk_ratio(x1, n1, x2, n2, level)
        if ratio.value is None:
            return {"estimate": None}
        limit = design.e_value_of_limit(ratio.low, ratio.high)
        return {"estimate": limit if of_limit else design.e_value(ratio.value)}

    return columns


def _detectable(side: int) -> Calculator:
    def columns(
        x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None
    ) -> Columns:
        risks = design.detectable_risks(n1, n2, x2 / n2, alpha)
        found = risks and risks[side]
        return {"estimate": None if found is None else found - x2 / n2}

    return columns


def _equivalence(
    x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None
) -> Columns:
    assert margin is not None
    return columns_of(
        design.equivalence(lambda at: counts.risk_difference(x1, n1, x2, n2, at), margin, alpha)
    )


def _smd(x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None) -> Columns:
    return {"estimate": smd_categories([n1 - x1, x1], [n2 - x2, x2])}


DIFFERENCE = _estimated(counts.risk_difference)
CALCULATORS: dict[str, Calculator] = {
    "risk_difference": DIFFERENCE,
    "responders": DIFFERENCE,
    "responders_relative": DIFFERENCE,
    "newcombe": _estimated(counts.newcombe),
    "risk_ratio": _estimated(counts.risk_ratio),
    "odds_ratio": _estimated(counts.odds_ratio),
    "firth_odds_ratio": _estimated(counts.firth_odds_ratio),
    "number_needed": _estimated(counts.number_needed),
    "fragility": _fragility,
    "e_value": _e_values(of_limit=False),
    "e_value_limit": _e_values(of_limit=True),
    "equivalence_of_risks": _equivalence,
    "detectable_decrease": _detectable(0),
    "detectable_increase": _detectable(1),
    "smd": _smd,
    **{name: _tested(test) for name, test in TWO_SIDED_TESTS.items()},
}
ALONE = {"wilson": counts.wilson, "clopper_pearson": counts.clopper_pearson}
PERIODS = {"responders": Period.IMPROVED, "responders_relative": Period.IMPROVED_RELATIVE}


@cache
def computed(
    analysis: str, x1: int, n1: int, x2: int, n2: int, level: float, alpha: float, margin: float | None
) -> Columns:
    """The columns of an analysis of two shares; nothing where there are no such shares."""
    if not (0 <= x1 <= n1 and 0 <= x2 <= n2 and n1 and n2):
        return {}
    return CALCULATORS[analysis](x1, n1, x2, n2, level, alpha, margin)
