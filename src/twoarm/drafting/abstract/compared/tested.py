"""The claims of a block: its values, and what is stated of them where the sentence leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.compared.blocks import Block, Change, Pair
from twoarm.drafting.abstract.compared.rows import row_topics
from twoarm.drafting.abstract.compared.stated import (
    Stated,
    direction_of,
    figure_of,
    follows,
    interval_claim,
    is_significant,
)
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.entries.topics import topic_of
from twoarm.drafting.abstract.entries.values import claim_of, rounds_to
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence

_EVERY = re.compile(r"\b(?:all|both|each)\b[^.;]{0,12}$|^[^.;]{0,6}\b(?:for|in) (?:all|both|each)\b", re.I)


_EACH = re.compile(r"\b(?:in|of) (?:each|both) (?:groups?|arms?)\b", re.I)
_NUMBERS = re.compile(r"\bnumbers? of (?!hours|days|weeks|months|years)", re.I)  # each patient's is whole


def pair_order(pair: Pair, context: Context) -> tuple[Mention, Mention]:
    """The value of the treated, then that of the controls; where no arm is named, the order that percentages bear."""
    by_role = {
        context.arms.role(arm): mention
        for arm, mention in zip(pair.arms, (pair.first, pair.second), strict=True)
    }
    treated, control = by_role["treated"], by_role["control"]
    bare = all(
        m.kind == Kind.COUNT and "of" not in m.values and "percent" in m.values for m in (treated, control)
    )
    if (
        not pair.named
        and bare
        and not _bears(treated, control, context)
        and _bears(control, treated, context)
    ):
        return control, treated
    return treated, control


def _bears(treated: Mention, control: Mention, context: Context) -> bool:
    given = zip((treated, control), context.arms.sizes, strict=True)
    return all(rounds_to(m.values["events"], n, m.values["percent"]) for m, n in given)


def block_claims(block: Block, sentence: Sentence, context: Context) -> list[Drafted]:
    """Every claim of a block; a P that is about none of its values is left to others."""
    return list(_Told(block, sentence, context).claims())


@dataclass(frozen=True)
class _Told:
    """A block where it stands."""

    block: Block
    sentence: Sentence
    context: Context

    def claims(self) -> Iterator[Drafted]:
        """Pairs with what is stated of them, changes within an arm, single values, intervals of nothing that is printed."""
        yield from self._of_pairs()
        for change in self.block.changes:
            yield from self._of_change(change)
        yield from self._of_singles()
        if not self.block.pairs:
            yield from self._of_intervals()

    def _topic(self, start: int, end: int, most: int = 60) -> str:
        return topic_of(self.sentence.flat[start:end], self.context.arms, most)

    def _of_pairs(self) -> Iterator[Drafted]:
        pairs, rows = self.block.pairs, self.block.in_rows
        linked, at = _linked(self.block, self.sentence), self.block.start
        listed = row_topics(self._topic(at, pairs[0].first.start, 300), len(pairs)) if rows else []
        for place, pair in enumerate(pairs):
            topic = listed[place] if rows else self._topic(at, pair.first.start)
            mentions = pair_order(pair, self.context)
            sides = self._sides(pair, mentions, topic, self.sentence.flat[at : pair.first.start])
            yield from filter(None, sides)
            both = (sides[0], sides[1]) if sides[0] and sides[1] else None
            behind = [] if rows else [i for i in self.block.intervals if _about(i, pair, self.block, place)]
            stated = (topic, self.sentence, self.context)
            yield from Stated(pair, both, mentions, linked.get(place), behind, *stated).claims()
            at = pair.second.end

    def _sides(
        self, pair: Pair, mentions: tuple[Mention, Mention], topic: str, before: str
    ) -> list[Drafted | None]:
        """The claims of both values, treated first."""
        arms = self.context.arms.treated, self.context.arms.control
        sides = [self._value(m, arm, topic) for m, arm in zip(mentions, arms, strict=True)]
        for side in filter(None, sides):
            if not pair.named:
                side.guesses.append("which value is whose")
            if side.kind == "mean_sd_range" and _NUMBERS.search(before) and not self.context.attrition:
                side.fields["step"] = "1"
                side.guesses.append("each patient has a whole number")
        return sides

    def _value(self, mention: Mention, arm: Arm | None, topic: str) -> Drafted | None:
        drafted = claim_of(mention, arm, self.sentence, self.context)
        if drafted:
            drafted.topic = ", ".join(filter(None, (topic, arm.label if arm else "")))
        return drafted

    def _of_change(self, change: Change) -> Iterator[Drafted]:
        """The values of one arm before and after; a P right behind the only such change is one within the arm."""
        at = change.earlier.start  # what changes is said once, before the first arm
        topic = self._topic(self.block.start, at) or self._topic(0, at)
        for mention in (change.earlier, change.later):
            if side := self._value(mention, change.arm, topic):
                yield side
        alone = not self.block.pairs and not self.block.singles and len(self.block.changes) == 1
        if alone and len(self.block.ps) == 1 and change.arm:
            yield self._within(change, self.block.ps[0], change.arm, topic)

    def _within(self, change: Change, p: Mention, arm: Arm, topic: str) -> Drafted:
        moved = direction_of(figure_of(change.later), figure_of(change.earlier))
        direction = moved if is_significant(p.values["p"]) else "none"
        fields = {"p": p.values["p"], "comparison": "within", "direction": direction, "n": [arm.n]}
        part, role = f"{topic}, {arm.label}".strip(", "), self.context.arms.role(arm)
        guesses = ["the direction, from the two values"]
        return Drafted("bare_p", self.sentence, fields, [(p.start, p.end)], part, guesses, p.pieces, role)

    def _of_singles(self) -> Iterator[Drafted]:
        for mention, arm in _of_each(self.block, self.sentence, self.context):
            if single := self._value(mention, arm, self._topic(self.block.start, mention.start)):
                yield single

    def _of_intervals(self) -> Iterator[Drafted]:
        for one in self.block.intervals:
            if "low" not in one.values:
                continue  # a number by itself, of which nothing follows
            p = next((p for p in self.block.ps if follows(one, p, self.sentence)), None)
            topic = self._topic(self.block.start, one.start)
            yield interval_claim(one, None, p, topic, self.sentence, self.context)


def _of_each(block: Block, sentence: Sentence, context: Context) -> Iterator[tuple[Mention, Arm | None]]:
    """The values that stand by themselves; one of each group, where both are as large, is one of either."""
    for mention, arm in block.singles:
        of = mention.values.get("of")
        alike = (
            {of} == set(context.arms.sizes)
            if of
            else mention.kind == Kind.COUNT and "percent" not in mention.values
        )
        if arm is None and alike and _EACH.search(sentence.flat):
            yield from ((mention, one) for one in (context.arms.treated, context.arms.control))
        else:
            yield mention, arm


def _linked(block: Block, sentence: Sentence) -> dict[int, Mention]:
    """Which statement of P is about which pair, where the structure of the sentence leaves no doubt."""
    if len(block.ps) == len(block.pairs) > 1 and not block.singles:
        return dict(enumerate(block.ps))
    if len(block.ps) != 1 or block.changes:
        return {}
    p = block.ps[0]
    if len(block.pairs) == 1 and not _beside(block):
        return {0: p}
    shared = block.in_rows and bool(re.search(r"[<>≤≥]", p.values["p"]))
    around = sentence.flat[max(0, p.start - 20) : p.start], sentence.flat[p.end : p.end + 20]
    if len(block.pairs) > 1 and (shared or _EVERY.search(around[0]) or _EVERY.match(around[1])):
        return dict.fromkeys(range(len(block.pairs)), p)
    return {}


def _beside(block: Block) -> list[Mention]:
    """Single values that the P behind the only pair could be about as well."""
    first = block.pairs[0].first
    return [m for m, _ in block.singles if m.start > first.start or m.kind == first.kind]


def _about(interval: Mention, pair: Pair, block: Block, place: int) -> bool:
    """Whether an interval stands behind a pair and before the next one."""
    later = [p.first.start for p in block.pairs[place + 1 :]]
    return interval.start >= pair.second.end and all(interval.start < start for start in later)
