"""What chapters say of the study as a whole: its question, its patients, what was found, and what an editor asks of it."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.patients.flow import Flow
from twoarm.present.about.checklists.table import checklist_sentence
from twoarm.present.about.cohort import allocated, data_statement, front, patients
from twoarm.present.about.contents import contents
from twoarm.present.about.reference_tables import citations
from twoarm.present.about.statements import statements
from twoarm.present.findings import overview
from twoarm.present.folding import Folded, folded
from twoarm.present.outputs import Figure, Text, paragraph, spoken
from twoarm.present.patients.analysed import missing_words
from twoarm.present.patients.balance import balance_sentence, weighting_sentence
from twoarm.present.patients.flow import BEFOREHAND, flow_diagram
from twoarm.study.opened import Study


def study_front(study: Study) -> Text | None:
    """Title and question."""
    return spoken(front(study))


def data_source(study: Study) -> Text | None:
    """Where the patients come from, and what may not be done with them; the head of a page says what is simulated."""
    return spoken(data_statement(study, head=False))


def data_and_patients(study: Study) -> Text | None:
    """Where the patients come from, and how many are compared."""
    return spoken(paragraph(data_statement(study), patients(study)))


def overall_findings(baseline: Comparison, sections: list[Comparison]) -> Text | None:
    """One paragraph per section, the primary outcome before all; at the end what lay apart before treatment."""
    return spoken(overview(baseline, sections))


def chapter_links(study: Study) -> Text | None:
    """The other chapters of the report."""
    return spoken(contents(study))


def patients_followed(flow: Flow) -> Figure | Folded | None:
    """The flow of patients; folded where nobody was lost, so that every step has the same number."""
    figure = flow_diagram(flow)
    lost = any(step.lost(arm) for step in flow.steps for arm in range(len(flow.study.arms)))
    stated = any(flow.study.spec.design.get(key) for key in BEFOREHAND)
    return (
        figure if lost or stated else folded("Nobody was lost: the flow of patients, step by step", [figure])
    )


def patients_and_balance(baseline: Comparison) -> Text | None:
    """Who is compared, how patients came to their treatment, and how alike the arms were before it."""
    study = baseline.study
    return spoken(paragraph(patients(study), allocated(study), balance_sentence(baseline)))


def balance_by_weighting(baseline: Comparison) -> Text | None:
    """What overlap weights do to the balance of the arms before treatment."""
    return spoken(weighting_sentence(baseline))


def values_missing(flow: Flow) -> Text | None:
    """What is missing, of which outcomes."""
    return spoken(missing_words(flow))


def method_sources(study: Study) -> Text | None:
    """The methods in use, each with where it comes from."""
    return spoken(citations(study))


def checklist_answers(study: Study) -> Text | None:
    """Which checklist the report of such a study keeps to, and how many of its items are answered."""
    return spoken(checklist_sentence(study))


def editor_statements(study: Study) -> Text | None:
    """Availability of data and code, ethics, funding and the like."""
    return spoken(statements(study))
