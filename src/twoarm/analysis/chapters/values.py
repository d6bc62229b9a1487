"""The values that each chapter of a report publishes, without its notebook: what its last cell gives to ``done``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twoarm.analysis.claims.audit import audit_study
from twoarm.analysis.claims.context import in_context
from twoarm.analysis.claims.settings import possible_settings
from twoarm.analysis.comparison.compare import compare_all, compare_baseline, compare_section
from twoarm.analysis.confounding.likely import likely_biases
from twoarm.analysis.crosswalk.lines import crosswalk_of
from twoarm.analysis.frequencies.of_a_hundred import natural_frequencies
from twoarm.analysis.patients.flow import patient_flow
from twoarm.analysis.patients.targets import targets_of
from twoarm.analysis.patients.variables import DataDictionary
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.analysis.sensitivity.imputations import impute_outcomes
from twoarm.analysis.sensitivity.reconstructions import reconstruct
from twoarm.analysis.sensitivity.specifications import specify
from twoarm.analysis.subgroups.effects import subgroup_effects
from twoarm.errors import AnalysisError, Place, Problem
from twoarm.study.opened import Study

_FRONT = "findings"  # the front page
Values = list[Any]  # each knows the rows of its tables; None where the study has none


def chapter_values(study: Study, topic: str, section: str = "", *, counted: bool = True) -> Values:
    """What a chapter hands over, in the order of its tables.

    Parameters
    ----------
    study : with the parameters that the chapter declares, and no other one changed.
    topic : what the chapter is about: the name of its notebook without its number.
    section : the section that it reports, where it reports one.
    counted : whether the front page tells the cohort's own results as whole patients of a hundred.

    Raises
    ------
    AnalysisError
        For a chapter that the package does not know, and whose values therefore nothing but its notebook can compute.
    """
    if section:
        return [compare_section(study, section)]
    if topic not in _CHAPTERS:
        rule = "a chapter of this book alone, whose values its notebook computes"
        todo = "Build such a study with twoarm build, or name the formats of the reports with --formats."
        raise AnalysisError(
            "The values cannot be computed without the notebooks", [Problem(Place(at=topic), rule)], todo
        )
    return _findings(study, counted) if topic == _FRONT else _CHAPTERS[topic](study)


def _findings(study: Study, counted: bool = True) -> Values:
    claims = audit_study(study)
    return [claims, *natural_frequencies(claims, compare_all(study) if counted else [])]


def _methods(study: Study) -> Values:
    baseline, counted = compare_baseline(study), patient_flow(study, compare_all(study))
    return [baseline, counted, AnalysisPlan(study)]


def _published_claims(study: Study) -> Values:
    claims = audit_study(study)
    return [claims, possible_settings(claims)]


def _sensitivity(study: Study) -> Values:
    analyses, biases = specify(study), likely_biases(compare_baseline(study))
    return [analyses, biases, impute_outcomes(study), subgroup_effects(study), reconstruct(study)]


# By what a chapter is about; the checklist, which is words, joins them in `twoarm.present.chapters.rows`.
_CHAPTERS: Mapping[str, Callable[[Study], Values]] = {
    _FRONT: _findings,
    "methods": _methods,
    "published_claims": _published_claims,
    "sensitivity": _sensitivity,
    "dictionary": lambda study: [targets_of(study), DataDictionary(study)],
    "context": lambda study: [in_context(study, audit_study(study))],
    "crosswalk": lambda study: [crosswalk_of(study)],
    "every_claim": lambda study: [audit_study(study)],
    "other_methods": lambda study: [],
}
