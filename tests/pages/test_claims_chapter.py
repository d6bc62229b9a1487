"""The chapter of published claims as a reader meets it: short, the conclusion first, no tests counted as votes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_texts import articles, text_of

MOST_WORDS = 2500


@pytest.fixture(scope="module")
def chapter(shipped_run: Path) -> str:
    article = articles(shipped_run)["notebooks/05_published_claims.html"]
    for code in article.select(".cell_input, script, style"):
        code.decompose()
    return text_of(article)


def test_it_is_short(chapter):
    assert len(chapter.split()) <= MOST_WORDS


def test_the_conclusion_is_quoted_before_anything_is_said_of_it(chapter):
    quote = "For OVCF treatment, the VBS is considerably better than PKP in correcting vertebral deformities."
    first, remark, questions = (
        chapter.index(words) for words in (quote, "Judged by this report", "On 7 clinical questions")
    )
    assert first < remark < questions


def test_no_tests_are_counted_as_votes(chapter):
    assert re.findall(r"\d+ of (?:the )?\d+ tests", chapter) == []


def test_nothing_of_the_cohort_is_in_it(chapter):
    assert re.findall(r"simulated patients|this cohort", chapter) == []
