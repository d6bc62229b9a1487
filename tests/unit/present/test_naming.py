"""No label of a section is that of another one, whatever they are called."""

from __future__ import annotations

from itertools import product

import pytest
from sections_study import write_sections

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.present.naming import section_label, section_name, section_outcomes
from twoarm.study.opened import read_study

CODES = ("perioperative", "imaging", "imaging_course", "costs", "costs_course", "section_costs", "plan")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return read_study(write_sections(tmp_path_factory.mktemp("named") / "sections"))


def test_labels_are_told_apart(study):
    places = [Comparison(study, code, (), (), ()) for code in CODES]
    labels = [section_label("tab", place, part) for place, part in product(places, ("", "course", "costs"))]
    assert len(set(labels)) == len(labels)
    assert "tab-plan" not in labels


def test_what_the_study_says_goes_before_what_is_usual(study):
    assert section_name(study, "perioperative") == "In theatre"
    assert section_outcomes(study, "laboratory") == "Outcomes, Blood and laboratory"
    assert section_outcomes(study, "imaging") == "Outcomes on imaging"
    assert compare_section(study, "laboratory", thorough=False).section == "laboratory"
