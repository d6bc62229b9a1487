"""What a column with a direct identifier looks like: by its name, and by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

from twoarm.study.identifiers.national_numbers import is_national, is_perhaps_national
from twoarm.study.identifiers.words import (
    ALONE,
    ANSWERS,
    ANYWHERE,
    AT_THE_END,
    BIRTH,
    COUNTERS,
    MAIL,
    NATIONAL,
    PERSON_NAME,
    PERSONS,
    PHONE,
)

# Letters that have no accent to take off.
_PLAIN = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})
MAIL_FORM = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
PHONE_FORM = re.compile(
    r"\+[0-9][0-9 ()./-]{6,18}[0-9]"  # +90 532 555 12 34
    r"|\(0?[0-9]{2,5}\)[ -]?[0-9][0-9 -]{4,10}[0-9]"  # (0532) 555 12 34
    r"|0[1-9][0-9]{1,3}[ /-][0-9][0-9 /-]{4,10}[0-9]"  # 0532 555 12 34
    r"|0[1-9][0-9]{8,9}"  # 05325551234
    r"|5[03-5][0-9]{8}"  # a Turkish mobile number that a spreadsheet took the zero from
    r"|[0-9]{3}[. -][0-9]{3}[. -][0-9]{4}"  # 555-123-4567
)
DATE_FORMS = (
    (re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ T].*)?"), (0, 1, 2)),
    (re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})(?:[ T].*)?"), (2, 1, 0)),
)
# Dates of birth of adults lie far apart and far back; those of what was done to them lie close together.
BIRTHS_SPREAD = 15
BIRTHS_BEFORE = 2000
ENOUGH = 4


def looks_identifying(name: str, values: Iterable[str]) -> str:
    """What a column looks like that names a person or leads to one; empty for any other column.

    Parameters
    ----------
    name : the column's name, in any of the languages of `identifiers.words`.
    values : its cells as text; empty ones tell nothing. Without any, the name alone is judged.

    Returns
    -------
    "a name", "a record number", "a telephone number", "an e-mail address", "a postal address", "a national number",
    "a date of birth", or "".

    Examples
    --------
    >>> looks_identifying("hasta_adi", ["Ayse", "Mehmet"])
    'a name'
    >>> looks_identifying("drug_name", ["aspirin", "placebo"])
    ''
    >>> looks_identifying("contact", ["a.b@example.org"])
    'an e-mail address'
    """
    cells = [cell for cell in (value.strip() for value in values) if cell]
    if cells and {cell.casefold() for cell in cells} <= ANSWERS:
        return ""  # whether there is an e-mail address is no e-mail address
    return _by_name(name, cells) or by_content(cells) or _births(cells)


def by_content(values: Iterable[str]) -> str:
    """What the cells themselves are, whatever the column is called; dates apart. See `looks_identifying`."""
    cells = [cell for cell in (value.strip() for value in values) if cell]
    if any(MAIL_FORM.fullmatch(cell) for cell in cells):
        return MAIL
    if _most(cells, is_national) or (len(cells) >= ENOUGH and all(map(is_perhaps_national, cells))):
        return NATIONAL
    return PHONE if _most(cells, PHONE_FORM.fullmatch) else ""


def _most(cells: list[str], test: Callable[[str], object]) -> bool:
    return sum(bool(test(cell)) for cell in cells) * 2 > len(cells)


def _births(cells: list[str]) -> str:
    """Dates that would be births: by how far apart and how far back they are."""
    years = sorted(year for year in map(_year, cells) if year)
    if len(years) < ENOUGH or len(years) * 2 <= len(cells):
        return ""
    low, middle, high = (years[int(share * (len(years) - 1))] for share in (0.1, 0.5, 0.9))
    return BIRTH if high - low >= BIRTHS_SPREAD and middle < BIRTHS_BEFORE else ""


def _year(cell: str) -> int:
    for form, order in DATE_FORMS:
        if found := form.fullmatch(cell):
            year, month, day = (int(found.groups()[place]) for place in order)
            if month > 12:
                month, day = day, month
            try:
                return date(year, month, day).year
            except ValueError:
                return 0
    return 0


def _by_name(name: str, cells: list[str]) -> str:
    words = _words(name)
    for kind, phrases in ANYWHERE.items():
        if any(_holds(words, phrase) for phrase in phrases) or "".join(words) in _squeezed(phrases):
            return kind
    while len(words) > 1 and (words[-1] in COUNTERS or words[-1].isdigit()):
        words = words[:-1]
    for kind, phrases in AT_THE_END.items():
        if any(words[-len(phrase.split()) :] == phrase.split() for phrase in phrases):
            return kind
        if "".join(words) in _squeezed(phrases):
            return kind
    return _alone(words, cells)


def _alone(words: list[str], cells: list[str]) -> str:
    """A word that means many things: it has to be all of the name but the person, and its cells to fit."""
    whole = " ".join(word for word in words if word not in PERSONS) or " ".join(words)
    squeezed = "".join(words)
    for kind, phrases in ALONE.items():
        named = whole in phrases or any(squeezed == person + word for person in PERSONS for word in phrases)
        if named and _fits(kind, cells):
            return kind
    return ""


def _fits(kind: str, cells: list[str]) -> bool:
    if not cells:
        return True
    if kind == PERSON_NAME:
        return _most(cells, lambda cell: re.match(r"[^\W\d_]{2}|[^\W\d_]\.?$", cell))
    if kind == BIRTH:
        return _most(cells, _year)
    return _most(cells, lambda cell: sum(map(str.isdigit, cell)) >= 4)


def _words(name: str) -> list[str]:
    """The words of a column's name: ``DateOfBirth``, ``date_of_birth`` and ``DATE OF BIRTH`` alike, without accents."""
    apart = re.sub(r"(?<=[a-z0-9ıßşğçöüéè])(?=[A-ZİŞĞÇÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    bare = unicodedata.normalize("NFKD", apart.lower().translate(_PLAIN))
    return re.findall(r"[a-z]+|[0-9]+", "".join(c for c in bare if not unicodedata.combining(c)))


def _holds(words: list[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "


def _squeezed(phrases: Iterable[str]) -> set[str]:
    return {phrase.replace(" ", "") for phrase in phrases}
