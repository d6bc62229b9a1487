"""A number of a small page is bound to the row that it comes from, and a masked one to its mask."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest
from places import ROOT

from twoarm.publish.traces.blocks import blocks_of
from twoarm.publish.traces.records import Record
from twoarm.publish.traces.shown import shown_numbers
from twoarm.publish.traces.writing import write_traces
from twoarm.study.opened import Study, read_study
from twoarm.tables.every import RUN_TABLES

HEAD = "<html><head><title>x</title></head><body><article><div class='cell_output'>"
TABLE = (
    "<table><caption>Outcomes</caption><thead><tr><th>Outcome</th><th>VBS n = 30</th><th>Difference (95% CI)</th></tr>"
    "</thead>"
    "<tbody><tr><th>Operation time, min</th><td><p>{cell}</p></td><td>{difference}</td></tr></tbody></table>"
)
DIFFERENCE = {
    "section": "perioperative",
    "variable": "operation_time",
    "analysis": "mean_difference",
    "estimand": "mean difference",
    "estimate": "1.89375",
    "low": "-2.2030",
    "high": "5.9905",
    "conf_level": "0.95",
    "p_value": "0.3567",
    "n_treated": "30",
    "n_control": "32",
    "role": "primary",
}
MEAN = {
    "section": "perioperative",
    "variable": "operation_time",
    "arm": "VBS",
    "n": "30",
    "mean": "46.8",
    "sd": "8.2",
}


@pytest.fixture(scope="module")
def study() -> Study:
    return read_study(ROOT / "data")


@pytest.fixture
def traced(study, tmp_path):
    """``traced(body, summaries, results)`` writes a page beside these rows and gives what its numbers are bound to."""

    def make(body: str, summaries=(MEAN,), results=(DIFFERENCE,)) -> dict[str, list[str]]:
        run = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
        (run / "html").mkdir(parents=True)
        (run / "html" / "page.html").write_text(f"{HEAD}{body}</div></article></body></html>", "utf-8")
        for name, rows in (("summaries", summaries), ("results", results)):
            with (run / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, RUN_TABLES[name].header, lineterminator="\n", restval="")
                writer.writeheader()
                writer.writerows(rows)
        write_traces(run / "html", study, run / "no records")
        told = json.loads((run / "html" / "trace.json").read_text("utf-8"))
        found: dict[str, list[str]] = {}
        for block in told["pages"].get("page.html", []):
            for number in block["numbers"]:
                codes = [code.split(".") for code in number["from"]]
                found[number["shown"]] = [
                    f"{told['records'][r]['file']} {told['numbers'][k]['column']}" for r, k in codes
                ]
        shutil.rmtree(run)
        return found

    return make


def test_each_number_of_a_row_has_its_column(traced):
    found = traced(TABLE.format(cell="46.8 (8.2)", difference="1.9 (−2.2 to 6.0)"))
    assert found["46.8"] == ["summaries.csv mean"]
    assert found["8.2"] == ["summaries.csv sd"]
    assert found["1.9"] == ["results.csv estimate"]
    assert found["−2.2"] == ["results.csv low"]
    assert found["6.0"] == ["results.csv high"]
    assert found["95"] in (["parameters conf_level"], ["results.csv conf_level"])


def test_a_number_that_no_record_has_stays_without_a_trace(traced):
    found = traced(TABLE.format(cell="46.9 (8.2)", difference="1.9 (−2.2 to 6.1)"))
    assert "46.9" not in found and "6.1" not in found and "1.9" in found


def test_another_outcome_does_not_lend_its_numbers(traced):
    other = MEAN | {"variable": "fluoroscopy", "mean": "30.7", "sd": "5.6"}
    found = traced(TABLE.format(cell="30.7 (5.6)", difference="1.9"), summaries=(MEAN, other))
    assert "30.7" not in found and found["1.9"] == ["results.csv estimate"]


def test_of_two_records_that_round_alike_both_are_named(traced):
    alike = DIFFERENCE | {
        "analysis": "welch_of_logs",
        "role": "sensitivity",
        "low": "",
        "high": "",
        "p_value": "",
    }
    twin = alike | {"analysis": "another"}
    found = traced("<p>Operation time. The mean difference is 1.9 min.</p>", results=(alike, twin))
    assert found["1.9"] == ["results.csv estimate", "results.csv estimate"]


def test_a_masked_count_has_its_mask_and_no_more(traced):
    masked = MEAN | {
        "variable": "cement_leakage",
        "level": "yes",
        "count": "<5",
        "n": "30",
        "mean": "",
        "sd": "",
    }
    body = TABLE.replace("Operation time, min", "Cement leakage").format(cell="&lt;5/30", difference="–")
    assert traced(body, summaries=(masked,))["5"] == ["summaries.csv count"]


def test_links_code_and_names_have_no_trace(traced):
    found = traced(
        "<p>See <a href='#'>Table 7</a>, <code>x = 8</code>, C12, HC3, the N − 1 chi-square test.</p>"
    )
    assert found == {}


def test_only_attributes_and_a_script_are_added(study, tmp_path):
    html = tmp_path / "html"
    html.mkdir()
    body = (
        HEAD
        + TABLE.format(cell="46.8", difference="&lt;b&gt;")
        + "<p>a > b\u2028 &amp; é</p></div></article></body></html>"
    )
    (html / "page.html").write_text(body, "utf-8")
    write_traces(html, study, tmp_path)
    written = (html / "page.html").read_text("utf-8")
    without = re.sub(r' data-trace="[a-z.| -]*"', "", written)
    assert re.sub(r"<script.*?</script>\s*", "", without) == body and written != without


def test_the_text_of_a_block_is_what_stands_in_its_lines():
    (block,) = blocks_of(f"{HEAD}<p>Mean <strong>46.8</strong> min<br>(<a>7</a> SD 8.2)</p></div></article>")
    assert [n.text for n in block.numbers] == ["46.8", "8.2"]
    assert block.kind == "sentence" and block.over == "46.8"


@pytest.mark.parametrize(
    ("shown", "value", "right"), [("1.9", 1.8937, True), ("1.9", 1.8437, False), ("13", 12.5, True)]
)
def test_a_number_is_a_rounding(shown, value, right):
    (number,) = shown_numbers(shown)
    assert number.rounds(value) == right


def test_a_record_shows_nothing_of_its_row_when_it_is_printed():
    record = Record("results.csv", {"variable": "age"}, frozenset({"age"}), {"estimate": "71.5"})
    assert "71.5" not in repr(record) and "71.5" not in repr(record.facts[0])
