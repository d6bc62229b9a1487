"""Widths of lines, by which columns of documents are set: as the font itself measures the whole line."""

from __future__ import annotations

import pytest
from matplotlib.ft2font import FT2Font

from twoarm.publish.documents.tables import SANS_FOLDER, _width

LINES = [
    "",
    "T",
    "AV",
    "AVATAR To Yes",
    "−2.2 (95% CI −12.0 to 6.0)",
    "P < 0.001",
    "Wilcoxon–Mann–Whitney",
    "  x",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_as_wide_as_the_font_sets_it(line):
    font = FT2Font(str(SANS_FOLDER / "DejaVuSans.ttf"))
    font.set_size(100, 72)
    font.set_text(line, 0)
    assert _width(line) == font.get_width_height()[0] / 64 / 100 * 25.4 / 72


def test_letters_that_lean_together_are_narrower_than_apart():
    assert _width("AV") < _width("A") + _width("V")
