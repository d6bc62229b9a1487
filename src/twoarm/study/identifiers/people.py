"""Whether the cells of a column name persons: by titles, by the order of their parts, and by names that many have."""

from __future__ import annotations

import re
from collections.abc import Callable

from twoarm.study.identifiers.called import most
from twoarm.study.identifiers.known_names import (
    GIVEN_NAMES,
    HAN_SURNAMES,
    HANGUL_SURNAMES,
    JAPANESE_SURNAMES,
)
from twoarm.study.identifiers.spelling import words_in

_TITLES = (
    r"dr|prof|doç|uzm|mr|mrs|miss|hr|herr|frau|sra|srta|mme|mlle|dra|dott|dott\.?ssa|sig\.?ra|bayan|pani|mudr|univ"
    r"|г-н|г-жа|д-р|проф|доц|д\.?м\.?н|к\.?м\.?н"
)
_DOTTED = r"(?:fr|sr|sig|ms|pr|op|av|pd|lek|m|ing|md)\."  # without the dot these are other words, too
_SURE = re.compile(
    rf"(?i:{_TITLES})(?:\.\s*|\s+)(?:\S+\.\s*)*[A-ZÀ-ÞŞĞİĆŁŚŻА-ЯЁ]\S+.*"
    rf"|(?i:{_DOTTED})\s*(?:\S+\.\s*)*[A-ZÀ-ÞŞĞİĆŁŚŻА-ЯЁ]\w+.*"
    r"|(?:Pr|Dr) [A-ZÀ-Þ]\S+.*"
    r"|(?:أ\.?د|د|السيد|السيدة|الدكتور|دكتور)[./]?\s+\w{2,}.*"
    r"|(?:डॉ|डा|श्री|श्रीमती|सुश्री|कुमारी)[.०]?\s+\S{2,}.*"
)
_TREATED_AS = re.compile(
    r"[\u3400-\u9fff々]{1,4} ?(?:先生|様|さん|女士|医生|大夫|教授|殿)|[가-힣]{2,4} ?(?:교수|선생님?|원장|님|과장)"
)
_HAN = re.compile(r"[\u3400-\u9fff]{1,2}[ 　·]?[\u3400-\u9fff]{1,2}")
_JAPANESE = re.compile(r"[\u3400-\u9fff々]{1,3}[ 　]?[\u3400-\u9fff々\u3040-\u30ff]{1,4}")
_KANA = re.compile(
    r"[\u3041-\u309fー]{2,6}[ 　][\u3041-\u309fー]{2,6}|[\u30a1-\u30ffー]{2,6}[ 　][\u30a1-\u30ffー]{2,6}"
)
_HANGUL = re.compile(r"[가-힣]{2,4}|[가-힣]{1,2} [가-힣]{1,2}")
_INITIALS = re.compile(
    r"[A-ZÀ-ÞŞĞİĆŁŚŻ][\w'’-]+, ?[A-ZÀ-Þ](?:\.? ?[A-ZÀ-Þ]\.|\.?| [A-ZÀ-Þ])"  # Smith, J.
    r"|(?:[A-ZÀ-ÞŞİ]\. ?){1,2}[A-ZÀ-ÞŞĞİĆŁŚŻ][\w'’-]+"  # J. Smith
    r"|[А-ЯЁ][а-яё-]+,? [А-ЯЁ]\.? ?(?:[А-ЯЁ]\.?)?"  # Иванов И.И.
)
_PATRONYMIC = re.compile(r".*(?:[оеё]вич|ьич|[оеё]вна|ична|инична)\b.*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]['’.]?[\w'’.-]*(?:,? [^\W\d_]['’.\w-]*){0,5}")
_WITH_COMMA = re.compile(r"[^\W\d_][\w'’-]+, [^\W\d_][\w'’-]+")
_PLACES = frozenset(
    words_in("st saint san santa mount mt fort port new north south east west hospital clinic county city")
)
_ENOUGH = 4
# Shares of the cells. Names are seldom twice in a column of patients; given names and surnames of the lists are those of
# half of a population or more, and begin one in ten of other texts at the most.
_DIFFERENT = 0.6
_SEVERAL = 0.25
_SOME = 0.1
_MANY = 0.5
_SURNAMED = 0.8


def are_people(cells: list[str]) -> bool:
    """Whether most cells name persons.

    Examples
    --------
    >>> are_people(["Dr. A. Smith", "Prof. Jones", "Dr. A. Smith"])
    True
    >>> are_people(["王芳", "李秀英", "张丽", "陈娜"]), are_people(["全麻", "局麻", "腰麻", "全麻"])
    (True, False)
    >>> are_people(["New York", "North Carolina", "Maine", "Georgia"])
    False
    """
    if most(cells, lambda cell: _SURE.fullmatch(cell) or _TREATED_AS.fullmatch(cell)):
        return True
    different = set(cells)
    if len(different) < _ENOUGH:
        return len(different) > 1 and _few_are_people(sorted(different))
    if most(cells, _PATRONYMIC.fullmatch):
        return True
    if len(different) < _DIFFERENT * len(cells):
        return _few_are_people(sorted(different))
    return (
        most(cells, _INITIALS.fullmatch) or most(cells, _KANA.fullmatch) or _known(cells) or _eastern(cells)
    )


def _few_are_people(levels: list[str]) -> bool:
    """The few who treated all: each with a given name and another, or with a Chinese name."""
    whole = [words_in(cell) for cell in levels if _WORDS.fullmatch(cell)]
    called = [
        words for words in whole if len(words) > 1 and not _PLACES & set(words) and GIVEN_NAMES & set(words)
    ]
    if len(called) == len(levels) or all(map(_INITIALS.fullmatch, levels)):
        return True
    return (
        len(levels) > 2
        and all(2 <= len(cell) <= 3 and _HAN.fullmatch(cell) for cell in levels)
        and all(cell[0] in HAN_SURNAMES for cell in levels)
    )


def _known(cells: list[str]) -> bool:
    """Words of which many are given names."""
    if not most(cells, _WORDS.fullmatch):
        return False
    words = [words_in(cell) for cell in cells]
    several = [one for one in words if len(one) > 1]
    enough = _SOME if most(cells, _WITH_COMMA.fullmatch) else _SEVERAL
    if len(several) * 2 > len(cells):
        return _share(several, lambda one: GIVEN_NAMES & set(one) and not _PLACES & set(one[:1])) >= enough
    return _share(words, lambda one: len(one) == 1 and one[0] in GIVEN_NAMES) >= _MANY


def _eastern(cells: list[str]) -> bool:
    if most(cells, _HAN.fullmatch) and _share(cells, lambda cell: cell[0] in HAN_SURNAMES) >= _MANY:
        return True
    if most(cells, _HANGUL.fullmatch):
        return _share(cells, lambda cell: cell[0] in HANGUL_SURNAMES) >= _SURNAMED
    return (
        most(cells, _JAPANESE.fullmatch)
        and _share(cells, lambda cell: cell.startswith(JAPANESE_SURNAMES)) >= _SEVERAL
    )


def _share(cells: list, test: Callable) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells)
