"""Arms that chance formed and others: the same numbers, and what may be said of them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_all, compare_baseline, compare_later
from twoarm.analysis.registry.plan import AnalysisPlan
from twoarm.present.chapters.study import patients_and_balance
from twoarm.present.findings import overview
from twoarm.present.patients.balance import balance_sentence, unadjusted
from twoarm.present.patients.balance_plot import love_plot
from twoarm.present.sensitivity.weighted import e_value_table
from twoarm.study.opened import Study, open_study

DESCRIBED = """\
name   label  table     role       section        kind        levels
age    Age    patients  covariate  baseline       continuous  .
sex    Sex    patients  covariate  baseline       binary      0=male|1=female
stay   Stay   patients  outcome    perioperative  continuous  .
"""


# Forty patients: ages 30 to 49 and 45 to 64, of which the standardised difference is -15/5.92; as many women in both arms.
def patients_staying(longer: int = 0) -> str:
    """The patients; those of one arm stayed so many days longer."""
    arms = (("A", 30, 3 + longer), ("B", 45, 3))
    rows = [f"{arm}  {age + i}  {i % 2}  {stay + i % 5}\n" for arm, age, stay in arms for i in range(20)]
    return "arm  age  sex  stay\n" + "".join(rows)


PATIENTS = patients_staying()
UNKNOWN = "How patients came to their treatment is not stated."


def opened(folder: Path, randomised: str, patients: str = PATIENTS) -> Study:
    """The study under one statement of how patients came to their treatment; without one where it is empty."""
    line = f"randomised: {randomised}\n" if randomised else ""
    return open_study(str(write_study(folder / (randomised or "silent"), DESCRIBED, patients, spec=line)))


def before(folder: Path, randomised: str) -> Comparison:
    return compare_baseline(opened(folder, randomised))


@pytest.mark.parametrize("stated", ["", "unknown", "no"])
def test_of_arms_that_chance_did_not_form_the_distance_is_told(stated, tmp_path):
    found = before(tmp_path, stated)
    assert found.balance.limit == 0.1 and len(found.balance.far) == 1
    assert (
        "Before treatment 1 of 2 characteristics lay at least 0.1 standard deviations apart."
        in unadjusted(found)
    )
    assert unadjusted(found).endswith(" No result above is adjusted for them.")
    assert (UNKNOWN in unadjusted(found)) == (stated != "no")
    assert "1 lies at least 0.1 standard deviations apart before treatment: Age (2.54)." in balance_sentence(
        found
    )
    assert love_plot(found).caption.endswith("dashed line: the limit of imbalance.")


def test_of_arms_that_chance_formed_nothing_warns(tmp_path):
    study = opened(tmp_path, "yes")
    found = compare_baseline(study)
    assert found.balance.limit == pytest.approx(2 * math.sqrt(1 / 20 + 1 / 20))
    assert unadjusted(found) == ""
    said = f"{patients_and_balance(found).markdown} {overview(found, compare_all(study))} {love_plot(found).caption}"
    for alarm in ("apart", "imbalance", "not adjusted", "not stated", "0.1 "):
        assert alarm not in said, alarm
    assert "Chance decided which treatment a patient was given." in said
    assert "the standard error of a standardised difference is 0.32: chance alone gives differences" in said
    assert "Twice that size is reached by 1 of 2 characteristics: Age (2.54)." in said
    assert "twice the standard error that chance gives" in love_plot(found).caption


def test_where_chance_formed_arms_that_are_alike_the_sentence_says_of_how_many_that_is_known(tmp_path):
    alike = PATIENTS.replace("B  ", "A  ").split("\n")
    patients = "\n".join([alike[0], *alike[1:21], *(row.replace("A", "B", 1) for row in alike[1:21])])
    found = compare_baseline(opened(tmp_path, "yes", patients + "\n"))
    assert "Twice that size is reached by none of 2 characteristics." in balance_sentence(found)


def test_e_values_answer_for_causes_that_chance_excludes(tmp_path):
    for stated, shown in (("yes", False), ("no", True), ("", True)):
        study = opened(tmp_path, stated, patients_staying(longer=4))  # there is a difference to explain
        assert any("e_value" in m.name for m in AnalysisPlan(study).in_use) is shown
        assert (e_value_table(compare_later(study)) is not None) is shown


def test_what_tells_the_arms_apart_in_every_patient_is_told_of_a_trial_too(tmp_path):
    """A column that repeats the arm is no chance, whatever formed the arms."""
    patients = "\n".join(
        " ".join([*(row.split()[:2]), str(int(row[0] == "B")), row.split()[3]])
        if row[:1] in "AB" and row
        else row
        for row in PATIENTS.split("\n")
    )
    found = compare_baseline(opened(tmp_path, "yes", patients))
    assert unadjusted(found) == ""
    assert str(overview(found, [])).startswith("Sex tells the arms apart in every patient")
    assert str(balance_sentence(found)).startswith("Sex tells the arms apart in every patient")
