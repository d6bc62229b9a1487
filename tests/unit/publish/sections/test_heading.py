"""A section's notebook stands under the title of its study, and under its opening or the notebook's own."""

from __future__ import annotations

import nbformat
from places import ROOT

from twoarm.publish.sections.heading import under_own_title
from twoarm.study.specification import SectionSpec

NOTEBOOK = (ROOT / "notebooks" / "02_perioperative.ipynb").read_text("utf-8")


def heading(title: str, opening: str = "") -> str:
    text = under_own_title(NOTEBOOK, SectionSpec(code="perioperative", title=title, opening=opening))
    return nbformat.reads(text, as_version=4).cells[0].source


def test_under_the_usual_title_the_notebook_s_own_words_stay():
    assert heading("Perioperative outcomes").splitlines() == [
        "# Perioperative outcomes",
        "",
        "What happened during the operation and in the days that followed it.",
    ]


def test_under_another_title_they_may_be_about_something_else():
    assert heading("Blood and laboratory") == "# Blood and laboratory"


def test_where_the_study_opens_the_section_the_notebook_does_not():
    assert heading("In theatre", "Of our own.") == "# In theatre"


def test_a_title_is_no_markup():
    assert heading("a_b_c 1_2", "Of our own.") == r"# a\_b\_c 1\_2"


def test_all_else_is_as_it_was():
    changed = nbformat.reads(
        under_own_title(NOTEBOOK, SectionSpec(code="perioperative", title="T")), as_version=4
    )
    assert changed.cells[1:] == nbformat.reads(NOTEBOOK, as_version=4).cells[1:]
