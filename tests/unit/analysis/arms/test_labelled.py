"""Every published row that has an arm says how it is called."""

from __future__ import annotations

from gappy_study import study_of

from twoarm.analysis.comparison.compare import compare_baseline, compare_section
from twoarm.analysis.patients.flow import patient_flow
from twoarm.tables.every import RUN_TABLES


def test_each_table_with_an_arm_has_its_label_as_a_column():
    with_arm = {name for name, table in RUN_TABLES.items() if "arm" in table.header}
    assert with_arm >= {"results", "summaries", "courses", "curves", "flow"}
    assert with_arm == {name for name, table in RUN_TABLES.items() if "arm_label" in table.header}


def test_a_row_has_the_label_of_its_arm_and_one_of_no_single_arm_none(tmp_path):
    study = study_of(tmp_path, "{profile: open}")
    section = compare_section(study, "perioperative")
    labels = {"A": "new", "B": "old", "": ""}
    found = set()
    for tables in (section.rows(), compare_baseline(study).rows(), patient_flow(study, [section]).rows()):
        for name, rows in tables.items():
            assert all(("arm" in row) == ("arm_label" in row) for row in rows), name
            assert all(row["arm_label"] == labels[row["arm"]] for row in rows if "arm" in row), name
            found |= {(name, row["arm"]) for row in rows if "arm" in row}
    assert found >= {(name, arm) for name in ("results", "summaries") for arm in labels}
