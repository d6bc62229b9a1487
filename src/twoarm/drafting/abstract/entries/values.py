"""Counts, shares, means and medians as claims."""

from __future__ import annotations

import re

from twoarm.drafting.abstract.arms.both import Arm
from twoarm.drafting.abstract.entries.context import Context
from twoarm.drafting.abstract.entries.drafted import Drafted
from twoarm.drafting.abstract.reading.figures import NUMERAL, decimals, value, whole
from twoarm.drafting.abstract.reading.measured import SUPPOSED
from twoarm.drafting.abstract.reading.mentions import Kind, Mention
from twoarm.drafting.abstract.reading.sentences import Part, Sentence

_EVERYBODY = re.compile(r"\b(?:all|overall|in total|entire|whole|total of|age|followed|follow-up)\b", re.I)


_SUBSET = re.compile(
    r"\b(?:of|among) (?:the|these|those|all|whom|which|them) (?:\w+ ){0,2}?(?:patients|cases|leaks?|who"
    r"|with)\b|\b(?:evaluable|available|remaining)\b",
    re.I,
)


def rounds_to(events: int, of: int, percent: str) -> bool:
    """Whether a count is the printed percentage, within its rounding.

    Examples
    --------
    >>> rounds_to(4, 30, "13.33"), rounds_to(4, 32, "13.33")
    (True, False)
    """
    return abs(100 * events / of - value(percent)) <= 0.5 * 10 ** -decimals(percent) + 1e-9


def claim_of(mention: Mention, arm: Arm | None, sentence: Sentence, context: Context) -> Drafted | None:
    """The claim of one value; None where its denominator is not told, or not as a whole."""
    fields: dict = dict(mention.values)
    made = {Kind.COUNT: _count, Kind.SHARE: _share, Kind.MEAN: _mean, Kind.MEDIAN: _median}[mention.kind]
    drafted = made(fields, arm, sentence, context)
    if drafted:
        drafted.spans.append((mention.start, mention.end))
        drafted.arm = context.arms.role(arm) if arm else ""
    return drafted


def _count(fields: dict, arm: Arm | None, sentence: Sentence, context: Context) -> Drafted | None:
    guesses = []
    if fields["events"] == fields.get("of") and "percent" not in fields and sentence.part != Part.RESULTS:
        return None  # eyes of as many patients: who was in the study, and no event
    if "of" not in fields:
        of, percent = (arm.n if arm else context.total), fields.get("percent")
        agrees = percent is None or rounds_to(fields["events"], of, percent)
        guesses.append(context.size_words(arm) if arm else f"{of} is the size of both arms")
        if not agrees and percent is not None:
            other = _printed_denominator(fields["events"], percent, sentence)
            if other is None and (not arm or context.attrition or _SUBSET.search(sentence.flat)):
                return None
            of, guesses = (other, [f"{other} is the denominator"]) if other else (of, guesses)
        if (not arm and percent is None) or fields["events"] > of:
            return None
        fields["of"] = of
    order = {key: fields[key] for key in ("events", "of", "percent") if key in fields}
    return Drafted("count", sentence, order, guesses=guesses)


def _printed_denominator(events: int, percent: str, sentence: Sentence) -> int | None:
    """Another number of the sentence of which a count is the printed percentage: of patients with something, say."""
    printed = (whole(found[0]) for found in re.finditer(NUMERAL, sentence.flat, re.I))
    return next((n for n in printed if n and n > events and rounds_to(events, n, percent)), None)


def _share(fields: dict, arm: Arm | None, sentence: Sentence, context: Context) -> Drafted | None:
    if "of" in fields:
        return Drafted("share", sentence, {"percent": fields["percent"], "of": fields["of"]})
    everybody = arm is None and re.search(
        r"\b(?:wom[ae]n|m[ae]n|females?|males?|girls|boys|overall|all patients)\b", sentence.flat, re.I
    )
    if (arm is None and not everybody) or value(fields["percent"]) > 100:
        return None
    of = arm.n if arm else context.total
    given = {"percent": fields["percent"], "of": of, "of_printed": False}
    return Drafted(
        "share",
        sentence,
        given,
        guesses=[context.size_words(arm) if arm else f"{of} is the size of both arms"],
    )


def _mean(fields: dict, arm: Arm | None, sentence: Sentence, context: Context) -> Drafted | None:
    unordered = "low" in fields and value(fields["low"]) > value(fields["high"])
    if unordered or (not arm and not _EVERYBODY.search(sentence.flat)):
        return None
    n = arm.n if arm else context.total
    given = {"n": n, **{key: fields[key] for key in ("mean", "sd", "low", "high") if key in fields}}
    words = context.size_words(arm) if arm else f"{n} is the size of both arms"
    return Drafted("mean_sd_range", sentence, given, guesses=[words])


def _median(fields: dict, arm: Arm | None, sentence: Sentence, context: Context) -> Drafted | None:
    n = arm.n if arm else context.total
    given = {**fields, **({"n": n} if context.prints(n) else {})}
    guesses = [context.size_words(arm)] if arm else []
    if fields.get("spread") == SUPPOSED:
        given["spread"] = "quartiles"
        guesses.append("the ends are quartiles")
    return Drafted("median", sentence, given, guesses=guesses)
