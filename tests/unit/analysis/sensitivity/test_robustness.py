"""How far a conclusion moves: counted by hand, and the value that table, sentence and figure read."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from twoarm.analysis.comparison.compare import compare_section
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.analysis.sensitivity.robustness import Varied, robustness
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.methods.estimate import Estimate
from twoarm.present.chapters.published import sensitivity_findings
from twoarm.present.sections.said import section_findings
from twoarm.present.sensitivity.curves import specification_curve
from twoarm.present.sensitivity.reconstructions import fixed_by_plan, reading, reconstruction_table
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


def unstated(study):
    """With a plan that leaves some results open."""
    return replace(study, plan=study.plan.split("\nstatements:")[0])


def test_the_rows_of_both_questions_are_those_of_the_published_table(study):
    curves, further = specify(study), reconstruct(unstated(study))
    rows = curves.rows()["robustness"] + further.rows()["robustness"]
    assert {tuple(row) for row in rows} == {ROBUSTNESS.header}
    assert {tuple(row[key] for key in ROBUSTNESS.keys) for row in rows} and len(rows) == 13 + 5
    of_choices = [row for row in curves.rows()["specifications"] if row["variable"] == "operation_time"]
    (row,) = (r for r in rows if (r["variable"], r["question"]) == ("operation_time", "specifications"))
    assert (row["asked"], row["smallest_p"]) == (len(of_choices), min(r["p_value"] for r in of_choices))


def test_table_sentence_and_figure_read_the_one_value(study):
    """Each of them follows when the value alone is another one."""
    curves = specify(study)
    curve = curves.drawn[0]
    vars(curve)["robustness"] = replace(curve.robustness, asked=77, below=7, contrary=5, smallest=-1234.0)
    (row,) = (r for r in specification_table(curves).rows if "−1234" in r[5])
    assert row[1] == "7/77"
    assert "P is below 0.05 in 7 of 77 analyses" in specification_findings(curves)
    figure = specification_curve(replace(curves, curves=(curve,)))
    assert "7 of 77 analyses" in figure.title and "P below 0.05 in 7 of 77" in figure.alt


def test_table_and_sentence_of_further_cohorts_read_the_one_value(study):
    found = reconstruct(unstated(study))
    first, *others = found.moved
    vars(found)["moved"] = (replace(first, asked=77, below=7, contrary=1, largest=1234.0), *others)
    table = reconstruction_table(found)
    assert table.rows[0][4] == "7/77" and "1234" in table.rows[0][2]
    label = study.variable(first.variable).label
    assert label.lower() in reading(found).lower()
    assert asdict(found.moved[0]) in found.rows()["robustness"]


def test_what_the_plan_prescribes_is_said_and_not_tabulated(study):
    found = reconstruct(study)
    assert reconstruction_table(found) is None
    said = fixed_by_plan(found).markdown
    assert "prescribes the result of all 13 outcomes" in said and "agrees by construction" in said
    some = reconstruct(unstated(study))
    assert {row[0].split(",")[0] for row in reconstruction_table(some).rows}.isdisjoint({"Operation time"})
    assert "prescribes the result of 8 outcomes" in fixed_by_plan(some).markdown
    assert fixed_by_plan(None) is None and fixed_by_plan(replace(some, fixed=())) is None
    named = fixed_by_plan(replace(some, fixed=("operation_time", "cement_volume"))).markdown
    assert "prescribes the result of Operation time and Cement volume (" in named


def test_of_a_simulated_cohort_the_chapter_begins_with_the_reason_why_analyses_agree(study):
    real = replace(study, spec=study.spec.model_copy(update={"data_kind": "real"}))
    assert sensitivity_findings(specify(study)).markdown.startswith("The cohort was simulated")
    assert "simulated" not in sensitivity_findings(specify(real)).markdown
    imaging = compare_section(study, "imaging")
    assert section_findings(imaging).markdown.startswith("In the simulated patients")
    assert "simulated" not in section_findings(compare_section(real, "imaging")).markdown
