"""What is stated of two values: a test, an interval, or a P that nothing allows to compute again."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.compared.blocks import Block, Pair
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.figures import value
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence
from twoarm.study.published.printed import p_parts

# Words beside which a P need not follow from the two counts or means that stand before it.
OTHER_TEST = re.compile(
    r"(?<!un)adjust|log-?\s?rank|multivari|\btrend|interaction|inferior|equivalen|change from"
    r"|regression|\bcox\b|\bmixed\b|propensity|repeated|"
    r"kaplan|non-?inferiority|survival|hazard|compared (?:with|to) (?:baseline|pre|before)"
    r"|from baseline|within|paired|stratified|ANCOVA",
    re.I,
)
_TEST = re.compile(
    r"(?:Mann-?\s?Whitney|Wilcoxon|Fisher(?:'s)?(?: exact)?|Student(?:'s)?|Welch(?:'s)?"
    r"|chi-?\s?squared?|χ2|log-?\s?rank)(?: (?:U|rank[- ]sum|exact|t))?(?:[- ]test)?",
    re.I,
)


def claims_of_pair(
    pair: Pair,
    both: tuple[Drafted, Drafted] | None,
    mentions: tuple[Mention, Mention],
    p: Mention | None,
    intervals: list[Mention],
    topic: str,
    sentence: Sentence,
    context: Context,
) -> list[Drafted]:
    """The interval and the P of a pair."""
    found = []
    owned = False
    for mention in intervals:
        own = p if p and _follows(mention, p, sentence) else None
        owned |= own is not None and (mention.values["adjusted"] or mention.values["measure"] == "HR")
        found.append(interval_claim(mention, both, own, topic, sentence, context))
    if p is None or owned:
        return found
    text = sentence.flat[:]
    kind = _test_of(both) if both and pair.certain and not OTHER_TEST.search(text) else None
    if kind and both:
        named = _TEST.search(text)
        fields = {"treated": both[0], "control": both[1], "p": p.values["p"]}
        if named:
            fields["test"] = sentence.quote(named.start(), named.end())
        found.append(Drafted(kind, sentence, fields, [(p.start, p.end)], topic, pieces=p.pieces))
    else:
        found.append(_bare(p, mentions, topic, sentence, context))
    return found


def _test_of(both: tuple[Drafted, Drafted]) -> str | None:
    kinds = {side.kind for side in both}
    if kinds == {"count"}:
        return "two_by_two"
    return "two_means" if kinds == {"mean_sd_range"} and all("sd" in side.fields for side in both) else None


def _bare(
    p: Mention, mentions: tuple[Mention, Mention], topic: str, sentence: Sentence, context: Context
) -> Drafted:
    """A P beside two values that do not give it; its direction is that of the values."""
    key = {Kind.COUNT: "percent", Kind.SHARE: "percent", Kind.MEAN: "mean", Kind.MEDIAN: "median"}[
        mentions[0].kind
    ]
    direction = "none"
    if is_significant(p.values["p"]) and all(key in m.values for m in mentions):
        treated, control = (value(m.values[key]) for m in mentions)
        direction = "higher" if treated > control else "lower" if treated < control else "none"
    fields = {
        "p": p.values["p"],
        "comparison": "between",
        "direction": direction,
        "n": list(context.arms.sizes),
    }
    return Drafted(
        "bare_p",
        sentence,
        fields,
        [(p.start, p.end)],
        topic,
        ["the direction, from the two values"],
        p.pieces,
    )


def is_significant(statement: str) -> bool:
    """Whether a statement places P at or below the usual threshold.

    Examples
    --------
    >>> is_significant("P<0.05"), is_significant("P = .20"), is_significant("P>0.05")
    (True, False, False)
    """
    relation, number = p_parts(statement)
    return relation not in (">", "≥") and value(number) <= (0.05 if relation != "=" else 0.0499999)


def _follows(interval: Mention, p: Mention, sentence: Sentence) -> bool:
    """Whether a P stands right behind an interval."""
    return p.start >= interval.end and not re.search(r"\w{3}", sentence.flat[interval.end : p.start])


def interval_claim(
    mention: Mention,
    both: tuple[Drafted, Drafted] | None,
    p: Mention | Block | None,
    topic: str,
    sentence: Sentence,
    context: Context,
) -> Drafted:
    """The claim of an interval, tied to the two values that it follows from where nothing is adjusted for."""
    if isinstance(p, Block):
        p = next((one for one in p.ps if _follows(mention, one, sentence)), None)
    crude = bool(re.search(r"crude|unadjusted", sentence.flat, re.I))
    measure = mention.values["measure"]
    if (
        measure == "MD"
        and "%" in sentence.flat[mention.start : mention.end].replace("95%", "")
        and both
        and {side.kind for side in both} <= {"count", "share"}
    ):
        measure = "RD"
    adjusted = mention.values["adjusted"]
    modelled = adjusted or (context.models and not crude)
    fields = {"measure": measure, **{k: mention.values[k] for k in ("estimate", "low", "high")}}
    if mention.values["level"] != "95":
        fields["level"] = value(mention.values["level"])
    spans = [(mention.start, mention.end)]
    if p is not None and not p.pieces:
        fields["p"] = p.values["p"]
        spans.append((p.start, p.end))
    if adjusted:
        fields["adjusted"] = True
    suited = {
        "OR": "two_by_two",
        "RR": "two_by_two",
        "RD": "two_by_two",
        "MD": "two_means",
        "SMD": "two_means",
    }
    if both and not modelled and suited.get(measure) == _test_of(both):
        fields |= {"treated": both[0], "control": both[1]}
    return Drafted("interval", sentence, fields, spans, topic)
