"""What chapters say of the study as a whole: its question, its patients, what was found, and what an editor asks of it."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.patients.flow import Flow
from twoarm.present.narrative import say
from twoarm.present.outputs import Figure, Table, Text
from twoarm.study.opened import Study


def study_front(study: Study) -> Text | None:
    """Title and question."""
    return say("{front}", study)


def data_source(study: Study) -> Text | None:
    """Where the patients come from, and what may not be done with them."""
    return say("{data_statement}", study)


def data_and_patients(study: Study) -> Text | None:
    """Where the patients come from, and how many are compared."""
    return say("{data_statement} {patients}", study)


def overall_findings(sections: list[Comparison]) -> Text | None:
    """One paragraph per section, the primary outcome before all."""
    return say("{findings}", sections)


def chapter_links(study: Study) -> Text | None:
    """The other chapters of the report."""
    return say("{contents}", study)


def patients_and_balance(baseline: Comparison) -> Text | None:
    """Who is compared, and how alike the arms were before treatment."""
    return say("{patients} {balance}", baseline)


def balance_by_weighting(balance: Figure | None) -> Text | None:
    """What overlap weights do to the balance that a figure shows."""
    return say("{weighting}", balance)


def values_missing(flow: Flow) -> Text | None:
    """What is missing, of which outcomes."""
    return say("{missing}", flow)


def detectable_differences(detectable: Table | None) -> Text | None:
    """What a study of this size finds."""
    return say("{detectable}", detectable)


def method_sources(study: Study) -> Text | None:
    """The methods in use, each with where it comes from."""
    return say("{citations}", study)


def checklist_answers(checklist: Table | None) -> Text | None:
    """How many items of the reporting checklist are answered."""
    return say("{strobe}", checklist)


def editor_statements(study: Study) -> Text | None:
    """Availability of data and code, ethics, funding and the like."""
    return say("{statements}", study)
