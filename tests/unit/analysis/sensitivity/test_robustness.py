"""How far a conclusion moves: counted by hand, and the value that table, sentence and figure read."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.analysis.sensitivity.robustness import Varied, robustness
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.methods.estimate import Estimate
from twoarm.present.sensitivity.curves import specification_curves
from twoarm.present.sensitivity.reconstructions import reading, reconstruction_table
from twoarm.present.sensitivity.specifications import specification_table
from twoarm.present.sensitivity.words import specification_findings
from twoarm.study.opened import open_study
from twoarm.tables.choices import ROBUSTNESS

PRIMARY = Result(
    "imaging", "angle", "after", "", "mean_difference", "", Estimate.none("none"), "", "primary", "unit"
)


@pytest.fixture(scope="module")
def study():
    return open_study("data", reconstructions=2)


@pytest.mark.parametrize(
    ("own", "p_values", "estimates", "told"),
    [
        (0.03, [0.01, 0.05, None, 0.2], [1.5, None, -0.5], (3, 1, 2, -0.5, 1.5, 0.01, 0.2, 1)),
        (0.2, [0.01, 0.05, None, 0.2], [], (3, 1, 1, None, None, 0.01, 0.2, 1)),
        (None, [0.01], [2.0], (1, 1, 0, 2.0, 2.0, 0.01, 0.01, 0)),
        (0.2, [None], [], (0, 0, 0, None, None, None, None, 1)),
    ],
)
def test_what_is_counted(own, p_values, estimates, told):
    """A P of alpha itself is not below it; without a P of its own nothing is contrary to a result."""
    one = robustness(PRIMARY, own, Varied.SPECIFICATIONS, p_values, estimates, 0.05)
    names = ["asked", "below", "contrary", "smallest", "largest", "smallest_p", "largest_p", "not_estimable"]
    assert tuple(getattr(one, name) for name in names) == told
    assert (one.section, one.variable, one.visit, one.single) == ("imaging", "angle", "after", None)


def test_the_rows_of_both_questions_are_those_of_the_published_table(study):
    curves, further = specify(study), reconstruct(study)
    rows = curves.rows()["robustness"] + further.rows()["robustness"]
    assert {tuple(row) for row in rows} == {ROBUSTNESS.header}
    assert {tuple(row[key] for key in ROBUSTNESS.keys) for row in rows} and len(rows) == 26
    of_choices = [row for row in curves.rows()["specifications"] if row["variable"] == "operation_time"]
    (row,) = (r for r in rows if (r["variable"], r["question"]) == ("operation_time", "specifications"))
    assert (row["asked"], row["smallest_p"]) == (len(of_choices), min(r["p_value"] for r in of_choices))


def test_table_sentence_and_figure_read_the_one_value(study):
    """Each of them follows when the value alone is another one."""
    curves = specify(study)
    curve = curves.drawn[0]
    vars(curve)["robustness"] = replace(curve.robustness, asked=77, below=7, contrary=5, smallest=-1234.0)
    (row,) = (r for r in specification_table(curves).rows if "−1234" in r[3])
    assert row[4] == "7/77"
    assert "P is below 0.05 in 7 of 77 analyses" in specification_findings(curves)
    figure = specification_curves(replace(curves, curves=(curve,)))[0]
    assert "by 77 analyses" in figure.caption and "P below 0.05 in 7 of 77" in figure.alt


def test_table_and_sentence_of_further_cohorts_read_the_one_value(study):
    found = reconstruct(study)
    first, *others = found.moved
    vars(found)["moved"] = (replace(first, asked=77, below=7, contrary=1, largest=1234.0), *others)
    table = reconstruction_table(found)
    assert table.rows[0][4] == "7/77" and "1234" in table.rows[0][2]
    label = study.variable(first.variable).label
    assert label.lower() in reading(found).lower()
    assert asdict(found.moved[0]) in found.rows()["robustness"]
