"""The words of a column's name, in whatever script it is written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters that have no accent to take off, and Arabic letters that are written either way.
_PLAIN = str.maketrans(
    {"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ى": "ي", "ة": "ه", "ـ": ""}
)
_HUMPS = re.compile(r"(?<=[a-z0-9ıßşğçöüéè])(?=[A-ZİŞĞÇÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER_SIGN = re.compile(r"#|№|\b[nN][°º]|\b[nN]\.[°º]")
_RUN_TOGETHER = "\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"  # Chinese, Japanese and Korean have no spaces
_WORD = re.compile(rf"[a-z]+|[0-9]+|[{_RUN_TOGETHER}]+|[\u0900-\u097f]+|[^\W\d_a-z{_RUN_TOGETHER}]+")
_HANGUL_OR_HAN = re.compile(rf"[{_RUN_TOGETHER}]")
_ARABIC_ARTICLE = re.compile(r"ال(?=\w{3})")


def folded(text: str) -> str:
    """The text in small letters, without accents; the vowels of Hindi, which are signs too, stay.

    Examples
    --------
    >>> folded("Doğum Tarihi"), folded("Prénom")
    ('dogum tarihi', 'prenom')
    """
    bare = unicodedata.normalize("NFKD", text.replace("İ", "i").lower().translate(_PLAIN))
    kept = (c for c in bare if not unicodedata.combining(c) or "\u0900" <= c <= "\u097f")
    return unicodedata.normalize("NFC", "".join(kept))


def words_in(name: str) -> list[str]:
    """The words of a column's name: ``DateOfBirth``, ``date_of_birth`` and ``DATE OF BIRTH`` alike, without accents.

    Chinese, Japanese and Korean words that are written together are one; a sign for a number is the word ``no``.

    Examples
    --------
    >>> words_in("DateOfBirth"), words_in("MR#"), words_in("N° dossier")
    (['date', 'of', 'birth'], ['mr', 'no'], ['no', 'dossier'])
    >>> words_in("患者ID"), words_in("номер_карты")
    (['患者', 'id'], ['номер', 'карты'])
    """
    apart = _HUMPS.sub(" ", _NUMBER_SIGN.sub(" no ", name))
    return [
        _ARABIC_ARTICLE.sub("", word) if "ا" in word[:1] else word for word in _WORD.findall(folded(apart))
    ]


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list with commas between, each as its words with blanks between."""
    return frozenset(" ".join(words_in(phrase)) for phrase in text.split(",") if phrase.strip())


@cache
def squeezed(several: frozenset[str]) -> frozenset[str]:
    """The phrases written together."""
    return frozenset(phrase.replace(" ", "") for phrase in several)


def runs_together(word: str) -> bool:
    """Whether a word is of a script without spaces."""
    return bool(_HANGUL_OR_HAN.match(word))
