"""Texts that are no comparison of two arms, each with what it is instead."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.arms.both import Arms
from twoarm.drafting.abstract.arms.found import find_arms
from twoarm.drafting.abstract.arms.names import GROUP
from twoarm.drafting.abstract.arms.sizes import sizes_in
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL
from twoarm.drafting.abstract.reading.sentences import Part, Sentence, sentences_of
from twoarm.drafting.abstract.source import Source
from twoarm.errors import InputError, Place, Problem

_OTHER_TEXTS = (
    (
        r"systematic review|meta-?analys[ie]s|scoping review|narrative review"
        r"|\breview of the literature|\bMEDLINE\b|\bEmbase\b",
        "a review of studies, not a comparison of two arms of patients",
    ),
    (
        r"\bcase (?:report|presentation)\b|\bwe (?:report|present|describe) (?:a|the"
        r"|an) (?:rare )?case\b|\ba \d+[- ]year[- ]old (?:man|woman|boy|girl|male|female|patient)\b",
        "a report of single patients",
    ),
    (
        r"\bstudy protocol\b|\bprotocol for an?\b|\bwill be (?:randomi[sz]ed|recruited|enrolled"
        r"|compared|analy[sz]ed)\b",
        "a protocol, without results",
    ),
    (
        r"\bcadaver|\bin vitro\b|\bfoam blocks?\b|\bsynthetic bone|\bsawbones?\b|\bmice\b|\brats\b"
        r"|\brabbits?\b|\blaboratory study\b|\bfinite element|\bspecimens were\b",
        "an experiment without patients",
    ),
)
_MANY = re.compile(
    r"\b(?:three|four|five|six|[3-6])[- ](?:arm|group|treatment)s?\b|\b(?:three|four|five"
    rf"|six) (?:\w+ )?{GROUP}\b|\bgroup III\b|\bgroup 3\b|\bthree regimens",
    re.I,
)


def two_arms(source: Source) -> tuple[list[Sentence], Arms]:
    """The sentences of an abstract and its two arms.

    Raises
    ------
    InputError
        Where it compares no two arms of patients.
    """
    sentences = sentences_of(source.text)
    rule = _other_text(source, sentences) or _many(source, sentences)
    arms = None if rule else find_arms(sentences, source.text, source.title)
    if not rule and arms is None:
        rule = _no_arms(source, sentences)
    if rule or arms is None:
        raise refused(source, rule)
    return sentences, arms


def refused(source: Source, rule: str) -> InputError:
    """The refusal of a text of which no audit can be drafted."""
    todo = (
        "An audit needs an abstract that compares two arms of patients, with the size of each and results"
        " in numbers."
    )
    return InputError(f"No audit can be drafted of {source.name}", [Problem(Place(source.name), rule)], todo)


def _other_text(source: Source, sentences: list[Sentence]) -> str:
    """What kind of text it is, where its title says so, or its words do and no two arms are named with their sizes."""
    title = source.title
    for pattern, what in _OTHER_TEXTS:
        words = re.compile(pattern, re.I)
        if words.search(title) or (
            words.search(source.text)
            and (what.startswith(("an exp", "a prot")) or find_arms(sentences, source.text, title) is None)
        ):
            return f"this reads as {what}"
    return ""


def _many(source: Source, sentences: list[Sentence]) -> str:
    """That there are three arms or more, and how the first of them are called."""
    for sentence in sentences:
        if sentence.part in (Part.RESULTS, Part.CONCLUSION):
            continue
        sizes = [
            size
            for size in sizes_in(sentence)
            if size.form == "bracket" and re.search(r"n ?= ?\d|group", sentence.flat, re.I)
        ]
        total = sum(size.n for size in sizes)
        names = list(dict.fromkeys(size.names[0] for size in sizes if size.n > 1 and 2 * size.n != total))
        lettered = re.search(r"\bgroup C\b", sentence.flat) and re.search(r"\b[Gg]roups? A\b", source.text)
        if len(names) > 2 or (
            (_MANY.search(f"{source.title} {sentence.flat}") or lettered)
            and re.search(r"random|divid|assign|allocat|compar", sentence.flat, re.I)
        ):
            told = f": {', '.join(names)}" if len(names) > 2 else ""
            return f"more than two arms are named{told}"
    return ""


def _no_arms(source: Source, sentences: list[Sentence]) -> str:
    before = [sentence for sentence in sentences if sentence.part not in (Part.RESULTS, Part.CONCLUSION)]
    named = [
        size.names[0]
        for sentence in before
        for size in sizes_in(sentence)
        if size.form in ("bracket", "group", "received")
    ]
    patients = next(
        (
            found
            for s in before
            if (found := re.search(rf"{NUMERAL} (?:[a-z-]+ ){{0,3}}?{WHO}\b", s.flat, re.I))
        ),
        None,
    )
    told = f"; a size stands beside: {'; '.join(dict.fromkeys(named))}" if named and not patients else ""
    told = f"; one group is told of: {patients[0]}" if patients else told
    return f"no two arms with their sizes were found{told}"
