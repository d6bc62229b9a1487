"""Numbers of several outcomes, first all of one arm, then all of the other: pairs in their order."""

from __future__ import annotations

import re
from itertools import pairwise

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.compared.blocks import Block, Pair
from twoarm.drafting.abstract.compared.near import AGAINST
from twoarm.drafting.abstract.reading.sentences import Sentence

_LIST = re.compile(r",(?: and)? | and ")

_CHANGE = re.compile(
    r"\bfrom\b[^;]{0,60}\bto\b|\bbefore\b[^;]{0,60}\bafter\b|\bpre\w*\b[^;]{0,60}\bpost|\bbaseline\b|→",
    re.I,
)


def pairs_by_row(block: Block, sentence: Sentence, spoken: list[tuple[int, int, Arm]]) -> list[Pair]:
    """The pairs of such a block; none where its numbers stand otherwise."""
    values, half = block.values, len(block.values) // 2
    if half < 2 or len(values) % 2 or len({v.kind for v in values}) > 1:
        return []
    gaps = [(a.end, b.start) for a, b in pairwise(values)]
    parted = [bool(_named(spoken, *gap) or AGAINST.search(sentence.flat[slice(*gap)])) for gap in gaps]
    if parted != [place == half - 1 for place in range(len(gaps))]:
        return []
    if half == 2 and _CHANGE.search(sentence.flat[block.start : values[-1].start]):
        return []  # of one outcome, before and after
    before = _named(spoken, block.start, values[0].start)
    between, after = _named(spoken, *gaps[half - 1]), _named(spoken, values[-1].end, block.end)
    first, second = (before[-1:], between[:1] or after[:1]) if before else (between[:1], after[:1])
    if not first or not second or first[0] is second[0]:
        return []
    arms = first[0], second[0]
    return [Pair(values[i], values[i + half], arms, True, True, i) for i in range(half)]


def row_topics(words: str, count: int) -> list[str]:
    """The outcomes of such pairs, where as many are listed; else nothing of each."""
    listed = [part.strip(" ,;:(") for part in _LIST.split(words) if part.strip(" ,;:(")]
    return listed if len(listed) == count else [""] * count


def _named(spoken: list[tuple[int, int, Arm]], start: int, end: int) -> list[Arm]:
    return [arm for first, _, arm in spoken if start <= first < end]
