"""Statements of P in a sentence, lists of them among these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.reading.figures import value
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.study.published.printed import p_parts

_P = re.compile(
    r"(?<![A-Za-z])(?P<name>[Pp](?:[- ]?[Vv]alues?)?)(?P<verb> of| was| is)? ?"
    r"(?P<relation>less than |greater than |[<>=≤≥] ?)?(?P<number>\d*[.,]?\d+)(?![\d%]|[.,]\d)"
)
_MORE = re.compile(
    r"(?:,? and |, ?|; ?|/ ?)(?P<relation>[<>=≤≥] ?)?(?P<number>\d?[.,]\d+|0|1)(?![\d%/]|[.,]\d)"
)
# What such a P answers is not whether the arms differ.
_OTHER_QUESTION = re.compile(
    r",? (?:for|value for|in the test of) (?:the )?(?:non-? ?inferiority|equivalence|interaction|trend"
    r"|heterogeneity)",
    re.I,
)
_ANOTHER = re.compile(
    r"(?:,? and |, )(?:[<>] ?)?0?[.,]\d{2,}(?=(?:,? and |, )(?:[<>] ?)?0?[.,]\d{2,}|[)\];])"
)
# A level that tests are held to is no result; nor is the P of a limit of entry into a model.
_LEVEL = re.compile(
    r"\bP(?:[- ]?values?)?(?: of)? ?(?:<|≤|=|less than|below)[^.;()]{0,3}\.?\d*[^;()]{0,30}\b"
    r"(?:consider|regard|deem|taken|indicat|denot|defin|accept|set|signif\w* level|as (?:the )?(?:level"
    r"|threshold|statistically signif|signif))"
    r"|\b(?:significance|threshold|alpha|P level|level of (?:statistical )?significance)\b[^.;()]{0,40}"
    r"\b(?:set|defined|accepted|fixed|level of"
    r"|was|is|at)\b[^;()]{0,12}(?:\bP\b|0?\.\d)|\bconsidered (?:to be )?(?:statistically"
    r" )?significant\b",
    re.IGNORECASE,
)


def p_values(text: str, printed: str) -> Iterator[Mention]:
    """Each statement of P of a sentence in its plain form, quoted from the printed one.

    Examples
    --------
    >>> sentence = "Fusion and tear differed (P = 0.357 and <0.001, respectively)"
    >>> [m.values["p"] for m in p_values(sentence, sentence)]
    ['P = 0.357', 'P <0.001']
    """
    for found in _P.finditer(text):
        statement = printed[found.start() : found.end()]
        if _is_statement(statement) and not _OTHER_QUESTION.match(text, found.end()):
            yield Mention(Kind.P, found.start(), found.end(), {"p": " ".join(statement.split())})
            if "respectively" in text[found.end() :] or _ANOTHER.match(text, found.end()):
                yield from _listed(text, printed, found)


def is_level(sentence: str) -> bool:
    """Whether a sentence says which P counts as significant, and gives no result."""
    return bool(_LEVEL.search(sentence))


def _listed(text: str, printed: str, first: re.Match[str]) -> Iterator[Mention]:
    """Those after the first that leave out its letter, and perhaps its sign."""
    end = first.end()
    name = printed[first.start("name") : first.end("name")]
    while (more := _MORE.match(text, end)) and value(more["number"]) <= 1:
        number = printed[more.start("number") : more.end("number")]
        if more["relation"]:
            start, pieces = (
                more.start("relation"),
                (name, printed[more.start("relation") : more.end()].strip()),
            )
        else:
            start, pieces = (
                more.start("number"),
                (printed[first.start() : first.start("number")].strip(), number),
            )
        if not _is_statement(" ".join(pieces)):
            return
        yield Mention(Kind.P, start, more.end(), {"p": " ".join(pieces)}, pieces)
        end = more.end()


def _is_statement(text: str) -> bool:
    try:
        p_parts(text)
    except ValueError:
        return False
    return True
