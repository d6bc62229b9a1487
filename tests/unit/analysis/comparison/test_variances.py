"""The parts of the variance beside the models of a course: by hand, in the note, and what a policy leaves of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import STUDY, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present.outcomes.other_methods import course_table
from twoarm.study.opened import read_study
from twoarm.tables.outcomes import VARIANCES

DESCRIBED = """\
name  label  table   role     section    kind        unit    visits
pain  Pain   visits  outcome  follow_up  continuous  points  week|year
"""
WEEKS = """\
visits:
  - {code: week, label: a week, time: 1}
  - {code: year, label: a year, time: 2}
"""


def compared(folder: Path, values: dict[str, list[tuple[float, float]]], profile: str = "open") -> Comparison:
    people = [(arm, pair) for arm, pairs in values.items() for pair in pairs]
    patients = "\n".join(["arm", *(arm for arm, _ in people)])
    rows = ["patient visit pain"]
    rows += [
        f"{i} {v} {x}"
        for i, (_, pair) in enumerate(people, 1)
        for v, x in zip(("week", "year"), pair, strict=True)
    ]
    write_study(folder, DESCRIBED, patients, "\n".join(rows), WEEKS)
    path = folder / "study.yml"
    assert STUDY in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("{min_count: 0}", f"{{profile: {profile}}}"), "utf-8")
    return compare_section(read_study(folder), "follow_up")


SIX = {"A": [(1, 4), (3, 2), (5, 6)], "B": [(0, 2), (2, 1), (1, 3)]}


def many(n: int) -> dict[str, list[tuple[float, float]]]:
    return {arm: [(k % 7 + up, (3 * k) % 5 + k % 7) for k in range(n)] for arm, up in (("A", 0), ("B", 1))}


def test_they_are_the_roots_of_what_mean_squares_give(tmp_path):
    """Mean squares 14 / 2 / 4 within the patients and 26 / 2 / 4 between them: 1.75, and (3.25 - 1.75) / 2."""
    found = compared(tmp_path, SIX)
    (row,) = found.rows()["variance"]
    assert set(row) == set(VARIANCES.header)
    numbers = [row[name] for name in ("between", "within", "correlation")]
    assert numbers == pytest.approx([0.75**0.5, 1.75**0.5, 0.3], rel=1e-6)
    assert (row["n_treated"], row["n_control"], row["unit"]) == (3, 3, "points")
    note = (
        "Pain, mixed model: the standard deviation is 0.9 points between patients and 1.3 points within a patient; "
        "intraclass correlation 0.30."
    )
    assert note in course_table(found).face()["notes"]


@pytest.mark.parametrize("profile", ["hospital", "opensafely"])
def test_a_policy_rounds_them_and_masks_them_with_the_model(tmp_path, profile):
    told = compared(tmp_path / "many", many(40), profile).variances[0]
    assert told.between == float(f"{told.between:.3g}") and told.within == float(f"{told.within:.3g}")
    gaps = many(40)
    gaps["A"][:2] = [(".", "."), (".", ".")]  # how many are in the model is masked then
    few = compared(tmp_path / "few", gaps, profile)
    assert [(v.between, v.within, v.correlation) for v in few.variances] == [(None, None, None)]
    assert not any("mixed model:" in note for note in course_table(few).face()["notes"])


def test_without_several_visits_there_is_no_row(tmp_path):
    found = compared(tmp_path, SIX)
    assert compare_section(found.study, "follow_up", thorough=False).variances == ()
