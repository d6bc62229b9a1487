"""The abstract, marked up: each sentence with its verdict, what was computed of it, by which rule, and what is missing."""

from __future__ import annotations

from collections import Counter

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.together.sentences import AuditedSentence
from twoarm.present import wording as w
from twoarm.present.claims.runs_of_ids import anchors, runs_of
from twoarm.present.claims.words import VERDICTS
from twoarm.present.front.cards import PHRASES
from twoarm.present.front.evidence import evidence_said
from twoarm.present.front.faces import Key, MarkedAbstract, MarkedSentence
from twoarm.study.published.base import Verdict


def marked_abstract(claims: Audit | None) -> MarkedAbstract | None:
    """The abstract of a study as the index of its audit; None where no claim was taken from one.

    Parameters
    ----------
    claims : as `audit_study` gives them.
    """
    if claims is None or not claims.abstract:
        return None
    to = anchors(claims.claims)
    found = tuple(tuple(_marked(claims, s, to) for s in paragraph) for paragraph in claims.abstract)
    return MarkedAbstract(found, _key(claims), claims)


def _marked(audit: Audit, sentence: AuditedSentence, to: dict[str, str]) -> MarkedSentence:
    if sentence.verdict is None:
        return MarkedSentence(sentence.head, sentence.text)
    verdict = sentence.verdict
    return MarkedSentence(
        sentence.head,
        sentence.text,
        w.slug(str(verdict)),
        VERDICTS[verdict].shape,
        PHRASES[verdict],
        VERDICTS[Verdict.JUDGED].shape if sentence.judged else "",
        runs_of(audit, [claim.id for claim in (*sentence.claims, *sentence.judged)]),
        to[sentence.claims[0].id],
        tuple(evidence_said(audit, sentence)),
    )


def _key(audit: Audit) -> tuple[Key, ...]:
    sentences = [sentence for paragraph in audit.abstract for sentence in paragraph]
    counts = Counter(str(s.verdict) for s in sentences if s.verdict)
    judged = sum(bool(s.judged) for s in sentences)
    counts.update({str(Verdict.JUDGED): judged} if judged else {})
    return tuple(
        Key(w.slug(str(v)), VERDICTS[v].shape, PHRASES[v], counts[str(v)]) for v in Verdict if counts[str(v)]
    )
