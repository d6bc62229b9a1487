"""Every published table of a run by its name: whoever writes, reads, compares, documents or checks them asks here."""

from __future__ import annotations

from twoarm.tables.about import CHECKLIST, DATA_DICTIONARY, METHODS_IN_USE
from twoarm.tables.characteristics import CONFOUNDING, SUBGROUPS
from twoarm.tables.choices import PLANNED, RECONSTRUCTED, ROBUSTNESS, SPECIFICATIONS
from twoarm.tables.columns import PublishedTable
from twoarm.tables.missing import IMPUTATION, TIPPING
from twoarm.tables.outcomes import AGREEMENT, COURSES, CURVES, POWERS, RESULTS, SUMMARIES, SURVIVAL, VARIANCES
from twoarm.tables.patients import BALANCE, FLOW, FREQUENCIES
from twoarm.tables.published import (
    CLAIMS,
    COMPARISONS,
    CONTEXT,
    CROSSWALK,
    OTHER_COUNTS,
    POOLED_POWER,
    QUESTIONS,
    REMARKS,
    REPORTING,
)
from twoarm.tables.simulated import TARGETS

# In the order in which they are told.
RUN_TABLES: dict[str, PublishedTable] = {
    table.name: table
    for table in (
        RESULTS,
        CLAIMS,
        SUMMARIES,
        COURSES,
        CURVES,
        SURVIVAL,
        VARIANCES,
        AGREEMENT,
        POWERS,
        BALANCE,
        CONFOUNDING,
        SUBGROUPS,
        FLOW,
        PLANNED,
        SPECIFICATIONS,
        RECONSTRUCTED,
        ROBUSTNESS,
        IMPUTATION,
        TIPPING,
        CONTEXT,
        POOLED_POWER,
        QUESTIONS,
        REMARKS,
        COMPARISONS,
        CROSSWALK,
        TARGETS,
        DATA_DICTIONARY,
        METHODS_IN_USE,
        CHECKLIST,
        REPORTING,
        OTHER_COUNTS,
        FREQUENCIES,
    )
}

# Of an abstract alone: with rows or without, so that two runs are compared. Every other table it has only with rows.
WITHOUT_PATIENTS = (
    RESULTS,
    CLAIMS,
    CONTEXT,
    POOLED_POWER,
    QUESTIONS,
    REMARKS,
    COMPARISONS,
    REPORTING,
    OTHER_COUNTS,
    FREQUENCIES,
)
OF_NO_RESULT = (
    DATA_DICTIONARY,
    METHODS_IN_USE,
    CHECKLIST,
)  # what the study and its methods are; two studies share rows
