"""Which number of a sentence is about which arm, and which two numbers are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twoarm.drafting.abstract.arms.both import Arm, Arms
from twoarm.drafting.abstract.compared.blocks import Block, Change, Pair, cut
from twoarm.drafting.abstract.compared.near import AFTERWARDS, AGAINST, Near, follows_arm, nearest
from twoarm.drafting.abstract.compared.rows import pairs_by_row
from twoarm.drafting.abstract.reading.counts import WHO
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

_AND = re.compile(rf" ?(?:{WHO} )?and (?:in )?", re.I)  # nothing else between two counts of how many
_COMPARATOR = re.compile(r"\b(?:than|compared (?:with|to))\b", re.I)
_TWO_TIMES = re.compile(
    r"\b(?:pre|before|baseline|initial)\S*(?: \w+)? (?:and|to|vs\.?|versus) (?:at )?(?:post|after|final|last|follow|\d)",
    re.I,
)
_OVER_TIME = re.compile(
    r"\b(?:compared (?:with|to)|than|relative to|from) (?:at |the |that |those |values? |of )*"
    r"(?:baseline|before|pre-?\w*|initial)\b",
    re.I,
)


def blocks_of(sentence: Sentence, mentions: Sequence[Mention], arms: Arms) -> list[Block]:
    """The blocks of a sentence, the numbers of each attributed to the arms."""
    order = (arms.first, arms.second)
    blocks = []
    for block in cut(sentence, mentions):
        order = _attribute(block, sentence, arms, order)
        blocks.append(block)
    return blocks


def _attribute(block: Block, sentence: Sentence, arms: Arms, order: tuple[Arm, Arm]) -> tuple[Arm, Arm]:
    """Fill a block's pairs and singles; the order of the arms that the next one inherits."""
    spoken = arms.mentioned(sentence.flat)
    if rows := pairs_by_row(block, sentence, spoken):
        block.pairs.extend(rows)
        return rows[0].arms
    values = list(block.values)
    at = block.start
    while values:
        if change := _change(values, block, at, sentence, spoken):
            block.changes.append(change)
            at, values = change.later.end, values[2:]
            continue
        pair = _pair(values, block, at, sentence, arms, spoken, order) if len(values) > 1 else None
        if pair is None:
            block.singles.append((values[0], nearest(values[0], values[1:], at, block, spoken, sentence)))
            at, values = values[0].end, values[1:]
        else:
            block.pairs.append(pair)
            order = pair.arms
            at, values = pair.second.end, values[2:]
    _join_singles(block, sentence)
    return order


def _join_singles(block: Block, sentence: Sentence) -> None:
    """Two numbers that stand by themselves, one of each arm and nothing else, are compared."""
    if block.pairs or block.changes or len(block.singles) != 2:
        return
    (a, first), (b, second) = block.singles
    if first is None or second is None or first is second or _family(a) != _family(b):
        return
    if not AFTERWARDS.search(sentence.flat[a.end : b.start]):
        block.pairs.append(Pair(a, b, (first, second), True, True))
        block.singles.clear()


def _change(values: list[Mention], block: Block, at: int, sentence: Sentence, spoken: list) -> Change | None:
    """The first two values as those before and after, where the words `from` and `to` say so."""
    if len(values) < 2 or _family(values[0]) != _family(values[1]):
        return None
    a, b = values[:2]
    led = re.search(
        r"\bfrom (?:a (?:mean|median) of |an average of |[a-z]+ )?\(?$", sentence.flat[at : a.start], re.I
    )
    if not led or not re.match(r"[^.;]{0,40}\bto\b[^.;]{0,30}$", sentence.flat[a.end : b.start], re.I):
        return None
    own = [arm for first, _, arm in spoken if at <= first < a.start]
    arm = (
        nearest(b, values[2:], at, block, spoken, sentence)
        if not own or follows_arm(b, block, spoken, sentence)
        else own[-1]
    )
    return Change(a, b, arm)


def _pair(
    values: list[Mention],
    block: Block,
    at: int,
    sentence: Sentence,
    arms: Arms,
    spoken: list,
    order: tuple[Arm, Arm],
) -> Pair | None:
    """The first two values as one of each arm; None where nothing says so."""
    a, b = values[:2]
    if _family(a) != _family(b):
        return None
    until = min(
        [m.start for m in (*values[2:], *block.ps, *block.intervals) if m.start >= b.end] or [block.end]
    )
    between = sentence.flat[a.end : b.start]
    near = Near(spoken, at, a, b, until)
    against = _COMPARATOR.search(sentence.flat, at, a.start)
    if against and not any(against.start() <= first < block.end for first, _, _ in spoken):
        return None  # what is compared is named, and is not the arms
    found = near.told() or (
        None if _OVER_TIME.search(sentence.flat[: a.start]) else near.one_sided(arms, between)
    )
    found = found or _named_late(near, block, spoken, arms, between)
    if found is None:
        found = _by_denominator(a, b, arms)
    if found is not None:
        return Pair(a, b, found, True, True)
    if near.any or AFTERWARDS.search(between) or _TWO_TIMES.search(sentence.flat[at : a.start]):
        return None
    rest = sentence.flat[b.end :]
    listed = {id(arm) for first, _, arm in spoken if first < at} == {id(arms.first), id(arms.second)}
    said = bool(AGAINST.search(between)) or bool(re.match(r"[^;]*\brespectively\b", rest))
    short = re.fullmatch(r"[^\d;]{0,25}\b(?:and|or)\b[^\d;]{0,15}|\s*[/;,]\s*", between)
    listed = listed or bool("of" in a.values and "of" in b.values and _AND.fullmatch(between))
    alone = bool(short and block.ps and len(block.values) == 2)
    return Pair(a, b, order, said or listed, False) if said or alone else None


def _named_late(near: Near, block: Block, spoken: list, arms: Arms, between: str) -> tuple[Arm, Arm] | None:
    """The arms where they are named behind the P: `longer (60 v 52; P) in the first group than in the other`."""
    if near.any or not AGAINST.search(between) or len(block.values) != 2:
        return None
    late = [arm for first, _, arm in spoken if near.until <= first < block.end]
    return (late[0], arms.other(late[0])) if late else None


def _by_denominator(a: Mention, b: Mention, arms: Arms) -> tuple[Arm, Arm] | None:
    """The arms whose sizes, which differ, are the printed denominators."""
    sizes = {arms.first.n: arms.first, arms.second.n: arms.second}
    found = [sizes.get(m.values.get("of", 0)) for m in (a, b)]
    one, other = found
    return (one, other) if one is not None and other is not None and one is not other else None


def _family(mention: Mention) -> str:
    return "counted" if mention.kind in (Kind.COUNT, Kind.SHARE) else str(mention.kind)
