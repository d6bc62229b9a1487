"""Sentences without a number to compute: what was asked, and what is concluded from which claims."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.entries.families import families_in
from twoarm.drafting.abstract.reading.sentences import Part

_FUTURE = re.compile(
    r"\b(?:further|future|larger|prospective|longer|additional|more)\b[^.]*\b(?:studies|trials?"
    r"|research|follow-?up|investigation)\b|\b(?:studies|trials?|research|work"
    r"|data)\b[^.]{0,30}\b(?:needed|warranted|required)\b|registered|\bNCT\d|funded",
    re.I,
)
_AIM = re.compile(
    r"\b(?:to (?:compare|evaluate|assess|explore|investigate|determine|examine|find out|study"
    r"|analy[sz]e|observe)|we (?:compared|assessed|evaluated|asked)|aim|objective|purpose|question)\b",
    re.I,
)
_MAY = re.compile(r"\b(?:may|might|could) ")
_OWN_WORD = re.compile(
    r"\b(?:satisf|costs?\b|cost-effective|quality of life|mortality|surviv|recurren|readmi|return to"
    r"|cosme|nausea)",
    re.I,
)
_SMALL = {
    *(
        "the",
        "and",
        "for",
        "with",
        "than",
        "group",
        "groups",
        "after",
        "was",
        "were",
        "mean",
        "time",
        "rate",
        "rates",
    ),
    *("postoperative", "score", "scores", "months", "patients", "total"),
}
_BETWEEN = ("two_by_two", "two_means", "interval", "bare_p")


def objective(context: Context) -> list[Drafted]:
    """What the study asked, as it says."""
    asked = [s for s in context.sentences if s.part == Part.OBJECTIVE and _AIM.search(s.flat)]
    return [Drafted("no_number", sentence, {}, [], "objective") for sentence in asked[:1]]


def conclusions(claims: list[Drafted], context: Context) -> list[Drafted]:
    """What is concluded, resting on the claims of its subjects, or on all comparisons where it names none."""
    made = []
    subject = _content(" ".join(s.flat for s in context.sentences if s.part == Part.OBJECTIVE))
    for sentence in context.sentences:
        if sentence.part != Part.CONCLUSION:
            continue
        rests = _grounds(sentence.flat, claims, subject)
        spoken = context.arms.mentioned(sentence.flat)
        if (
            _FUTURE.search(sentence.flat)
            or not (rests or spoken)
            or (_MAY.search(sentence.flat) and not spoken)
        ):
            made.append(Drafted("no_number", sentence, {}, [], "outlook"))
        else:
            fields = {"rests_on": rests} if rests else {}
            made.append(Drafted("conclusion", sentence, fields, [], "", ["what it rests on"]))
    return made


def _grounds(words: str, claims: list[Drafted], subject: set[str]) -> list[Drafted]:
    """The claims that a conclusion rests on; words of what was asked name no outcome where others do."""
    compared = [
        claim for claim in claims if claim.kind in _BETWEEN and claim.fields.get("comparison") != "within"
    ]
    known = {word for claim in compared for word in _content(claim.topic)}
    named = _content(words) & known
    named = named - subject or named
    by_word = [claim for claim in compared if _content(claim.topic) & named]
    codes = {family.code for family in families_in(words)}
    by_family = [claim for claim in compared if claim.question in codes]
    if by_word:
        covered = {claim.question for claim in by_word}
        return [c for c in compared if c in by_word or (c in by_family and c.question not in covered)]
    if _OWN_WORD.search(words):
        return []  # what no other word stands for, and no claim names
    return by_family or [c for c in compared if c.question] or compared


def _content(words: str) -> set[str]:
    """The words of a text that may tell one outcome from another, by their beginnings."""
    found = re.findall(r"[A-Za-z][A-Za-z-]{2,}", words)
    return {w if w.isupper() else w.lower()[:6] for w in found if w.lower() not in _SMALL}
