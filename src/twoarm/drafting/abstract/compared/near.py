"""Which arms are spoken of around two numbers, and around one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twoarm.drafting.abstract.arms.both import Arm, Arms
from twoarm.drafting.abstract.compared.blocks import Block
from twoarm.drafting.abstract.reading.mentions import Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

AGAINST = re.compile(
    r"\b(?:versus|vs?\.?|than|against|compared (?:with|to)|in contrast to|while|whereas)(?=[\s(]|$)", re.I
)
AFTERWARDS = re.compile(
    r"\bto\b|→|\bbaseline\b|pre-?operative|post-?operative|\bpre\b|\bpost\b|\bbefore\b"
    r"|\bafter (?!\S+ (?:repair|surgery))|\bfollow-?up\b|\bat (?:\d|\w+ (?:months?|years?|weeks?"
    r"|days?)\b|the (?:end|last|final))",
    re.I,
)


def follows_arm(value: Mention, block: Block, spoken: list, sentence: Sentence) -> bool:
    """Whether an arm is named right behind a value: `in the first group`."""
    return any(
        value.end <= first <= value.end + 22
        and not re.search(r"[,;.]|\band\b", sentence.flat[value.end : first])
        for first, _, _ in spoken
    )


@dataclass(frozen=True)
class Near:
    """The arms that are spoken of around two values."""

    spoken: list
    at: int
    a: Mention
    b: Mention
    until: int

    def _in(self, start: int, end: int) -> list[Arm]:
        return [arm for first, last, arm in self.spoken if start <= first < end]

    @property
    def before(self) -> list[Arm]:
        return self._in(self.at, self.a.start)

    @property
    def between(self) -> list[Arm]:
        return self._in(self.a.end, self.b.start)

    @property
    def after(self) -> list[Arm]:
        return self._in(self.b.end, self.until)

    @property
    def any(self) -> bool:
        """Whether an arm is spoken of at all."""
        return bool(self.before or self.between or self.after)

    def told(self) -> tuple[Arm, Arm] | None:
        """Where both arms are named, beside the values or in their order before or after them."""
        inner = [self._in(m.start, m.end) for m in (self.a, self.b)]
        before, between, after = self.before, self.between, self.after
        tries = [(inner[0][:1], inner[1][:1])]
        if between:
            tries += [(between[:1], after[:1]), (before[-1:], between[-1:])]
        else:
            tries += [
                (last_two(before)[:1], last_two(before)[1:]),
                (before[-1:], after[:1]),
                (after[:1], after[1:2]),
            ]
        return next(((x[0], y[0]) for x, y in tries if x and y and x[0] is not y[0]), None)

    def one_sided(self, arms: Arms, between: str) -> tuple[Arm, Arm] | None:
        """Where one arm is named and words such as `versus` tell that the other value is the other arm's."""
        if self.between and not self.before and not self.after:
            return self.between[0], arms.other(self.between[0])
        if self.after and not self.before and not self.between and AGAINST.search(between):
            return arms.other(self.after[0]), self.after[0]
        if self.before and not self.between and AGAINST.search(between) and not AFTERWARDS.search(between):
            return self.before[-1], arms.other(self.before[-1])
        return None


def last_two(arms: list[Arm]) -> list[Arm]:
    """The last two arms that differ, in their order."""
    for place in range(len(arms) - 1, 0, -1):
        if arms[place] is not arms[place - 1]:
            return arms[place - 1 : place + 1]
    return []


def nearest(
    value: Mention, later: list[Mention], at: int, block: Block, spoken: list, sentence: Sentence
) -> Arm | None:
    """The arm that a value by itself is about: named within it, right behind it, or before it."""
    until = later[0].start if later else block.end
    behind = sentence.flat[value.end : until]
    stop = value.end + (
        found.start() if (found := re.search(r"[;.]|, (?:and|while|whereas|but)\b", behind)) else len(behind)
    )
    inner = [arm for first, _, arm in spoken if value.start <= first < value.end]
    after = [arm for first, _, arm in spoken if value.end <= first < stop]
    before = [arm for first, _, arm in spoken if first < value.start]
    own = [arm for first, _, arm in spoken if block.start <= first < value.start]
    if before and not own and any(value.end <= first < block.end for first, _, _ in spoken):
        before = []  # named in an earlier part, while this one names its arm further on
    if inner or after:
        named = inner or after
        alone = len(set(map(id, named))) == 1
        return named[0] if alone or follows_arm(value, block, spoken, sentence) else None
    return before[-1] if before and len(set(map(id, before[-2:]))) == 1 else None
