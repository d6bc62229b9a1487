"""The flow of patients: what its boxes and its alternative text count, of studies with and without gaps."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from places import ROOT
from shared_cohorts import needs_licorice, write_licorice
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_baseline
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.patients.steps import Step
from twoarm.present import drawing as d
from twoarm.present.outputs import Figure
from twoarm.present.patients.flow import MOST_LINES, SHORT, flow_diagram, step_title
from twoarm.study.opened import Study, open_study

LONG = "Vertebral body stenting with a very long name indeed, twice, as labels may be"
DESCRIBED = """\
name   label  table     role       section        kind        levels
leak   Leak   patients  outcome    perioperative  binary      0=no|1=yes
again  Leak   patients  outcome    perioperative  continuous  .
pain   Pain   visits    outcome    follow_up      continuous  .
"""
PATIENTS = "arm  leak  again\nA  0  1\nA  1  2\nA  .  3\nB  0  4\nB  .  .\nB  .  6\nB  1  8\n"
VISITS = "patient  visit  pain\n" + "".join(
    f"{n}  before  {n % 3}\n{n}  after  {n % 4}\n" for n in range(1, 7)
)


@pytest.fixture(scope="module")
def shipped() -> Study:
    return open_study(str(ROOT / "data"))


@pytest.fixture(scope="module")
def sections(shipped) -> list[Comparison]:
    return compare_all(shipped)


@pytest.fixture(scope="module")
def gaps(tmp_path_factory) -> Study:
    """Three and four patients: Leak is known for 2 and 2, its namesake for 3 and 3; the last patient has no visit."""
    folder = tmp_path_factory.mktemp("gaps") / "small"
    return open_study(str(write_study(folder, DESCRIBED, PATIENTS, VISITS, BEFORE_AND_AFTER)))


def drawn(study: Study, sections: list[Comparison] | None = None) -> Figure:
    return flow_diagram(patient_flow(study, sections or compare_all(study)))


def words(figure: Figure) -> list[str]:
    return [t.get_text() for t in figure.drawing.axes[0].texts if t.get_text()]


def with_design(study: Study, **design: str) -> Study:
    stated = {**study.spec.design, **design}
    return replace(study, spec=study.spec.model_copy(update={"design": stated}))


def steps(study: Study) -> list[tuple]:
    return [(step_title(study, s), *(list(c.values()) for c in s.counts)) for s in flow_steps(study)]


def flow_steps(study: Study, sections: list[Comparison] | None = None) -> tuple[Step, ...]:
    return patient_flow(study, compare_all(study) if sections is None else sections).steps


def test_each_step_counts_the_patients_with_a_value(gaps):
    assert steps(gaps) == [
        ("Before treatment", [3], [3]),
        ("Around the operation", [2, 3], [2, 3]),
        ("After a month", [3], [3]),
        ("In the primary analyses", [2, 3, 3], [2, 3, 3]),
    ]


def test_an_analysis_needs_the_value_before_treatment_too(gaps):
    visits = gaps.cohort.visits
    first = visits.index[(visits["visit"] == "before") & (visits["_id"] == "P-1")]
    without = replace(gaps, cohort=replace(gaps.cohort, visits=visits.drop(first)))
    assert steps(without)[2:] == [
        ("After a month", [3], [3]),
        ("In the primary analyses", [2, 3, 2], [2, 3, 3]),
    ]


def test_boxes_name_what_is_missing_the_most_first(gaps):
    figure = drawn(gaps)
    shown = words(figure)
    assert "n = 2 to 3" in shown
    at = shown.index("Leak: 2 missing")
    assert shown[at + 1] == "Leak: 1 missing"  # two outcomes of one label stay two
    assert (
        "1 missing" in shown and "1 left out" not in shown
    )  # a line for all outcomes only where all lack as many
    assert figure.title == "In the primary analyses: 2 to 3 of 3 with new and 2 to 3 of 4 with old."
    assert "A range spans the outcomes" in figure.caption


def test_a_box_names_a_few_outcomes_and_counts_the_others(shipped):
    patients = shipped.cohort.patients.copy()
    names = [v.name for v in shipped.section("perioperative", "outcome")]
    for i, name in enumerate(names):
        patients.loc[patients.index[: i + 1], name] = np.nan
    figure = drawn(replace(shipped, cohort=replace(shipped.cohort, patients=patients)))
    (title,) = [i for i, text in enumerate(words(figure)) if text == "Day 3"]
    assert sum(bool(re.search(r": \d+ missing$", t)) for t in words(figure)[:title]) == 2 * MOST_LINES
    assert f"and {len(names) - MOST_LINES} other outcomes" in words(figure)


def test_the_alternative_text_says_how_many_there_are_and_how_many_are_analysed(shipped, sections):
    alt = drawn(shipped, sections).alt
    assert "62 patients" in alt and alt.endswith("30 of 30 with VBS and 32 of 32 with PKP.")


def test_what_the_study_file_does_not_say_has_no_box(shipped, sections):
    bare = with_design(shipped, allocation="")
    assert not re.search(
        "screened|excluded|allocation", " ".join(words(drawn(bare, sections))), re.IGNORECASE
    )
    assert "screened or excluded beforehand is not stated" in drawn(bare, sections).caption
    told = drawn(with_design(shipped, screened="94 patients", excluded="32 who declined"), sections)
    assert words(told)[:2] == ["Screened: 94 patients", "Excluded: 32 who declined"]
    assert "not stated" not in told.caption


def test_a_long_allocation_stays_in_the_table_of_the_design(shipped):
    figure = drawn(with_design(shipped, allocation="by lot " * SHORT))
    assert "lot" not in f"{words(figure)}{figure.alt}"


def test_the_description_before_treatment_adds_no_step(gaps):
    sections = compare_all(gaps)
    assert flow_steps(gaps, [compare_baseline(gaps), *sections]) == flow_steps(gaps, sections)


def test_a_study_without_visits(gbsg2_study):
    study = open_study(str(gbsg2_study))
    assert steps(study) == [("Follow-up", [246], [440]), ("In the primary analyses", [246], [440])]
    assert "Recurrence-free survival" in words(drawn(study))


@needs_licorice
def test_four_visits_and_none_of_them_before_treatment(tmp_path):
    study = open_study(str(write_licorice(tmp_path / "licorice")))
    titles = [
        "Around the operation",
        "30 minutes",
        "90 minutes",
        "4 hours",
        "Next morning",
        "In the primary analyses",
    ]
    assert [step_title(study, s) for s in flow_steps(study)] == titles
    assert words(drawn(study)).count("1 missing") == 2 * 5


def test_nothing_is_drawn_over_anything_else(shipped):
    """Texts stay within the drawing and apart from each other, with labels as long as they may be."""
    arms = shipped.spec.arms
    named = arms.model_copy(update={"treated": arms.treated.model_copy(update={"label": LONG})})
    patients = shipped.cohort.patients.copy()
    patients.loc[patients.index[::5], ["operation_time", "cement_volume"]] = np.nan
    dictionary = tuple(replace(v, label=LONG) if v.name == "cement_volume" else v for v in shipped.dictionary)
    study = replace(
        shipped,
        spec=shipped.spec.model_copy(update={"arms": named}),
        dictionary=dictionary,
        cohort=replace(shipped.cohort, patients=patients),
    )
    figure = drawn(study)
    with d.style():
        figure.drawing.canvas.draw()
    extents = [t.get_window_extent() for t in figure.drawing.axes[0].texts if t.get_text()]
    width, height = figure.drawing.bbox.width, figure.drawing.bbox.height
    assert all(e.x0 >= 0 and e.x1 <= width and e.y0 >= 0 and e.y1 <= height for e in extents)
    shrunk = [e.expanded(0.98, 0.8) for e in extents]  # the lines of a label touch
    assert not any(a.overlaps(b) for i, a in enumerate(shrunk) for b in shrunk[:i])


def test_lettering_and_width_are_those_of_the_family(shipped, sections):
    figure = drawn(shipped, sections)
    assert {t.get_fontsize() for t in figure.drawing.axes[0].texts if t.get_text()} == {d.TYPE}
    assert (figure.width_mm, figure.label) == (170, "fig-flow")
    assert figure.svg == drawn(shipped, sections).svg
