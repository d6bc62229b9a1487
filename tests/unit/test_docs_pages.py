"""The pages of the documentation: their examples run, and the site has a place for each of them."""

from __future__ import annotations

import doctest
import re

import pytest
from places import ROOT

DOCS = ROOT / "docs"
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(text: str) -> list[str]:
    """The blocks of Python of a page that are a session with what it prints."""
    return [block for block in CODE.findall(text) if ">>> " in block]


PAGES = [
    page for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))) if examples(page.read_text("utf-8"))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_print_what_it_says(page, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    for number, block in enumerate(examples(page.read_text("utf-8")), 1):
        test = doctest.DocTestParser().get_doctest(block, names, f"{page.stem} {number}", str(page), 0)
        test.globs = names  # a later block knows what an earlier one made
        runner.run(test, clear_globs=False)
    assert runner.failures == 0, capsys.readouterr().out


def test_the_library_has_examples():
    assert len(examples((DOCS / "library.md").read_text("utf-8"))) > 5
