"""The attacker on the folder of a run: its files, and what its pages say in passing."""

from __future__ import annotations

import csv

import pytest
from attack.handmade import LEAK, published
from attack.winning import attack

from twoarm.study.disclosure.policy import HOSPITAL

EVENTS = """\
variable  arm  level  n   missing  count
leak      A    yes    40  0        {count}
leak      B    yes    40  0        9
"""


BESIDE = (
    "run.json",
    "manifest.json",
    "dictionary.csv",
    "methods.csv",
    "checklist.csv",
    "reporting.csv",
    "references.bib",
)


def run_of(folder, count: str = "<5", page: str = "<p>A leak in <5 of 40.</p>"):
    made = published(LEAK, summaries=EVENTS.format(count=count))
    for name, rows in made.tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (folder / "html").mkdir(exist_ok=True)
    (folder / "html" / "page.html").write_text(page, "utf-8")
    return attack(folder, HOSPITAL, made.design)


def test_a_run_that_is_masked_everywhere_gives_nothing(tmp_path):
    report = run_of(tmp_path)
    assert report.exposed == () and not report.leaks
    assert report.of("count", "leak", "", "A", "yes") == {1, 2, 3, 4}


@pytest.mark.parametrize(
    "said", ["3/40 (7.5%)", "a leak in 3 of 40", "no leak in 37 of 40", "3 out of <b>40</b>"]
)
def test_a_page_that_says_a_small_count_or_all_but_one_is_found(tmp_path, said):
    assert run_of(tmp_path, page=f"<p>{said}</p>").exposed == ("page page.html",)


@pytest.mark.parametrize(
    "said", ["2 of 13 tests", "9/40 (22.5%)", "0 of 40", "<5 of 40", "40 of 40", "1.3 of 40"]
)
def test_what_is_no_small_count_of_patients_is_not(tmp_path, said):
    assert run_of(tmp_path, page=f"<p>{said.replace('<', '&lt;')}</p>").exposed == ()


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("html/trace.json", "page trace.json"),
        ("html/_static/traces/page.js", "page _static/traces/page.js"),
        *((name, f"file {name}") for name in BESIDE),
    ],
)
def test_what_is_published_beside_the_pages_is_read_like_them(tmp_path, file, named):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("it was seen in 3 of 40", "utf-8")
    assert run_of(tmp_path).exposed == (named,)
    path.write_text("it was seen in 9 of 40", "utf-8")
    assert run_of(tmp_path).exposed == ()


def test_a_small_count_in_a_table_is_found(tmp_path):
    assert run_of(tmp_path, count="3").exposed == ("summaries count: count",)
