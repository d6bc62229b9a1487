"""The website says a thing once, and in few words."""

from __future__ import annotations

from collections import defaultdict

import pytest
from measured_pages import pages_of, paragraphs, words

MOST = 11_000  # words of the shipped study's whole site


def test_the_whole_site_is_short(shipped_run):
    counted = {page.name: words(page) for page in pages_of(shipped_run / "html")}
    print(*(f"{name} {count}" for name, count in counted.items()), sep="\n")
    assert sum(counted.values()) <= MOST


@pytest.mark.parametrize("run", ["shipped_run", "gbsg2_run"])
def test_no_paragraph_stands_on_two_pages(run, request):
    where = defaultdict(list)
    for page in pages_of(request.getfixturevalue(run) / "html"):
        for text in paragraphs(page):
            where[text].append(page.name)
    assert {text: names for text, names in where.items() if len(names) > 1} == {}
