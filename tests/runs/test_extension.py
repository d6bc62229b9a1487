"""What the design promises: an outcome is a row, a section an entry, a chapter a notebook and a line, a method an entry."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from extension import (
    COSTS,
    COSTS_LABEL,
    LABEL,
    NAME,
    NOTE,
    PAGE,
    SECTION,
    SECTION_TITLE,
    TITLE,
    add_column,
    add_row,
    losses,
)
from places import ROOT
from reports import twoarm
from scipy import stats

DRAWN = ("forest", "distribution")


@pytest.fixture(scope="module")
def extended(report) -> Path:
    return report("extended").folder


def soup(run: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((run / "html" / "notebooks" / f"{page}.html").read_text("utf-8"), "lxml")


def text(tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" "))


@pytest.fixture(scope="module")
def printed(extended) -> str:
    """The text of the PDF, without its line breaks."""
    with pypdfium2.PdfDocument(extended / "supplement.pdf") as document:
        return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_bounded() for page in document))


def test_a_column_without_a_row_is_refused(fresh_book):
    book = fresh_book()
    add_column(book)
    done = twoarm(book, "check")
    assert done.returncode == 3
    assert "1 column that the dictionary does not describe" in done.stderr
    add_row(book)
    assert twoarm(book, "check").returncode == 0


def test_a_dictionary_row_adds_the_outcome_to_the_table(extended):
    table = soup(extended, "02_perioperative").select_one("#tab-perioperative")
    (row,) = (r for r in table.select("tbody tr") if LABEL in r.get_text())
    assert [text(cell).strip() != "–" for cell in row.select("th, td")] == [True] * 5 + [False]


def test_a_dictionary_row_adds_the_outcome_to_the_figures(extended):
    page = soup(extended, "02_perioperative")
    drawn = [(extended / "figures" / f"fig-perioperative-{n}.svg").read_text("utf-8") for n in DRAWN]
    assert all(LABEL in " ".join(re.findall(r">([^<>]+)</text>", svg)) for svg in drawn)
    # Of equivalence nothing is drawn without a margin that is stated.
    assert not (extended / "figures" / "fig-perioperative-equivalence.svg").exists()
    for image in page.select("figure img"):
        assert (extended / "html" / "notebooks" / image["src"]).is_file()


def test_a_dictionary_row_adds_the_outcome_to_the_prose(extended):
    paragraphs = [text(p) for p in soup(extended, "02_perioperative").select("article p")]
    (own,) = (p for p in paragraphs if p.startswith(f"{LABEL}."))
    assert "suction bottle" in own
    assert f"{LABEL}, mL" in text(soup(extended, "02_perioperative").article)
    assert NOTE in own
    (comment,) = (p for p in paragraphs if p.startswith("The surgeons call"))
    assert re.search(r"\d+\.\d \(\d+\.\d\)", comment)


def test_a_dictionary_row_adds_the_outcome_to_results_and_to_the_dictionary(extended):
    with (extended / "results.csv").open(encoding="utf-8", newline="") as file:
        (row,) = (r for r in csv.DictReader(file) if r["variable"] == NAME and r["role"] == "primary")
    with (extended.parents[1].parent / "data" / "patients.csv").open(encoding="utf-8", newline="") as file:
        arms = [r["arm"] for r in csv.DictReader(file)]
    means = [
        sum(v for v, arm in zip(losses(), arms, strict=True) if arm == level) / arms.count(level)
        for level in ("VBS", "PKP")
    ]
    assert float(row["estimate"]) == pytest.approx(means[0] - means[1])
    assert (row["section"], row["unit"], row["n_treated"], row["n_control"]) == (
        "perioperative",
        "mL",
        "30",
        "32",
    )
    assert LABEL in soup(extended, "07_dictionary").select_one("#tab-dictionary").get_text()
    assert LABEL in soup(extended, "01_methods").select_one("#tab-plan").get_text()


def test_the_new_outcome_is_in_the_pdf(printed):
    assert NOTE in printed
    assert "The surgeons call" in printed


def test_a_notebook_and_a_line_add_a_page_to_the_site(extended):
    page = soup(extended, PAGE)
    assert text(page.h1).startswith(TITLE)
    assert "The remark is about 62 patients." in text(page.article)
    linked = [a["href"] for a in soup(extended, "00_findings").select("article .cell_output a, nav a")]
    assert f"{PAGE}.html" in linked


def test_a_notebook_and_a_line_add_a_chapter_to_the_pdf(printed):
    assert TITLE in printed
    assert "The remark is about 62 patients." in printed


def test_an_entry_and_a_row_add_a_section(extended, printed):
    page = soup(extended, f"section_{SECTION}")
    assert text(page.h1).startswith(SECTION_TITLE)
    (row,) = (r for r in page.select(f"#tab-section-{SECTION} tbody tr") if COSTS_LABEL in r.get_text())
    assert re.search(r"\d", text(row))
    linked = [a["href"] for a in soup(extended, "00_findings").select("article .cell_output a, nav a")]
    assert f"section_{SECTION}.html" in linked
    with (extended / "results.csv").open(encoding="utf-8", newline="") as file:
        assert SECTION in {r["section"] for r in csv.DictReader(file) if r["variable"] == COSTS}
    assert SECTION_TITLE in printed


def test_a_function_and_an_entry_add_a_method(extended):
    with (extended / "results.csv").open(encoding="utf-8", newline="") as file:
        found = [r for r in csv.DictReader(file) if r["analysis"] == "median_difference"]
    assert {r["role"] for r in found} == {"sensitivity"}
    assert {NAME, "operation_time", "vas"} <= {r["variable"] for r in found}
    assert "median_difference" in text(soup(extended, "07_dictionary").article)
    with (extended / "methods.csv").open(encoding="utf-8", newline="") as file:
        (added,) = (r for r in csv.DictReader(file) if r["analysis"] == "median_difference")
    assert added["method"] == "difference of the medians as observed"
    assert added["computation"] == "median of the treated arm less that of the control arm"


# A primary method more


@pytest.fixture(scope="module")
def another(report) -> Path:
    return report("another-primary").folder


def rows_of(run: Path, table: str) -> list[dict[str, str]]:
    with (run / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_function_an_entry_and_a_scale_add_a_primary_method(another):
    rows = [r for r in rows_of(another, "results") if r["variable"] == "operation_time"]
    roles = {r["analysis"]: r["role"] for r in rows}
    assert (roles["geometric_ratio"], roles["mean_difference"]) == ("primary", "sensitivity")
    asked = {r["question"]: r for r in rows_of(another, "agreement") if r["variable"] == "operation_time"}
    assert asked["difference"]["disagreeing"] == "geometric_ratio"
    page = soup(another, "02_perioperative")
    cohort = pd.read_csv(ROOT / "data" / "patients.csv")
    treated, control = (np.log(cohort.loc[cohort["arm"] == arm, "operation_time"]) for arm in ("VBS", "PKP"))
    limits = stats.ttest_ind(treated, control, equal_var=False).confidence_interval()
    ratio, low, high = np.exp([treated.mean() - control.mean(), *limits])
    row = next(text(r) for r in page.select("table tr") if text(r).strip().startswith("Operation time"))
    assert f"{ratio:.2f}" in row and f"({low:.2f} to {high:.2f})" in row


def test_it_is_the_specification_that_its_entry_says(another):
    rows = [r for r in rows_of(another, "specifications") if r["variable"] == "operation_time"]
    assert {(r["test"], r["measure_unit"]) for r in rows if r["role"] == "primary"} == {
        ("geometric_ratio", "fold")
    }
    assert {"robust", "ranks"} <= {r["test"] for r in rows if r["role"] == "sensitivity"}
    (result,) = (
        r
        for r in rows_of(another, "results")
        if (r["variable"], r["analysis"]) == ("operation_time", "geometric_ratio")
    )
    assert {r["estimate"] for r in rows if r["role"] == "primary"} == {result["estimate"]}
