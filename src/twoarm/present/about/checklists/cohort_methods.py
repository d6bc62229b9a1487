"""The items of the STROBE statement about methods, as `strobe` has those of the other parts."""

from __future__ import annotations

import re

from twoarm.present.about.checklists.items import METHODS, Item
from twoarm.present.about.checklists.rules import (
    authors,
    dictionary,
    fact,
    has_baseline,
    has_times,
    here,
    is_whole,
    part,
    stated,
    stated_or,
    where,
)
from twoarm.study.opened import Study

TIMING = r"(pro|retro)spective"


def _timed(study: Study) -> bool:
    """Whether the type of the study says if it looks forward or back."""
    return bool(re.search(TIMING, fact(study, "type"), re.IGNORECASE))


METHODS_OF_COHORTS = (
    Item("4", METHODS, "Study design", where(_timed, stated("type"), stated("type", "prospective"))),
    Item("5", METHODS, "Setting and dates", stated("setting", "period", "follow_up")),
    Item("6a", METHODS, "Eligibility and selection", stated("participants", "eligibility", "allocation")),
    Item("6b", METHODS, "Matching", stated("matching")),
    Item(
        "7",
        METHODS,
        "Definition of variables",
        dictionary("note", "label, unit and range of each variable", "no definition in words of"),
    ),
    Item(
        "8",
        METHODS,
        "Sources and measurement of data",
        stated_or(
            "measurement",
            part(
                "kind, unit and steps of each variable; by whom and how they were measured is not stated",
                "dictionary",
            ),
        ),
    ),
    Item(
        "9",
        METHODS,
        "Bias",
        stated_or(
            "bias",
            where(
                has_baseline,
                part(
                    "the arms before treatment are described and weighted; other efforts are not stated",
                    "baseline",
                ),
                authors(),
            ),
        ),
    ),
    Item(
        "10",
        METHODS,
        "Study size",
        stated_or(
            "sample_size",
            part("what these numbers of patients can detect is shown; how they came about is not", "methods"),
        ),
    ),
    Item("11", METHODS, "Quantitative variables", here("analysed as measured; none is grouped", "plan")),
    Item(
        "12a",
        METHODS,
        "Statistical methods and confounding",
        where(
            has_baseline,
            where(
                lambda study: is_whole(study, "confounding"),
                here(
                    "by the registry; weighting by covariates known before treatment, and why these were chosen",
                    "plan",
                    "registry",
                    "design",
                ),
                part(
                    "by the registry; weighting by covariates known before treatment; why these were chosen is not stated",
                    "plan",
                    "registry",
                ),
            ),
            part(
                "by the registry; nothing that was known before treatment can be taken into account",
                "plan",
                "registry",
            ),
        ),
    ),
    Item(
        "12b",
        METHODS,
        "Subgroups and interactions",
        where(
            lambda study: bool(study.spec.subgroups),
            here("those that the study names, each with a test of interaction", "sensitivity"),
            here("no subgroup is examined", "plan"),
        ),
    ),
    Item(
        "12c",
        METHODS,
        "Handling of missing data",
        here(
            "a patient without a value is left out of that comparison and of no other; beside it, for means, shares and "
            "times, what is missing is imputed",
            "sensitivity",
        ),
    ),
    Item(
        "12d",
        METHODS,
        "Loss to follow-up",
        stated_or(
            "lost",
            where(
                has_times,
                part(
                    "a time ends with the event or when the patient was last seen; who was lost is not stated",
                    "plan",
                ),
                part(
                    "a patient who is not seen again has no later value; who was lost is not stated",
                    "methods",
                ),
            ),
        ),
    ),
    Item(
        "12e",
        METHODS,
        "Sensitivity analyses",
        here("by other methods, in each chapter", "sensitivity", "chapters"),
    ),
)
