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
    r"non-?randomi[sz]ed|propensity|not randomi[sz]ed|retrospective|\bcohort\b|case-control|preference"
    r"|according to the surgeon|chosen by|observational|records",
    re.I,
)


def reported(
    sentences: list[tuple[str, bool]], randomised: Randomised
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries of `reported` and of `not_reported`.

    Parameters
    ----------
    sentences : the title and the sentences as printed, each with whether it stands before the results.
    randomised : whether chance decided; of what only trials owe, others are not asked.
    """
    found, lacking = [], []
    for item in ITEMS:
        if item.trials_only and not randomised.by_chance:
            continue
        entry = {"item": item.item, **_guideline(item, randomised)}
        if quote := next((text for text, early in sentences if _shows(item, flat(text), early)), None):
            found.append({**entry, "quote": [quote]})
        else:
            lacking.append({**entry, "why": item.why, "absent": item.absent})
    return found, lacking


def _shows(item: Item, text: str, early: bool) -> bool:
    """Whether a sentence reports an item."""
    shown = item.shown if early or not item.early else None
    return bool(item.named.search(text) or (shown and shown.search(text)))


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
