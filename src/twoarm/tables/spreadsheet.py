"""Text in a CSV file that a spreadsheet may open: none of it is a formula, and a program gets back what was meant.

A spreadsheet runs a cell that begins with one of a few signs. One whose separator is a semicolon, as in much of Europe, or
that does not read quotation marks begins a cell within a text, too. An apostrophe stands before such a sign, as OWASP's
ASVS 1.2.10 asks; a text that has apostrophes there already gets one more, so that taking one away gives the text.
"""

from __future__ import annotations

import re

_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20\\-"  # the wide forms of East Asian keyboards among them
_CELL = r"(?:^|(?<=[;\t\r\n]))"
_BEGINS = re.compile(rf"{_CELL}(?=[\s']*[{_SIGNS}])")
_BEGAN = re.compile(rf"{_CELL}'(?=[\s']*[{_SIGNS}])")


def cell_of_text(text: str) -> str:
    r"""The cell of a text: itself, or with an apostrophe wherever a formula could begin; a plain number is none.

    Examples
    --------
    >>> cell_of_text("=1+1"), cell_of_text("-5"), cell_of_text("-5 mm"), cell_of_text("a; @b")
    ("'=1+1", '-5', "'-5 mm", "a;' @b")
    """
    return text if _is_number(text) else _BEGINS.sub("'", text)


def text_of_cell(cell: str) -> str:
    """The text of a cell that :func:`cell_of_text` made.

    Examples
    --------
    >>> [text_of_cell(cell) for cell in ("'=1+1", "-5", "it's", "''=a")]
    ['=1+1', '-5', "it's", "'=a"]
    """
    return _BEGAN.sub("", cell)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()
