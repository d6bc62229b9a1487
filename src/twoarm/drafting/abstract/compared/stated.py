"""What is stated of two values: a test, an interval, or a P that nothing allows to compute again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twoarm.drafting.abstract.compared.blocks import Pair
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.figures import value
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Sentence
from twoarm.study.published.printed import p_parts

# Words beside which a P need not follow from the two counts or means that stand before it.
_OTHER_TEST = re.compile(
    r"(?<!un)adjust|log-?\s?rank|multivari|\btrend|interaction|inferior|equivalen|change from"
    r"|regression|\bcox\b|\bmixed\b|propensity|repeated measure|kaplan|survival|hazard|stratified|ANCOVA"
    r"|compared (?:with|to) (?:baseline|pre|before)|from baseline|within[- ](?:the |each |both )?(?:groups?|arms?)|paired",
    re.I,
)
_TEST = re.compile(
    r"(?:Mann-?\s?Whitney|Wilcoxon|Fisher(?:'s)?(?: exact)?|Student(?:'s)?|Welch(?:'s)?"
    r"|chi-?\s?squared?|χ2|log-?\s?rank)(?: (?:U|rank[- ]sum|exact|t))?(?:[- ]test)?",
    re.I,
)
_SHOWN = {Kind.COUNT: "percent", Kind.SHARE: "percent", Kind.MEAN: "mean", Kind.MEDIAN: "median"}
_MEASURED_BY = {
    "OR": "two_by_two",
    "RR": "two_by_two",
    "RD": "two_by_two",
    "MD": "two_means",
    "SMD": "two_means",
}
Sides = tuple[Drafted, Drafted]


@dataclass(frozen=True)
class Stated:
    """A pair of values with what is stated of it.

    Attributes
    ----------
    sides : the claims of both values, treated first; None where one could not be made.
    mentions : the values themselves, in that order.
    p : the statement of P that is about them, where the sentence leaves no doubt.
    intervals : those that stand behind them.
    """

    pair: Pair
    sides: Sides | None
    mentions: tuple[Mention, Mention]
    p: Mention | None
    intervals: list[Mention]
    topic: str
    sentence: Sentence
    context: Context

    def claims(self) -> Iterator[Drafted]:
        """The intervals, then the P, unless it is that of a model."""
        of_a_model = False
        for interval in self.intervals:
            own = self.p if self.p and follows(interval, self.p, self.sentence) else None
            modelled = interval.values["adjusted"] or interval.values["measure"] == "HR"
            of_a_model = of_a_model or (own is not None and modelled)
            yield interval_claim(interval, self.sides, own, self.topic, self.sentence, self.context)
        if self.p is not None and not of_a_model:
            yield self._tested(self.p) or self._bare(self.p)

    def _tested(self, p: Mention) -> Drafted | None:
        """The test of both values; None where the P may come from elsewhere."""
        kind = _test_of(self.sides)
        if (
            kind is None
            or self.sides is None
            or not self.pair.certain
            or _OTHER_TEST.search(self.sentence.flat)
        ):
            return None
        fields: dict[str, Any] = {"treated": self.sides[0], "control": self.sides[1], "p": p.values["p"]}
        if named := _TEST.search(self.sentence.flat):
            fields["test"] = self.sentence.quote(named.start(), named.end())
        return Drafted(kind, self.sentence, fields, [(p.start, p.end)], self.topic, pieces=p.pieces)

    def _bare(self, p: Mention) -> Drafted:
        """A P beside two values that do not give it; its direction is that of the values."""
        treated, control = map(figure_of, self.mentions)
        told = is_significant(p.values["p"]) and all(_SHOWN[m.kind] in m.values for m in self.mentions)
        direction = direction_of(treated, control) if told else "none"
        sizes = list(self.context.arms.sizes)
        fields = {"p": p.values["p"], "comparison": "between", "direction": direction, "n": sizes}
        guesses = ["the direction, from the two values"]
        return Drafted("bare_p", self.sentence, fields, [(p.start, p.end)], self.topic, guesses, p.pieces)


def interval_claim(
    interval: Mention,
    sides: Sides | None,
    p: Mention | None,
    topic: str,
    sentence: Sentence,
    context: Context,
) -> Drafted:
    """The claim of an interval, tied to the two values that it follows from where nothing is adjusted for."""
    measure, adjusted = _measure(interval, sides, sentence), interval.values["adjusted"]
    fields: dict[str, Any] = {
        "measure": measure,
        **{k: interval.values[k] for k in ("estimate", "low", "high") if k in interval.values},
    }
    spans = [(interval.start, interval.end)]
    if interval.values["level"] != "95":
        fields["level"] = value(interval.values["level"])
    if p is not None and not p.pieces:
        fields["p"] = p.values["p"]
        spans.append((p.start, p.end))
    if adjusted:
        fields["adjusted"] = True
    crude = re.search(r"crude|unadjusted", sentence.flat, re.I)
    modelled = adjusted or (context.models and not crude)
    test = _test_of(sides)
    if sides and test and not modelled and _MEASURED_BY.get(measure) == test:
        fields |= {"treated": sides[0], "control": sides[1]}
    return Drafted("interval", sentence, fields, spans, topic)


def _measure(interval: Mention, sides: Sides | None, sentence: Sentence) -> str:
    """What is measured; a difference in percent of two counts is one of risks."""
    in_percent = "%" in sentence.flat[interval.start : interval.end].replace("95%", "")
    counted = sides is not None and {side.kind for side in sides} <= {"count", "share"}
    return (
        "RD" if interval.values["measure"] == "MD" and in_percent and counted else interval.values["measure"]
    )


def _test_of(sides: Sides | None) -> str | None:
    """The kind of claim that is a test of two others."""
    kinds = {side.kind for side in sides or ()}
    if kinds == {"count"}:
        return "two_by_two"
    deviations = all("sd" in side.fields for side in sides or ())
    return "two_means" if kinds == {"mean_sd_range"} and deviations else None


def figure_of(mention: Mention) -> float:
    """The number of a value by which it is higher or lower than another."""
    return value(str(mention.values.get(_SHOWN[mention.kind], mention.values.get("events", "0"))))


def direction_of(one: float, other: float) -> str:
    """Whether the first is higher or lower.

    Examples
    --------
    >>> direction_of(2.1, 3.0), direction_of(1, 1)
    ('lower', 'none')
    """
    return "higher" if one > other else "lower" if one < other else "none"


def is_significant(statement: str) -> bool:
    """Whether a statement places P below the usual threshold.

    Examples
    --------
    >>> is_significant("P<0.05"), is_significant("P = .20"), is_significant("P>0.05")
    (True, False, False)
    """
    relation, number = p_parts(statement)
    below = value(number) < 0.05 or (relation != "=" and value(number) <= 0.05)
    return relation not in (">", "≥") and below


def follows(interval: Mention, p: Mention, sentence: Sentence) -> bool:
    """Whether a P stands right behind an interval."""
    return p.start >= interval.end and not re.search(r"\w{3}", sentence.flat[interval.end : p.start])
