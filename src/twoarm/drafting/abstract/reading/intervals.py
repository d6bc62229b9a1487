"""Differences and ratios between the arms with their intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.reading.figures import SIGNED_FIGURE
from twoarm.drafting.abstract.reading.mentions import Kind, Mention

_ADJ = r"(?:(?:adjusted|crude|unadjusted|pooled|relative|multivaria(?:te|ble)|matched)[- ]){0,2}"
_MEASURES = {
    "OR": rf"{_ADJ}odds ratios?|a?ORs?\b",
    "HR": rf"{_ADJ}hazards? ratios?|a?HRs?\b",
    "RR": rf"{_ADJ}(?:risk ratios?|relative risks?)|a?RRs?\b",
    "SMD": r"standardi[sz]ed mean differences?|SMDs?\b",
    "RD": rf"(?:absolute )?{_ADJ}(?:risk|rate) (?:differences?|reductions?)|absolute differences?|A?RDs?\b"
    r"|ARRs?\b|differences? in (?:proportions?|rates|risks?)",
    "MD": rf"(?:weighted )?{_ADJ}(?:mean |between-group |treatment |estimated "
    r"|least[- ]squares mean )*differences?(?: in means?| between (?:the )?(?:groups|means|arms))?"
    r"|W?MDs?\b",
}
_NAMES = "|".join(f"(?P<{name}>{words})" for name, words in _MEASURES.items())
# Words between a measure and its number, and a time at which it is taken: bounded, so that no text takes long.
_FILL = (
    r"[^\d;.()\[\]]{0,60}?(?:[\(\[][A-Za-z ]{1,20}[\)\]])?[^\d;.()\[\]]{0,30}?"
    r"(?:\b(?:at|after) \d+ [a-z]+\b[^\d;.()\[\]]{0,30}?)?[\(\[]? ?"
)
_LEVEL = r"(?:(?P<level>9\d(?:\.\d)?) ?(?:%|per ?cent)[- ]?)?"
_CI = r"(?:(?:ci|ic) ?9\d ?%|ic(?![a-z])|c\.?i\.?s?(?![a-z])|confidence (?:intervals?|limits?)(?: [\[\(]CI[\]\)])?)"
_END = r"[^\d()\[\];]{0,30}?[ ,;:\(\[]*"
_LIMITS = (
    rf"[ ,:=\[\(of]*(?P<low>{SIGNED_FIGURE}) ?(?:%|(?!to|and|through)[a-z]{{1,7}})? ?(?:to|-|~|,|;|and"
    rf"|through) ?(?P<high>{SIGNED_FIGURE})"
)
_INTERVAL = re.compile(
    rf"(?<![A-Za-z])(?:{_NAMES}){_FILL}(?P<estimate>(?<![\w.]){SIGNED_FIGURE}){_END}{_LEVEL}{_CI}{_LIMITS}",
    re.I,
)
_SHORT = re.compile(
    rf"(?<![A-Za-z])(?:{_NAMES}){_FILL}(?P<estimate>(?<![\w.]){SIGNED_FIGURE}) ?(?:[\(\[] ?|[,;] ?(?=[-.\d]+ to ))"
    rf"(?P<low>{SIGNED_FIGURE})(?: ?(?:to|-|~|,|;) ?)(?P<high>{SIGNED_FIGURE}) ?[\)\];,]",
    re.I,
)
# Without an interval: only a measure in so many words, and its number right behind it.
_ALONE = re.compile(
    r"(?<![A-Za-z])(?:(?P<OR>(?-i:OR)|odds ratio)|(?P<RR>(?-i:RR)|relative risk|risk ratio)"
    r"|(?:(?<=[\(\[])|(?<=, )|(?<=, a )|(?<=, with a ))(?P<MD>(?:mean |absolute )?difference"
    r"(?: (?:in means|between (?:the )?(?:means|groups)))?))"
    rf"(?: (?:of|was|is)|,|:| ?=)? ?(?P<estimate>(?<![\w.]){SIGNED_FIGURE})(?! ?%| ?per ?cent|[\d.,]*\d)"
    r"(?= ?(?!in\b|for\b|after\b)[a-zA-Z°/]*(?:[.,;)\]]| ?\(|$))"
    r"(?![^.;]{0,25}\b(?:c\.?i|confidence|SE|SD)\b)",
    re.I,
)
ADJUSTED = re.compile(
    r"(?<!un)adjust|multivari|propensity|regression|\baOR\b|\baHR\b|\baRR\b|\bcox\b|\bmodels?\b|mixed"
    r"|ANCOVA|covarian|stratified|\bmatch|weight(?:ed|ing)\b",
    re.I,
)


def intervals(text: str) -> Iterator[Mention]:
    """Each measure of effect with its estimate and its interval.

    Examples
    --------
    >>> [m.values for m in intervals("hazard ratio, 0.80; 95% confidence interval [CI], 0.66 to 0.97")]
    [{'measure': 'HR', 'estimate': '0.80', 'low': '0.66', 'high': '0.97', 'level': '95', 'adjusted': False}]
    """
    taken: list[range] = []
    for pattern in (_INTERVAL, _SHORT):
        for found in pattern.finditer(text):
            measure = next(name for name in _MEASURES if found[name])
            if any(found.start() in span for span in taken):
                continue
            taken.append(range(found.start(), found.end()))
            values = {k: found[k] for k in ("estimate", "low", "high")}
            adjusted = bool(ADJUSTED.search(text[max(0, found.start() - 60) : found.end()]))
            level = found.groupdict().get("level") or "95"
            yield Mention(
                Kind.INTERVAL,
                found.start(),
                found.end(),
                {"measure": measure, **values, "level": level, "adjusted": adjusted},
            )


def lone_measures(text: str) -> Iterator[Mention]:
    """Each ratio of two counts or difference of two means of which no interval is printed.

    Examples
    --------
    >>> [m.values["estimate"] for m in lone_measures("4.2 and 5.4 points, a mean difference of 1.2 points")]
    ['1.2']
    """
    for found in _ALONE.finditer(text):
        measure = next(name for name in ("OR", "RR", "MD") if found[name])
        adjusted = bool(ADJUSTED.search(text[max(0, found.start() - 60) : found.end()]))
        values = {"measure": measure, "estimate": found["estimate"], "level": "95", "adjusted": adjusted}
        yield Mention(Kind.INTERVAL, found.start(), found.end(), values)
