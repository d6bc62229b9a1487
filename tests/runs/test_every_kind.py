"""Every kind of claim as a whole report: each has its verdict, each number its table, and no statement about P stops it."""

from __future__ import annotations

import csv
import re

import pytest
from bs4 import BeautifulSoup
from every_kind import VERDICTS
from report_texts import articles, pdf_text, text_of


@pytest.fixture
def run(report):
    return report("every-kind").folder


def test_each_claim_has_its_verdict_in_the_table(run):
    with (run / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"]: row["verdict"] for row in rows} == VERDICTS
    found = {row["statistic"] for row in rows}
    assert {
        "p_value_smallest",
        "difference_of_means",
        "p_from_interval",
        "estimate",
        "smallest_count",
    } <= found
    assert not [row for row in rows if row["recomputed"] in ("nan", "inf")]


def test_each_claim_has_its_row_with_what_was_computed(run):
    page = articles(run)["notebooks/10_every_claim.html"]
    text = text_of(page)
    assert "No P is below 0." in text and "No P is above 1." in text
    table = page.find(id="tab-claims")
    assert "by the normal approximation" in text_of(table) and "Welch’s t test" in text_of(table)
    assert page.find("a", href=re.compile("#tab-claim-.*-tests$")) is not None


def test_what_a_p_at_an_end_leaves_possible_is_drawn(run):
    page = BeautifulSoup((run / "html/notebooks/08_context.html").read_text("utf-8"), "html.parser")
    said = text_of(page)
    assert "difference in standard deviations" in said
    assert "nan" not in said.lower().split()


def test_the_documents_have_it_too(run):
    text = " ".join(pdf_text(run / "supplement.pdf").split())
    assert "Every published claim: verdict, reason and numbers." in text
    assert "19 and 21 patients" in text and "at most 0.002 standard deviations" in text
