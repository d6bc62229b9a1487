"""Means with their deviations or ranges, and medians with their quartiles or ranges, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.reading.figures import FIGURE, SIGNED_FIGURE, value
from twoarm.drafting.abstract.reading.mentions import Kind, Mention

_NO_UNIT = r"(?!(?:to|and|or|through|versus|vs|v|in|of|with|range|IQR|SD)\b)"
UNIT_WORDS = rf"(?: ?(?:{_NO_UNIT}[A-Za-z°µμ][\w°µμ/²³-]*|%|/)(?: {_NO_UNIT}[a-z]{{1,8}}){{0,2}}?)?"
_TO = r" ?(?:to|-|~|;|,|and|through) ?"
SUPPOSED = "quartiles, it seems"  # ends beside a median of which nothing is said
_START = r"(?<![\w.,/±-])"
_SD = r"(?:s\.?d\.?|standard deviations?(?: [\[\(]SD[\]\)])?|σ)"
_RANGE = (
    rf"(?:{UNIT_WORDS}[\]\)\[( ,;]{{0,4}}(?:min-max|range)[ ,:=of]*[\[\(]?(?P<low>{SIGNED_FIGURE}){UNIT_WORDS}{_TO}"
    rf"(?P<high>{SIGNED_FIGURE}))?"
)
_PLUS = re.compile(
    rf"{_START}(?P<mean>{SIGNED_FIGURE}){UNIT_WORDS}[ \)(]{{0,2}}(?:±|\+ ?/ ?-|\+-) ?(?:{_SD} ?)?(?P<sd>{FIGURE}){_RANGE}",
    re.I,
)
_NAMED = re.compile(
    rf"{_START}(?P<mean>{SIGNED_FIGURE}){UNIT_WORDS} ?[\(\[,;] ?{_SD}[ ,:=]*(?:of )?±? ?(?P<sd>{FIGURE}){_RANGE}",
    re.I,
)
_BARE = re.compile(
    rf"{_START}(?P<mean>{SIGNED_FIGURE}){UNIT_WORDS} ?[\(\[] ?±? ?(?P<sd>{FIGURE})(?= ?[\)\];,])", re.I
)
_RANGED = re.compile(
    rf"{_START}(?P<mean>{SIGNED_FIGURE}){UNIT_WORDS} ?[\(\[,;] ?(?:min-max"
    rf"|range)[ ,:=of]*(?P<low>{SIGNED_FIGURE}){UNIT_WORDS}{_TO}(?P<high>{SIGNED_FIGURE})",
    re.I,
)
_BEFORE = re.compile(
    rf"{_START}(?P<low>{FIGURE})(?:~|-| to )(?P<high>{FIGURE}){UNIT_WORDS},? (?:with )?(?:an? "
    r"|the )?(?:average|mean)[a-z -]* ?$",
    re.I,
)
_QUARTILES = (
    r"(?:i\.?q\.?r\.?s?|inter-? ?quartile ranges?(?: [\[\(]IQR[\]\)])?|Q1[-,; ]+Q3|quartiles"
    r"|25th[^\d]{1,12}75th percentiles?)"
)
_MEDIAN = re.compile(
    rf"{_START}(?P<median>{SIGNED_FIGURE}){UNIT_WORDS} ?[\(\[,;] ?(?P<label>{_QUARTILES}"
    rf"|range)[ ,:=\[\(of]*(?P<low>{SIGNED_FIGURE}){UNIT_WORDS}{_TO}(?P<high>{SIGNED_FIGURE})",
    re.I,
)
_OPEN = re.compile(
    rf"{_START}(?P<median>{SIGNED_FIGURE}){UNIT_WORDS} ?[\(\[] ?(?P<low>{SIGNED_FIGURE})(?: to |-|~|; ?"
    rf"|, )(?P<high>{SIGNED_FIGURE})(?= ?[\)\];,])",
    re.I,
)
_LONE = re.compile(
    rf"{_START}(?<!\bat )(?<!after )(?<!day )(?<!week )(?<!month )(?<!year )(?<!grade )(?<!type )(?<!aged )"
    r"(?<!\bn = )(?<!n=)(?<!first )(?<!last )(?<!within )"
    rf"(?P<value>{SIGNED_FIGURE})(?![\d:]|[.,]\d| ?%| ?per ?cent|-?(?:month|year|week|day)\b)"
    r"(?! (?:patients|cases|women|men|eyes|children|runners|infants)\b|[a-z ]{1,9} (?:after|later|postop|follow))"
)
# What stands beside such a word, and was not read, may be any of the numbers.
_MORE_SAID = re.compile(
    rf"[\(\[] ?{SIGNED_FIGURE} ?(?:;|,|-|~|to) ?{SIGNED_FIGURE} ?[\)\]]"
    rf"|\b{_SD}\b|±|{_QUARTILES}|\brange|\bCI\b|confidence|standard error|\bSEM?\b",
    re.I,
)
_CONFIDENCE = re.compile(r"\bc\.?i\.?\b|confidence|\bmean", re.I)
_BEHIND = r".*\b(?:mean|average|median)(?: [a-z-]+){0,5} (?:of|was|were|:)(?: about)? ?$"
_ANNOUNCED = re.compile(
    rf"\b(?:mean|average)s? ?[\(\[]?(?:±|\+/-|and|,|[\(\[]) ?[\(\[]?(?:the )?{_SD}\b|{_SD} in (?:parenthes|bracket)",
    re.I,
)
_ERROR = re.compile(r"\bSEM\b|± ?SE\b|\bSE\)|standard errors?", re.I)


def means(text: str, whole_text: str) -> Iterator[Mention]:
    """Means with a standard deviation; a number in brackets alone is one where sentence or abstract says so.

    Examples
    --------
    >>> [m.values for m in means("for 12~16 months, with an average of (14.11±1.29) months", "")]
    [{'mean': '14.11', 'sd': '1.29', 'low': '12', 'high': '16'}]
    """
    if _ERROR.search(text) or (_ERROR.search(whole_text) and not _ANNOUNCED.search(whole_text)):
        return
    for pattern in (_PLUS, _NAMED):
        for found in pattern.finditer(text):
            values = {k: v for k, v in found.groupdict().items() if v}
            before = _BEFORE.search(text[: found.start()].rstrip("( ") + " ")
            if before and "low" not in values:
                values |= {"low": before["low"], "high": before["high"]}
                yield Mention(Kind.MEAN, before.start(), found.end(), values)
            else:
                yield Mention(Kind.MEAN, found.start(), found.end(), values)


def bare_means(text: str, whole_text: str, named: bool) -> Iterator[Mention]:
    """Numbers followed by one in brackets, where the sentence or the abstract says that this is the deviation."""
    if named or (_ANNOUNCED.search(whole_text) and not _ERROR.search(whole_text)):
        for found in _BARE.finditer(text):
            yield Mention(Kind.MEAN, found.start(), found.end(), found.groupdict())


def medians(text: str) -> Iterator[Mention]:
    """Medians with two ends; where nothing says what the ends are, they are what the sentence says of another one.

    Examples
    --------
    >>> found = medians("Median stay 7 days (IQR 5-9) versus 8 days (6-11; p=0.05)")
    >>> [(m.values["median"], m.values["spread"]) for m in found]
    [('7', 'quartiles'), ('8', 'quartiles')]
    """
    said = bool(re.search(r"\bmedian", text, re.I))
    spread, read = "", []
    for found in _MEDIAN.finditer(text):
        ranged = found["label"].lower() == "range"
        if said or not ranged:
            spread = "range" if ranged else "quartiles"
            read.append((found, spread))
    spread = spread or _spread(text)
    starts = {found.start() for found, _ in read}
    supposed = "" if _CONFIDENCE.search(text) else SUPPOSED
    if said or read:
        spread = spread or supposed
        read += [(found, spread) for found in _OPEN.finditer(text) if found.start() not in starts and spread]
    for found, what in sorted(read, key=lambda pair: pair[0].start()):
        values = {k: found[k] for k in ("median", "low", "high")}
        if value(values["low"]) <= value(values["high"]) or found.start() in starts:
            yield Mention(Kind.MEDIAN, found.start(), found.end(), {**values, "spread": what})


def ranged_means(text: str) -> Iterator[Mention]:
    """Means with a range and no deviation."""
    if re.search(r"\b(?:mean|average)", text, re.I) and not re.search(r"\bmedian", text, re.I):
        for found in _RANGED.finditer(text):
            yield Mention(Kind.MEAN, found.start(), found.end(), found.groupdict())


def lone_values(text: str) -> Iterator[Mention]:
    """Two numbers behind the word mean or median, of which nothing more is printed; or one, right behind it.

    Examples
    --------
    >>> [m.values for m in lone_values("Median survival was 27.4 months in one group and 20.1 months in the other.")]
    [{'median': '27.4'}, {'median': '20.1'}]
    """
    words = {
        word.lower()
        for word in re.findall(r"\b(mean|average|median)\b(?! (?:difference|change))", text, re.I)
    }
    if len(words) != 1 or _MORE_SAID.search(text):
        return
    word = words.pop()
    kind, key = (Kind.MEDIAN, "median") if word == "median" else (Kind.MEAN, "mean")
    found = list(_LONE.finditer(text, text.lower().index(word)))
    behind = re.match(_BEHIND, text[: found[0].start()], re.I) if len(found) == 1 else None
    if len(found) == 2 or behind:
        for one in found:
            yield Mention(kind, one.start(), one.end(), {key: one["value"]})


def _spread(text: str) -> str:
    """What the ends of a median are where the sentence announces it."""
    if re.search(rf"median[a-z ]*[\(\[,]? ?{_QUARTILES}", text, re.I):
        return "quartiles"
    return "range" if re.search(r"median[a-z ]*[\(\[,]? ?range", text, re.I) else ""
