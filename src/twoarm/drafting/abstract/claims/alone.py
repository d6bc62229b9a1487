"""Counts of persons without a percentage, one of each arm, in the forms in which nothing else says what is counted."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL, WORD, whole
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_ONCE = rf"(?:{WHO}|deaths?|conversions?)"  # persons, and what each has once at most
_COMPARED = re.compile(
    rf"(?<![\w.,/-])(?P<a>{NUMERAL}) (?:vs\.?|versus|v|(?P<and>and)) (?P<b>{NUMERAL}) {WHO}\b"
    r"(?(and)(?=[^.;]*\brespectively))",
    re.I,
)
_BRACKETED = re.compile(rf"[\(\[](?P<a>{WORD}) (?:vs\.?|versus|v|against) (?P<b>{WORD})(?=[\)\];,])", re.I)


def _against(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Mention]:
    """Pairs of counts of persons, of which only the second says so: `3 versus 7 patients`."""
    read = []
    for found in _COMPARED.finditer(sentence.flat):
        given = [(found.span(side), whole(found[side])) for side in ("a", "b")]
        taken = any(m.start < found.end() and found.start() < m.end for m in mentions)
        if not taken and all(n is not None and n <= min(context.arms.sizes) for _, n in given):
            read += [Mention(Kind.COUNT, *span, {"events": n}) for span, n in given]
    return read


def _in_words(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Mention]:
    """Pairs of counts in words and in brackets: `(fourteen v sixteen)`; what is measured stands in figures."""
    found = []
    for match in _BRACKETED.finditer(sentence.flat):
        given = [(match.span(side), whole(match[side])) for side in ("a", "b")]
        if all(n is not None and n <= min(context.arms.sizes) for _, n in given):
            found += [Mention(Kind.COUNT, *span, {"events": n}) for span, n in given]
    return found


def _in_each(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Mention]:
    """A count of persons that is said of each group."""
    found = re.search(
        rf"(?<![\w.,/-])(?P<k>{NUMERAL}) {WHO} (?:in|of) each (?:group|arm)\b", sentence.flat, re.I
    )
    events = whole(found["k"]) if found else None
    if (
        found is None
        or events is None
        or (mentions and mentions[0].start < found.end())
        or events > min(context.arms.sizes)
    ):
        return []
    return [Mention(Kind.COUNT, *found.span("k"), {"events": events})]


def counted_alone(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Mention]:
    """Counts of persons without a percentage, one of each arm: `three infants in one group and four in the other`."""
    spoken = context.arms.mentioned(sentence.flat)
    if sentence.part == Part.RESULTS and (against := _against(sentence, mentions, context)):
        return against
    if sentence.part == Part.RESULTS and (words := _in_words(sentence, mentions, context)):
        return words
    if sentence.part == Part.RESULTS and (each := _in_each(sentence, mentions, context)):
        return each
    if sentence.part != Part.RESULTS or len({id(arm) for _, _, arm in spoken}) < 2:
        return []
    found = []
    free = re.compile(
        rf"(?<![\w.,/-])(?P<events>{NUMERAL}|no|none)(?: (?:of the )?(?:(?!in\b|of\b|from\b|with\b"
        rf"|after\b|the\b)[a-z-]+ ){{0,2}}?(?!in\b|of\b){_ONCE})?(?P<in> (?:in|of|from|with|after"
        r"|underwent|receiving))?(?: the)? ?(?=\w)",
        re.I,
    )
    for match in free.finditer(sentence.flat):
        events = whole(match["events"])
        reach = 14 if match["in"] else 0  # `8 in the control group`, `8 controls`
        arm = next((a for start, _, a in spoken if match.start() < start <= match.end() + reach), None)
        taken = any(m.start < match.end() and match.start() < m.end for m in mentions)
        if arm is not None and events is not None and events <= arm.n and not taken and events != arm.n:
            found.append(Mention(Kind.COUNT, match.start(), match.end("events"), {"events": events}))
    persons = re.search(_ONCE, sentence.flat, re.I)
    beside = [mention for mention in mentions if mention.kind == Kind.COUNT]
    return found if len(found) + len(beside) == 2 and persons else []
