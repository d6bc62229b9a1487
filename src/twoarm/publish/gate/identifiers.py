"""Declared identifiers: words of a text that are a patient's, however they are written, split or encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from twoarm.publish.gate.reading.passages import Reading, plain

_LETTER = re.compile(r"[^\W\d]")


def searchable(identifiers: Iterable[str]) -> set[str]:
    """The identifiers that can be told from any other text: four characters with a letter, or eight digits, at least.

    Shorter ones ("17", "00123") are numbers that a report has for other reasons; beside values of their patient they count.
    """
    return {i for i in identifiers if len(i) >= (4 if _LETTER.search(i) else 8)}


class Identifiers:
    """Looks for identifiers."""

    def __init__(self, identifiers: Iterable[str]) -> None:
        self._wanted = sorted({" ".join(plain(i).casefold().split()) for i in searchable(identifiers)})
        self._find = AhoCorasick(self._wanted)

    def in_reading(self, reading: Reading) -> int:
        """How many patients' identifiers a file holds."""
        found = self._in("\n".join(passage.text for passage in reading.passages))
        for text in reading.raw:
            found |= self._in(plain(text))
        return len(found)

    def in_name(self, name: str) -> bool:
        """Whether a file is named after a patient."""
        return bool(self._in(plain(name)))

    def _in(self, text: str) -> set[str]:
        folded = text.casefold()
        found = self._find.find_matches_as_indexes(folded, overlapping=True)
        return {self._wanted[index] for index, start, end in found if _is_whole(folded, start, end)}


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is a word, or a number, and no part of a longer one."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return False
    decimal = (before[-1:] == "." and before[:1].isdigit()) or (after[:1] == "." and after[1:].isdigit())
    return not (decimal and text[start:end].isdigit())
