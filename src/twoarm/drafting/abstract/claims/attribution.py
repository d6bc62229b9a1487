"""Which number of a sentence is about which arm, and which two numbers are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from twoarm.drafting.abstract.arms.found import Arm, Arms
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

VALUES = (Kind.COUNT, Kind.SHARE, Kind.MEAN, Kind.MEDIAN)
_AGAINST = re.compile(
    r"\b(?:versus|vs?\.?|than|against|compared (?:with|to)|in contrast to|while|whereas)(?=[\s(]|$)", re.I
)
_LATER = re.compile(
    r"\bto\b|→|\bbaseline\b|pre-?operative|post-?operative|\bpre\b|\bpost\b|\bbefore\b"
    r"|\bafter (?!\S+ (?:repair|surgery))|\bfollow-?up\b|\bat (?:\d|\w+ (?:months?|years?|weeks?"
    r"|days?)\b|the (?:end|last|final))",
    re.I,
)


@dataclass(frozen=True)
class Pair:
    """Two numbers of one kind that are compared, one of each arm.

    Attributes
    ----------
    arms : of the first, then of the second number.
    certain : whether words of the sentence say that these two are compared.
    named : whether it names the arms, so that it is certain which number is whose.
    """

    first: Mention
    second: Mention
    arms: tuple[Arm, Arm]
    certain: bool
    named: bool


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


def blocks_of(sentence: Sentence, mentions: Sequence[Mention], arms: Arms) -> list[Block]:
    """The blocks of a sentence, the numbers of each attributed to the arms."""
    order = (arms.first, arms.second)
    blocks = []
    for block in _cut(sentence, mentions):
        order = _attribute(block, sentence, arms, order)
        blocks.append(block)
    return blocks


def _cut(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Block]:
    """A sentence cut behind each run of statements of P, or of intervals that no P follows."""
    start = 0
    held: dict[Kind, list[Mention]] = {kind: [] for kind in Kind}
    for place, mention in enumerate(mentions):
        held[mention.kind].append(mention)
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        closes = mention.kind == Kind.P and (following is None or not _runs_on(sentence, mention, following))
        closes = closes or (
            mention.kind == Kind.INTERVAL and following is not None and following.kind in VALUES
        )
        if closes or following is None:
            end = mention.end if closes and following is not None else len(sentence.flat)
            values = tuple(m for m in mentions if m.kind in VALUES and any(m is h for h in held[m.kind]))
            yield Block(start, end, values, tuple(held[Kind.P]), tuple(held[Kind.INTERVAL]))
            start, held = end, {kind: [] for kind in Kind}


def _runs_on(sentence: Sentence, mention: Mention, following: Mention) -> bool:
    """Whether another statement of P, or the interval that it is about, follows in the same list."""
    gap = sentence.flat[mention.end : following.start]
    listed = following.kind == Kind.P and not re.search(r"[A-Za-z]{4}|[()\[\]]", gap.replace("and", ""))
    return listed or (following.kind == Kind.INTERVAL and not re.search(r"[.)\]]|\d", gap))


def _attribute(block: Block, sentence: Sentence, arms: Arms, order: tuple[Arm, Arm]) -> tuple[Arm, Arm]:
    """Fill a block's pairs and singles; the order of the arms that the next one inherits."""
    spoken = arms.mentioned(sentence.flat)
    values = list(block.values)
    at = block.start
    while values:
        if change := _change(values, block, at, sentence, spoken):
            block.changes.append(change)
            at, values = change.later.end, values[2:]
            continue
        pair = _pair(values, block, at, sentence, arms, spoken, order) if len(values) > 1 else None
        if pair is None:
            block.singles.append((values[0], _nearest(values[0], values[1:], at, block, spoken, sentence)))
            at, values = values[0].end, values[1:]
        else:
            block.pairs.append(pair)
            order = pair.arms
            at, values = pair.second.end, values[2:]
    return order


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
        _nearest(b, values[2:], at, block, spoken, sentence)
        if not own or _follows_arm(b, block, spoken, sentence)
        else own[-1]
    )
    return Change(a, b, arm)


def _follows_arm(value: Mention, block: Block, spoken: list, sentence: Sentence) -> bool:
    """Whether an arm is named right behind a value: `in the first group`."""
    return any(
        value.end <= first <= value.end + 22
        and not re.search(r"[,;.]|\band\b", sentence.flat[value.end : first])
        for first, _, _ in spoken
    )


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
    near = _Near(spoken, at, a, b, until)
    found = near.told() or near.one_sided(arms, between)
    if found is None:
        found = _by_denominator(a, b, arms)
    if found is not None:
        return Pair(a, b, found, True, True)
    if near.any or _LATER.search(between):
        return None
    rest = sentence.flat[b.end :]
    said = bool(_AGAINST.search(between)) or bool(re.match(r"[^;]*\brespectively\b", rest))
    short = re.fullmatch(r"[^\d;]{0,25}\b(?:and|or)\b[^\d;]{0,15}|\s*[/;,]\s*", between)
    return Pair(a, b, order, said, False) if said or (short and block.ps and len(block.values) == 2) else None


def _by_denominator(a: Mention, b: Mention, arms: Arms) -> tuple[Arm, Arm] | None:
    """The arms whose sizes, which differ, are the printed denominators."""
    sizes = {arms.first.n: arms.first, arms.second.n: arms.second}
    found = [sizes.get(m.values.get("of", 0)) for m in (a, b)]
    one, other = found
    return (one, other) if one is not None and other is not None and one is not other else None


@dataclass(frozen=True)
class _Near:
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
                (_last_two(before)[:1], _last_two(before)[1:]),
                (before[-1:], after[:1]),
                (after[:1], after[1:2]),
            ]
        return next(((x[0], y[0]) for x, y in tries if x and y and x[0] is not y[0]), None)

    def one_sided(self, arms: Arms, between: str) -> tuple[Arm, Arm] | None:
        """Where one arm is named and words such as `versus` tell that the other value is the other arm's."""
        if self.between and not self.before and not self.after:
            return self.between[0], arms.other(self.between[0])
        if self.after and not self.before and not self.between and _AGAINST.search(between):
            return arms.other(self.after[0]), self.after[0]
        if self.before and not self.between and _AGAINST.search(between) and not _LATER.search(between):
            return self.before[-1], arms.other(self.before[-1])
        return None


def _last_two(arms: list[Arm]) -> list[Arm]:
    """The last two arms that differ, in their order."""
    for place in range(len(arms) - 1, 0, -1):
        if arms[place] is not arms[place - 1]:
            return arms[place - 1 : place + 1]
    return []


def _family(mention: Mention) -> str:
    return "counted" if mention.kind in (Kind.COUNT, Kind.SHARE) else str(mention.kind)


def _nearest(
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
    if inner or after:
        named = inner or after
        alone = len(set(map(id, named))) == 1
        return named[0] if alone or _follows_arm(value, block, spoken, sentence) else None
    return before[-1] if before and len(set(map(id, before[-2:]))) == 1 else None
