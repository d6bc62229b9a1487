"""The items of the STROBE statement for cohort studies, one row each: number, topic in our words, how it is answered, where.

Source: von Elm E, Altman DG, Egger M, et al. Lancet 2007;370:1453-1457. The sentences of the checklist are not copied.
"""

from __future__ import annotations

from twoarm.present.about.checklists.items import (
    DISCUSSION,
    FRONT,
    INTRODUCTION,
    METHODS,
    OTHER,
    RESULTS,
    Checklist,
    Item,
)
from twoarm.present.about.checklists.rules import (
    authors,
    dictionary,
    has_baseline,
    has_risks,
    has_times,
    here,
    is_stated,
    not_applicable,
    part,
    stated,
    where,
)
from twoarm.present.outputs import Markdown

_ITEMS = (
    Item(
        "1a",
        FRONT,
        "Design named in the title or abstract",
        where(
            lambda study: is_stated(study, "type"),
            part("the design is named under methods; the title is the study’s own", "front", "design"),
            authors(),
        ),
    ),
    Item("1b", FRONT, "Balanced summary", here("sentences and counts computed from the results", "front")),
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
    Item("4", METHODS, "Study design", stated("type")),
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
        part(
            "kind, unit and steps of each variable; by whom and how they were measured is not stated",
            "dictionary",
        ),
    ),
    Item(
        "9",
        METHODS,
        "Bias",
        where(
            lambda study: is_stated(study, "bias"),
            stated("bias"),
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
        where(
            lambda study: is_stated(study, "sample_size"),
            stated("sample_size"),
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
            here("by the registry; weighting by covariates known before treatment", "plan", "registry"),
            here("by the registry; nothing is known before treatment to adjust for", "plan", "registry"),
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
        here("a patient without a value is left out of that comparison and of no other", "methods"),
    ),
    Item(
        "12d",
        METHODS,
        "Loss to follow-up",
        where(
            has_times,
            here("a time ends with the event or when the patient was last seen", "plan"),
            here("a patient who is not seen again has no later value", "methods"),
        ),
    ),
    Item(
        "12e",
        METHODS,
        "Sensitivity analyses",
        here("by other methods, in each chapter", "sensitivity", "chapters"),
    ),
    Item(
        "13a",
        RESULTS,
        "Numbers at each stage",
        where(
            lambda study: is_stated(study, "screened"),
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
        where(
            lambda study: is_stated(study, "follow_up"),
            stated("follow_up"),
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
        where(
            lambda study: is_stated(study, "limitations"),
            stated("limitations"),
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
