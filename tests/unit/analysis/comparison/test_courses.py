"""courses.csv by hand: the means of each averaged outcome, those of nothing else, and the figures that draw them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.study.opened import open_study

DESCRIBED = """\
name  label  table     role     section        kind        unit    levels
pain  Pain   visits    outcome  perioperative  continuous  points  .
stay  Stay   patients  outcome  perioperative  count       days    .
leak  Leak   patients  outcome  perioperative  binary      .       0=no|1=yes
"""
PATIENTS = """\
arm stay leak
A   1    0
A   3    1
B   5    0
B   .    1
"""
VISITS = """\
patient visit  pain
1       before 4
1       after  2
2       before 4
2       after  4
3       before 6
3       after  8
4       before 2
"""


@pytest.fixture(scope="module")
def comparison(tmp_path_factory) -> Comparison:
    folder: Path = tmp_path_factory.mktemp("courses") / "small"
    study = open_study(
        str(write_study(folder, DESCRIBED, PATIENTS, VISITS, BEFORE_AND_AFTER)), conf_level=0.75
    )
    return compare_section(study, "perioperative")


def test_means_and_intervals_of_every_averaged_outcome_at_every_visit(comparison):
    """Of 1 and 3, and of 2 and 4: standard error 1; three quarters of t with 1 degree of freedom lie within 1 + root 2.

    Of 6 and 2: standard error 2. Equal values, and a single one, have no interval and so no row of numbers.
    """
    reach = 1 + 2**0.5
    rows = [tuple(row.values())[1:-1] for row in comparison.rows()["courses"]]  # without section and label
    near = pytest.approx
    assert rows == [
        ("pain", "before", "A", 2, None, None, None, None, "points"),
        ("pain", "before", "B", 2, 4, near(4 - 2 * reach), near(4 + 2 * reach), 0.75, "points"),
        ("pain", "after", "A", 2, 3, near(3 - reach), near(3 + reach), 0.75, "points"),
        ("pain", "after", "B", 1, None, None, None, None, "points"),
        ("stay", "", "A", 2, 2, near(2 - reach), near(2 + reach), 0.75, "days"),
        ("stay", "", "B", 1, None, None, None, None, "days"),
    ]


def test_a_mean_is_found_by_its_place(comparison):
    assert comparison.mean("pain", "A", "after") is comparison.courses[2]
    assert comparison.mean("stay", "A") is comparison.courses[4]
