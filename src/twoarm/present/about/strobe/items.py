"""The items of the STROBE statement for cohort studies, one row each: number, topic in our words, how it is answered, where.

Source: von Elm E, Altman DG, Egger M, et al. Lancet 2007;370:1453-1457. The sentences of the checklist are not copied.
"""

from __future__ import annotations

from dataclasses import dataclass

from twoarm.present.about.strobe.rules import (
    Rule,
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


@dataclass(frozen=True)
class Item:
    """One item: its number in the checklist, its part of an article, its topic and the rule that answers it."""

    number: str
    part: str
    topic: str
    answer: Rule


_FRONT, _INTRODUCTION, _METHODS = "Title and abstract", "Introduction", "Methods"
_RESULTS, _DISCUSSION, _OTHER = "Results", "Discussion", "Other information"

ITEMS = (
    Item(
        "1a",
        _FRONT,
        "Design named in the title or abstract",
        where(
            lambda study: is_stated(study, "type"),
            part("the design is named under methods; the title is the study’s own", "front", "design"),
            authors(),
        ),
    ),
    Item("1b", _FRONT, "Balanced summary", here("sentences and counts computed from the results", "front")),
    Item("2", _INTRODUCTION, "Background and rationale", stated("background")),
    Item(
        "3",
        _INTRODUCTION,
        "Objectives and hypotheses",
        where(
            lambda study: bool(study.spec.question),
            where(
                lambda study: bool(study.spec.primary_outcome),
                here("the question and the primary outcome are stated", "design"),
                part("the question is stated; no primary outcome is named", "design"),
            ),
            authors(),
        ),
    ),
    Item("4", _METHODS, "Study design", stated("type")),
    Item("5", _METHODS, "Setting and dates", stated("setting", "period", "follow_up")),
    Item("6a", _METHODS, "Eligibility and selection", stated("participants", "eligibility", "allocation")),
    Item("6b", _METHODS, "Matching", stated("matching")),
    Item(
        "7",
        _METHODS,
        "Definition of variables",
        dictionary("note", "label, unit and range of each variable", "no definition in words of"),
    ),
    Item(
        "8",
        _METHODS,
        "Sources and measurement of data",
        part(
            "kind, unit and steps of each variable; by whom and how they were measured is not stated",
            "dictionary",
        ),
    ),
    Item(
        "9",
        _METHODS,
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
        _METHODS,
        "Study size",
        where(
            lambda study: is_stated(study, "sample_size"),
            stated("sample_size"),
            part("what these numbers of patients can detect is shown; how they came about is not", "methods"),
        ),
    ),
    Item("11", _METHODS, "Quantitative variables", here("analysed as measured; none is grouped", "plan")),
    Item(
        "12a",
        _METHODS,
        "Statistical methods and confounding",
        where(
            has_baseline,
            here("by the registry; weighting by covariates known before treatment", "plan", "registry"),
            here("by the registry; nothing is known before treatment to adjust for", "plan", "registry"),
        ),
    ),
    Item("12b", _METHODS, "Subgroups and interactions", here("no subgroup is examined", "plan")),
    Item(
        "12c",
        _METHODS,
        "Handling of missing data",
        here(
            "a patient without a value is left out of that comparison and of no other; beside it, for means, shares and "
            "times, what is missing is imputed",
            "sensitivity",
        ),
    ),
    Item(
        "12d",
        _METHODS,
        "Loss to follow-up",
        where(
            has_times,
            here("a time ends with the event or when the patient was last seen", "plan"),
            here("a patient who is not seen again has no later value", "methods"),
        ),
    ),
    Item(
        "12e",
        _METHODS,
        "Sensitivity analyses",
        here("by other methods, in each chapter", "sensitivity", "chapters"),
    ),
    Item(
        "13a",
        _RESULTS,
        "Numbers at each stage",
        where(
            lambda study: is_stated(study, "screened"),
            here("from screening to each analysis", "flow"),
            part("from allocation to each analysis; how many were screened is not stated", "flow"),
        ),
    ),
    Item("13b", _RESULTS, "Reasons for not taking part", stated("excluded")),
    Item("13c", _RESULTS, "Flow diagram", here("drawn from the counts", "flow")),
    Item(
        "14a",
        _RESULTS,
        "Characteristics of the patients",
        where(has_baseline, here("by arm, with standardised differences", "baseline"), authors()),
    ),
    Item("14b", _RESULTS, "Missing values by variable", here("counted by variable and arm", "methods")),
    Item(
        "14c",
        _RESULTS,
        "Length of follow-up",
        where(
            lambda study: is_stated(study, "follow_up"),
            stated("follow_up"),
            where(has_times, part("patients at risk over time", "chapters"), authors()),
        ),
    ),
    Item("15", _RESULTS, "Outcomes, counts or summaries", here("in both arms", "chapters")),
    Item(
        "16a",
        _RESULTS,
        "Estimates with precision",
        here("each with its interval, and with what it is adjusted for", "chapters", "plan"),
    ),
    Item("16b", _RESULTS, "Category boundaries", not_applicable("no measured variable is grouped")),
    Item(
        "16c",
        _RESULTS,
        "Absolute risks",
        where(
            has_risks,
            here("shares are compared by their difference", "chapters"),
            not_applicable("no outcome is a share of patients"),
        ),
    ),
    Item(
        "17",
        _RESULTS,
        "Other analyses",
        here("beside each primary analysis", "sensitivity", "chapters", "claims"),
    ),
    Item("18", _DISCUSSION, "Key results", here("in sentences that follow the intervals", "front")),
    Item(
        "19",
        _DISCUSSION,
        "Limitations",
        where(
            lambda study: is_stated(study, "limitations"),
            stated("limitations"),
            part("limits of the data end each chapter; sources of bias are for the authors", "chapters"),
        ),
    ),
    Item(
        "20",
        _DISCUSSION,
        "Interpretation",
        where(
            lambda study: bool(study.evidence),
            part("set beside cited estimates; what it means in all is for the authors", "context"),
            authors(),
        ),
    ),
    Item("21", _DISCUSSION, "Generalisability", stated("generalisability")),
    Item("22", _OTHER, "Funding", stated("funding")),
)
