"""What is said on a terminal: words that a study's files or a file's name bring do nothing to it."""

from __future__ import annotations

import re
from typing import TextIO

# Control characters but line ends and tabs, and what turns the direction of a text.
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def inert(text: str) -> str:
    r"""The text with what a terminal would obey written out.

    Examples
    --------
    >>> print(inert("\x1b[2Jgone"), inert("Größe\n"), sep="; ")
    \x1b[2Jgone; Größe
    <BLANKLINE>
    """
    return _ACTS.sub(lambda found: repr(found[0])[1:-1], text)


def tell(words: str, end: str = "\n", file: TextIO | None = None) -> None:
    """Print words, as `inert` has them."""
    print(inert(words), end=end, file=file)
