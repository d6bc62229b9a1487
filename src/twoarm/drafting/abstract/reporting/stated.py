"""Which of the items that a reader looks for an abstract reports, with its words, and which it does not."""

from __future__ import annotations

import re
from typing import Any

from twoarm.drafting.abstract.reading.characters import flat
from twoarm.drafting.abstract.reporting.items import COHORT, ITEMS, TRIAL, Item
from twoarm.study.design.allocation import Randomised

_BY_CHANCE = re.compile(
    r"(?<!non-)(?<!not )(?<!non)\brandomi[sz](?:ed|ation)|(?<!not )\brandomly\b|\brandom number", re.I
)
_NOT_BY_CHANCE = re.compile(
    r"non-?randomi[sz]ed|not randomi[sz]ed|retrospective|\bcohort\b|case-control|preference|according to the surgeon|chosen by|observational|records",
    re.I,
)


def reported(
    text: str, sentences: list[str], randomised: Randomised
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries of `reported` and of `not_reported`.

    Parameters
    ----------
    text : all that may be quoted, the title too.
    sentences : its sentences as printed.
    randomised : whether chance decided; of what only trials owe, others are not asked.
    """
    found, lacking = [], []
    for item in ITEMS:
        if item.trials_only and not randomised.by_chance:
            continue
        entry = {"item": item.item, **_guideline(item, randomised)}
        if quote := next((s for s in sentences if item.pattern.search(flat(s))), None):
            found.append({**entry, "quote": [quote]})
        elif not item.pattern.search(flat(text)):
            lacking.append({**entry, "why": item.why, "absent": list(item.words)})
    return found, lacking


def by_chance(text: str) -> Randomised:
    """Whether an abstract says that chance decided who was given which treatment.

    Examples
    --------
    >>> by_chance("were randomly assigned").value, by_chance("a non-randomised cohort").value, by_chance("62 patients").value
    ('yes', 'no', 'unknown')
    """
    if _NOT_BY_CHANCE.search(text) and not re.search(
        r"\brandomly (?:assigned|allocated|divided)|random number|were randomi[sz]ed", text, re.I
    ):
        return Randomised.NO
    return Randomised.YES if _BY_CHANCE.search(text) else Randomised.UNKNOWN


def _guideline(item: Item, randomised: Randomised) -> dict[str, str]:
    name = TRIAL if randomised.by_chance else COHORT
    return {"guideline": name} if name in item.guidelines else {}
