"""Numbers as they are printed, in figures and in words."""

from __future__ import annotations

import re

from twoarm.study.prose.spelled import IN_WORDS
from twoarm.study.published.printed import number, plain_numbers

_SPELLED = sorted((word for word, value in IN_WORDS.items() if 0 < value < 100), key=len, reverse=True)
_WORDS = "|".join(word.replace("-", "[- ]") for word in _SPELLED)
_DIGITS = "|".join(word for word, value in IN_WORDS.items() if 0 < value < 10)
WORD = rf"(?:\b(?:(?:{_DIGITS})[- ]hundred(?:[- ](?:and[- ])?(?:{_WORDS}))?|(?:{_WORDS}))\b)"
INTEGER = r"(?:(?<![\w.,])(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?![\w]|[.,]\d))"
NUMERAL = rf"(?:{INTEGER}|{WORD})"
FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?|\.\d+)"
SIGNED_FIGURE = rf"(?:[-+]?{FIGURE})"
_DRUG = (
    r"[a-z]{4,}(?:ine|ane|ol|ate|ide|one|cin|am|ost)|acid|oxygen|solution|gel|cream|ointment|emulsion"
    r"|saline|dextrose|glucose"
)
# Percentages that are strengths of a drug, or limits of who could take part.
_STRENGTH = re.compile(
    rf"(?<=[a-z] ){FIGURE} ?%(?= (?:{_DRUG})\b)|(?:\b(?:{_DRUG})|\b(?:below|above|under|over|least|than)|[<>≤≥]) ?"
    rf"(?P<last>{FIGURE} ?%)",
    re.I,
)


def without_strengths(text: str) -> str:
    """The text with blanks in the place of percentages that are strengths of drugs or limits.

    Examples
    --------
    >>> without_strengths("with ropivacaine 0.5% in 4 (5%)")
    'with ropivacaine      in 4 (5%)'
    """
    letters = list(text)
    for found in _STRENGTH.finditer(text):
        start, end = found.span("last") if found["last"] else found.span()
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def whole(printed: str) -> int | None:
    """The whole number that stands there in figures or in words; None where it is none.

    Examples
    --------
    >>> whole("1,204"), whole("Forty-one"), whole("forty one"), whole("4.2")
    (1204, 41, 41, None)
    """
    text = plain_numbers(printed.strip())
    if text.isdecimal():
        return int(text)
    return IN_WORDS.get(" ".join(text.casefold().replace("-", " ").split()).replace(" ", "-"))


def value(printed: str) -> float:
    """The number of a printed figure, whatever its decimal sign.

    Examples
    --------
    >>> value("0,31"), value("-1.5"), value(".98")
    (0.31, -1.5, 0.98)
    """
    return number(plain_numbers(printed.replace("+", "")).strip())


def decimals(printed: str) -> int:
    """How many digits stand after the decimal sign.

    Examples
    --------
    >>> decimals("13.30"), decimals("13"), decimals("0,5")
    (2, 0, 1)
    """
    return len(plain_numbers(printed).partition(".")[2])
