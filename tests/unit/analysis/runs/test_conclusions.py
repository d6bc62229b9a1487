"""What a row concludes by arithmetic, and which conclusions another run turns."""

from __future__ import annotations

import pytest
from run_frames import rows

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.runs.conclusions import flips
from twoarm.analysis.runs.difference import Tolerance, compare_rows
from twoarm.analysis.runs.scales import scale_of_row
from twoarm.tables.every import RUN_TABLES

CLEAR = {"estimate": "3.0", "low": "0.5", "high": "5.5", "p_value": "0.02"}
UNCLEAR = {"estimate": "2.0", "low": "-1.0", "high": "5.0", "p_value": "0.2"}
NONE = {**dict.fromkeys(("estimate", "low", "high", "conf_level", "p_value"), ""), "reason": "empty arm"}


def turned(a: dict, b: dict, alphas=(0.05, 0.05), table: str = "results") -> list[tuple]:
    """Kind, A and B of each flipped conclusion of one row."""
    found = compare_rows(RUN_TABLES[table], rows(table, a), rows(table, b), Tolerance(0.0))
    return [(flip.kind, flip.a, flip.b) for flip in flips(found, *alphas)]


def test_nothing_flips_where_numbers_move_on_their_side():
    assert turned(CLEAR, {"estimate": "4.0", "low": "1.5", "high": "6.5", "p_value": "0.001"}) == []


def test_an_interval_and_a_p_that_cross():
    assert turned(CLEAR, UNCLEAR) == [("interval", 1, 0), ("p_value", True, False)]
    assert turned(UNCLEAR, CLEAR) == [("interval", 0, 1), ("p_value", False, True)]


def test_an_interval_that_turns_round_tells_the_sign_already():
    other = {"estimate": "-3.0", "low": "-5.5", "high": "-0.5", "p_value": "0.02"}
    assert turned(CLEAR, other) == [("interval", 1, -1)]


def test_a_sign_between_two_unclear_intervals():
    assert turned(UNCLEAR, UNCLEAR | {"estimate": "-0.5"}) == [("sign", 1, -1)]


def test_a_sign_without_an_interval_concludes_nothing():
    bare = {"low": "", "high": "", "conf_level": "", "p_value": "", "analysis": "smd"}
    assert turned({**bare, "estimate": "0.01"}, {**bare, "estimate": "-0.01"}) == []


def test_each_p_is_held_against_the_level_of_its_own_run():
    assert turned(CLEAR, CLEAR, (0.05, 0.01)) == [("p_value", True, False)]
    assert turned(CLEAR, CLEAR | {"p_value": "0.05"}, (0.05, 0.05)) == [
        ("p_value", True, False)
    ]  # below, not at


def test_a_limit_at_no_difference_includes_it():
    assert turned(CLEAR, CLEAR | {"low": "0.0"}) == [("interval", 1, 0)]


@pytest.mark.parametrize(
    ("analysis", "null"), [("risk_ratio", 1.0), ("brunner_munzel", 0.5), ("hedges_g", 0.0)]
)
def test_no_difference_is_that_of_the_scale(analysis, null):
    ends = {"analysis": analysis, "estimate": str(null + 0.3), "high": str(null + 0.6), "p_value": "0.01"}
    assert turned({**ends, "low": str(null + 0.1)}, {**ends, "low": str(null - 0.1)}) == [("interval", 1, 0)]


@pytest.mark.parametrize("analysis", ["wilson", "number_needed", "a_method_of_later"])
def test_where_no_value_means_no_difference_the_interval_concludes_nothing(analysis):
    assert (
        turned(CLEAR | {"analysis": analysis, "p_value": ""}, UNCLEAR | {"analysis": analysis, "p_value": ""})
        == []
    )


def test_equivalence_is_a_conclusion_of_its_own_and_its_interval_none():
    names = {entry.name for entry in REGISTRY if entry.shown == "margin"}
    assert names == {"equivalence", "equivalence_of_risks"}
    a, b = ({**row, "analysis": "equivalence"} for row in (CLEAR, UNCLEAR))
    assert turned(a, b) == [("equivalence", True, False)]


def test_the_adjusted_p():
    assert turned({"p_adjusted": "0.04"}, {"p_adjusted": "0.06"}) == [("p_adjusted", True, False)]


def test_an_estimate_that_can_no_longer_be_made_or_newly_can():
    assert turned(CLEAR, NONE) == [("estimable", True, False)]
    assert turned(NONE, CLEAR) == [("estimable", False, True)]
    assert turned(NONE, NONE | {"reason": "no event"}) == []


def test_specifications_conclude_as_results_do():
    ratio = {"measure_unit": "ratio", "estimate": "1.5", "low": "1.1", "high": "2.0", "p_value": "0.01"}
    assert turned(ratio, ratio | {"low": "0.9"}, table="specifications") == [("interval", 1, 0)]
    unitless = CLEAR | {"measure_unit": ""}
    assert turned(unitless, unitless | {"low": "-0.1"}, table="specifications") == [("interval", 1, 0)]


def test_a_verdict_is_told_once_for_all_rows_of_its_claim():
    def of(verdict: str, significant: str):
        both = [{"verdict": verdict, "statistic": s, "significant": significant} for s in ("p_value", "sum")]
        return rows("claims", *both)

    found = compare_rows(
        RUN_TABLES["claims"], of("consistent", "true"), of("inconsistent", "true"), Tolerance(0.0)
    )
    assert [(f.kind, f.a, f.b) for f in flips(found, 0.05, 0.05)] == [
        ("verdict", "consistent", "inconsistent")
    ]
    found = compare_rows(
        RUN_TABLES["claims"], of("consistent", "true"), of("consistent", "false"), Tolerance(0.0)
    )
    assert [f.kind for f in flips(found, 0.05, 0.05)] == ["significant", "significant"]


@pytest.mark.parametrize(
    ("row", "scale"),
    [
        ({"measure_unit": "ratio"}, "ratio"),
        ({"measure_unit": "min"}, "unit"),
        ({"measure_unit": ""}, "unit"),
        ({"analysis": "odds_ratio"}, "ratio"),
        ({"analysis": "a_method_of_later"}, None),
    ],
)
def test_the_scale_of_a_row_is_that_of_its_method_or_of_its_unit(row, scale):
    assert scale_of_row(row) == scale
