"""The row of an outcome by other methods: its test statistic, how many agree, and what a policy leaves of it."""

from __future__ import annotations

import pytest
from gappy_study import study_of

from twoarm.analysis.comparison.agreement import Question
from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.masked import Masked
from twoarm.present import wording as w
from twoarm.present.outcomes.beside import methods_table


def section(folder, policy: str, missing: int = 0) -> Comparison:
    return compare_section(study_of(folder, policy, missing), "perioperative")


def rows(comparison: Comparison) -> dict[str, list[str]]:
    return {row[0]: [cell.replace(w.NBSP, " ") for cell in row[1:]] for row in methods_table(comparison).rows}


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Comparison:
    return section(tmp_path_factory.mktemp("gappy"), "{profile: open}")


def test_each_outcome_has_the_statistic_of_its_main_result(everything):
    shown = rows(everything)
    # Of 3/20 and 8/20: chi-square 2.5/0.7975, times 39/40; the root is 1.748.
    assert shown["Leak"][0] == "z = −1.75"
    assert shown["Stay"][0].startswith("t = ") and shown["Grade"][0].startswith("t = ")


def test_the_others_are_counted_and_their_p_values_lie_between_two(everything):
    (leak,) = [r for r in everything.headline if r.variable == "leak"]
    others = [r for r in everything.results if (r.variable, r.arm) == ("leak", "") and r is not leak]
    shown = ("main", "other", "definitions")  # a test of equivalence asks something else
    others = [r for r in others if r.scale.compares or r.method.shown != "other"]
    tested = [p for r in others if r.method.shown in shown and (p := r.estimate.p_value) is not None]
    asked = everything.answer(Question.INTERVAL, everything.study.variable("leak"))
    agree = f"{len(asked.agreeing)} of {len(asked.agreeing) + len(asked.disagreeing)}"
    ends = f"{w.p_text(min(tested), 0.05)} to {w.p_text(max(tested), 0.05)}"
    assert rows(everything)["Leak"][1:] == [agree, ends]


def test_a_brief_comparison_has_the_test_beside_alone(tmp_path):
    brief = compare_section(study_of(tmp_path, "{profile: open}", 0), "perioperative", thorough=False)
    assert rows(brief)["Leak"][1] == "–"


def test_the_file_has_what_the_row_says(everything):
    rows = {row["variable"]: row for row in everything.rows()["results"] if row["role"] == "primary"}
    assert rows["leak"]["statistic"] == pytest.approx(-1.748, abs=0.001) and rows["leak"]["df"] is None
    assert 30 < rows["stay"]["df"] <= 38


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_no_statistic_stands_where_a_size_or_a_level_is_masked(tmp_path, profile):
    found = section(tmp_path, f"{{profile: {profile}}}", missing=2)
    for r in found.results:
        e = r.estimate
        hidden = e.masked or any(isinstance(n, Masked) for n in (e.n_treated, e.n_control))
        assert not hidden or (e.statistic, e.df) == (None, None), r
    shown = rows(found)
    assert shown["Leak"] == ["–", "–", "masked"] and shown["Stay"][0] == "–"


def test_what_is_told_has_the_digits_of_the_policy(tmp_path):
    found = section(tmp_path, "{profile: hospital}")
    good = next(r.estimate for r in found.headline if r.variable == "good")
    assert good.statistic == float(f"{good.statistic:.3g}") > 0
    stay = next(r.estimate for r in found.headline if r.variable == "stay")
    assert stay.df == float(f"{stay.df:.3g}") > 30
