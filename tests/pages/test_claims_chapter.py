"""The chapters about the abstract as a reader meets them: short, the conclusion first, no tests counted as votes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_texts import articles, text_of

CHAPTER = "notebooks/05_published_claims.html"
MOST_WORDS = {
    CHAPTER: 1000,
    "notebooks/08_context.html": 420,
    "notebooks/09_crosswalk.html": 400,
    "notebooks/10_every_claim.html": 800,
    "book/background.html": 420,
}


@pytest.fixture(scope="module")
def texts(shipped_run: Path) -> dict[str, str]:
    found = {name: page for name, page in articles(shipped_run).items() if name in MOST_WORDS}
    for article in found.values():
        for code in article.select(".cell_input, script, style"):
            code.decompose()
    return {name: text_of(article) for name, article in found.items()}


@pytest.fixture(scope="module")
def chapter(texts) -> str:
    return texts[CHAPTER]


@pytest.mark.parametrize("page", MOST_WORDS)
def test_it_is_short(texts, page):
    assert 200 < len(texts[page].split()) <= MOST_WORDS[page]


def test_the_conclusion_is_quoted_before_anything_is_said_of_it(chapter):
    quote = "For OVCF treatment, the VBS is considerably better than PKP in correcting vertebral deformities."
    first, remark, questions = (
        chapter.index(words) for words in (quote, "Judged by this report", "On 7 clinical questions")
    )
    assert first < remark < questions


def test_the_abstract_stands_elsewhere_and_is_led_to(shipped_run, chapter):
    assert "A total of 62 patients" not in chapter
    page = articles(shipped_run)[CHAPTER]
    assert page.find("a", string=re.compile("The abstract itself"))["href"].startswith(
        ("../index", "00_findings")
    )


def test_no_tests_are_counted_as_votes(chapter):
    assert re.findall(r"\d+ of (?:the )?\d+ tests", chapter) == []


def test_nothing_of_the_cohort_is_in_it(chapter):
    assert re.findall(r"simulated patients|this cohort", chapter) == []
