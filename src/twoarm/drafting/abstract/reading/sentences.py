"""An abstract taken apart: its sections and their sentences, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from twoarm.drafting.abstract.reading.characters import flat
from twoarm.drafting.abstract.reading.figures import without_strengths


class Part(StrEnum):
    """What a section of an abstract is for."""

    OBJECTIVE = "objective"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSION = "conclusion"
    OTHER = "other"


_HEADS = {
    Part.OBJECTIVE: r"(?:background(?: and (?:objectives?|aims?|purpose))?|aims?(?: of (?:the )?study)?|objectives?"
    r"|purpose"
    r"|importance|introduction|context|study question|question|hypothesis|rationale)",
    Part.METHODS: r"(?:(?:materials?|patients?|subjects)(?: and |[ /&]+)methods?|methods?(?: and materials?)?"
    r"|methodology|study design"
    r"|(?:study )?design(?:,? (?:and )?(?:setting|participants|patients)s?)*"
    r"|settings?(?:[ ,]+(?:and )?participants)?|participants|patients"
    r"|interventions?|main outcome(?:s| measures?)?(?: and measures)?|outcome measures|measurements?"
    r"|exposures?|statistical analysis"
    r"|data sources?|study selection)",
    Part.RESULTS: r"(?:results?|findings|main results|results and (?:conclusions?|discussion)|methods and results"
    r"|outcomes?)",
    Part.CONCLUSION: r"(?:conclusions?(?: and (?:relevance|clinical relevance|significance))?|interpretation|discussion"
    r"|summary)",
    Part.OTHER: r"(?:(?:clinical )?trial registration(?: number)?|registration|registry|funding(?: source)?"
    r"|(?:clinical )?significance|"
    r"clinical relevance|levels? of evidence|key ?words?|limitations?|trial number|competing interests"
    r"|conflicts? of interest|ethics)",
}
_ANY = "|".join(_HEADS.values())
_HEAD = re.compile(
    rf"(?:^|\n\s*|(?<=[.!?)\];。])\s*)(?P<head>[\[【]\s*(?P<boxed>{_ANY})\s*[\]】]\s*:?"
    rf"|(?P<bare>{_ANY})\s*(?::|\n|\.(?=\s)|[-–—]+\s?(?=[A-Z])))"
    r"|(?:^|\n|(?<=[.!?)]\s)(?=(?-i:Background|Objectives?|Aims?|Methods|Results|Findings|Conclusions?"
    r"|Design|Setting|Participants|Interventions?|Main outcome measures?|Trial registration"
    r"|Interpretation|Funding|BACKGROUND|PURPOSE|OBJECTIVES?|AIMS?|METHODS|(?:MATERIALS?|PATIENTS) AND METHODS|RESULTS"
    r"|FINDINGS|CONCLUSIONS?|DESIGN|SETTING|PARTICIPANTS|INTERVENTIONS?|MAIN OUTCOME MEASURES?|TRIAL REGISTRATION"
    rf"|INTERPRETATION|FUNDING)\b))\s*(?P<line>(?-i:(?=[A-Z]))(?:{_ANY}))\s+(?-i:(?=[A-Z\d\"“(]))",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?]+[\"'”’\])]*(?=\s+[\"'“‘\[(]?[^\W_a-z]|\s*$)|\n\s*\n")
_SHORT = re.compile(r"\b(?:vs|e\.g|i\.e|cf|figs?|drs?|approx|resp|et al|ca|st)\Z", re.IGNORECASE)
_SHORT_OF_NUMBER = re.compile(r"\b(?:no|c\.i|s\.d|s\.e|i\.q\.r)\Z", re.IGNORECASE)
_CONCLUDES = re.compile(
    r"^(?:in (?:conclusion|summary)|we conclude|our (?:results|findings|data|study)|th(?:e|ese"
    r"|is) (?:results|findings|data|study|present) ?\w* "
    r"(?:suggests?|shows?|indicates?|demonstrates?|supports?)|overall,|thus,|therefore,)",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r"\b(?:aim(?:ed)?|objective|purpose|sought|(?:we|to) (?:compared?|evaluated?|assess(?:ed)?"
    r"|investigated?|determined?|examined?))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b[Pp](?:[- ]?values?)? ?[<>=≤≥] ?[\d.]|%|±|\bCI\b|significant(?:ly)?\b|\bmean\b|\bmedian\b"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands, in which section, its words as printed and in their plain form."""

    start: int
    end: int
    part: Part
    text: str
    flat: str

    def quote(self, start: int = 0, end: int | None = None) -> str:
        """A piece of it as it is printed, without the sign at its end."""
        return " ".join(self.text[start:end].split()).rstrip(" .;,")


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of an abstract in their order; of one without sections, the section that each would stand in.

    Examples
    --------
    >>> [(s.part.value, s.text) for s in sentences_of("Aim: To compare A vs. B. Results: Pain was 2.1. It fell (P<.05).")]
    [('objective', 'To compare A vs. B.'), ('results', 'Pain was 2.1.'), ('results', 'It fell (P<.05).')]
    """
    plain = flat(text)
    heads = list(_headings(text))
    found = list(_split(text, plain, 0, heads[0][0] if heads else len(text), Part.OTHER))
    for (_, start, part), end in zip(heads, [*(head[0] for head in heads), len(text)][1:], strict=False):
        found += _split(text, plain, start, end, part)
    return found if len(heads) > 1 else list(_guessed(found))


def _headings(text: str) -> Iterator[tuple[int, int, Part]]:
    """Where each heading begins and ends, and what its section is for."""
    for found in _HEAD.finditer(text):
        words = " ".join((found["boxed"] or found["bare"] or found["line"]).split())
        if found["boxed"] or words[0].isupper():
            parts = (part for part, pattern in _HEADS.items() if re.fullmatch(pattern, words, re.IGNORECASE))
            yield found.start("head" if found["head"] else "line"), found.end(), next(parts, Part.OTHER)


def _split(text: str, plain: str, start: int, end: int, part: Part) -> Iterator[Sentence]:
    """The sentences between two places."""
    begin = start
    stops = [found.end() for found in _END.finditer(text, start, end) if not _is_short(text, found.start())]
    for stop in [*stops, end]:
        words = text[begin:stop]
        first = begin + len(words) - len(words.lstrip())
        if words.strip():
            last = first + len(words.strip())
            yield Sentence(first, last, part, text[first:last], plain[first:last])
        begin = stop


def _is_short(text: str, stop: int) -> bool:
    """Whether a full stop belongs to an abbreviation; that of `no.` or `c.i.` does so before a number."""
    before = text[max(0, stop - 12) : stop]
    number = re.match(r"\.,?\s+[\d−(-]", text[stop:])
    return bool(_SHORT.search(before) or (number and _SHORT_OF_NUMBER.search(before)))


def _guessed(sentences: list[Sentence]) -> Iterator[Sentence]:
    """The parts of an abstract without headings: aim, then methods until a result, then results until it concludes."""
    reached, last = Part.OBJECTIVE, len(sentences) - 1
    for place, sentence in enumerate(sentences):
        if reached in (Part.RESULTS, Part.METHODS) and (
            _CONCLUDES.search(sentence.flat) or place == last > 1
        ):
            reached = Part.CONCLUSION
        elif reached in (Part.OBJECTIVE, Part.METHODS) and _RESULT.search(without_strengths(sentence.flat)):
            reached = Part.RESULTS
        elif reached == Part.OBJECTIVE and place and not _AIMS.search(sentence.flat):
            reached = Part.METHODS
        yield replace(sentence, part=reached)
