"""Runs of a sweep together: what holds, what flips, and the sites as one, from rows that can be checked by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from twoarm.analysis.runs.conclusions import P_VALUE, SIGN, VERDICT
from twoarm.analysis.sweeps.every_run import SweptRuns
from twoarm.analysis.sweeps.pooled import UNITS
from twoarm.analysis.sweeps.swept import SweptRun
from twoarm.masked import MASKED
from twoarm.methods.estimate import tail_quantile
from twoarm.methods.sites import random_effects
from twoarm.methods.sites.together import ONE
from twoarm.tables.outcomes import RESULTS
from twoarm.tables.sweeps import POOLED

REACH = tail_quantile(0.95)


def row(estimate, error=1.0, p=0.5, analysis="risk_difference", **more):
    limits = (None, None) if estimate is None else (estimate - REACH * error, estimate + REACH * error)
    base = dict.fromkeys(RESULTS.header) | {
        "section": "perioperative",
        "variable": "leak",
        "visit": "",
        "arm": "",
    }
    told = {"estimate": estimate, "low": limits[0], "high": limits[1], "conf_level": 0.95, "p_value": p}
    return (
        base
        | {"analysis": analysis, "estimand": "e", "role": "primary", "unit": "", "reason": ""}
        | told
        | more
    )


def run(name, result, alpha=0.05, site="one", claims=(), **parameters):
    rows = {} if result is None else {("leak",): result}
    manifest = {"parameters": {"alpha": alpha, "conf_level_in_force": 0.95}}
    verdicts = {(claim,): {"id": claim, "verdict": verdict, "quote": ""} for claim, verdict in claims}
    return SweptRun(name, site, parameters, manifest, {"results": rows, "claims": verdicts})


def drawn(*runs):
    return {one.kind: one for one in SweptRuns(runs).conclusions}


def test_a_conclusion_that_all_runs_draw_holds():
    found = drawn(run("a", row(1.0, p=0.01)), run("b", row(2.0, p=0.02)))
    assert [(one.holds, one.first) for one in found.values()] == [(True, 1), (True, True)]


def test_a_flip_names_its_runs_and_each_is_held_against_its_own_alpha():
    found = drawn(
        run("a", row(1.0, p=0.03)), run("b", row(-1.0, p=0.03)), run("c", row(1.0, p=0.03), alpha=0.01)
    )
    assert found[SIGN].runs == {1: ["a", "c"], -1: ["b"]}
    assert found[P_VALUE].runs == {True: ["a", "b"], False: ["c"]}


def test_a_run_that_has_no_estimate_is_lacking_and_flips_nothing():
    masked = row(None, p=None, reason=f"{MASKED}: few patients")
    found = drawn(run("a", row(1.0)), run("b", masked), run("c", None))
    assert (found[SIGN].holds, found[SIGN].lacking) == (True, ("b", "c"))


def test_a_claim_has_one_verdict_in_each_run():
    found = drawn(
        run("a", None, claims=[("C01", "supported")]), run("b", None, claims=[("C01", "contradicted")])
    )
    assert found[VERDICT].runs == {"supported": ["a"], "contradicted": ["b"]}


def test_what_was_known_before_treatment_and_other_analyses_are_no_conclusions():
    assert drawn(run("a", row(1.0, role="sensitivity")), run("b", row(1.0, section="baseline"))) == {}


VALUES, ERRORS = [0.1, -0.2, 0.05], [0.1, 0.15, 0.2]


def sites(*rows, **parameters):
    return [run(f"r{n}{parameters}", one, site=f"s{n}", **parameters) for n, one in enumerate(rows)]


def test_the_sites_together_are_the_mean_of_their_estimates_by_random_effects():
    (pool,) = SweptRuns(sites(*map(row, VALUES, ERRORS))).pools
    expected = random_effects(VALUES, ERRORS, 0.95)
    found = SimpleNamespace(**pool.table_row())
    assert (found.estimate, found.low, found.q_p, found.sites) == pytest.approx(
        (expected.value, expected.low, expected.q_p, 3)
    )
    assert found.between == pytest.approx(math.sqrt(expected.variance))
    assert tuple(pool.table_row()) == POOLED.header


def test_a_ratio_is_taken_together_by_its_logarithm():
    def ratio(x, error):
        limits = {"low": math.exp(x - REACH * error), "high": math.exp(x + REACH * error)}
        return row(math.exp(x), analysis="risk_ratio", **limits)

    (pool,) = SweptRuns(sites(*map(ratio, VALUES, ERRORS))).pools
    expected = random_effects(VALUES, ERRORS, 0.95)
    assert (pool.together.value, pool.together.high) == pytest.approx(
        (math.exp(expected.value), math.exp(expected.high))
    )


def test_the_error_of_a_mean_is_that_of_its_t_interval():
    reach = tail_quantile(0.95, 10)
    one = row(1.0, analysis="mean_difference", df=10.0, unit="min", low=1 - reach * 0.5, high=1 + reach * 0.5)
    (pool,) = SweptRuns(sites(one, one)).pools
    assert pool.together.error == pytest.approx(0.5 / math.sqrt(2))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (None, "has no such outcome"),
        (row(None, reason=f"{MASKED}: few patients"), f"{MASKED}: few patients"),
        (row(0.1, error=0.0), "an interval without a width or without an end"),
        (row(0.1, high=math.inf), "an interval without a width or without an end"),
    ],
)
def test_a_site_without_an_estimate_is_left_out_with_its_reason(other, why):
    (pool,) = SweptRuns(sites(row(0.1), row(0.2), other)).pools
    assert [site.reason for site in pool.sites] == ["", "", why]
    assert pool.together == SweptRuns(sites(row(0.1), row(0.2))).pools[0].together


def test_one_site_and_sites_of_different_units_have_no_mean():
    assert [pool.reason for pool in SweptRuns(sites(row(0.1), None)).pools] == [ONE]
    assert [pool.reason for pool in SweptRuns(sites(row(0.1), row(0.1, unit="h"))).pools] == [UNITS]
    assert SweptRuns(sites(row(0.1))).pools == []


def test_sites_are_taken_together_within_a_combination_of_parameters():
    runs = [*sites(row(0.1), row(0.2), imbalance=0.1), *sites(row(0.3), row(0.4), imbalance=0.2)]
    assert [pool.named for pool in SweptRuns(runs).pools] == ["imbalance 0.1", "imbalance 0.2"]
    assert [pool.together.value for pool in SweptRuns(runs).pools] == pytest.approx([0.15, 0.35])
