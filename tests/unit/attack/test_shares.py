"""An attacker with one number too many: 3 of 40 patients with a leak, masked, against 9 of 40 that are shown.

Each case leaves a single number about both arms unmasked. The number is what the method gives for 3 of 40, to three digits.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from attack.handmade import LEAK, outcome, published
from attack.report import Report
from attack.told.calculators import ALONE, CALCULATORS
from attack.told.levels import OVER_LEVELS
from attack.winning import attack_tables

from twoarm.analysis.registry.entries import REGISTRY
from twoarm.methods import counts, design
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.weights import smd_categories
from twoarm.study.disclosure.policy import HOSPITAL

SMALL = {1, 2, 3, 4}
TABLE = (3, 40, 9, 40)
EVENTS = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        <5
leak      B    yes    40  0        9
"""
DIFFERENCE, RATIO, ODDS = counts.risk_difference(*TABLE), counts.risk_ratio(*TABLE), counts.odds_ratio(*TABLE)
NEEDED, FIRTH = counts.number_needed(*TABLE), counts.firth_odds_ratio(*TABLE)
RESULTS = {
    ("risk_difference", "estimate"): DIFFERENCE.value,
    ("risk_difference", "low"): DIFFERENCE.low,
    ("risk_difference", "high"): DIFFERENCE.high,
    ("risk_difference", "p_value"): DIFFERENCE.p_value,
    ("newcombe", "high"): counts.newcombe(*TABLE).high,
    ("risk_ratio", "estimate"): RATIO.value,
    ("risk_ratio", "low"): RATIO.low,
    ("odds_ratio", "high"): ODDS.high,
    ("odds_ratio", "p_value"): ODDS.p_value,
    ("firth_odds_ratio", "low"): FIRTH.low,
    ("number_needed", "estimate"): NEEDED.value,
    ("e_value", "estimate"): design.e_value(RATIO.value),
    ("fisher", "p_value"): counts.fisher_p(*TABLE),
    ("boschloo", "p_value"): counts.boschloo(*TABLE),
    ("yates", "p_value"): counts.yates(*TABLE),
}
# What is the same for several tables: the values that it leaves to the count.
WEAK = {("fragility", "estimate"): (counts.fragility_index(*TABLE, 0.05), {2, 3})}


def shown(number: float | None) -> str:
    """To the digits of the policy."""
    assert number is not None
    return f"{number:.3g}"


def attacked(**tables) -> Report:
    found = attack_tables(published(replace(LEAK, margin=10), summaries=EVENTS, **tables))
    assert found.of("count", "leak", "", "B", "yes") == {9}
    return found


def left(report: Report) -> frozenset[int]:
    return report.of("count", "leak", "", "A", "yes")


def result(analysis: str, **cells: str) -> dict[str, str]:
    return {
        "variable": "leak",
        "analysis": analysis,
        "conf_level": "0.95",
        "n_treated": "40",
        "n_control": "40",
    } | cells


def test_without_any_number_every_value_is_left():
    report = attacked(results=[result(name) for name in CALCULATORS if name != "smd"])
    assert left(report) == SMALL and not report.leaks


@pytest.mark.parametrize(("analysis", "column"), RESULTS)
def test_a_number_of_the_results_gives_the_count_back(analysis, column):
    report = attacked(results=[result(analysis, **{column: shown(RESULTS[analysis, column])})])
    assert left(report) == {3}
    assert [one.by for one in report.leaks] == [(f"results {analysis} {column}",)]


@pytest.mark.parametrize(("analysis", "column"), WEAK)
def test_a_number_that_several_tables_share_narrows_the_count(analysis, column):
    number, values = WEAK[analysis, column]
    assert left(attacked(results=[result(analysis, **{column: str(number)})])) == values


def test_a_percentage_gives_it_back():
    summaries = EVENTS.replace("count", "count  percent").replace("<5", "<5  7.5").replace(" 9", " 9  22.5")
    report = attack_tables(published(LEAK, summaries=summaries))
    assert left(report) == {3} and [one.by for one in report.leaks] == [("summaries percent",)]


@pytest.mark.parametrize("analysis", ALONE)
def test_an_interval_of_one_share_gives_it_back(analysis):
    low, _ = ALONE[analysis](3, 40, 0.95)
    assert left(attacked(results=[result(analysis, arm="A", low=shown(low))])) == {3}


def test_a_specification_gives_it_back():
    usual = {
        "covariates": "none",
        "weights": "none",
        "outliers": "all",
        "unit": "patients",
        "conf_level": "0.95",
    }
    row = {"variable": "leak", "test": "pearson", **usual, "p_value": shown(counts.pearson(*TABLE))}
    assert left(attacked(specifications=[row])) == {3}


def test_the_ends_of_all_specifications_give_it_back():
    ends = {"smallest": shown(DIFFERENCE.value), "largest": shown(DIFFERENCE.value)}
    assert left(attacked(robustness=[{"variable": "leak", "question": "specifications", **ends}])) == {3}


def test_a_power_gives_the_share_of_the_control_arm_back():
    risks = design.detectable_risks(40, 40, 3 / 40, 0.05)
    assert risks is not None
    row = {"variable": "leak", "analysis": "detectable_increase", "detectable": shown(risks[1] - 3 / 40)}
    summaries = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        9
leak      B    yes    40  0        <5
"""
    report = attack_tables(published(LEAK, summaries=summaries, power=[row]))
    assert report.of("count", "leak", "", "B", "yes") == {3}


def test_a_standardised_difference_gives_it_back():
    smd = shown(smd_categories([37, 3], [31, 9]))
    assert left(attacked(balance=[{"variable": "leak", "smd": smd}])) == {3}


def test_a_p_adjusted_within_a_family_gives_it_back():
    assert DIFFERENCE.p_value is not None
    other = result("mean_difference", p_adjusted="0.9") | {"variable": "minutes"}
    rows = [result("risk_difference", p_adjusted=shown(2 * DIFFERENCE.p_value)), other]
    minutes = outcome("minutes", "continuous")
    report = attack_tables(published(LEAK, minutes, summaries=EVENTS, results=rows))
    assert left(report) == {3}


def test_the_names_of_the_tests_that_disagree_give_it_back():
    """Against 10 of 40: with 2 all tests lie below 0.05, with 3 some do, with 4 none does."""
    table = (3, 40, 10, 40)
    assert 0 < len(_not_below(table)) < len(_quick())
    unknown = "barnard_pooled|barnard_unpooled|boschloo|boschloo_doubled"
    row = {"variable": "leak", "question": "tests", "not_estimable": unknown}
    rows = [row | {"disagreeing": "|".join(_not_below(table))}]
    report = attack_tables(published(LEAK, summaries=EVENTS.replace(" 9", " 10"), agreement=rows))
    assert left(report) == {3}
    assert any(by.startswith("agreement tests") for by in report.leaks[0].by)


def _quick() -> list[str]:
    return [name for name in TWO_SIDED_TESTS if "barnard" not in name and "boschloo" not in name]


def _not_below(table: tuple[int, int, int, int]) -> list[str]:
    return [name for name in _quick() if (TWO_SIDED_TESTS[name](*table) or 1.0) >= 0.05]


def test_the_side_of_an_interval_narrows_it():
    """Against 9 of 40 the interval includes no difference with 3, not with 2."""
    row = {"variable": "leak", "question": "difference", "answer": "includes no difference"}
    assert left(attacked(agreement=[row])) == {3, 4}


def test_a_reason_says_that_nobody_had_the_event():
    policy = replace(HOSPITAL, zeros="masked")
    rows = EVENTS.replace(" 9", " <5").replace("40  0 ", "40  . ")
    for reason, values in (("no event in either arm", {0}), ("masked", set(range(5)))):
        report = attack_tables(
            published(LEAK, policy=policy, summaries=rows, results=[result("fisher", reason=reason)])
        )
        assert left(report) == values


def test_patients_improved_are_shares_too():
    pain = outcome("pain", "continuous", table="visits")
    level = "improved_by_the_important_difference"
    rows = f"""\
variable  visit  arm  level    n   missing  count
pain      after  A    {level}  40  0        <5
pain      after  B    {level}  40  0        9
"""
    responders = result("responders", p_value=shown(DIFFERENCE.p_value)) | {
        "variable": "pain",
        "visit": "after",
    }
    report = attack_tables(published(pain, visits=("before", "after"), summaries=rows, results=[responders]))
    assert report.of("count", "pain", "after", "A", level.replace("_", " ")) == {3}


def test_shares_of_units_are_shares_too():
    loose = outcome("loose", "count", of="2", unit="screws")
    rows = """\
variable  arm  level     n   missing  count  percent
loose     A    screws    80  0        <5     3.75
"""
    assert attack_tables(
        published(loose, summaries=rows + rows.splitlines()[1].replace("A ", "B ") + "\n")
    ).of("count", "loose", "", "A", "screws") == {3}


# Methods of which nothing follows without the patients, or which `measurements` reads.
OTHERWISE = {
    "cluster_permutation",
    "weighted_risk_difference",
    "complete_risk_difference",  # under a policy that masks it is not told at all
    "false_discovery_rate",
}


def test_the_attacker_knows_every_method_of_counted_patients():
    """A method that is added is a number more: the attacker learns to read it, or it is said here why it cannot."""
    counted = {m.name for m in REGISTRY if {"binary", "events", "categorical", "ordinal"} & set(m.measures)}
    assert counted - OTHERWISE - {"smd_weighted"} == counted & {*CALCULATORS, *ALONE, *OVER_LEVELS}
