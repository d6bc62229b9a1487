"""What an arm is called: the words before or after its size, its abbreviation and what that stands for."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL

GROUP = r"(?:groups?|arms?|cohorts?)"
# Words after which the name of an arm begins, and words that are none of it.
_LEAD = re.compile(
    r".*\b(?:either|into|to|or|versus|vs\.?|received|receiving|receive|underwent|undergo|undergoing"
    r"|with|by|using|between|comparing|were|was|of|had|given"
    r"|include[sd]?|including|namely|i\.e\.|allocated|assigned|randomi[sz]ed|divided|which|who|that"
    r"|from|in|on|while|whereas|among|them|for|,|:|;|\()\s+",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"^(?:(?:(?:patients?|cases|women|men|children|eyes|participants|subjects) and\b|and|the|an?|their"
    r"|either|only|standard of|also|another|other|remaining|new)\b\s*)+|\s+(?:and|the|in|was|were|of"
    r"|for|group:)$",
    re.I,
)
_NO_ARM = re.compile(
    rf"^(?:{NUMERAL} (?:[a-z-]+ )?(?:{WHO}|min|times|others?)\b.*"
    r"|(?:\w+ )?(?:types?|grades?|class|stages?|levels?|asa)\b.*|m[ae]n|wom[ae]n|males?"
    r"|females?|boys?|girls?|patients?|cases?|subjects?|participants?|eyes?|lost|excluded|included"
    r"|follow-?up|.*follow-?up"
    r"|complications?|died|deaths?|mean|median|age.*|total|it|this|study|trial|hospital|months?"
    r"|years?|weeks?|days?|range|respectively|final|analysis"
    r"|all|both|each|per|baseline|groups?|arms?|two|patients \w+ed|in|into|to|with|of|by|not|half|rest"
    r"|remainder|we|ratio|random.*|the|n)$",
    re.IGNORECASE,
)
_ROLE = r"(?:study|trial|treatment|test|surgery|surgical)"
_SMALL = {"and", "of", "the", "for", "with", "in", "a", "an", "or", "to"}
TOKEN_NO = {
    *(
        "group",
        "groups",
        "arm",
        "arms",
        "patients",
        "patient",
        "cases",
        "treatment",
        "treated",
        "therapy",
        "surgery",
        "surgical",
        "repair",
        "procedure",
    ),
    *(
        "technique",
        "method",
        "approach",
        "operation",
        "dose",
        "daily",
        "once",
        "twice",
        "alone",
        "management",
        "care",
        "using",
        "after",
        "before",
        "versus",
    ),
    *(
        "percutaneous",
        "intravenous",
        "oral",
        "total",
        "fixation",
        "injection",
        "training",
        "program",
        "programme",
        "body",
        "partial",
        "high",
        "low",
    ),
    *(
        "long",
        "short",
        "early",
        "late",
        "new",
        "single",
        "double",
        "nasal",
        "stem",
        "block",
        "oxygen",
        "pain",
        "bone",
    ),
    *_SMALL,
}


def cleaned(words: str) -> str:
    """The name that stands at the end of some words; empty where there is none.

    Examples
    --------
    >>> cleaned("were randomly allocated to the laparoscopic"), cleaned("men"), cleaned("and a straight stem")
    ('laparoscopic', '', 'straight stem')
    """
    name = " ".join(words.split())
    name = _LEAD.sub("", name)
    grouped = bool(re.search(rf"\b{GROUP}$", name, flags=re.IGNORECASE))
    name = re.sub(rf"[ ,]*\b{GROUP}$", "", name, flags=re.IGNORECASE).strip(" ,;:-()[]\"'")
    name = re.sub(r" \d[\d.,]* ?(?:mg|g|mL|µg|μg|mcg|%|IU|units?|mm|cm)\b.*$", "", name)
    while (shorter := _EDGE.sub("", name).strip(" ,;:-")) != name:
        name = shorter
    role = grouped and re.fullmatch(_ROLE, name, re.IGNORECASE)
    known = 1 <= len(name) <= 60 and re.search(r"[A-Za-z]|^\d$", name) and (role or not _NO_ARM.match(name))
    return name if known and len(name.split()) <= 8 else ""


def abbreviations(text: str) -> dict[str, str]:
    """What each abbreviation in brackets stands for.

    Examples
    --------
    >>> abbreviations("the outcome of vertebral body stenting (VBS) and of kyphoplasty (control)")
    {'VBS': 'vertebral body stenting'}
    """
    found = {}
    for match in re.finditer(r"\((?P<short>[A-Z][A-Za-z0-9-]{1,9})(?:[;,] [^()]*| group)?\)", text):
        short = match["short"]
        if sum(map(str.isupper, short)) >= 2 and (words := _stands_for(short, text[: match.start()])):
            found[short] = words
    return found


def _stands_for(short: str, before: str) -> str:
    """The last words whose initials are those of the abbreviation."""
    words = before.split()[-(len(short) + 4) :]
    for start in range(len(words) - 1, -1, -1):
        tail = words[start:]
        parts = [part for word in tail for part in word.split("-") if part]
        initials = "".join(part[0] for part in parts if part.lower() not in _SMALL)
        letters = "".join(filter(str.isalpha, short)).lower()
        if initials.lower() == letters[: len(initials)] and len(initials) >= max(2, len(letters) - 1):
            return " ".join(tail).strip(" ,;:(")
    return ""


def tokens(name: str) -> set[str]:
    """The words of a name by which it can be told from another."""
    words = re.findall(r"[A-Za-z][\w-]*", name)
    return {w if w.isupper() else w.lower() for w in words if len(w) > 2 and w.lower() not in TOKEN_NO}
