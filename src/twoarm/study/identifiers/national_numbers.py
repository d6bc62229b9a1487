"""Numbers that a state gives to a person, known by their check digits."""

from __future__ import annotations

import re

from stdnum.br import cpf
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.iso7064 import mod_11_10
from stdnum.nl import bsn
from stdnum.pt import nif
from stdnum.tr import tckimlik

CERTAIN = (tckimlik, cpf, nir, dni, nie)
# Known by their form alone: a slip of the pen in the check letter names a person still, and the American number has none.
FISCAL_CODE = re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]")
SECURITY_NUMBER = re.compile(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}")


def is_national(text: str) -> bool:
    """Whether a text is a number of a form that no other number has by chance (one in a hundred, or rarer).

    Turkish identity number, Brazilian CPF, French social security number, Spanish DNI and NIE, Italian fiscal code,
    and the American social security number, which has a form and no check digit.

    Examples
    --------
    >>> is_national("10000000146"), is_national("10000000147")
    (True, False)
    >>> is_national("12345678Z")
    True
    """
    bare = re.sub(r"[ .]", "", text).upper()
    if SECURITY_NUMBER.fullmatch(bare) or FISCAL_CODE.fullmatch(bare):
        return True
    return len(set(bare) - {"-"}) > 1 and any(
        kind.is_valid(bare) for kind in CERTAIN
    )  # one digit fills a form


def is_perhaps_national(text: str) -> bool:
    """Whether a text is a number whose one check digit fits, as one in eleven does by chance.

    British NHS number, Dutch BSN, Portuguese NIF and German tax number.

    Examples
    --------
    >>> is_perhaps_national("943 476 5919"), is_perhaps_national("111222333")
    (True, True)
    """
    bare = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{9,11}", bare) or len(set(bare)) == 1:
        return False
    if len(bare) == 9:
        return bsn.is_valid(bare) or nif.calc_check_digit(bare[:-1]) == bare[-1]
    return nhs.is_valid(bare) if len(bare) == 10 else bare[0] != "0" and mod_11_10.is_valid(bare)
