"""How an arm is called and found in a sentence, and which of both is the treated one."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.arms.names import GROUP, tokens
from twoarm.drafting.abstract.arms.sizes import Size
from twoarm.drafting.abstract.reading.counts import WHO

_CONTROL = re.compile(
    r"\b(?:control|placebo|standard|conventional|usual|traditional|open|sham|no|without|untreated"
    r"|routine|non-\w+|expectant|observation alone|straight|upfront|saline)\b",
    re.I,
)
_TREATED = re.compile(r"\b(?:observation|study|intervention|experimental|trial|treatment|test)\b", re.I)
_AFTER = (
    rf"(?= ?(?:{GROUP}\b|{WHO}\b|surgery|repair|procedure|technique|approach|operations?|treatment"
    r"|recipients|[,.;:()\[\]]|$|(?:was|were|had|has|than|and|versus|vs|v|or|compared|at|in|is|showed|did"
    r"|resulted|led|gave|arm)\b))"
)


def arm_of(size: Size, other: Size, shorts: dict[str, str]) -> Arm:
    names = list(size.names)
    for short, words in shorts.items():
        known = [
            name
            for name in names
            if re.search(rf"\b{re.escape(short)}\b", name) or words.lower() in name.lower()
        ]
        if known and not any(
            re.search(rf"\b{re.escape(short)}\b", name) or words.lower() in name.lower()
            for name in other.names
        ):
            names += [short, words]
    names = list(dict.fromkeys(names))
    own = set().union(*map(tokens, size.names)) - set().union(*map(tokens, other.names))
    return Arm(_label(names), tuple(names), size.n, _pattern(names, own))


def _label(names: list[str]) -> str:
    """The shortest way to call an arm that tells what it is."""
    shorts = [name for name in names if name.isupper() and 2 <= len(name) <= 8]
    label = shorts[0] if shorts else names[0]
    role = re.fullmatch(
        r"control|observation|study|intervention|experimental|trial|treatment|test", label, re.I
    )
    return f"{label} group" if role else label


def _pattern(names: list[str], own: set[str]) -> re.Pattern[str]:
    """What finds an arm in a sentence: its names, and the words that the other one has not."""
    forms = [_named(name) for name in sorted(names, key=len, reverse=True)]
    for token in sorted(own, key=len, reverse=True):
        forms.append(rf"\b{re.escape(token)}\b" if token.isupper() else rf"\b{_stem(token)}{_AFTER}")
    return re.compile("|".join(forms), re.IGNORECASE)


def _named(name: str) -> str:
    if found := re.fullmatch(r"group (\w+)", name, re.I):
        letter = re.escape(found[1])
        return (
            rf"\b{GROUP} {letter}\b|(?-i:\b{letter}) group\b|(?<=groups [A-Z1-9] and ){letter}\b"
            rf"|(?<=groups )I{{0}}{letter}\b"
        )
    if name.isupper() and len(name) < 9:
        return rf"(?-i:\b{re.escape(name)}\b)"
    if re.fullmatch(r"controls?", name, re.I):
        return rf"\bcontrols\b|\bcontrol (?:{GROUP}|{WHO})\b"
    if re.fullmatch(r"observation|study|intervention|experimental|trial|treatment|test", name, re.I):
        return rf"\b{re.escape(name)} (?:{GROUP}|{WHO})\b"
    return r"\b" + r"[ -]".join(map(re.escape, re.split(r"[ -]", name))) + r"(?:s\b|\b)"


def _stem(token: str) -> str:
    return re.escape(token if len(token) < 7 else token[:-2]) + r"\w*"


def order_of(first: Arm, second: Arm, title: str) -> tuple[bool, bool]:
    """Whether the arm named first is the treated one, and whether words say so."""
    marks = [
        bool(_CONTROL.search(" ".join(arm.names))) and not any(map(_TREATED.search, arm.names))
        for arm in (first, second)
    ]
    if marks[0] != marks[1]:
        return marks[1], True
    places = [match.start() if (match := arm.pattern.search(title)) else -1 for arm in (first, second)]
    if min(places) >= 0:
        return places[0] < places[1], False
    return True, False
