"""The page of the benchmark says what was measured, and nothing else."""

import json

from performance_page import write_page
from places import ROOT

PAGE = ROOT / "docs" / "performance.md"


def timing(seconds):
    return {
        "seconds": seconds,
        "processor": 2 * seconds,
        "megabytes": 300.0,
        "steps": {"notebooks": seconds / 2},
    }


def test_the_page_is_made_of_the_record(tmp_path):
    write_page(json.loads(PAGE.with_suffix(".json").read_text("utf-8")), tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text("utf-8") == PAGE.read_text("utf-8")


def test_a_ratio_is_of_medians_and_one_without_a_timing_is_not_said(tmp_path):
    rows = {
        "ours, HTML and PDF, cold": [timing(3.0), timing(9.0), timing(4.0)],
        "R bookdown, HTML, 62 patients": [timing(2.0)],
        "R bookdown, PDF, 62 patients": [timing(6.0)],
        "stock pipeline, four formats": "it failed",
    }
    write_page(
        {"shipped": {"date": "2026-12-01", "machine": "two cores", "rows": rows}}, tmp_path / "page.md"
    )
    said = (tmp_path / "page.md").read_text("utf-8")
    assert "against R bookdown: 4.0 s against 8.0 s, a ratio of 0.50." in said
    assert "| 4.0 | 3.0 to 9.0 | 8.0 | 300 | 3 |" in said
    assert "notebooks 2.0 s" in said
    assert "stock pipeline: " not in said and "| it failed |" in said
