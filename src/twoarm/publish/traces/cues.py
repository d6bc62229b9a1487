"""What the words around a number say about its column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from twoarm.publish.traces.records import AS_ONE_IN, AS_PERCENT, NEAR_ENOUGH, Fact
from twoarm.tables.columns import Holds
from twoarm.tables.patients import BALANCE

Columns = frozenset[str]  # names of columns, or forms, of which some words speak
_SIZES = ("n", "patients", "n_treated", "n_control", "analysed", "units", "of")
_LOWER = ("low", "q1", "min", "smallest", "smallest_p", "cited_low", "allowed_low", "common_low", NEAR_ENOUGH)
_UPPER = (
    "high",
    "q3",
    "max",
    "largest",
    "largest_p",
    "cited_high",
    "allowed_high",
    "common_high",
    NEAR_ENOUGH,
)


def _table(said: dict[str, Iterable[str]]) -> list[tuple[re.Pattern[str], Columns]]:
    return [(re.compile(words), frozenset(columns)) for words, columns in said.items()]


# Words that end before the number, and the columns (or forms) that they speak of.
_BEFORE = _table(
    {
        r"\bP( adjusted)?( is| of)? [=<>] ?$": (
            "p_value",
            "p_adjusted",
            "p_interaction",
            "smallest_p",
            "largest_p",
        ),
        r"\bP ?[<>] ?$": ("p_value", "p_adjusted", "alpha", "threshold", "published", "statement", "p"),
        r"STROBE $|[Ii]tem $": ("number",),
        r"\bSD ?$|standard deviation of $|\d \($": (
            "sd",
            "pooled_sd",
            "low",
            "q1",
            NEAR_ENOUGH,
            "percent",
            AS_PERCENT,
        ),
        r"[Mm]edian ?$|median and quartiles $": ("median",),
        r"quartiles ([\d.]+ )?(and |to )?\(?$": ("q1", "q3"),
        r"[Mm]eans? ?$": ("mean",),
        r"\bn = $": _SIZES,
        r"\bdf $": ("df",),
        r"\b[tzUF] = $|chi-square = $": ("statistic",),
        r"\d/$": ("n", "of", "units", "asked"),
        r"/\d+ \($": ("percent", "value"),
        r"\d to $": _UPPER,
        r"up to $": ("horizon",),
        r"important difference( of)? $|smaller than $|improved by at least $": ("mcid",),
        r"\b(below|above|level of|sides? of|threshold( of)?) ?\(?$": ("alpha", "threshold"),
        r"standard error is about $": ("monte_carlo_limit",),
        r"at most $": ("monte_carlo_p",),
        r"± ?$": ("margin",),
    }
)
_AFTER = _table(
    {
        r"^/\d": ("count", "events", "treated", "below", "agreeing"),
        r"^% (CI|interval|confidence)": ("conf_level", "threshold"),
        r"^ times|^ resamples": ("draws",),
        r"^%": (AS_PERCENT, "percent"),
        r"^ patients": _SIZES,
        r"^ ?\([\d.]+\)": ("mean", "target", "reached"),
        r"^ ?\([\d.]+ to ": ("median", "estimate", "recomputed", "target", "cited", "value"),
        r"^ to [−-]?\d": _LOWER,
    }
)
COUNT_COLUMNS = frozenset(
    {"asked", "agreeing", "below", "contrary", "single", "not_estimable", "comparisons", "stated", "counted"}
)
_RANGE = re.compile(r"\d \($|\d%? to $")
_TO = re.compile(r"%? to ")
_COUNTED = re.compile(
    r"^ (outcomes|claims|questions|characteristics|pairs|conclusions|tests|things|items|comparisons|intervals|differed|"
    r"are|is|lie|lies|lay|more|further|published|statements|cohorts)\b|^ ?(,|and|for) |^\)"
)
_RECIPROCAL = re.compile(r"(more|fewer|in|per) $")
_LEVEL = re.compile(r"^% ")
# Words of a head over a column of a table.
_HEADS = _table(
    {
        r"\bP$|\bP \(|^P value": ("p_value", "p_adjusted"),
        r"Holm|P adjusted": ("p_adjusted",),
        r"CI\)|Difference|Estimate": ("estimate", "low", "high", "recomputed"),
        r"Missing": ("missing",),
        r"Analysed": ("analysed", "n", "n_treated", "n_control"),
        r"n = ": ("mean", "sd", "count", "percent", "median", "q1", "q3", "n"),
        r"below .*n/N": ("below", "asked"),
        r"Range of estimates": ("smallest", "largest"),
        r"Range of P": ("smallest_p", "largest_p"),
        r"Standardised difference": ("imbalance", *BALANCE.numbers[:2]),
        r"[Ww]eighted": BALANCE.numbers[1:2],
        r"nearer": ("at_nearer",),
        r"Power at the estimate": ("at_estimate",),
        r"farther": ("at_farther",),
        r"Cited": ("cited", "cited_low", "cited_high", "estimate", "low", "high"),
        r"Target|Asked": ("target",),
        r"Reached|this cohort": ("reached", "value", "low", "high"),
        r"Values|Note": ("min", "max", "step", "levels", "margin", "mcid", "mdc", "sem", "digits"),
        r"[Pp]rinted|Quoted": ("published", "quote", "statement", "p"),
    }
)


def cues_of(before: str, after: str, head: str) -> tuple[tuple[int, Columns], ...]:
    """The columns that words speak of, each with how much that tells."""
    near = [columns for pattern, columns in _BEFORE if pattern.search(before)]
    near += [columns for pattern, columns in _AFTER if pattern.search(after)]
    above = [columns for pattern, columns in _HEADS if pattern.search(head)]
    found = [*((3, columns) for columns in near), *((1, columns) for columns in above)]
    if not _RECIPROCAL.search(before):
        found.append((-6, frozenset({AS_ONE_IN})))
    if not (_RANGE.search(before) and (_TO.match(after) or before.endswith("to "))):
        found.append((-4, frozenset({NEAR_ENOUGH})))
    if _COUNTED.search(after):
        found.append((2, COUNT_COLUMNS))
    if not _LEVEL.search(after):
        found.append((-3, frozenset({"conf_level"})))
    return tuple(found)


def cue(fact: Fact, cues: Iterable[tuple[int, Columns]]) -> int:
    """How well the words around a number fit the column of a fact: higher for better, below zero for badly."""
    names = fact.names
    score = -2 if fact.holds == Holds.TEXT else 0  # words that hold a number are seldom where it comes from
    for weight, columns in cues:
        if names & columns:
            score += 2 * weight
        elif weight > 0:
            score -= weight
    return score
