"""An attacker on patients by level: one number over the levels, two of which are masked in each arm."""

from __future__ import annotations

import pytest
from attack.handmade import outcome, published
from attack.told.levels import OVER_LEVELS
from attack.winning import attack_tables

LEVELS = (("0", "none"), ("1", "mild"), ("2", "severe"), ("3", "worst"))
TREATED, CONTROL = (22, 11, 4, 3), (26, 9, 4, 1)
SUMMARIES = """\
variable  arm  level   n   missing  count  percent
grade     A    none    40  0        22     .
grade     A    mild    40  0        11     .
grade     A    severe  40  0        <5     .
grade     A    worst   40  0        <5     .
grade     B    none    40  0        26     .
grade     B    mild    40  0        9      .
grade     B    severe  40  0        <5     .
grade     B    worst   40  0        <5     .
"""


def attacked(kind: str, **tables):
    variable = outcome("grade", kind, levels=LEVELS)
    report = attack_tables(published(variable, **({"summaries": SUMMARIES} | tables)))
    return report.of("count", "grade", "", "A", "worst"), report


def test_two_masked_levels_keep_what_their_sum_leaves():
    left, report = attacked("ordinal")
    assert left == {3, 4} and report.leaks  # seven patients at two levels of four at most


@pytest.mark.parametrize(
    ("analysis", "column"),
    [
        ("mann_whitney", "p_value"),
        ("mann_whitney", "statistic"),
        ("probability_of_superiority", "df"),
        ("probability_of_superiority", "estimate"),
        ("probability_of_superiority", "low"),
        ("probability_of_superiority", "p_value"),
        ("proportional_odds", "estimate"),
        ("proportional_odds", "high"),
    ],
)
def test_a_number_over_the_levels_gives_them_back(analysis, column):
    number = OVER_LEVELS[analysis](TREATED, CONTROL, 0.95)[column]
    row = {"variable": "grade", "analysis": analysis, "conf_level": "0.95", column: f"{number:.3g}"}
    left, report = attacked("ordinal", results=[row])
    assert left == {3}
    assert f"results {analysis} {column}" in report.leaks[0].by


def test_a_specification_does_so_too():
    number = OVER_LEVELS["probability_of_superiority"](TREATED, CONTROL, 0.95)["p_value"]
    row = {"variable": "grade", "test": "brunner_munzel", "conf_level": "0.95", "p_value": f"{number:.3g}"}
    assert attacked("ordinal", specifications=[row])[0] == {3}


@pytest.mark.parametrize(("analysis", "column"), [("chi_square", "p_value"), ("smd", "estimate")])
def test_a_number_that_does_not_know_the_order_of_levels_gives_them_back_but_for_their_names(
    analysis, column
):
    """Of 4 and 3 patients against 4 and 1, in this order or the other."""
    number = f"{OVER_LEVELS[analysis](TREATED, CONTROL, 0.95)[column]:.3g}"
    row = {"variable": "grade", "analysis": analysis, "conf_level": "0.95", column: number}
    tables = {"balance": [{"variable": "grade", "smd": number}]} if analysis == "smd" else {"results": [row]}
    left, report = attacked("categorical", **tables)
    assert left == {3, 4}
    assert report.of("count", "grade", "", "B", "worst") == {1, 4}


def test_a_percentage_of_one_level_gives_the_other_back():
    lines = SUMMARIES.splitlines()
    lines[3] = lines[3].removesuffix(".") + "10.0"
    assert attacked("categorical", summaries="\n".join(lines))[0] == {3}
