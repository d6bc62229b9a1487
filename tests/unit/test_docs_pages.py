"""The pages of the documentation: their examples run, and the site has a place for each of them."""

from __future__ import annotations

import doctest
import re

import pytest
from places import ROOT

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.study.schema.kinds import Kind

DOCS = ROOT / "docs"
LIBRARY = (DOCS / "library.md").read_text("utf-8")
WIDTH = 76
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
    # What is printed may be broken over lines, so that no reader has to scroll.
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF | doctest.NORMALIZE_WHITESPACE)
    for number, block in enumerate(examples(page.read_text("utf-8")), 1):
        test = doctest.DocTestParser().get_doctest(block, names, f"{page.stem} {number}", str(page), 0)
        test.globs = names  # a later block knows what an earlier one made
        runner.run(test, clear_globs=False)
    assert runner.failures == 0, capsys.readouterr().out


def test_the_library_has_examples_as_wide_as_the_column():
    blocks = examples(LIBRARY)
    assert len(blocks) > 5
    assert [line for block in blocks for line in block.splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.compared])
def test_the_library_names_the_primary_methods_of_each_kind(kind):
    rows = [
        row for row in re.findall(r"^\| (`.+?) \| (.+?) \|$", LIBRARY, re.MULTILINE) if f"`{kind}`" in row[0]
    ]
    entries = [
        m for m in REGISTRY if m.role == "primary" and kind in m.measures and m.when != Occasion.BASELINE
    ]
    assert {words: "baseline=" in cell for cell, words in rows} == {m.words: m.uses_baseline for m in entries}
