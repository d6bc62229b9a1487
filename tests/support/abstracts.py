"""Short abstracts of two arms, and what the drafter makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twoarm.analysis.claims.audit import findings
from twoarm.drafting.abstract.drafted_study import AbstractDraft, draft_abstract
from twoarm.drafting.abstract.source import Source
from twoarm.drafting.abstract.written.files import texts_of
from twoarm.study.published.base import Verdict
from twoarm.study.published.claims import CLAIM, PublishedClaims, read_claims

METHODS = (
    "Methods: Sixty-two patients received a stent (stent group, n = 30) or a balloon (balloon group, n = 32)."
)
APART = ("id", "quote", "question", "arm", "part")


def with_results(results: str, methods: str = METHODS) -> str:
    """An abstract of these results."""
    return f"Aim: To compare both. {methods} Results: {results} Conclusion: Both were fine."


def drafted(text: str, title: str = "") -> AbstractDraft:
    """The draft of a text."""
    return draft_abstract(Source("abstract.txt", title, text))


def claims_of(draft: AbstractDraft, *kinds: str) -> list[dict[str, Any]]:
    """The entries of claims, those of some kinds or all that have a number, without what is the same in all of them."""
    named = {claim.id: claim.as_entry() for claim in draft.claims}
    wanted = [
        entry for entry in named.values() if entry["kind"] in kinds or (not kinds and _has_number(entry))
    ]
    return [{k: v for k, v in entry.items() if k not in APART} for entry in wanted]


def _has_number(entry: dict[str, Any]) -> bool:
    return entry["kind"] not in ("no_number", "conclusion", "sample_size")


def read_back(draft: AbstractDraft, folder: Path) -> PublishedClaims:
    """The claims of a draft as a study reads them from its files."""
    for name, text in texts_of(draft, "A title", confirmed=True).items():
        (folder / name).write_text(text, "utf-8", newline="")
    return read_claims(folder / "claims.yml", folder / "abstract.md")


def inconsistent(draft: AbstractDraft) -> list[str]:
    """The claims that the audit of a draft calls so."""
    claims = [CLAIM.validate_python(claim.as_entry()) for claim in draft.claims]
    found = findings(claims)
    return [f"{c.kind} {c.part}" for c in claims if found[c.id].verdict == Verdict.INCONSISTENT]
