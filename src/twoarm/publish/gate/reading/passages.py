"""What is read of a file: passages, each what a reader takes in together, and the points of its drawings."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import unquote

import numpy as np

from twoarm.faces import counts_only

# What stands for a hyphen, and what stands for nothing: a word is the same word with another sign, or with an invisible one.
_SIGNS = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "") | dict.fromkeys("‐‑‒–−", "-")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_NUMBER = re.compile(
    r"(?<![\w.])(?:(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?(?!\w)"  # a date, with or without a time
    r"|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\w|\.\d)"
)
_SEVERAL = re.compile(r"\d\D+\d+\D+\d")


@counts_only
@dataclass(frozen=True, slots=True)
class Passage:
    """A row, sentence, mark or attribute.

    Attributes
    ----------
    text : its words, in the form that `plain` gives.
    about : what stands over it: caption, head of its table, heading.
    column : whether it is read downwards, so that each number may be about anything that is named beside it.
    """

    text: str
    about: str = ""
    column: bool = False


@counts_only
@dataclass
class Reading:
    """What a file says.

    Attributes
    ----------
    passages : in the order of the file.
    raw : texts in which identifiers alone are looked for: source, what lies between the passages.
    drawings : the points of each set of like marks, in columns of x and y.
    """

    passages: list[Passage] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    drawings: list[np.ndarray] = field(default_factory=list)

    def add(self, text: str, about: str = "", *, column: bool = False) -> None:
        """A passage more, if it says anything."""
        if text := " ".join(plain(text).split()):
            self.passages.append(Passage(text, about, column))

    def take(self, other: Reading) -> None:
        """All that another file says, which stands within this one."""
        self.passages += other.passages
        self.raw += other.raw
        self.drawings += other.drawings


def plain(text: str) -> str:
    """The text with one form of each sign, and without the escapes of an address, of markup or of a script.

    Examples
    --------
    >>> plain("P%2D17 A&#49; \\\\u0042 ３–5")
    'P-17 A1 B 3-5'
    """
    if "%" in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if not text.isascii():
        text = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
        for sign, same in _SIGNS.items():  # faster than a table, since most texts have few of them
            text = text.replace(sign, same)
    return text


def several(text: str) -> bool:
    """Whether a text has room for three values, so that it is worth a passage where most have none."""
    return bool(_SEVERAL.search(text))


def numbers_of(text: str) -> list[tuple[str, int]]:
    """The numbers and dates of a text without their signs, each with its place.

    Examples
    --------
    >>> numbers_of("P-17: 71 years, 4.50 mL (-2 to 6), on 2024-05-31T08:00Z")
    [('17', 2), ('71', 6), ('4.50', 16), ('2', 26), ('6', 31), ('2024-05-31', 38)]
    >>> numbers_of("30 + 32 = 62. See 1.5e-3, v1.2.3 and 7mm")
    [('30', 0), ('32', 5), ('62', 10), ('1.5e-3', 18)]
    """
    numbers = (found for found in _NUMBER.finditer(text) if not _cites(text, found))
    return [(found[1] or found[0], found.start()) for found in numbers]


def _cites(text: str, found: re.Match[str]) -> bool:
    """Whether a number is that of a reference: alone between brackets."""
    return text[found.start() - 1 : found.start()] == "[" and text[found.end() : found.end() + 1] == "]"


def shortest(number: str) -> str:
    """A number in its shortest form, without what arithmetic leaves behind its twelfth digit; a date as it is."""
    if number.isdecimal():
        return number.lstrip("0") or "0"
    if number.count("-") == 2:
        return number
    return format(float(number), ".12g")
