"""The items of the CONSORT 2025 statement for randomised trials, one row each: number, topic in our words, answer, where.

Source: Hopewell S, Chan A-W, Collins GS, et al. BMJ 2025;389:e081123 (Lancet 2025;405:1633-1640). The sentences of the
checklist are not copied.
"""

from __future__ import annotations

import re

from twoarm.present.about.checklists.items import (
    DISCUSSION,
    FRONT,
    INTRODUCTION,
    METHODS,
    RESULTS,
    Checklist,
    Item,
)
from twoarm.present.about.checklists.rules import (
    authors,
    dictionary,
    has_baseline,
    has_risks,
    here,
    is_whole,
    part,
    stated,
    stated_or,
    where,
)
from twoarm.present.outputs import Markdown
from twoarm.study.opened import Study

_OPEN = "Open science"
_RANDOMISED = re.compile(r"\brandomi[sz]ed\b", re.IGNORECASE)


def _titled(study: Study) -> bool:
    return bool(_RANDOMISED.search(f"{study.spec.title} {study.spec.subtitle}"))


_ITEMS = (
    Item(
        "1a",
        FRONT,
        "Randomisation named in the title",
        where(
            _titled,
            here("the title names it", "front"),
            part("the methods state it; the title is the study’s own", "methods"),
        ),
    ),
    Item(
        "1b",
        FRONT,
        "Structured summary",
        part("what was found is computed from the results; a summary of what was done is not given", "front"),
    ),
    Item("2", _OPEN, "Registration", stated("registration")),
    Item("3", _OPEN, "Protocol and plan of the analysis", stated("protocol")),
    Item(
        "4",
        _OPEN,
        "Data, code and materials",
        where(
            lambda study: bool(study.spec.repository),
            here("where code and data are", "statements"),
            part("the dictionary is printed; a public address is not stated", "dictionary"),
        ),
    ),
    Item("5a", _OPEN, "Funding", stated("funding")),
    Item("5b", _OPEN, "Conflicts of interest", stated("conflicts")),
    Item("6", INTRODUCTION, "Background and rationale", stated("background")),
    Item(
        "7",
        INTRODUCTION,
        "Objectives, benefits and harms",
        where(
            lambda study: bool(study.spec.question),
            where(
                lambda study: is_whole(study, "harms"),
                here("the question is stated, and which harms were looked for", "design"),
                part("the question is stated; which harms it asks about is not", "design"),
            ),
            authors(),
        ),
    ),
    Item("8", METHODS, "Involvement of patients and the public", stated("involvement")),
    Item("9", METHODS, "Type of trial, ratio, framework", stated("type", "allocation_ratio", "framework")),
    Item("10", METHODS, "Changes after the start", stated("changes")),
    Item("11", METHODS, "Settings and places", stated("setting")),
    Item("12a", METHODS, "Eligible patients", stated("participants", "eligibility")),
    Item("12b", METHODS, "Eligible sites and carers", stated("deliverers")),
    Item("13", METHODS, "Treatments in enough detail to repeat", stated("interventions")),
    Item(
        "14",
        METHODS,
        "Primary and secondary outcomes",
        where(
            lambda study: bool(study.spec.primary_outcome.variable),
            dictionary("note", "label, unit and range of each outcome", "no definition in words of"),
            part("label, unit and range of each outcome; no primary outcome is named", "dictionary"),
        ),
    ),
    Item("15", METHODS, "Harms: definition and assessment", stated("harms")),
    Item(
        "16a",
        METHODS,
        "Sample size",
        stated_or(
            "sample_size",
            part("what these numbers of patients can detect is shown; how they came about is not", "methods"),
        ),
    ),
    Item("16b", METHODS, "Interim analyses and stopping", stated("interim")),
    Item("17a", METHODS, "Random sequence: by whom, how", stated("sequence")),
    Item("17b", METHODS, "Type of randomisation, restrictions", stated("restriction")),
    Item("18", METHODS, "Concealment of the allocation", stated("concealment")),
    Item("19", METHODS, "Access to the sequence", stated("enrolment")),
    Item("20a", METHODS, "Who was blinded", stated("blinding")),
    Item("20b", METHODS, "How blinding was achieved", stated("blinding_method")),
    Item("21a", METHODS, "Statistical methods", here("by the registry", "plan", "registry")),
    Item(
        "21b",
        METHODS,
        "Who is in each analysis, in which arm",
        where(
            lambda study: bool(study.spec.analysis_sets),
            here("the analysis sets are defined; who entered each analysis is counted", "design", "flow"),
            part("who entered each analysis is counted; no analysis set is defined", "flow"),
        ),
    ),
    Item(
        "21c",
        METHODS,
        "Handling of missing data",
        here("a patient without a value is left out of that comparison and of no other", "methods"),
    ),
    Item(
        "21d",
        METHODS,
        "Additional analyses, planned or not",
        part("by the registry; which were planned beforehand is not stated", "plan"),
    ),
    Item(
        "22a",
        RESULTS,
        "Numbers assigned, treated, analysed",
        where(
            lambda study: is_whole(study, "adherence"),
            here(
                "from the patients of the study to each analysis, and how they were treated", "flow", "design"
            ),
            part("to each analysis; who received the assigned treatment is not stated", "flow"),
        ),
    ),
    Item(
        "22b",
        RESULTS,
        "Losses and exclusions, with reasons",
        where(
            lambda study: is_whole(study, "lost"),
            here("drawn from the counts, with the reasons that are stated", "flow", "design"),
            part("drawn from the counts; the reasons are not stated", "flow"),
        ),
    ),
    Item("23a", RESULTS, "Dates of recruitment and follow-up", stated("period", "follow_up")),
    Item("23b", RESULTS, "Why the trial ended", stated("stopped")),
    Item("24a", RESULTS, "Treatments as they were given", stated("adherence")),
    Item("24b", RESULTS, "Other care during the trial", stated("concomitant")),
    Item(
        "25",
        RESULTS,
        "Patients before treatment",
        where(has_baseline, here("by arm", "baseline"), authors()),
    ),
    Item(
        "26",
        RESULTS,
        "Numbers, results and effects of outcomes",
        where(
            has_risks,
            here("by arm, each difference with its interval, shares also by their ratio", "chapters"),
            here("by arm, each difference with its interval", "chapters"),
        ),
    ),
    Item("27", RESULTS, "Harms in each arm", authors("outcomes that are harms stand in their chapters")),
    Item(
        "28",
        RESULTS,
        "Other analyses, planned or not",
        part(
            "beside each primary analysis; which were planned beforehand is not stated",
            "sensitivity",
            "chapters",
        ),
    ),
    Item(
        "29",
        DISCUSSION,
        "Interpretation",
        where(
            lambda study: bool(study.evidence),
            part("set beside cited estimates; what it means in all is for the authors", "context"),
            authors(),
        ),
    ),
    Item("30", DISCUSSION, "Limitations and generalisability", stated("limitations", "generalisability")),
)

CONSORT = Checklist(
    name="CONSORT 2025",
    label="tab-consort",
    of="a randomised trial",
    caption="The CONSORT 2025 checklist for randomised trials, filled from the study and its results.",
    statement=Markdown("the CONSORT 2025 statement {cite:p}`Hopewell2025`"),
    items=_ITEMS,
)
