"""The note of test statistics under the table of outcomes, and what a policy leaves of it."""

from __future__ import annotations

import pytest
from gappy_study import study_of

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.masked import Masked
from twoarm.present.outcomes.statistics import statistics_note
from twoarm.present.outcomes.tables import outcome_table


def section(folder, policy: str, missing: int = 0) -> Comparison:
    return compare_section(study_of(folder, policy, missing), "perioperative", thorough=False)


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Comparison:
    return section(tmp_path_factory.mktemp("gappy"), "{profile: open}")


def test_each_outcome_has_the_statistic_of_its_main_result(everything):
    note = statistics_note(everything)
    # Of 3/20 and 8/20: chi-square 2.5/0.7975, times 39/40; the root is 1.748.
    assert "Leak, z = −1.75;" in note and "Stay, t = " in note and "Grade, t = " in note
    assert note in outcome_table(everything).face()["notes"]


def test_the_row_has_what_the_note_says(everything):
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
    assert "Leak" not in statistics_note(found) and "Stay" not in statistics_note(found)


def test_what_is_told_has_the_digits_of_the_policy(tmp_path):
    found = section(tmp_path, "{profile: hospital}")
    good = next(r.estimate for r in found.headline if r.variable == "good")
    assert good.statistic == float(f"{good.statistic:.3g}") > 0
    stay = next(r.estimate for r in found.headline if r.variable == "stay")
    assert stay.df == float(f"{stay.df:.3g}") > 30
