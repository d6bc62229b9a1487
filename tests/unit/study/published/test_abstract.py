"""The paragraphs in which an abstract is shown."""

from __future__ import annotations

import pytest
from places import ROOT

from twoarm.study.published.abstract import paragraphs_of


def test_each_part_of_a_structured_abstract_is_a_paragraph():
    shown = paragraphs_of((ROOT / "data" / "abstract.md").read_text("utf-8"))
    assert [text.partition("]")[0] for text in shown] == ["[Objective", "[Methods", "[Results", "[Conclusion"]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", ()),
        ("# A heading alone", ()),
        ("One line\nand its end.\n\nAnother.", ("One line and its end.", "Another.")),
        ("> quoted\n>\n> twice", ("quoted", "twice")),
        ("BACKGROUND: Why. METHODS: How.", ("BACKGROUND: Why.", "METHODS: How.")),
        ("[目的]为何。[方法]如何。", ("[目的]为何。", "[方法]如何。")),
        (
            "A mean of 5.3 [SD 2.1] and 4 [3; 6]. It fell [sic].",
            ("A mean of 5.3 [SD 2.1] and 4 [3; 6]. It fell [sic].",),
        ),
        ("It was (P<0.05). [95% CI 1 to 2] was wide.", ("It was (P<0.05). [95% CI 1 to 2] was wide.",)),
        ("a soft\u00adhyphen and a\u200bblank\u202e", ("a softhyphen and ablank",)),
    ],
)
def test_what_is_a_paragraph(text, paragraphs):
    assert paragraphs_of(text) == paragraphs
