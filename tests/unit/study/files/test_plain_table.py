"""A plain table is read by columns as it is read row by row; any other is left to the rows."""

from __future__ import annotations

import pandas as pd
import pytest
from large_study import write_large_study

from twoarm.analysis.comparison.compare import compare_section
from twoarm.study.files.plain_csv import as_table, rows_of
from twoarm.study.files.plain_table import read_plain
from twoarm.study.opened import open_study

PLAIN = "a,b,c\n1, x,NA\n-2,,nan\n3.50,'#,\n"


@pytest.mark.parametrize("text", [PLAIN, PLAIN[:-1], PLAIN.replace("\n", "\r\n"), "a,b\n,\n"])
def test_both_readers_see_the_same_cells_at_the_same_lines(text):
    by_rows = as_table(*rows_of(text, "t.csv"), "t.csv")
    by_columns = read_plain(text, 10)
    pd.testing.assert_frame_equal(by_columns, by_rows, check_index_type=False, check_column_type=False)
    assert by_columns.map(type).eq(str).all(axis=None)


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n"1",2\n',
        "a,b\n1\n",
        "a,b\n1,2,3\n",
        "a,b\n\n1,2\n",
        "a,b\n1,ü\n",
        "a,b\n1,2\t\n",
        "a,b\r1,2\r",
        "a\n1\n",
        "a,b\n",
        "",
        "a,b\n" + "1,2\n" * 11,
        f"a,b\n1,{'x' * 131_072}\n",
    ],
)
def test_what_needs_care_is_left_to_the_rows(text):
    assert read_plain(text, 10) is None


def test_a_study_of_many_says_that_nothing_was_drawn(tmp_path):
    study = open_study(str(write_large_study(tmp_path / "large", 2_100, missing=0.05)))
    found = {
        r.analysis: r
        for r in compare_section(study, "perioperative").results
        if r.variable == "operation_time"
    }
    assert found["bootstrap"].method.words.endswith("by its Edgeworth expansion")
    assert found["permutation"].method.words.endswith("by the normal approximation")
    assert found["weighted_difference"].method.words.endswith("sandwich variance")
    assert all(r.monte_carlo is None for r in found.values())
