"""An executable report on a two-arm cohort.

A notebook opens a study, compares the arms section by section, and shows what it finds::

    cohort = open_study(study, alpha=alpha)
    perioperative = compare(cohort, "perioperative")
    outcome_table(perioperative)

Tables, figures and sentences are objects with one face for JupyterLab and one for the book; `done` ends a notebook.
The rooms import one way: `study` (what comes in), `analysis` (numbers), `present` (how they are said), `build` (how
pages are made). A public name is looked up when it is first asked for, since whoever builds a page needs few of them.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "analysis.claims": ("audit_study",),
    "analysis.compare": ("compare", "compare_all", "compare_baseline", "compare_later"),
    "analysis.context": ("in_context",),
    "analysis.reconstructions": ("reconstruct",),
    "analysis.specifications": ("specify",),
    "present.analysed_table": ("analysed_table",),
    "present.balance_plot": ("love_plot",),
    "present.change_table": ("change_table", "importance_table"),
    "present.claim_numbers": ("bounds_table", "counts_table", "margins_table", "means_table"),
    "present.claim_tables": (
        "claim_strip",
        "claims_table",
        "not_reported_table",
        "verdict_counts",
        "verdict_table",
    ),
    "present.claim_plot": ("claim_plots",),
    "present.context_plot": ("context_plot",),
    "present.tested_tables": ("tests_tables",),
    "present.courses": ("course_plot",),
    "present.distributions": ("distribution_plot",),
    "present.detectable_table": ("detectable_table",),
    "present.equivalence_plot": ("equivalence_plot",),
    "present.event_curves": ("event_curves",),
    "present.evidence_tables": ("evidence_table", "pooled_power_table"),
    "present.flow_diagram": ("flow_diagram",),
    "present.forest": ("forest_plot",),
    "present.later_tables": ("discovery_table", "e_value_table", "weighted_table"),
    "present.live": ("done", "open_study", "show"),
    "present.narrative": ("narrate", "say"),
    "present.other_methods": ("course_table", "definitions_table", "other_methods_table"),
    "present.reconstruction_table": ("reconstruction_table",),
    "present.reference_tables": (
        "design_table",
        "dictionary_table",
        "parameter_table",
        "plan_table",
        "registry_table",
    ),
    "present.specification_curve": ("specification_curves",),
    "present.specification_table": ("specification_table",),
    "present.strobe": ("strobe_table",),
    "present.tables": ("baseline_table", "missing_table", "outcome_table"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'twoarm' has no attribute {name!r}")
    return getattr(import_module(f"twoarm.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
