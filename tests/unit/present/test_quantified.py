"""Sentences with all, no, every, both or other: each beside a cohort of which the table says otherwise."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_section
from twoarm.analysis.patients.flow import patient_flow
from twoarm.present.findings import findings, limits_of
from twoarm.present.outcomes.agreement import others_agree
from twoarm.present.outcomes.other_methods import other_methods_table
from twoarm.present.outcomes.tables import missing_table
from twoarm.present.patients.analysed import missing_words
from twoarm.study.opened import open_study

LEVELS = {"apart": ([3, 4, 5, 6] * 3, [7, 8, 9, 10] * 3), "open": ([3, 4, 5, 6] * 3, [3, 4, 5, 6] * 3)}
LEVELS["unknown"] = LEVELS["open"][0], ["."] * 12  # no value in one arm


def with_outcomes(folder: Path, **counts: int) -> Comparison:
    """A section with so many outcomes that differ, are open, and cannot be estimated."""
    kinds = [kind for kind, n in counts.items() for _ in range(n)]
    names = [f"v{i}" for i in range(len(kinds))]
    head = "name label role section kind digits\n"
    described = head + "".join(
        f"{n} Value_{i} outcome perioperative continuous 1\n" for i, n in enumerate(names)
    )
    rows = []
    for side, arm in enumerate("AB"):
        for patient in range(12):
            rows.append(" ".join([arm, *(str(LEVELS[kind][side][patient]) for kind in kinds)]))
    study = write_study(folder, described, "\n".join([" ".join(["arm", *names]), *rows]))
    return compare_section(open_study(str(study)), "perioperative")


CASES = {
    (1, 0, 0): ["The arms differed in Value 0 ("],
    (0, 1, 0): ["Whether the arms differ in Value 0 is open:"],
    (0, 0, 1): ["Nothing could be estimated for Value 0."],
    (1, 1, 0): ["Of 2 outcomes, 1 differed", "Whether the arms differ in Value 1 is open:"],
    (1, 0, 1): ["Of 2 outcomes, 1 differed", "Nothing could be estimated for Value 1."],
    (0, 1, 1): ["Whether the arms differ in Value 0 is open:", "Nothing could be estimated for Value 1."],
    (2, 0, 0): ["Both outcomes differed"],
    (0, 2, 0): ["Both outcomes are open"],
    (2, 0, 1): ["Of 3 outcomes, 2 differed", "Nothing could be estimated for Value 2."],
    (0, 2, 1): ["2 of 3 outcomes are open", "Nothing could be estimated for Value 2."],
    (1, 2, 0): ["Of 3 outcomes, 1 differed", "The other 2 are open"],
    (1, 2, 1): ["Of 4 outcomes, 1 differed", "2 of 4 outcomes are open", "estimated for Value 3."],
    (3, 0, 0): ["All 3 outcomes differed"],
    (0, 3, 0): ["All 3 outcomes are open"],
    (0, 3, 1): ["3 of 4 outcomes are open"],
    (2, 1, 0): ["Of 3 outcomes, 2 differed", "Whether the arms differ in Value 2 is open:"],
}


@pytest.mark.parametrize("counts", CASES, ids=str)
def test_the_first_sentence_counts_the_outcomes_of_its_section(tmp_path, counts):
    apart, open_, unknown = counts
    said = str(findings(with_outcomes(tmp_path, apart=apart, open=open_, unknown=unknown)))
    places = [said.find(part) for part in CASES[counts]]
    assert places == sorted(places) and min(places) >= 0, said
    whole = sum(counts)
    assert ("Both" in said or "All" in said) == (whole > 1 and whole in (apart, open_))


GAPS = {
    "none": ("71", "5", "2"),
    "age": (".", "5", "2"),
    "one_outcome": ("71", ".", "2"),
    "both_outcomes": ("71", ".", "."),
    "age_and_outcome": (".", ".", "2"),
}
DESCRIBED = """\
name   label  role       section        kind        digits
age    Age    covariate  baseline       continuous  1
blood  Blood  outcome    perioperative  continuous  1
pain   Pain   outcome    follow_up      continuous  1
"""


@pytest.mark.parametrize("gap", GAPS)
def test_what_is_said_of_missing_values_is_what_the_table_shows(tmp_path, gap):
    rows = [f"{arm} {70 + n} {n} {n % 5}" for arm in "AB" for n in range(6)]
    text = "\n".join(["arm age blood pain", *rows[:-1], " ".join(["B", *GAPS[gap]])])
    study = open_study(str(write_study(tmp_path, DESCRIBED, text)))
    sections = compare_all(study)
    flow = patient_flow(study, sections)
    said, table = str(missing_words(flow)), missing_table(flow)
    lacking = sum(cell == "." for cell in GAPS[gap])
    assert ("No value is missing" in said) == (table is None) == (lacking == 0)
    outcomes = [cell == "." for cell in GAPS[gap][1:]]
    assert ("Every outcome is known for every patient" in said) == (not any(outcomes) and lacking == 1)
    assert ("Of every outcome some patient lacks a value" in said) == all(outcomes)
    for section, lacks in zip(sections, outcomes, strict=True):
        assert ("Missing values" in str(limits_of(section))) == lacks


@pytest.mark.parametrize(("values", "whole"), [(LEVELS["open"], True), (LEVELS["apart"], False)])
def test_every_other_interval_is_of_those_that_could_be_computed(tmp_path, values, whole):
    """Where no value of an arm lies among those of the other, some methods give none: rows say so, and the sentence."""
    rows = [f"{arm} {value}" for arm, side in zip("AB", values, strict=True) for value in side]
    described = "name label role section kind digits\nblood Blood outcome perioperative continuous 1\n"
    study = open_study(str(write_study(tmp_path, described, "\n".join(["arm blood", *rows]))))
    comparison = compare_section(study, "perioperative")
    table = other_methods_table(comparison)
    missing = [row for row in table.rows if "not estimable" in " ".join(row)]
    assert bool(missing) != whole
    assert ("that could be computed" in str(others_agree(comparison))) == (not whole)


def test_the_cases_are_all_of_up_to_two_of_each_that_read_differently():
    """One, two and three outcomes in each role stand among them."""
    assert {sum(counts) for counts in CASES} == {1, 2, 3, 4}
    pairs = set(itertools.product((False, True), repeat=3)) - {(False,) * 3}
    assert {tuple(bool(n) for n in counts) for counts in CASES} == pairs
