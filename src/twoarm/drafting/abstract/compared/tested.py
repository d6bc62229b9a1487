"""The claims of a block: its values, and what is stated of them where the sentence leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.compared.blocks import Block, Pair
from twoarm.drafting.abstract.compared.rows import row_topics
from twoarm.drafting.abstract.compared.stated import claims_of_pair, interval_claim, is_significant
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.entries.topics import topic_of
from twoarm.drafting.abstract.entries.values import claim_of, rounds_to
from twoarm.drafting.abstract.reading.figures import value
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
    """Every claim of a block: its values, then what is stated of them; a P that is about none of them is left to others."""
    drafted: list[Drafted] = []
    linked = _linked(block, sentence)
    rows = bool(block.pairs) and block.pairs[0].row >= 0
    listed = (
        topic_of(sentence.flat[block.start : block.pairs[0].first.start], context.arms, 300) if rows else ""
    )
    topics = row_topics(listed, len(block.pairs))
    at = block.start
    for place, pair in enumerate(block.pairs):
        before = sentence.flat[at : pair.first.start]
        topic = topics[pair.row] if pair.row >= 0 else topic_of(before, context.arms)
        mentions = pair_order(pair, context)
        arms = (context.arms.treated, context.arms.control)
        sides = [claim_of(m, arm, sentence, context) for m, arm in zip(mentions, arms, strict=True)]
        named = [side for side in sides if side]
        for side in named:
            side.topic = ", ".join(filter(None, (topic, (arms[sides.index(side)]).label)))
            if not pair.named:
                side.guesses.append("which value is whose")
            if side.kind == "mean_sd_range" and _NUMBERS.search(before) and not context.attrition:
                side.fields["step"] = "1"
                side.guesses.append("each patient has a whole number")
        drafted += named
        both = (sides[0], sides[1]) if sides[0] and sides[1] else None
        intervals = [m for m in block.intervals if not rows and _about(m, pair, block, place)]
        drafted += claims_of_pair(
            pair, both, mentions, linked.get(place), intervals, topic, sentence, context
        )
        at = pair.second.end
    drafted += _changes(block, sentence, context)
    for mention, arm in _of_each(block, sentence, context):
        if single := claim_of(mention, arm, sentence, context):
            topic = topic_of(sentence.flat[block.start : mention.start], context.arms)
            single.topic = ", ".join(filter(None, (topic, arm.label if arm else "")))
            drafted.append(single)
    if not block.pairs:
        drafted += [
            interval_claim(
                m,
                None,
                block,
                topic_of(sentence.flat[block.start : m.start], context.arms),
                sentence,
                context,
            )
            for m in block.intervals
        ]
    return drafted


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


def _changes(block: Block, sentence: Sentence, context: Context) -> list[Drafted]:
    """The values of one arm before and after; a P right behind the only such change is one within the arm."""
    made = []
    for change in block.changes:
        before = sentence.flat[: change.earlier.start]  # what changes is said once, before the first arm
        topic = topic_of(before[block.start :], context.arms) or topic_of(before, context.arms)
        for mention in (change.earlier, change.later):
            if side := claim_of(mention, change.arm, sentence, context):
                side.topic = ", ".join(filter(None, (topic, change.arm.label if change.arm else "")))
                made.append(side)
    only = (
        block.changes[0]
        if len(block.changes) == 1 and len(block.ps) == 1 and not block.pairs and not block.singles
        else None
    )
    if only and only.arm:
        p, (before, after) = block.ps[0], (_figure(m) for m in (only.earlier, only.later))
        direction = (
            "none"
            if not is_significant(p.values["p"]) or before == after
            else "higher"
            if after > before
            else "lower"
        )
        fields = {"p": p.values["p"], "comparison": "within", "direction": direction, "n": [only.arm.n]}
        made.append(
            Drafted(
                "bare_p",
                sentence,
                fields,
                [(p.start, p.end)],
                made[-1].topic if made else "",
                ["the direction, from the two values"],
                p.pieces,
                context.arms.role(only.arm),
            )
        )
    return made


def _figure(mention: Mention) -> float:
    """The number of a value."""
    key = {Kind.COUNT: "percent", Kind.SHARE: "percent", Kind.MEAN: "mean", Kind.MEDIAN: "median"}[
        mention.kind
    ]
    return value(str(mention.values.get(key, mention.values.get("events", "0"))))


def _linked(block: Block, sentence: Sentence) -> dict[int, Mention]:
    """Which statement of P is about which pair, where the structure of the sentence leaves no doubt."""
    if len(block.ps) == len(block.pairs) > 1 and not block.singles:
        return dict(enumerate(block.ps))
    if len(block.ps) != 1 or block.changes:
        return {}
    p = block.ps[0]
    around = sentence.flat[max(0, p.start - 20) : p.start], sentence.flat[p.end : p.end + 20]
    first = block.pairs[0] if block.pairs else None
    between = [
        m for m, _ in block.singles if first and (m.start > first.first.start or m.kind == first.first.kind)
    ]
    if len(block.pairs) == 1 and not between:
        return {0: p}
    threshold = bool(re.search(r"[<>≤≥]", p.values["p"])) and bool(block.pairs) and block.pairs[0].row >= 0
    if len(block.pairs) > 1 and (threshold or _EVERY.search(around[0]) or _EVERY.match(around[1])):
        return dict.fromkeys(range(len(block.pairs)), p)
    return {}


def _about(interval: Mention, pair: Pair, block: Block, place: int) -> bool:
    """Whether an interval stands behind a pair and before the next one."""
    later = [p.first.start for p in block.pairs[place + 1 :]]
    return interval.start >= pair.second.end and all(interval.start < start for start in later)
