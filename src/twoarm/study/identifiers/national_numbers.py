"""Numbers that a state gives to a person, known by their check digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import ModuleType

from stdnum.be import nn as belgian
from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as swiss
from stdnum.cl import rut
from stdnum.cz import rc
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.gr import amka
from stdnum.ie import pps
from stdnum.il import idnr as israeli
from stdnum.in_ import aadhaar
from stdnum.iso7064 import mod_11_10
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.pt import nif
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.si import emso
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.za import idnr as south_african

# Each with a date, two check digits or a letter: other numbers have their form one time in thirty, or more seldom.
_CERTAIN: Sequence[ModuleType] = (
    tckimlik, cpf, nir, dni, nie, belgian, egn, swiss, rc, ik, hetu, amka, rrn, curp, fodselsnummer, pesel,
    cnp, personnummer, emso, south_african, pps,
)  # fmt: skip
# One check digit, which one number in ten or eleven has by chance, and how many digits there are.
_PERHAPS: Sequence[tuple[ModuleType, int]] = (
    (bsn, 9), (nif, 9), (sin, 9), (israeli, 9), (rut, 9), (nhs, 10), (mod_11_10, 11), (aadhaar, 12), (pin, 13),
)  # fmt: skip
# Known by their form alone: a slip of the pen in the check letter names a person still, and the American number has none.
_FORMS = (
    re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"),  # Italian
    re.compile(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}"),  # American
    re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}"),  # Korean
    re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{3}-?[0-9]{2}"),  # Russian
    re.compile(
        r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]"
    ),  # Chinese
    re.compile(
        r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-[0-9]{4}"
    ),  # Danish, and without its sign any number
)
_COULD_BE = re.compile(r"(?=(?:\D*[0-9]){7})[A-Za-z0-9/+-]{8,18}")  # anything shorter is not tried
_DECIMAL = re.compile(r"-?[0-9]*\.[0-9]+")
_ENOUGH = 4
_FIRST = 12


def are_national(cells: Sequence[str]) -> bool:
    """Whether most cells are numbers of a state, or all of them and no fewer than four of one with one check digit."""
    could_be = [cell for cell in cells if not _DECIMAL.fullmatch(cell) and _COULD_BE.fullmatch(_bare(cell))]
    if len(could_be) * 2 <= len(cells):
        return False
    if any(_most_are(kind, could_be, len(cells)) for kind in _CERTAIN):
        return True
    if sum(map(_has_form, could_be)) * 2 > len(cells):
        return True
    return len(cells) >= _ENOUGH and any(
        all(_is_perhaps(kind, n, cell) for cell in cells) for kind, n in _PERHAPS
    )


def _most_are(kind: ModuleType, cells: Sequence[str], of: int) -> bool:
    """Whether more than half of so many cells are of a kind; where none of the first is, the others are not asked."""
    return any(_is(kind, cell) for cell in cells[:_FIRST]) and sum(_is(kind, cell) for cell in cells) * 2 > of


def is_national(text: str) -> bool:
    """Whether a text is a number of a form that few other numbers have by chance (one in thirty, or rarer).

    Identity, tax or insurance numbers of Belgium, Brazil, Bulgaria, China, Czechia, Denmark, Estonia, Finland, France,
    Greece, Ireland, Italy, Korea, Mexico, Norway, Poland, Romania, Russia, Slovenia, South Africa, Spain,
    Sweden, Switzerland, Turkey and the United States.

    Examples
    --------
    >>> is_national("10000000146"), is_national("10000000147")
    (True, False)
    >>> is_national("12345678Z")
    True
    """
    return _has_form(text) or any(_is(kind, text) for kind in _CERTAIN)


def is_perhaps_national(text: str) -> bool:
    """Whether a text is a number whose one check digit fits, as one in ten or eleven does by chance.

    Numbers of Britain, Canada, Chile, Croatia, Germany, India, Israel, the Netherlands, Portugal and Thailand.

    Examples
    --------
    >>> is_perhaps_national("943 476 5919"), is_perhaps_national("111222333")
    (True, True)
    """
    return any(_is_perhaps(kind, n, text) for kind, n in _PERHAPS)


def _has_form(text: str) -> bool:
    bare = _bare(text)
    return any(form.fullmatch(bare) for form in _FORMS)


def _is(kind: ModuleType, text: str) -> bool:
    bare = _bare(text)
    if not _COULD_BE.fullmatch(bare) or len(set(bare) - {"-"}) == 1:  # one digit fills a form
        return False
    if kind is rc and len(bare.replace("/", "")) == 9:  # before 1954 without a check digit
        return False
    return kind.is_valid(bare)


def _is_perhaps(kind: ModuleType, digits: int, text: str) -> bool:
    bare = re.sub(r"[ .-]", "", text)
    if len(bare) != digits or not re.fullmatch(r"[0-9]+[0-9Kk]", bare) or len(set(bare)) == 1:
        return False
    return (bare[0] != "0" or kind is not mod_11_10) and kind.is_valid(bare)


def _bare(text: str) -> str:
    return re.sub(r"[ .]", "", text).upper()
