"""Means that lie away from the medians, and what other methods say of them: by value, by sentence, by table."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.summaries import Summary, skewed
from twoarm.present.findings import findings
from twoarm.present.outcomes.other_methods import other_methods_table
from twoarm.present.outcomes.tables import outcome_table
from twoarm.study.opened import open_study

DESCRIBED = """\
name   label  role     section        kind        unit    digits
delay  Delay  outcome  perioperative  continuous  days    1
"""
FEW_LONG = [1, 2, 3] * 9 + [28, 31, 25], [2, 3, 4] * 10  # lower but for three patients
TIED = [0] * 30 + [*range(1, 11)], [0] * 18 + [*range(1, 21)]  # most values are 0
APART = [3, 4, 5, 6] * 5, [7, 8, 9, 10] * 5
ALIKE = [3, 4, 5, 6] * 5, [3, 4, 5, 6] * 5


def compared(folder: Path, values: tuple[list[int], list[int]], *, thorough: bool = True) -> Comparison:
    rows = [f"{arm} {value}" for arm, side in zip("AB", values, strict=True) for value in side]
    study = write_study(folder, DESCRIBED, "\n".join(["arm delay", *rows]))
    return compare_section(open_study(str(study)), "perioperative", thorough=thorough)


def shift(comparison: Comparison):
    return comparison.answer(Question.SHIFT, comparison.variables[0])


@pytest.mark.parametrize("thorough", [True, False])
def test_where_means_and_shift_disagree_the_first_sentence_says_so(tmp_path, thorough):
    """The front page, which compares by the primary methods alone, says it too."""
    few = compared(tmp_path, FEW_LONG, thorough=thorough)
    found = shift(few)
    assert (found.answer, len(found.apart)) == (Answer.NONE, 1)
    said = findings(few)
    assert said.startswith("Delay depends on the method: the mean difference is ")
    assert ", but the median of all pairwise differences is −1.0 days (" in said


@pytest.mark.parametrize("values", [APART, ALIKE, TIED])
def test_where_they_agree_nothing_is_said(tmp_path, values):
    comparison = compared(tmp_path, values)
    assert shift(comparison).answer == Answer.ALL
    assert "depends on the method" not in findings(comparison)


def test_a_limit_at_no_difference_by_ties_is_said_as_such_and_its_p_decides(tmp_path):
    comparison = compared(tmp_path, TIED)
    (tied,) = [r for r in comparison.results if r.at_null]
    assert tied.estimate.high == 0.0 and tied.estimate.p_value < 0.05
    assert (tied.side, tied.beside, comparison.headline[0].side) == (0, -1, -1)
    intervals = comparison.answer(Question.INTERVAL, comparison.variables[0])
    assert tied.analysis in intervals.agreeing
    (note,) = [n for n in other_methods_table(comparison).notes if "no difference itself" in n]
    assert note.startswith(
        "Delay: one limit of the median of all pairwise differences is no difference itself"
    )


@pytest.mark.parametrize("values", [APART, ALIKE])
def test_without_such_a_limit_no_note_speaks_of_it(tmp_path, values):
    notes = other_methods_table(compared(tmp_path, values)).notes
    assert not [n for n in notes if "no difference itself" in n]


def test_medians_stand_beside_means_that_lie_away_from_them(tmp_path):
    comparison = compared(tmp_path, TIED)
    variable = comparison.variables[0]
    assert comparison.skewed(variable)
    row = outcome_table(comparison).rows[1]
    assert [cell.strip() for cell in row[:3]] == [
        "Delay, median (quartiles)",
        "0.0\n(0.0\xa0to\xa00.3)",
        "1.5\n(0.0\xa0to\xa010.8)",
    ]


def test_and_not_beside_means_that_do_not(tmp_path):
    comparison = compared(tmp_path, APART)
    assert not comparison.skewed(comparison.variables[0])
    assert len(outcome_table(comparison).rows) == 1


def summary(**numbers: float) -> Summary:
    whole = {"mean": 5.0, "sd": 10.0, "median": 2.9, "q1": 1.0, "q3": 8.0} | numbers
    return Summary("perioperative", "delay", "", "A", n=30, **whole)


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([summary(), summary()], True),  # 0.21 deviations
        ([summary(), summary(median=3.2)], False),  # 0.21 and 0.18
        ([summary(), summary(median=7.1)], False),  # one to either side
        ([summary(median=7.1), summary(median=7.1)], True),
        ([summary(), summary(sd=0.0)], False),
        ([summary(), summary(q3=None)], False),  # a policy masks a quartile
        ([], False),
    ],
)
def test_what_skewed_means(rows, answer):
    assert skewed(rows) is answer
