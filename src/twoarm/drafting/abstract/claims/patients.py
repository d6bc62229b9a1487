"""Claims about who was in the study: totals and their groups, everybody, nobody, categories that should add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import NUMERAL, whole
from twoarm.drafting.abstract.reading.mentions import Mention
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_TOTAL = re.compile(
    r"(?:\b(?:total of|enrolled|included|recruited|assigned|randomi[sz]ed|reviewed|studied|analy[sz]ed"
    rf"|records of|data (?:of|from)) )?(?P<k>{NUMERAL})(?: (?!in\b|of\b|with\b"
    rf"|to\b)[\w-]+){{0,4}}? {WHO}\b",
    re.I,
)
_ENTERED = re.compile(
    r"random|divided|assigned|allocat|enrol|includ|recruit|total of|operated|reviewed|study of"
    r"|consecutive|studied|treated|record|data of|admitted|underwent|perform",
    re.I,
)
_LEFT = re.compile(
    r"exclu|\blost\b|withdr|screened|eligible|declin|refus|drop|not analy|among (?:them|these|which)"
    r"|(?<!all )of (?:whom|which|these|them)|complet|available",
    re.I,
)
_ALL = re.compile(
    rf"(?P<words>\ball(?: of)?(?: the)?(?: (?P<k>{NUMERAL}))?(?: (?:\w+ )?{WHO}|(?<=\d)))(?! (?:who"
    r"|with|in whom|had either)\b)",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:there (?:was|were) no|no|none of the) (?P<what>[a-z-]+(?: [a-z-]+){0,3}?)(?= (?:died"
    r"|occurred|was (?:seen|observed|found|noted|recorded)|were (?:seen|observed|found|noted|recorded"
    r"|reported)|developed|required)|[.]?$)",
    re.I,
)


def sizes_claims(context: Context) -> list[Drafted]:
    """Each statement of a total with the sizes of the arms, where it adds up or nobody is said to have left."""
    made = []
    groups = list(context.arms.sizes)
    first = [
        s for s in context.sentences if s.part in (Part.OBJECTIVE, Part.METHODS, Part.OTHER, Part.RESULTS)
    ]
    for sentence in first:
        for n, start, end in _totals(sentence):
            if n == context.total or _is_all(sentence, n, context):
                fields = {"total": n, "groups": groups}
                made.append(Drafted("sample_size", sentence, fields, [(start, end)], "patients"))
                break
    return made + _split(made, groups, context)


def _totals(sentence: Sentence) -> Iterator[tuple[int, int, int]]:
    """Numbers of patients that a sentence says entered."""
    if _ENTERED.search(sentence.flat):
        for found in _TOTAL.finditer(sentence.flat):
            if n := whole(found["k"]):
                yield n, found.start("k"), found.end("k")


def _is_all(sentence: Sentence, n: int, context: Context) -> bool:
    """Whether a number that is not the sum of the arms is nevertheless that of all who were in them."""
    sizes = context.arms.sizes
    stated = sentence.part in (Part.METHODS, Part.OTHER) and not _LEFT.search(context.leaving)
    stated = stated and not context.prints(
        context.total
    )  # else the other number is of those who were analysed
    told = re.search(
        r"random|divided|assigned|allocat|operated|total of|enrolled|includ", sentence.flat, re.I
    )
    largest = n == max((k for k, _, _ in _totals(sentence)), default=0)
    return bool(
        stated and told and largest and n > max(sizes) and abs(n - context.total) <= 0.25 * context.total
    )


def _split(made: list[Drafted], groups: list[int], context: Context) -> list[Drafted]:
    """The sentence that tells the sizes, where it is another one than those of the total."""
    told = [s for s in context.sentences if any(s.start <= start < s.end for start, _ in context.arms.places)]
    known = {id(claim.sentence) for claim in made}
    total = made[0].fields["total"] if made else context.total
    if (
        not context.prints(total) or total != context.total
    ):  # what does not add up is told once, with its total
        return []
    return [
        Drafted("sample_size", s, {"total": total, "groups": groups}, [], "groups")
        for s in told
        if id(s) not in known
    ]


def everybody(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Drafted]:
    """What is said of all patients; of both arms, or of one that is named."""
    found = _ALL.search(sentence.flat)
    if (
        not found
        or sentence.part not in (Part.RESULTS, Part.METHODS, Part.OTHER)
        or not re.search(
            r"\b(?:complet|follow|analy[sz]|surviv|success|achiev|had|heal|attend|seen|receiv)",
            sentence.flat,
            re.I,
        )
    ):
        return []
    n, spoken = whole(found["k"] or ""), [arm for _, _, arm in context.arms.mentioned(sentence.flat)]
    arm = spoken[0] if len({id(a) for a in spoken}) == 1 else None
    of = n or (arm.n if arm else context.total)
    if not context.prints(of) or (
        n and n not in (context.total, *context.arms.sizes) and _LEFT.search(context.leaving)
    ):
        return []
    fields = {"events": of, "of": of, "complete": sentence.quote(found.start("words"), found.end("words"))}
    if not arm and of not in context.arms.sizes:
        fields["groups"] = list(context.arms.sizes)
    spans = [(found.start("k"), found.end("k"))] if n else []
    return [Drafted("count", sentence, fields, spans, "everybody", [] if n else [f"{of} are all"])]


def nobody(sentence: Sentence, mentions: list[Mention], context: Context) -> list[Drafted]:
    """An event that no patient had."""
    found = _NOBODY.search(sentence.flat)
    said = found and not re.search(
        r"differ|significan|evidence|association|relation|effect|change|benefit|advantage|need|\bor no\b|correlat",
        sentence.flat,
        re.I,
    )
    if (
        not found
        or not said
        or mentions
        or sentence.part != Part.RESULTS
        or not context.prints(context.total)
    ):
        return []
    spoken = [arm for _, _, arm in context.arms.mentioned(sentence.flat)]
    if spoken or re.search(r"\d", sentence.flat):
        return []
    fields = {"events": 0, "of": context.total}
    return [
        Drafted(
            "count", sentence, fields, [], found["what"][:60], [f"{context.total} is the size of both arms"]
        )
    ]
