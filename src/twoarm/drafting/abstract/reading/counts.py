"""Counts of patients with their denominators and percentages, and percentages alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from twoarm.drafting.abstract.reading.figures import FIGURE, INTEGER, NUMERAL, WORD, whole
from twoarm.drafting.abstract.reading.mentions import Kind, Mention, masked

WHO = (
    r"(?:patients?|cases?|participants?|subjects?|wom[ae]n|m[ae]n|children|child|infants?|neonates?"
    r"|newborns?|babies|eyes?|knees?|hips?|adults?|individuals?"
    r"|persons?|people|volunteers?|runners?|athletes?|pregnanc(?:y|ies)|limbs?|feet|foot|shoulders?"
    r"|teeth|tooth|implants?|procedures?|operations?|hernias?"
    r"|girls?|boys?|males?|females?|mothers?|students?|residents?|legs?|ears?|screws?|balloons?"
    r"|vertebrae|levels?|wounds?|fractures?|tendons?|nails?|molars?)"
)
_PCT = rf"(?:(?P<percent>{FIGURE}) ?(?:%|per ?cent)|(?P<words>{WORD}) per ?cent)"
_NOUNS = r"(?: (?!in\b|of\b|to\b|and\b|or\b|vs?\b|versus\b|with\b|at\b)[A-Za-z][\w'-]*){0,4}?"
_OF = r"(?:/| ?(?:of|out of|among|in)(?: the| all)*(?: \w+)? )"
_EVENTS = rf"(?P<events>{NUMERAL}|\b(?:none|no)(?= of the| ?[\(\[]0))"
_ALL = rf"(?P<of>{NUMERAL})"
_FORMS = (
    rf"{_PCT} ?[\(\[,;] ?(?:n ?= ?)?{_EVENTS} ?(?:/|of|out of)(?: the)? ?{_ALL}",
    rf"{_EVENTS} ?/ ?(?P<of>{INTEGER})(?: {WHO})? ?[,;=]? ?[\(\[]? ?{_PCT}",
    rf"{_EVENTS}(?: {WHO})? (?:in|of|from) (?:the )?(?:[a-z-]+ ){{1,3}}?(?:group|arm) ?[\(\[] ?{_PCT} ?(?=[\)\],;])",
    rf"{_EVENTS}{_NOUNS} ?[\(\[] ?{_PCT} ?[\)\]]{_NOUNS} (?:of|out of|among)(?: the| all)* {_ALL}",
    rf"{_EVENTS}{_NOUNS} (?:of|out of|among)(?: the| all)*(?: \w+)? {_ALL}{_NOUNS} ?[\(\[,] ?{_PCT}",
    rf"{_EVENTS} ?/ ?(?P<of>{INTEGER})(?! ?(?:mm|cm|mg|points|years))",
    rf"{_EVENTS}(?: {WHO})? (?:of|out of)(?: the| all)* {_ALL}",
    rf"{_EVENTS}{_NOUNS} ?[\(\[] ?{_PCT}",
    rf"{_EVENTS}{_NOUNS}, {_PCT}(?! ?(?:CI|conf|c\.i))",
    rf"{_PCT} ?[\(\[] ?(?:n ?= ?)?{_EVENTS}(?: {WHO})? ?[\)\];,]",
)
_COUNTS = [re.compile(rf"(?<![\w.±/]){form}", re.I) for form in _FORMS]
_SIGHT = re.compile(r"(?:20|6)/\d")
# Words that leave no doubt of what is counted of how many, be it more than all: not `36 eyes of 24 patients`.
_PLAIN_OF = re.compile(rf"{NUMERAL} (?:of|out of)(?: the| all)* {NUMERAL}", re.I)
_PERSONS = re.compile(rf" (?:[a-z-]+ )?{WHO}\b(?!')", re.I)
_SHARE = re.compile(
    rf"(?<![\w.±-]){_PCT}(?! ?(?:-?c\.?i|conf|to\b|-))(?:(?: of)(?: the| all)* {_ALL}(?: {WHO}))?", re.I
)


def counts(text: str) -> Iterator[Mention]:
    """Events of a denominator, or with a percentage whose denominator the arm tells.

    Examples
    --------
    >>> [m.values for m in counts("in 19 (15.3%) of 124 and nine (7.3%; p=0.2)")]
    [{'percent': '15.3', 'events': 19, 'of': 124}, {'percent': '7.3', 'events': 9}]
    """
    read: list[Mention] = []
    for pattern in _COUNTS:
        for found in pattern.finditer(masked(text, read)):
            if _SIGHT.match(found[0]) and "acuity" in text.lower():
                continue
            above = bool(_PLAIN_OF.fullmatch(found[0]) and _PERSONS.match(text, found.end()))
            if values := _values(found.groupdict(), above):
                read.append(Mention(Kind.COUNT, found.start(), found.end(), values))
    yield from sorted(read, key=lambda mention: mention.start)


def shares(text: str) -> Iterator[Mention]:
    """Percentages without a count."""
    for found in _SHARE.finditer(text):
        given = found.groupdict()
        percent = given["percent"] or str(whole(given["words"]))
        of = whole(given["of"]) if given["of"] else None
        yield Mention(
            Kind.SHARE, found.start(), found.end(), {"percent": percent, **({"of": of} if of else {})}
        )


def _values(given: dict[str, str | None], above: bool) -> dict[str, Any] | None:
    """The figures of a count; None where they can be none: `above` says that they may be more than all."""
    events, of = (
        (whole(given[k] or "") for k in ("events", "of"))
        if "of" in given
        else (whole(given["events"] or ""), None)
    )
    if events is None or (of is not None and (not of or (events > of and not above))):
        return None
    words = given.get("words")
    percent = given.get("percent") or (str(whole(words)) if words else None)
    found: dict[str, Any] = {"percent": percent, "events": events, "of": of}
    return {k: v for k, v in found.items() if v is not None}
