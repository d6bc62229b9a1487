"""Both arms together before treatment: as one would count them, and under a policy from what is told of each arm."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
from attack.handmade import LEAK, published
from attack.winning import attack_tables
from small_studies import STUDY, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_baseline
from twoarm.masked import Masked
from twoarm.present import wording as w
from twoarm.present.outcomes.tables import baseline_table
from twoarm.publish.gate.masked_cells import recomputable
from twoarm.study.opened import read_study

DESCRIBED = """\
name    label    role       section   kind         levels             unit
age     Age      covariate  baseline  continuous   .                  years
leak    Leak     covariate  baseline  binary       no=no|yes=yes      .
grade   Grade    covariate  baseline  ordinal      1|2|3              .
stay    Stay     outcome    perioperative  continuous  .              days
"""


def cohort(leaks: int = 8, unknown: int = 0) -> str:
    rows = ["arm age leak grade stay"]
    for i in range(60):
        new, k = i < 30, i % 30
        age = "." if new and k < unknown else str(50 + (7 * k) % 31 + 3 * new)
        leak = "yes" if k < (leaks if new else 9) else "no"
        rows.append(f"{'A' if new else 'B'} {age} {leak} {1 + k % 3} {3 + k % 7}")
    return "\n".join(rows)


def compared(folder, profile: str, **cohort_is: int) -> Comparison:
    write_study(folder, DESCRIBED, cohort(**cohort_is))
    path = folder / "study.yml"
    text = path.read_text("utf-8")
    assert STUDY in text
    path.write_text(text.replace("{min_count: 0}", f"{{profile: {profile}}}"), "utf-8")
    return compare_baseline(read_study(folder))


def both(comparison: Comparison, variable: str):
    return comparison.summary(variable, "")


def test_they_are_counted_as_one_group(tmp_path):
    found = compared(tmp_path, "open", unknown=2)
    values = found.study.cohort.column(found.study.variable("age")).dropna().to_numpy(float)
    (age,) = both(found, "age")
    assert (age.n, age.missing) == (58, 2)
    numbers = [values.mean(), values.std(ddof=1), *np.quantile(values, [0.25, 0.5, 0.75])]
    assert [age.mean, age.sd, age.q1, age.median, age.q3] == pytest.approx(numbers, rel=1e-12)
    assert [(r.count, r.n) for r in both(found, "leak")] == [(17, 60)]
    assert [r.count for r in both(found, "grade")] == [20, 20, 20]


def test_the_table_has_them_beside_the_arms_and_the_file_has_rows_without_an_arm(tmp_path):
    found = compared(tmp_path, "open")
    table = baseline_table(found)
    assert [cell.split("\n")[0] for cell in table.head[0]][3] == "Overall"
    cells = {row[0].strip(): [c.replace(w.NBSP, " ") for c in row[1:]] for row in table.rows}
    assert cells["Leak"][:3] == ["8/30 (27%)", "9/30 (30%)", "17/60 (28%)"]
    rows = [r for r in found.rows()["summaries"] if r["arm"] == ""]
    assert [(r["variable"], r["n"]) for r in rows][:2] == [("age", 60), ("leak", 60)]


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_what_is_masked_in_an_arm_is_masked_of_both(tmp_path, profile):
    found = compared(tmp_path, profile, leaks=3, unknown=2)
    (leak,) = both(found, "leak")
    assert str(leak.count) == "masked" and leak.percent is None
    (age,) = both(found, "age")
    assert isinstance(age.n, Masked) and (age.mean, age.sd, age.median) == (None, None, None)
    cells = {row[0].strip(): [c.replace(w.NBSP, " ") for c in row[1:]] for row in baseline_table(found).rows}
    assert cells["Leak"][2] == "masked" and cells["Age, years"][2].startswith("masked")


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_what_is_told_of_both_follows_from_what_is_told_of_each(tmp_path, profile):
    found = compared(tmp_path, profile, leaks=12)
    arms = [found.summary("leak", arm.level)[0] for arm in found.study.arms]
    (leak,) = both(found, "leak")
    assert (leak.n, leak.count) == (sum(a.n for a in arms), sum(a.count for a in arms))
    ages = [found.summary("age", arm.level)[0] for arm in found.study.arms]
    (age,) = both(found, "age")
    mean = sum(a.n * a.mean for a in ages) / sum(a.n for a in ages)
    assert age.mean == pytest.approx(mean, rel=0.005) and age.sd == float(f"{age.sd:.3g}") > ages[0].sd * 0.9


def test_the_deviation_of_both_is_that_of_all_their_values(tmp_path):
    """With all the digits that a policy could let be told."""
    exact = compared(tmp_path / "open", "open")
    coarse = compared(tmp_path / "hospital", "hospital, digits: 12")
    assert both(coarse, "age")[0].sd == pytest.approx(both(exact, "age")[0].sd, rel=1e-9)


TOTAL = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        <5
leak      B    yes    40  0        9
leak      .    yes    80  0        {count}
"""


@pytest.mark.parametrize(("count", "exposed"), [("12", True), ("masked", False)])
def test_a_total_beside_a_masked_part_is_found_by_the_attacker(count, exposed):
    report = attack_tables(published(replace(LEAK), summaries=TOTAL.format(count=count)))
    assert bool(report.exposed) == exposed


@pytest.mark.parametrize(("count", "problems"), [("12", 1), ("masked", 0)])
def test_and_by_the_check_of_what_is_published(tmp_path, count, problems):
    found = compared(tmp_path / "study", "hospital", leaks=3)
    rows = found.rows()["summaries"]
    for row in rows:
        if row["variable"] == "leak" and not row["arm"]:
            row["count"] = count
    with (tmp_path / "summaries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert len(recomputable(tmp_path, found.study)) == problems
