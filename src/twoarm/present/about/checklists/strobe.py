"""The items of the STROBE statement for cohort studies, one row each: number, topic in our words, how it is answered, where.

Source: von Elm E, Altman DG, Egger M, et al. Lancet 2007;370:1453-1457. The sentences of the checklist are not copied.
"""

from __future__ import annotations

import re

from twoarm.present.about.checklists.cohort_methods import METHODS_OF_COHORTS, TIMING
from twoarm.present.about.checklists.items import (
    DISCUSSION,
    FRONT,
    INTRODUCTION,
    OTHER,
    RESULTS,
    Checklist,
    Item,
)
from twoarm.present.about.checklists.rules import (
    authors,
    has_baseline,
    has_risks,
    has_times,
    here,
    is_stated,
    is_whole,
    not_applicable,
    part,
    stated,
    stated_or,
    where,
)
from twoarm.present.outputs import Markdown
from twoarm.study.opened import Study

_DESIGN = re.compile(rf"\b(cohort|observational|non-?randomi[sz]ed|{TIMING})\b", re.IGNORECASE)


def _titled(study: Study) -> bool:
    return bool(_DESIGN.search(f"{study.spec.title} {study.spec.subtitle}"))


_ITEMS = (
    Item(
        "1a",
        FRONT,
        "Design named in the title or abstract",
        where(
            _titled,
            here("the title names it", "front"),
            where(
                lambda study: is_stated(study, "type"),
                part("the design is named under methods; the title does not name it", "front", "design"),
                authors(),
            ),
        ),
    ),
    Item(
        "1b",
        FRONT,
        "Balanced summary",
        part("what was found is computed from the results; a summary of what was done is not given", "front"),
    ),
    Item("2", INTRODUCTION, "Background and rationale", stated("background")),
    Item(
        "3",
        INTRODUCTION,
        "Objectives and hypotheses",
        where(
            lambda study: bool(study.spec.question),
            where(
                lambda study: bool(study.spec.primary_outcome.variable),
                here("the question and the primary outcome are stated", "design"),
                part("the question is stated; no primary outcome is named", "design"),
            ),
            authors(),
        ),
    ),
    *METHODS_OF_COHORTS,
    Item(
        "13a",
        RESULTS,
        "Numbers at each stage",
        where(
            lambda study: is_whole(study, "screened"),
            here("from screening to each analysis", "flow"),
            part("from allocation to each analysis; how many were screened is not stated", "flow"),
        ),
    ),
    Item("13b", RESULTS, "Reasons for not taking part", stated("excluded")),
    Item("13c", RESULTS, "Flow diagram", here("drawn from the counts", "flow")),
    Item(
        "14a",
        RESULTS,
        "Characteristics of the patients",
        where(has_baseline, here("by arm, with standardised differences", "baseline"), authors()),
    ),
    Item("14b", RESULTS, "Missing values by variable", here("counted by variable and arm", "methods")),
    Item(
        "14c",
        RESULTS,
        "Length of follow-up",
        stated_or(
            "follow_up",
            where(has_times, part("patients at risk over time", "chapters"), authors()),
        ),
    ),
    Item("15", RESULTS, "Outcomes, counts or summaries", here("in both arms", "chapters")),
    Item(
        "16a",
        RESULTS,
        "Estimates with precision",
        here("each with its interval, and with what it is adjusted for", "chapters", "plan"),
    ),
    Item("16b", RESULTS, "Category boundaries", not_applicable("no measured variable is grouped")),
    Item(
        "16c",
        RESULTS,
        "Absolute risks",
        where(
            has_risks,
            here("shares are compared by their difference", "chapters"),
            not_applicable("no outcome is a share of patients"),
        ),
    ),
    Item(
        "17",
        RESULTS,
        "Other analyses",
        here("beside each primary analysis", "sensitivity", "chapters", "claims"),
    ),
    Item("18", DISCUSSION, "Key results", here("in sentences that follow the intervals", "front")),
    Item(
        "19",
        DISCUSSION,
        "Limitations",
        stated_or(
            "limitations",
            part("limits of the data end each chapter; sources of bias are for the authors", "chapters"),
        ),
    ),
    Item(
        "20",
        DISCUSSION,
        "Interpretation",
        where(
            lambda study: bool(study.evidence),
            part("set beside cited estimates; what it means in all is for the authors", "context"),
            authors(),
        ),
    ),
    Item("21", DISCUSSION, "Generalisability", stated("generalisability")),
    Item("22", OTHER, "Funding", stated("funding")),
)

STROBE = Checklist(
    name="STROBE",
    label="tab-strobe",
    of="a cohort study",
    caption="The STROBE checklist for cohort studies, filled from the study and its results.",
    statement=Markdown("the STROBE statement {cite:p}`vonElm2007`"),
    items=_ITEMS,
)
