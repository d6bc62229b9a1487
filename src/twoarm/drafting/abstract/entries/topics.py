"""What a number is about: the words of the sentence before it, without the arms and the verb."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.arms.both import Arms

_VERB = re.compile(
    r"\b(?:was|were|is|are|occurred|did|had|has|have|developed|(?:significantly )?(?:decreased"
    r"|increased|improved|fell|rose)|amounted|showed|reached|remained|ranged"
    r"|required|underwent|experienced|returned|resumed|differed|averaged|failed|healed|received"
    r"|reported|achieved|appeared|resulted|consumed|exceeded|led|gave)\b",
    re.I,
)
_OPENS = re.compile(
    r"^(?:[\s,;:.()\[\]-]*(?:(?:min|mL|ml|s|days?|hours?|weeks?|points?|mm|cm|patients|cases"
    r"|eyes)\b[^a-z]|and|or|nor|but|while|whereas|however|moreover|in addition|additionally|furthermore"
    r"|similarly|also|regarding(?: to)?|as for|with regard to)\b|[\s,;:.()\[\]-]+)+",
    re.I,
)
_TIME = re.compile(
    r"^(?:(?:as|at|after|by|within|during|from|on|one|two|three|six|twelve)\b [^,]{0,50}, |In (?:our"
    r"|this|the) [^,]{0,40}, )",
    re.I,
)
_NOTHING = re.compile(
    r"^(?:there (?:was|were) |we found |the (?:two )?groups were )?(?:no|not?|similar|comparable|alike"
    r"|a|the) ?(?:statistically )?(?:significant )?(?:differences?|excess)?(?: (?:was|were) (?:found"
    r"|seen|observed|noted|detected))?(?: between (?:the )?(?:two )?(?:groups"
    r"|arms))?(?: in(?: terms of)?| for| of| with regard to| regarding)? ",
    re.I,
)
_EDGES = re.compile(
    r"^(?:(?:and|or|respectively|not|differ|the|an?|of|in|for|from|with|mean|median|average|higher|lower|longer|shorter|less|more|greater"
    r"|fewer|number of|total|significantly|consumed|according to [^,]{2,40},|rates? of"
    r"|incidence of)\b\s*)+|(?:\s+(?:of|in|for|the|and|with|at|than|by|after|to|a|on|not|significantly"
    r"|also|shorter|longer|lower|higher|less|more|greater|from|patients|seen|found|both|groups?"
    r"|respectively|as|was|were|between|among|did|no|difference|differences))+$",
    re.I,
)


_WHO = re.compile(
    r"(?:patients?|women|men|children|infants?|eyes?|runners|participants|subjects|cases|we|they|it|there"
    r"|all(?: the)?(?: patients)?)$",
    re.I,
)


def topic_of(text: str, arms: Arms, most: int = 60) -> str:
    """A short name of what is measured, from the words that stand before its number.

    Examples
    --------
    >>> from twoarm.drafting.abstract.arms.both import Arm, Arms
    >>> import re
    >>> a, b = (Arm(name, (name,), 30, re.compile(name)) for name in ("VBS", "PKP"))
    >>> topic_of(", and at 1 year, the operating time was longer in the ", Arms(a, b, True))
    'operating time'
    """
    text = re.sub(
        r"[\(\[] ?(?:±|\+/-)? ?(?:SD|SEM?|IQR|range|mean|standard deviation|interquartile range|i\.q\.r\."
        r"|s\.d\.)[\)\]]|(?:±|\+/-) ?(?:SD|standard deviation)",
        " ",
        text,
    )
    words = _TIME.sub("", _OPENS.sub("", text))
    words = _TIME.sub("", words[:1].upper() + words[1:]) if words else ""
    words = re.sub(r" ?\([^()]*\d[^()]*\)?", " ", _NOTHING.sub("", words))
    spoken = list(words)
    for start, end, _ in arms.mentioned(words):
        spoken[start:end] = " " * (end - start)
    words = re.sub(
        r"\b(?:in|of|for|to|with|after) the +(?:groups?|arms?)?(?=\W|$)|\b(?:groups?|arms?)\b",
        " ",
        "".join(spoken),
        flags=re.I,
    )
    parts = [
        part for part in _VERB.split(words) if len(_trimmed(part)) > 2 and not _WHO.match(_trimmed(part))
    ]
    return _trimmed(parts[0])[:most].strip() if parts else ""


def _trimmed(words: str) -> str:
    """Without the small words and signs at its ends."""
    words = re.sub(r"^[^()]{0,20}\)|\([^()]*$", " ", words)
    words = " ".join(words.split()).strip(" ,;:.()[]-")
    while (shorter := _EDGES.sub("", words).strip(" ,;:.()[]-")) != words:
        words = shorter
    return words
