"""The abstract sentence by sentence: which claims were taken from each, and what became of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from twoarm.analysis.claims.finding import Finding
from twoarm.analysis.claims.kinds.argued import weakest
from twoarm.faces import counts_only
from twoarm.study.labels import unseen
from twoarm.study.published.abstract import sentences_of
from twoarm.study.published.argued import Judgement, NoNumber
from twoarm.study.published.base import Verdict
from twoarm.study.published.kinds import Claim


@counts_only
@dataclass(frozen=True)
class AuditedSentence:
    """A sentence of the abstract.

    Attributes
    ----------
    head : of the part that begins with it; empty for any other.
    text : word for word.
    claims : that quote it, judgements left out; one that quotes several sentences belongs to each.
    judged : what is judged of them.
    verdict : inconsistent where any of the claims is, else the weakest of those that have a number; None without a claim.
    """

    head: str
    text: str
    claims: tuple[Claim, ...]
    judged: tuple[Judgement, ...]
    verdict: Verdict | None


def audited_sentences(
    paragraphs: Sequence[str], claims: Iterable[Claim], findings: Mapping[str, Finding]
) -> list[list[AuditedSentence]]:
    """The sentences of each paragraph with the claims that quote them.

    Where a piece of a quote stands in the abstract more than once, the place after the piece before it is meant.
    """
    claims = list(claims)
    split = [sentences_of(paragraph) for paragraph in paragraphs]
    texts = [text for _, sentences in split for text in sentences]
    quoting = _quoting([head for head, _ in split], [sentences for _, sentences in split], claims)
    found = iter(_sentence(text, quoting.get(n, []), claims, findings) for n, text in enumerate(texts))
    return [_under(head, [next(found) for _ in sentences]) for head, sentences in split]


def _under(head: str, found: list[AuditedSentence]) -> list[AuditedSentence]:
    if not head:
        return found
    if not found:
        return [AuditedSentence(head, "", (), (), None)]
    first = found[0]
    return [AuditedSentence(head, first.text, first.claims, first.judged, first.verdict), *found[1:]]


def _sentence(
    text: str, quoting: list[Claim], claims: list[Claim], findings: Mapping[str, Finding]
) -> AuditedSentence:
    own = [claim for claim in quoting if not isinstance(claim, Judgement)]
    ids = {claim.id for claim in own}
    judged = [c for c in claims if isinstance(c, Judgement) and (c.about in ids if c.about else c in quoting)]
    return AuditedSentence("", text, tuple(own), tuple(judged), _verdict(own, findings))


def _verdict(claims: Sequence[Claim], findings: Mapping[str, Finding]) -> Verdict | None:
    if not claims:
        return None
    numbered = [claim for claim in claims if not isinstance(claim, NoNumber)] or claims
    found = [findings[claim.id].verdict for claim in numbered]
    return Verdict.INCONSISTENT if Verdict.INCONSISTENT in found else weakest(found)


def _quoting(heads: list[str], sentences: list[list[str]], claims: list[Claim]) -> dict[int, list[Claim]]:
    """The claims that quote each sentence, by its number; white space does not matter, nor what nobody sees."""
    text, starts = "", []
    for head, found in zip(heads, sentences, strict=True):
        text += _bare(head)
        for sentence in found:
            starts.append(len(text))
            text += _bare(sentence)
    quoting: dict[int, list[Claim]] = {}
    for claim in claims:
        places = {n for start, end in _places(text, claim) for n in _between(starts, start, end)}
        for n in sorted(places):
            quoting.setdefault(n, []).append(claim)
    return quoting


def _places(text: str, claim: Claim) -> Iterator[tuple[int, int]]:
    after = 0
    for piece in map(_bare, claim.quote):
        start = text.find(piece, after)
        start = text.find(piece) if start < 0 else start
        if start >= 0:
            after = start + len(piece)
            yield start, after


def _between(starts: list[int], start: int, end: int) -> range:
    return range(max(bisect_right(starts, start) - 1, 0), bisect_right(starts, end - 1))


def _bare(text: str) -> str:
    return "".join(c for c in text if not (c.isspace() or unseen(c)))
