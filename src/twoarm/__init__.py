"""An executable report on a two-arm cohort.

A notebook opens a study, compares the arms section by section, and shows what it finds::

    cohort = open_study(study, alpha=alpha)
    perioperative = compare_section(cohort, "perioperative")
    outcome_table(perioperative)

Tables, figures and sentences are objects with one face for JupyterLab and one for the book; `done` ends a notebook.
The floors import one way: `methods` (statistics, which know no study) and `study` (what comes in), `analysis` (numbers),
`present` (how they are said), `publish` (how pages are made). A public name is looked up when it is first asked for, since
whoever builds a page needs few of them.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "analysis.claims.audit": ("audit_study",),
    "analysis.comparison.compare": ("compare_all", "compare_baseline", "compare_later", "compare_section"),
    "analysis.claims.context": ("in_context",),
    "analysis.patients.flow": ("patient_flow",),
    "analysis.sensitivity.reconstructions": ("reconstruct",),
    "analysis.sensitivity.specifications": ("specify",),
    "present.frames.compare": ("compare",),
    "present.patients.analysed": ("analysed_table",),
    "present.patients.balance_plot": ("love_plot",),
    "present.outcomes.changes": ("change_table", "importance_table"),
    "present.claims.numbers": ("bounds_table", "counts_table", "margins_table", "means_table"),
    "present.claims.tables": (
        "claim_strip",
        "claims_table",
        "not_reported_table",
        "verdict_counts",
        "verdict_table",
    ),
    "present.claims.plot": ("claim_plots",),
    "present.evidence.plot": ("context_plot",),
    "present.claims.tested_tables": ("tests_tables",),
    "present.figures.courses": ("course_plot",),
    "present.figures.distributions": ("distribution_plot",),
    "present.outcomes.detectable": ("detectable_table",),
    "present.figures.equivalence": ("equivalence_plot",),
    "present.figures.event_curves": ("event_curves",),
    "present.evidence.tables": ("evidence_table", "pooled_power_table"),
    "present.patients.flow": ("flow_diagram",),
    "present.figures.forest": ("forest_plot",),
    "present.sensitivity.weighted": ("discovery_table", "e_value_table", "weighted_table"),
    "present.live": ("done", "open_study", "show"),
    "present.narrative": ("narrate", "say"),
    "present.outcomes.other_methods": ("course_table", "definitions_table", "other_methods_table"),
    "present.sensitivity.reconstructions": ("reconstruction_table",),
    "present.about.reference_tables": (
        "design_table",
        "dictionary_table",
        "parameter_table",
        "plan_table",
        "registry_table",
    ),
    "present.sensitivity.curves": ("specification_curves",),
    "present.sensitivity.specifications": ("specification_table",),
    "present.about.strobe.table": ("strobe_table",),
    "present.outcomes.tables": ("baseline_table", "missing_table", "outcome_table"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'twoarm' has no attribute {name!r}")
    return getattr(import_module(f"twoarm.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
