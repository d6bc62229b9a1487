"""Counts of categories that leave nobody out, and the number that they should add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.figures import INTEGER, whole
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_SERIES = re.compile(rf"(?P<first>[A-Za-z][^.;:,\d]*?)?{INTEGER}[^.;:\d%()]*?(?:,(?: and)? |,? and |; )")
_GRADES = re.compile(r"\b(?:types?|grades?|class(?:es)?|stages?|ASA|levels?)\b", re.I)
_GRADE = re.compile(
    r"\b(?:(?:markedly|significantly|obviously|very|basically|partially|completely|not|no|un|dis) ?)?(?:cured|effective"
    r"|ineffective|invalid|excellent|good|fair|moderate|poor|bad|improved|unchanged|worse|worsened|better|satisfied"
    r"|neutral|recovered|complete|partial|stable|progressive|response|responded)\b",
    re.I,
)
_BEST = re.compile(
    r"^(?:markedly|significantly|obviously|very|completely|cured|excellent|better|recovered|complete|improved)"
)
_WORST = re.compile(r"^(?:ineffective|invalid|poor|bad|unchanged|worse|dis|un|not|no|progressive)")
_QUALITIES = (
    {"excellent", "good", "fair", "poor"},
    {"excellent", "good", "moderate", "poor"},
    {"men", "women"},
    {"male", "female"},
    {"males", "females"},
    {"boys", "girls"},
)


def categories(sentence: Sentence, context: Context) -> list[Drafted]:
    """Counts of categories that leave nobody out, with the number that they should add up to."""
    made = []
    for start, piece in _clauses(sentence.flat):
        numbers = [m for m in re.finditer(INTEGER, piece) if not re.match(r" ?%", piece[m.end() :])]
        if len(numbers) >= 2 and (total := _whole_of(piece, numbers, start, sentence, context)):
            of, parts, spans = total
            arm = next((a for _, _, a in context.arms.mentioned(piece)), None)
            drafted = Drafted(
                "total",
                sentence,
                {"parts": parts, "total": of},
                spans,
                f"categories, {arm.label}" if arm else "categories",
            )
            drafted.arm = context.arms.role(arm) if arm else ""
            made.append(drafted)
    return made


def _scaled(piece: str, inner: list[re.Match[str]], context: Context) -> bool:
    """Whether as many grades of a scale as numbers are named, its best and its worst among them."""
    grades = [grade.lower() for grade in _GRADE.findall(piece)]
    ends = any(map(_BEST.search, grades)) and any(map(_WORST.search, grades))
    return len(set(grades)) == len(grades) == len(inner) > 2 and ends and not context.attrition


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in text.split(";"):
        yield at, piece
        at += len(piece) + 1


def _whole_of(
    piece: str, numbers: list[re.Match[str]], start: int, sentence: Sentence, context: Context
) -> tuple[int, list[int], list[tuple[int, int]]] | None:
    """Parts, their total and where they stand: of grades in their order, of named qualities, of the sexes."""
    last = re.search(rf"\bof (?:the |all )?(?P<k>{INTEGER})(?: {WHO})?[^\d]*$", piece)
    first = re.search(rf"^[^\d]*?(?P<k>{INTEGER}) {WHO} ?[\(\[,:]", piece)
    if first and _GRADE.search(piece[: first.start("k")]):  # the first of the categories themselves
        first = None
    outer = last or first
    inner = [m for m in numbers if not outer or not outer.start("k") <= m.start() < outer.end("k")]
    words = {w.lower() for w in re.findall(r"[A-Za-z]+", piece)}
    graded = (
        len(_GRADES.findall(piece)) >= len(inner) - 1 >= 1
        and len(inner) >= 2
        and bool(re.search(r"\b(?:type|grade|class|stage) (?:A|I|1)\b", piece))
    )
    named = _scaled(piece, inner, context) or any(
        group <= words and len(inner) == len(group) for group in _QUALITIES
    )
    if not (graded or named) or len(inner) < 2:
        return None
    arms = [arm for _, _, arm in context.arms.mentioned(piece)]
    of = whole(outer["k"]) if outer else arms[0].n if len({id(a) for a in arms}) == 1 else None
    if of is None and not arms and sentence.part != Part.CONCLUSION:
        of = context.total
    parts = [n for m in inner if (n := whole(m[0])) is not None]
    if of is None or len(parts) != len(inner) or (not outer and abs(sum(parts) - of) > max(2, of // 10)):
        return None
    spans = [(start + m.start(), start + m.end()) for m in numbers]
    return of, parts, spans
