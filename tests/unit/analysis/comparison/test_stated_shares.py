"""Shares free of an event at stated times: by hand, and under a policy from the told curves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import STUDY, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present import wording as w
from twoarm.present.outcomes.stated_times import stated_times_table
from twoarm.present.sections.followed import times_to_event
from twoarm.study.opened import read_study
from twoarm.tables.outcomes import SURVIVAL

DESCRIBED = """\
name  label  table     role     section        kind    unit  event  levels      at
walk  Walk   patients  outcome  perioperative  time    days  done   .           10|25|400
done  Done   patients  none     perioperative  binary  .     .      0=no|1=yes  .
"""


def patients(events: int) -> str:
    """Forty patients in each arm who leave on days 1 to 40; the first ones of each have the event."""
    rows = ["arm walk done"]
    for arm, late in (("A", 0), ("B", 5)):
        rows += [f"{arm} {day + late} {int(day <= events)}" for day in range(1, 41)]
    return "\n".join(rows)


def compared(folder: Path, profile: str = "open", events: int = 20, described: str = DESCRIBED) -> Comparison:
    write_study(folder, described, patients(events))
    path = folder / "study.yml"
    assert STUDY in path.read_text("utf-8")
    policy = f"{{profile: {profile}}}"
    path.write_text(path.read_text("utf-8").replace("{min_count: 0}", policy), "utf-8")
    return compare_section(read_study(folder), "perioperative")


def cells(comparison: Comparison) -> dict[str, list[str]]:
    rows = stated_times_table(comparison).rows
    return {row[0].strip(): [cell.replace(w.NBSP, " ") for cell in row[1:]] for row in rows[1:]}


def test_everybody_is_counted_until_the_time(tmp_path):
    """By day 10 ten of forty treated had the event; five of the others, whose days are five later."""
    found = {(s.time, s.arm): s.estimate for s in compared(tmp_path).shares}
    values = [found["10", arm].value for arm in ("A", "B", "")]
    assert values == pytest.approx([0.75, 0.875, -0.125], rel=1e-12)
    sizes = [(found["10", arm].n_treated, found["10", arm].n_control) for arm in ("A", "B", "")]
    assert sizes == [(40, 0), (0, 40), (40, 40)]
    assert found["10", ""].p_value is not None and found["10", "A"].p_value is None
    assert {e.reason for (time, _), e in found.items() if time == "400"} == {"beyond the last time of an arm"}


def test_the_rows_have_the_columns_of_the_file(tmp_path):
    rows = compared(tmp_path).rows()["survival"]
    assert len(rows) == 9 and all(set(row) == set(SURVIVAL.header) for row in rows)
    assert [(r["arm"], r["arm_label"]) for r in rows[:3]] == [("A", "new"), ("B", "old"), ("", "")]


def test_the_table_stands_after_the_curves(tmp_path):
    found = compared(tmp_path)
    assert times_to_event(found)[-1].label == stated_times_table(found).label
    table = cells(found)
    assert table["at 10 days"][0].startswith("75% (") and table["at 10 days"][2].startswith("−13 (")
    assert table["at 400 days"] == ["not estimable: beyond the last time of an arm"] * 3


def test_without_a_stated_time_nothing_is_told(tmp_path):
    found = compared(tmp_path, described=DESCRIBED.replace("10|25|400", ".        "))
    assert found.shares == () and stated_times_table(found) is None


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_under_a_policy_a_share_is_that_of_the_told_curve(tmp_path, profile):
    found = compared(tmp_path, profile)
    told = 0
    for share in (s for s in found.shares if s.arm and s.estimate.estimable):
        (curve,) = (c for c in found.curves if c.arm == share.arm)
        before = [point for point in curve.steps if point.time <= float(share.time)]
        expected = [before[-1].survival, before[-1].low, before[-1].high] if before else [1.0] * 3
        assert [share.estimate.value, share.estimate.low, share.estimate.high] == expected
        told += 1
    assert told >= 2
    assert all(s.estimate.value is None for s in found.shares if s.time == "400")


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_where_too_few_had_the_event_no_share_is_told(tmp_path, profile):
    found = compared(tmp_path, profile, events=3)
    assert all(s.estimate.masked and s.estimate.value is None for s in found.shares)
    assert cells(found)["at 10 days"] == ["masked"] * 3


def test_a_median_is_one_patients_time_and_masked_where_times_are_coarse(tmp_path):
    exact = compared(tmp_path / "exact")
    medians = [r for r in exact.results if r.method.single]
    assert [(r.arm, r.estimate.value) for r in medians] == [("A", 20.0), ("B", 25.0)]
    coarse = compared(tmp_path / "coarse", "hospital")
    assert [r.estimate.masked for r in coarse.results if r.method.single] == [True, True]


def test_the_restricted_means_of_the_arms_differ_by_the_main_result(tmp_path):
    found = compared(tmp_path)
    means = [r.estimate.value for r in found.of("walk", "other") if r.arm and r.horizon is not None]
    assert means[0] - means[1] == pytest.approx(found.result("walk").estimate.value, rel=1e-12)
