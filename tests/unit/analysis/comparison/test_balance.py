"""The balance of two arms that can be computed by hand: what the table, the plot and the sentences read."""

from __future__ import annotations

import math

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_baseline
from twoarm.present.findings import overview
from twoarm.present.outcomes.tables import baseline_table
from twoarm.present.patients.balance import balance_sentence, unadjusted, weighting_sentence
from twoarm.present.patients.balance_plot import love_plot
from twoarm.study.opened import open_study
from twoarm.tables.patients import BALANCE

DESCRIBED = """\
name   label  table     role       section        kind        levels
age    Age    patients  covariate  baseline       continuous  .
same   Same   patients  covariate  baseline       continuous  .
sex    Sex    patients  covariate  baseline       binary      0=male|1=female
stay   Stay   patients  outcome    perioperative  continuous  .
"""
# Age: means 2 and 3, both variances 1, so -1. Sex: 1 of 3 and 2 of 3, both variances 2/9, so -1/sqrt(2).
PATIENTS = "arm  age  same  sex  stay\n" + "".join(
    f"{arm}  {age}  5  {sex}  {age}\n"
    for arm, age, sex in (("A", 1, 0), ("A", 2, 0), ("A", 3, 1), ("B", 2, 1), ("B", 3, 0), ("B", 4, 1))
)
FAR = 1 / math.sqrt(2)


@pytest.fixture
def before(tmp_path) -> Comparison:
    return compare_baseline(
        open_study(str(write_study(tmp_path / "small", DESCRIBED, PATIENTS)), imbalance=0.8)
    )


def test_the_differences_and_what_lies_beyond_the_limit(before):
    age, same, sex = before.balance.characteristics
    assert (age.smd, age.beyond) == (pytest.approx(-1.0), True)
    assert (same.smd, same.beyond) == (0.0, False)  # nothing varies
    assert (sex.smd, sex.beyond) == (pytest.approx(-FAR), False)
    assert before.balance.standard_error == pytest.approx(math.sqrt(2 / 3))
    assert [one.variable for one in before.balance.before] == ["age", "sex", "same"]
    assert before.balance.far == [age]


def test_the_rows_are_those_of_the_published_table(before):
    rows = before.rows()[BALANCE.name]
    assert {tuple(row) for row in rows} == {BALANCE.header}
    assert [(row["variable"], row["limit"], row["beyond"]) for row in rows] == [
        ("age", 0.8, True),
        ("same", 0.8, False),
        ("sex", 0.8, False),
    ]
    assert [row["smd_weighted"] for row in rows] == [
        one.smd_weighted for one in before.balance.characteristics
    ]


def test_table_plot_and_sentences_read_the_one_value(before):
    """Each of them follows when the value alone is another one."""
    age, *others = before.balance.characteristics
    other = type(age)(
        **{**vars(age), "smd": 2.5, "smd_weighted": 1.25, "beyond": True, "beyond_weighted": True}
    )
    vars(before)["balance"] = type(before.balance)((other, *others), 0.8, 0.25)
    assert baseline_table(before).rows[0][-1] == "2.50"
    assert love_plot(before).alt.endswith("Farthest: Age 2.50.")
    assert "1 lies at least 0.8 standard deviations apart before treatment: Age (2.50)." in balance_sentence(
        before
    )
    assert "is 0.25" in balance_sentence(before)
    assert "difference that remains is 1.25 (Age)" in weighting_sentence(before)


APART = DESCRIBED.replace("same   Same ", "ward   Ward ").replace(
    "continuous  .\nsex", "categorical  N|S\nsex"
)


def test_what_tells_the_arms_apart_is_named_first_and_counted_and_drawn_at_the_edge(tmp_path):
    """Every patient of an arm was in one ward: of three characteristics two lie apart, and one of these in every patient."""
    patients = PATIENTS.replace("  same ", "  ward ").replace("  5 ", "  N ")
    patients = "\n".join(x.replace("  N ", "  S ") if x.startswith("B") else x for x in patients.split("\n"))
    study = open_study(str(write_study(tmp_path / "apart", APART, patients)), imbalance=0.8)
    before = compare_baseline(study)
    assert [c.variable for c in before.balance.separating] == ["ward"]
    said = str(balance_sentence(before))
    assert said.startswith("Ward tells the arms apart in every patient")
    assert "2 lie at least 0.8 standard deviations apart before treatment: Ward (completely) most." in said
    assert "stated. Before treatment 2 of 3 characteristics" in str(unadjusted(before))
    assert str(overview(before, [])).startswith("Ward tells the arms apart in every patient")
    plot = love_plot(before)
    assert "Ward tells the arms apart" in plot.alt
    assert "tells the arms apart" in [text.get_text() for text in plot.drawing.axes[0].texts]
    assert {row["variable"]: row["smd"] for row in before.rows()[BALANCE.name]}["ward"] == -math.inf
