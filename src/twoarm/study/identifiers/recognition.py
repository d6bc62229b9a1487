"""What a column with a direct identifier looks like: by its name, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from twoarm.study.identifiers.called import by_name, most
from twoarm.study.identifiers.dates import are_births, year_of
from twoarm.study.identifiers.long_numbers import are_record_numbers
from twoarm.study.identifiers.national_numbers import are_national
from twoarm.study.identifiers.other_scripts import ANSWERS_ELSEWHERE
from twoarm.study.identifiers.people import are_people
from twoarm.study.identifiers.spelling import folded
from twoarm.study.identifiers.telephones import TELEPHONE
from twoarm.study.identifiers.words import ANSWERS, BIRTH, MAIL, NATIONAL, PERSON_NAME, PHONE, RECORD

MAIL_FORM = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_ANSWERS = ANSWERS | ANSWERS_ELSEWHERE
_JUDGED = 400  # so many cells of a long column tell what the others are


def looks_identifying(name: str, values: Iterable[str], is_measured: bool = False) -> str:
    """What a column looks like that names a person or leads to one; empty for any other column.

    Parameters
    ----------
    name : the column's name, in any of the languages of `identifiers.words` and `identifiers.other_scripts`.
    values : its cells as text; empty ones tell nothing. Without any, the name alone is judged.
    is_measured : whether somebody said that it is a measurement, by giving its unit; its numbers may then be long.

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
    cells = _filled(values)
    if cells and all(folded(cell) in _ANSWERS for cell in set(cells)):
        return ""  # whether there is an e-mail address is no e-mail address
    called = by_name(name, cells, year_of) or by_content(cells)
    if called or not cells:
        return called
    if are_births(cells):
        return BIRTH
    if not is_measured and are_record_numbers(name, cells):
        return RECORD
    return PERSON_NAME if are_people(_some(cells)) else ""


def by_content(values: Iterable[str]) -> str:
    """What each cell by itself is, whatever the column is called: a mail address, a national number, a telephone."""
    cells = _filled(values)
    if any(map(MAIL_FORM.fullmatch, set(cells))):
        return MAIL
    some = _some(cells)
    if are_national(some):
        return NATIONAL
    return PHONE if most(some, TELEPHONE.fullmatch) else ""


def names_somebody(values: Iterable[str]) -> bool:
    """Whether the cells are names of persons, whatever the column is called."""
    return are_people(_some(_filled(values)))


def _filled(values: Iterable[str]) -> list[str]:
    """The cells that say anything, without blanks around them."""
    cells = list(values)
    stripped = {cell: cell.strip() for cell in set(cells)}
    if all(cell and cell is bare for cell, bare in stripped.items()):
        return cells
    return [bare for cell in cells if (bare := stripped[cell])]


def _some(cells: list[str]) -> list[str]:
    return cells[:: max(1, -(-len(cells) // _JUDGED))]
