"""The tables of a run without its notebooks: what their last cells hand over, straight from the analysis."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import compare_baseline, compare_section
from twoarm.analysis.confounding.likely import likely_biases
from twoarm.analysis.crosswalk.lines import crosswalk_of
from twoarm.analysis.frequencies.of_a_hundred import natural_frequencies
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.sensitivity.imputations import impute_outcomes
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.analysis.subgroups.effects import subgroup_effects
from twoarm.study.opened import Study
from twoarm.tables.columns import RowsByTable


def tables_of(study: Study) -> RowsByTable:
    """The rows of every table about the cohort."""
    outcomes = [name for name in study.sections if study.section(name, "outcome")]
    sections = [compare_section(study, name) for name in outcomes]
    baseline, subgroups = compare_baseline(study), subgroup_effects(study)
    crosswalk = crosswalk_of(study)
    values = [
        baseline,
        likely_biases(baseline),
        *([subgroups] if subgroups else []),
        patient_flow(study, sections),
        *sections,
        *natural_frequencies(None, sections),
        specify(study),
        impute_outcomes(study),
        *([crosswalk] if crosswalk else []),
    ]
    found: RowsByTable = {}
    for value in values:
        for name, rows in value.rows().items():
            found.setdefault(name, []).extend(rows)
    return found
