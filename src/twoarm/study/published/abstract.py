"""The text of ``abstract.md``: the words that may be quoted, and the paragraphs in which a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.study.labels import unseen

# A structured abstract runs its parts together: "[Methods] A total of", "METHODS: A total of".
_PART = re.compile(
    r"(?<=[.!?)。])\s*(?=\[(?![a-z])[^\[\]\d]{2,40}\]|【[^【】]{1,40}】|[A-Z][A-Z ,/&-]{4,40}:\s)"
)

# Where a sentence ends: before a capital letter or a figure, and not after a shortened word.
_END = re.compile(
    r"(?<=[.!?。])(?<!\bvs\.)(?<!\bcf\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bca\.)(?<!\bno\.)(?<!\bNo\.)\s+"
    r"(?=[\"“(\[]?[A-Z0-9])"
)
_HEAD = re.compile(r"\s*(\[(?![a-z])[^\[\]\d]{2,40}\]:?|【[^【】]{1,40}】|[A-Z][A-Z ,/&-]{4,40}:)\s*")


def prose_of(markdown: str) -> str:
    """The text without headings and without the marks of a quotation, its lines as they are."""
    lines = (line for line in markdown.splitlines() if not line.startswith("#"))
    return "\n".join(re.sub(r"^\s*>\s?", "", line) for line in lines)


def paragraphs_of(markdown: str) -> tuple[str, ...]:
    """The paragraphs of an abstract in their order, each in one line, a part of a structured one in a paragraph of its own.

    Characters that nobody sees, as copied from a PDF, are left out.

    Examples
    --------
    >>> paragraphs_of("# From a journal\\n\\n> [Aim] To compare.\\n> [Results] No difference (P>0.05).")
    ('[Aim] To compare.', '[Results] No difference (P>0.05).')
    """
    return tuple(_paragraphs("".join(c for c in prose_of(markdown) if not unseen(c))))


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        yield from filter(None, (" ".join(part.split()) for part in _PART.split(block)))


def sentences_of(paragraph: str) -> tuple[str, list[str]]:
    """The heading that a paragraph of a structured abstract begins with, empty without one, and its sentences.

    Examples
    --------
    >>> sentences_of("[Results] No leak (P>0.05). Pain fell vs. before.")
    ('[Results]', ['No leak (P>0.05).', 'Pain fell vs. before.'])
    """
    head = _HEAD.match(paragraph)
    rest = paragraph[head.end() :] if head else paragraph
    return (head[1] if head else "", [text for text in _END.split(rest) if text])
