"""What a column is called: whether its name is that of a direct identifier, and whether its cells belie the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from twoarm.study.identifiers.other_scripts import (
    ALONE_SPACED,
    AS_A_WHOLE,
    RANKS_TOGETHER,
    SPACED,
    TREATING,
    TREATING_SPACED,
    WITHIN,
)
from twoarm.study.identifiers.spelling import folded, runs_together, squeezed, words_in
from twoarm.study.identifiers.words import (
    ALONE,
    ANYWHERE,
    AT_THE_END,
    BIRTH,
    COUNTERS,
    NUMBERED_ALONE,
    NUMBERED_THINGS,
    NUMBERS,
    PATIENTS,
    PERSON_NAME,
    PERSONS,
    PROFESSIONS,
    RANKS,
    RECORD,
)

_LONG_PERSONS = frozenset(
    person for person in PERSONS if len(person) > 2
)  # "de" and "ad" are no name in "dead"
Year = Callable[[str], int]
# So many cells in a hundred that differ are numbers of persons, some of whom came twice.
MOSTLY_DIFFERENT = 0.8
_ROWS = 3
_NUMBER = re.compile(r"(?=(?:\D*[0-9]){4})[^\W\d_]{0,4}(?:[ /.-]?[0-9]+)+(?:[ /.-]?[^\W\d_])?")
_DECIMAL = re.compile(r"-?[0-9]*\.[0-9]*[1-9][0-9]*")


def by_name(name: str, cells: list[str], year_of: Year) -> str:
    """What the name of a column says that it is, where its cells do not belie it; empty for any other name."""
    words = words_in(name)
    return (
        _said(words)
        or _together(words, cells)
        or _alone(words, cells, year_of)
        or _number_of(words, cells)
        or _person(words, cells)
    )


def _said(words: list[str]) -> str:
    """Words that mean one thing are believed whatever stands below them."""
    whole = "".join(words)
    for lists in (ANYWHERE, SPACED):
        for kind, several in lists.items():
            if any(_holds(words, phrase) for phrase in several) or whole in squeezed(several):
                return kind
    words = _without_counters(words)
    for kind, several in AT_THE_END.items():
        if any(words[-len(phrase.split()) :] == phrase.split() for phrase in several):
            return kind
        if "".join(words) in squeezed(several):
            return kind
    return ""


def _together(words: list[str], cells: list[str]) -> str:
    """Chinese, Japanese and Korean."""
    text = "".join(words)
    if not any(map(runs_together, words)):
        return ""
    for kind, several in WITHIN.items():
        if any(word in text for word in several):
            return kind
    for kind, several in AS_A_WHOLE.items():
        if text in several and (not cells or (_differ(cells) if kind == RECORD else named(cells))):
            return kind
    return PERSON_NAME if text.endswith(tuple(TREATING)) and named(cells) else ""


def _alone(words: list[str], cells: list[str], year_of: Year) -> str:
    """A word that means many things: it has to be all of the name but the person, and its cells to fit."""
    whole = " ".join(word for word in words if word not in PERSONS) or " ".join(words)
    together = "".join(words)
    for kind, several in ALONE.items():
        called = whole in several or any(
            together == person + word for person in _LONG_PERSONS for word in several
        )
        if called and _fits(kind, cells, year_of):
            return kind
    return ""


def _fits(kind: str, cells: list[str], year_of: Year) -> bool:
    if not cells:
        return True
    if kind == PERSON_NAME:
        return most(cells, lambda cell: re.match(r"[^\W\d_]{2}|[^\W\d_]\.?$", cell))
    if kind == BIRTH:
        return most(cells, year_of)
    return most(cells, lambda cell: sum(map(str.isdigit, cell)) >= 4 and not _DECIMAL.fullmatch(cell))


def _number_of(words: list[str], cells: list[str]) -> str:
    """``OP_NO``, ``Reg. No.``, ``MR#``: abbreviations that are a count in one table and a patient's number in another."""
    rest = [word for word in words if word not in NUMBERS and word not in PERSONS and not word.isdigit()]
    numbered = rest and all(word in NUMBERED_THINGS for word in rest) and set(words) & NUMBERS
    if not (numbered or " ".join(words) in NUMBERED_ALONE):
        return ""
    long = cells and most(cells, _NUMBER.fullmatch) and _differ(cells) and not _running(cells)
    return RECORD if long and not most(cells, _DECIMAL.fullmatch) else ""


def _running(cells: list[str]) -> bool:
    """Whether rows are numbered: whole numbers up to not much more than how many there are."""
    return all(map(str.isdecimal, cells)) and max(map(int, cells)) <= _ROWS * len(cells)


def _person(words: list[str], cells: list[str]) -> str:
    """A column that is called as those who are treated or who treat, and that holds names."""
    words = _without_counters(words)
    text = " ".join(words)
    last = words[-1] if words else ""
    treating = last in PROFESSIONS or text in PROFESSIONS or any(text.endswith(w) for w in TREATING_SPACED)
    if treating and named(cells):
        return PERSON_NAME
    patients = text in PATIENTS or text in ALONE_SPACED
    return PERSON_NAME if patients and named(cells) and _differ(cells) else ""


def named(cells: list[str]) -> bool:
    """Whether the cells of a column that is about persons are names: words that are no rank and no answer.

    Examples
    --------
    >>> named(["Smith", "Jones"]), named(["junior", "senior"]), named(["A", "B"]), named(["1", "2"])
    (True, False, False, False)
    """
    return bool(cells) and most(cells, _is_name)


def _is_name(cell: str) -> bool:
    if any(map(str.isdigit, cell)) or folded(cell) in RANKS_TOGETHER:
        return False
    rest = [word for word in words_in(cell) if word not in RANKS]
    capital = cell[:1] != cell[:1].lower() or cell[:1].upper() == cell[:1].lower()
    return capital and any(len(word) >= (2 if runs_together(word) else 3) for word in rest)


def most(cells: list[str], test: Callable[[str], object]) -> bool:
    """Whether more than half of the cells pass; each distinct one is asked once."""
    return sum(count for cell, count in Counter(cells).items() if test(cell)) * 2 > len(cells)


def _differ(cells: list[str]) -> bool:
    return len(cells) > 1 and len(set(cells)) >= MOSTLY_DIFFERENT * len(cells)


def _without_counters(words: list[str]) -> list[str]:
    while len(words) > 1 and (words[-1] in COUNTERS or words[-1].isdigit()):
        words = words[:-1]
    return words


def _holds(words: Iterable[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "
