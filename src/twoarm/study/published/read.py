"""All that a study has of published words: the abstract, the claims that were taken from it, the estimates of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twoarm.errors import InputError, Problem
from twoarm.faces import counts_only
from twoarm.study.files.yaml_file import read_text
from twoarm.study.published.abstract import paragraphs_of
from twoarm.study.published.claims import PublishedClaims, read_claims
from twoarm.study.published.evidence import EVIDENCE, Published, read_evidence, unknown_evidence
from twoarm.study.schema.checked import attempted

ABSTRACT, CLAIMS = "abstract.md", "claims.yml"


@counts_only
@dataclass(frozen=True)
class PublishedWords:
    """What was published: the abstract in paragraphs, the claims, the estimates; each empty without its file."""

    abstract: tuple[str, ...] = ()
    claims: PublishedClaims = field(default_factory=PublishedClaims)
    evidence: Sequence[Published] = ()


def read_published(folder: Path) -> tuple[PublishedWords, list[Problem]]:
    """Read them, with what they break: each file for itself, and what one says of another."""
    of_claims: list[Problem] = []
    of_evidence: list[Problem] = []
    claims, evidence, abstract = PublishedClaims(), [], ()
    if (folder / CLAIMS).exists():
        files = folder / CLAIMS, folder / ABSTRACT
        claims = attempted(lambda: read_claims(*files), of_claims) or claims
    if (folder / EVIDENCE).exists():
        evidence = attempted(lambda: read_evidence(folder / EVIDENCE), of_evidence) or evidence
    if not of_evidence:
        of_evidence += unknown_evidence(claims.claims, evidence)
    if (folder / ABSTRACT).exists():
        # One that cannot be read is told of with the claims; where there are none, nobody reads it.
        abstract = attempted(lambda: _abstract(folder), []) or abstract
    problems = [p.in_file(CLAIMS) for p in dict.fromkeys(of_claims)] + of_evidence
    return PublishedWords(abstract, claims, evidence), problems


def _abstract(folder: Path) -> tuple[str, ...]:
    return paragraphs_of(read_text(folder / ABSTRACT, InputError))
