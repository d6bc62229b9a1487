"""Numbers that a state gives to a person, known by their check digits."""

from __future__ import annotations

import re

CONTROL = "TRWAGMYFPDXBNJZSQVHLCKE"
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
    return (
        _turkish(bare)
        or _brazilian(bare.replace("-", ""))
        or _french(bare)
        or _spanish(bare.replace("-", ""))
    )


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
    digits = [int(digit) for digit in bare]
    return _weighted(digits) or (len(digits) == 11 and _german(digits))


def _turkish(text: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{10}", text):
        return False
    d = [int(digit) for digit in text]
    tenth = (7 * sum(d[0:9:2]) - sum(d[1:8:2])) % 10
    return d[9] == tenth and d[10] == sum(d[:10]) % 10


def _brazilian(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{11}", text) or len(set(text)) == 1:
        return False
    d = [int(digit) for digit in text]
    return all(
        d[n] == sum(w * x for w, x in zip(range(n + 1, 1, -1), d, strict=False)) * 10 % 11 % 10
        for n in (9, 10)
    )


def _french(text: str) -> bool:
    if not re.fullmatch(r"[12][0-9]{2}(0[1-9]|1[0-2]|[2-9][0-9])(2[AB]|[0-9]{2})[0-9]{8}", text):
        return False
    number = int(text[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(text[13:])


def _spanish(text: str) -> bool:
    if not re.fullmatch(r"[0-9XYZ][0-9]{7}[A-Z]", text):
        return False
    return CONTROL[int(text[:8].translate(str.maketrans("XYZ", "012"))) % 23] == text[8]


def _weighted(d: list[int]) -> bool:
    """Digits weighted by their places: NHS (ten digits), BSN and NIF (nine)."""
    if len(d) == 10:
        return sum(w * x for w, x in zip(range(10, 1, -1), d, strict=False)) % 11 == (11 - d[9]) % 11
    if len(d) != 9:
        return False
    total = sum(w * x for w, x in zip(range(9, 1, -1), d, strict=False))
    return (total - d[8]) % 11 == 0 or d[8] == (11 - total % 11) % 11 % 10


def _german(d: list[int]) -> bool:
    product = 10
    for digit in d[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return d[0] != 0 and (11 - product) % 10 == d[10]
