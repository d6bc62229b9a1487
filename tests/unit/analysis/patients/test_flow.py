"""Who is known and who is analysed, of cohorts that can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.comparison.compare import compare_all, compare_section
from twoarm.analysis.patients.flow import Flow, patient_flow
from twoarm.analysis.patients.steps import Stage
from twoarm.present.outcomes.tables import missing_table
from twoarm.present.patients.analysed import analysed_table, missing_words
from twoarm.study.opened import open_study
from twoarm.tables.patients import FLOW

DESCRIBED = """\
name   label  table     role       section        kind
age    Age    patients  covariate  baseline       continuous
scar   Scar   patients  none       baseline       continuous
other  Other  patients  none       imaging        continuous
stay   Stay   patients  outcome    perioperative  continuous
pain   Pain   visits    outcome    follow_up      continuous
"""
PATIENTS = "arm  age  scar  other  stay\n" + "".join(
    f"{arm}  {40 + n}  {n}  {2 * n}  {n % 3}\n" for n, arm in enumerate("AAABBBB", 1)
)
VISITS = "patient  visit  pain\n" + "".join(
    f"{n}  {visit}  {(n * k) % 5}\n" for n in range(1, 8) for k, visit in ((2, "before"), (3, "after"))
)
# What is missing of patient 1, who is treated: a line of one table and the same line with the gap.
GAPS = {
    "age": (PATIENTS, "A  41  1  2  1", "A  .  1  2  1"),
    "scar": (PATIENTS, "A  41  1  2  1", "A  41  .  2  1"),
    "other": (PATIENTS, "A  41  1  2  1", "A  41  1  .  1"),
    "stay": (PATIENTS, "A  41  1  2  1", "A  41  1  2  ."),
    "pain.before": (VISITS, "1  before  2", "1  before  ."),
    "pain.after": (VISITS, "1  after  3", "1  after  ."),
}


@pytest.fixture
def with_gaps(tmp_path) -> Callable[..., Flow]:
    """The flow of a small cohort in which the first patient lacks these."""

    def flow(*names: str, thorough: bool = False) -> Flow:
        tables = {PATIENTS: PATIENTS, VISITS: VISITS}
        for whole, line, gap in (GAPS[name] for name in names):
            tables[whole] = tables[whole].replace(line, gap)
        study = open_study(
            str(write_study(tmp_path / "small", DESCRIBED, *tables.values(), BEFORE_AND_AFTER))
        )
        sections = [compare_section(study, s) for s in ("perioperative", "follow_up")]
        return patient_flow(study, sections if thorough else compare_all(study))

    return flow


def told(flow: Flow) -> list[tuple]:
    return [(r.variable, r.visit, r.arm, r.n, r.missing, r.analysed) for r in flow.known]


def test_every_variable_has_a_row_in_either_arm_at_each_visit(with_gaps):
    assert told(with_gaps("age", "pain.before")) == [
        ("age", "", "A", 2, 1, None),
        ("age", "", "B", 4, 0, None),
        ("scar", "", "A", 3, 0, None),
        ("scar", "", "B", 4, 0, None),
        ("pain", "before", "A", 2, 1, None),
        ("pain", "before", "B", 4, 0, None),
        ("stay", "", "A", 3, 0, 3),
        ("stay", "", "B", 4, 0, 4),
        ("pain", "after", "A", 3, 0, 2),  # the analysis needs the value before treatment too
        ("pain", "after", "B", 4, 0, 4),
        ("other", "", "A", 3, 0, None),
        ("other", "", "B", 4, 0, None),
    ]


def test_the_rows_are_those_of_the_published_table(with_gaps):
    flow = with_gaps("stay")
    ((name, rows),) = flow.rows().items()
    assert name == FLOW.name and {tuple(row) for row in rows} == {FLOW.header}
    assert [(row["variable"], row["n"], row["missing"], row["analysed"]) for row in rows][6:8] == [
        ("stay", 2, 1, 2),
        ("stay", 4, 0, 4),
    ]


def test_the_model_of_a_course_counts_only_where_there_is_one(with_gaps):
    assert (
        with_gaps("pain.after", thorough=True).modelled == frozenset()
    )  # one visit after treatment is no course
    assert {row.modelled for row in with_gaps(thorough=True).known} == {None}


def test_the_steps_hold_the_rows_of_the_table(with_gaps):
    flow = with_gaps("stay", "pain.before")
    assert [(step.stage, step.code, step.counts) for step in flow.steps] == [
        (Stage.VISIT, "before", ({"pain": 2}, {"pain": 4})),
        (Stage.SECTION, "perioperative", ({"stay": 2}, {"stay": 4})),
        (Stage.VISIT, "after", ({"pain": 3}, {"pain": 4})),
        (Stage.ANALYSED, "", ({"stay": 2, "pain": 2}, {"stay": 4, "pain": 4})),
    ]
    assert flow.steps[1].lost(0) == [("stay", 1)]


NONE, ALL = "No value is missing.", "Every outcome is known for every patient."
SOME = "1 of 2 outcomes is known for every patient at every visit."


@pytest.mark.parametrize(
    ("names", "said", "rows", "analysed"),
    [
        ((), NONE, [], []),
        (("age",), ALL, ["Age"], []),
        (("scar",), ALL, ["Scar"], []),
        (("other",), ALL, ["Other"], []),
        (("stay",), SOME, ["Stay"], ["Stay"]),
        (("pain.before",), SOME, ["Pain, before treatment"], ["Pain, after a month"]),
        (("pain.after",), SOME, ["Pain, after a month"], ["Pain, after a month"]),
        (("stay", "pain.after"), "Of every outcome some patient lacks a value.",
         ["Stay", "Pain, after a month"], ["Stay", "Pain, after a month"]),
    ],
)  # fmt: skip
def test_the_sentence_and_both_tables_never_contradict_each_other(with_gaps, names, said, rows, analysed):
    flow = with_gaps(*names)
    gaps, in_analysis = missing_table(flow), analysed_table(flow)
    assert missing_words(flow).startswith(said)
    assert ([row[0] for row in gaps.rows] if gaps else []) == rows
    assert ([row[0] for row in in_analysis.rows] if in_analysis else []) == analysed
    shown = (table for table in (gaps, in_analysis) if table)
    assert all(table.about is flow for table in shown)
