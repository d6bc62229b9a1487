"""A sentence cut into blocks: numbers, and what is stated of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

OF_ARMS = (Kind.COUNT, Kind.SHARE, Kind.MEAN, Kind.MEDIAN)


@dataclass(frozen=True)
class Pair:
    """Two numbers of one kind that are compared, one of each arm.

    Attributes
    ----------
    arms : of the first, then of the second number.
    certain : whether words of the sentence say that these two are compared.
    named : whether it names the arms, so that it is certain which number is whose.
    row : its place among pairs of which one arm's numbers stand first and the other's after all of these; else -1.
    """

    first: Mention
    second: Mention
    arms: tuple[Arm, Arm]
    certain: bool
    named: bool
    row: int = -1


@dataclass(frozen=True)
class Change:
    """Two numbers of one arm, the earlier and the later one."""

    earlier: Mention
    later: Mention
    arm: Arm | None


@dataclass(frozen=True)
class Block:
    """The numbers of a sentence before a statement of P, or before its end, and the statements that follow them."""

    start: int
    end: int
    values: tuple[Mention, ...]
    ps: tuple[Mention, ...] = ()
    intervals: tuple[Mention, ...] = ()
    pairs: list[Pair] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    singles: list[tuple[Mention, Arm | None]] = field(default_factory=list)

    @property
    def in_rows(self) -> bool:
        """Whether all numbers of one arm stand before those of the other."""
        return bool(self.pairs) and self.pairs[0].row >= 0


def cut(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Block]:
    """A sentence cut behind each run of statements of P, or of intervals that no P follows."""
    start = 0
    held: dict[Kind, list[Mention]] = {kind: [] for kind in Kind}
    for place, mention in enumerate(mentions):
        held[mention.kind].append(mention)
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        closes = mention.kind == Kind.P and (following is None or not _runs_on(sentence, mention, following))
        closes = closes or (
            mention.kind == Kind.INTERVAL and following is not None and following.kind in OF_ARMS
        )
        if closes or following is None:
            end = mention.end if closes and following is not None else len(sentence.flat)
            values = tuple(m for m in mentions if m.kind in OF_ARMS and any(m is h for h in held[m.kind]))
            yield Block(start, end, values, tuple(held[Kind.P]), tuple(held[Kind.INTERVAL]))
            start, held = end, {kind: [] for kind in Kind}


def _runs_on(sentence: Sentence, mention: Mention, following: Mention) -> bool:
    """Whether another statement of P, or the interval that it is about, follows in the same list."""
    gap = sentence.flat[mention.end : following.start]
    listed = following.kind == Kind.P and not re.search(r"[A-Za-z]{4}|[()\[\]]", gap.replace("and", ""))
    return listed or (following.kind == Kind.INTERVAL and not re.search(r"[.)\]]|\d", gap))
