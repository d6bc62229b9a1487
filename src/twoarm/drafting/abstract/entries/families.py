"""Families of outcomes by the words that name them, and the question that claims of one family answer together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twoarm.drafting.abstract.entries.drafted import Drafted


@dataclass(frozen=True)
class Family:
    """Outcomes that are read together: code of their question, what it is about, how it is asked, words that name one."""

    code: str
    about: str
    asks: str
    words: re.Pattern[str]


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})", re.IGNORECASE)


FAMILIES = (
    Family(
        "completeness",
        "completeness",
        "How complete is what is reported?",
        _words(
            r"follow-?up of|followed up|everybody|lost to|complet\w+ (?:the )?(?:study|trial|follow)"
            r"|analy[sz]ed|success\w+ complet"
        ),
    ),
    Family(
        "harm",
        "harm",
        "Do the treatments differ in what may harm?",
        _words(
            r"complication|leak|infection|abscess|mortality|death|died|surviv|adverse|re-?operation"
            r"|revision|recurren|bleed|h(?:a)?emorrhage|thrombo|embol|rupture"
            r"|refracture|adjacent|nausea|vomit|hypotension|bradycardia|readmi|seroma|h(?:a)?ematoma"
            r"|injur|tear|conversion|converted|delirium|infarction|stroke|event"
            r"|failure|pneumonia|diarrh|hypoton|margin|metasta|intensive care|stillb|macrosom"
            r"|c(?:a)?esarean|dural|nerve|palsy|fistula|stenosis|loosening|perforation"
        ),
    ),
    Family(
        "procedure",
        "procedure",
        "Do the treatments differ in the procedure itself?",
        _words(
            r"operati(?:on|ve|ng) (?:time|duration)|surgical (?:time|duration)|duration of (?:surgery"
            r"|operation)|blood loss|fluoroscop|cement|isch(?:a)?emia|anesth|anaesth|incision|radiation"
            r"|transfusion|needling|resection"
        ),
    ),
    Family(
        "recovery",
        "recovery",
        "Do the treatments differ in how patients recover?",
        _words(
            r"(?:hospital|length of|postoperative) stay|stay\b|return|ambulat|weight[- ]bearing"
            r"|discharge|recover|healing|work|mobili[sz]|walking|oxygen therapy|sport"
        ),
    ),
    Family(
        "image",
        "image",
        "Do the treatments differ in what images show?",
        _words(
            r"height|cobb|kypho|radiograph|radiolog|angle|fusion|union|alignment|imag|density"
            r"|displacement|leg length|CT\b|MRI\b|x-ray|wedge|lordosis"
        ),
    ),
    Family(
        "symptom",
        "symptom",
        "Do the treatments differ in symptoms and function?",
        _words(
            r"pain|hurt|ache|VAS\b|NRS\b|ODI\b|score|function|disab|quality of life|symptom|satisf|SF-?(?:12|36)"
            r"|WOMAC|Harris|JOA|anxiety|depress|pressure|IOP\b|medication|success|GFR|excellent"
        ),
    ),
)
_ABOUT_PATIENTS = _words(
    r"age\b|sex\b|women|men\b|female|male|BMI|body mass|duration of symptoms|baseline|at inclusion|patients$|groups$"
)


def family_of(words: str) -> Family | None:
    """The family that some words name; None where they name none, or describe the patients.

    Examples
    --------
    >>> family_of("cement leakage").code, family_of("VAS at 12 months").code, family_of("age, VBS")
    ('harm', 'symptom', None)
    """
    if _ABOUT_PATIENTS.match(words):
        return None
    return next((family for family in FAMILIES if family.words.search(words)), None)


def families_in(words: str) -> list[Family]:
    """Every family that a sentence names."""
    return [family for family in FAMILIES if family.words.search(words)]


def ask(claims: list[Drafted]) -> list[dict[str, str]]:
    """Give each claim about an outcome its question, and the questions that are asked."""
    used = []
    for claim in claims:
        if claim.kind in ("no_number", "conclusion", "sample_size", "total", "multiple"):
            continue
        words = claim.topic or claim.sentence.flat
        if family := family_of(words) or (
            None if _ABOUT_PATIENTS.match(words) else family_of(claim.sentence.flat)
        ):
            claim.question = family.code
            used.append(family)
    return [{"code": f.code, "asks": f.asks, "about": f.about} for f in FAMILIES if f in used]
