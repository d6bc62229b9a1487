"""All claims of an abstract, in an order in which each names only claims above it, checked as their study will do."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from twoarm.drafting.abstract.claims.alone import counted_alone
from twoarm.drafting.abstract.claims.argued import conclusions, objective
from twoarm.drafting.abstract.claims.categories import categories
from twoarm.drafting.abstract.claims.patients import everybody, nobody, sizes_claims
from twoarm.drafting.abstract.claims.units import units_of
from twoarm.drafting.abstract.compared.attribution import blocks_of
from twoarm.drafting.abstract.compared.bare import bare_claims
from twoarm.drafting.abstract.compared.blocks import Block
from twoarm.drafting.abstract.compared.tested import block_claims
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.entries.families import ask
from twoarm.drafting.abstract.entries.values import rounds_to
from twoarm.drafting.abstract.reading.every import mentions_of
from twoarm.drafting.abstract.reading.mentions import Mention
from twoarm.drafting.abstract.reading.sentences import Part, Sentence
from twoarm.study.published.claims import CLAIM, abstract_problems
from twoarm.study.published.references import reference_problems


def collect(context: Context) -> tuple[list[Drafted], list[dict[str, str]]]:
    """The claims with their ids, and the questions."""
    claims = objective(context) + sizes_claims(context)
    for sentence in context.sentences:
        if sentence.part != Part.CONCLUSION:
            claims += _of_sentence(sentence, context)
    claims = units_of(_known(_borne(claims), context), context)
    questions = ask(claims)
    claims.sort(key=lambda claim: (claim.sentence.start, claim.kind != "no_number"))
    claims += conclusions(claims, context)
    codes = [question["code"] for question in questions]
    claims = _numbered(_known(claims, context))
    while wrong := _misnamed(claims, codes):
        claims = _numbered(_known([claim for claim in claims if claim.id not in wrong], context))
    used = {claim.question for claim in claims}
    return claims, [question for question in questions if question["code"] in used]


def _numbered(claims: list[Drafted]) -> list[Drafted]:
    """The claims with their ids."""
    for place, claim in enumerate(claims, 1):
        claim.id = f"C{place:02}"
    return claims


def _misnamed(claims: list[Drafted], codes: list[str]) -> set[str]:
    """The ids of claims that name another one of a kind that their study does not accept."""
    entries = [CLAIM.validate_python(claim.as_entry()) for claim in claims]
    problems = reference_problems(entries, [claim.id for claim in claims], codes)
    return {problem.where.at.partition(",")[0] for problem in problems}


def _borne(claims: list[Drafted]) -> list[Drafted]:
    """The claims without the counts whose percentages the sizes of the arms do not bear, where these are most of them.

    One such count is worth a look; where most are so, the denominators are others than the sizes of the arms.
    """
    read = [c for c in claims if c.kind == "count" and c.guesses and "percent" in c.fields]
    wrong = [c for c in read if not rounds_to(c.fields["events"], c.fields["of"], c.fields["percent"])]
    return [c for c in claims if c not in wrong] if 2 * len(wrong) > len(read) > 1 else claims


def _of_sentence(sentence: Sentence, context: Context) -> list[Drafted]:
    """The claims of one sentence: what is counted and measured, then what is stated of nothing that is printed."""
    mentions = mentions_of(sentence, context.plain)
    claims = categories(sentence, context)
    taken = [span for claim in claims for span in claim.spans]
    mentions = [m for m in mentions if not any(start < m.end and m.start < end for start, end in taken)]
    claims += everybody(sentence, mentions, context) + nobody(sentence, mentions, context)
    mentions = sorted([*mentions, *counted_alone(sentence, mentions, context)], key=lambda m: m.start)
    if sentence.part == Part.OBJECTIVE:
        return claims
    for block in blocks_of(sentence, mentions, context.arms):
        made = block_claims(block, sentence, context)
        read = {span for claim in made for span in claim.spans}
        claims += made
        for p in block.ps:
            if (p.start, p.end) not in read and not block.changes:
                claims += _bare(block, p, sentence, context)
    return claims


def _bare(block: Block, p: Mention, sentence: Sentence, context: Context) -> list[Drafted]:
    start = max([block.start, *(m.end for m in block.ps if m.end <= p.start)])
    return bare_claims(p, start, sentence, context)


def _known(claims: Sequence[Drafted], context: Context) -> list[Drafted]:
    """Those that break no rule of the study; what names one that does goes with it."""
    kept: list[Drafted] = []
    for claim in claims:
        if claim.kind == "conclusion":  # it rests on what is left
            rests = [one for one in claim.fields.get("rests_on", []) if any(one is k for k in kept)]
            claim.fields = {"rests_on": rests} if rests else {}
        named = [one for one in claim.fields.values() if isinstance(one, Drafted)]
        if all(any(one is k for k in kept) for one in named) and _holds(claim, context):
            kept.append(claim)
    return kept


def _holds(claim: Drafted, context: Context) -> bool:
    entry = {k: v for k, v in claim.as_entry().items() if k != "id"} | {"id": claim.id or "C"}
    for key, one in claim.fields.items():
        if isinstance(one, Drafted) or (isinstance(one, list) and one and isinstance(one[0], Drafted)):
            entry[key] = ["C"] if isinstance(one, list) else "C"
    try:
        return not list(abstract_problems(CLAIM.validate_python(entry), context.squeezed))
    except ValidationError:
        return False
