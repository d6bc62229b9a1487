"""What the types of the study promise: every problem is a `Problem`, and a study without visits has none of them."""

from __future__ import annotations

import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from twoarm.errors import InputError, Problem
from twoarm.study.cohort import read_cohort
from twoarm.study.dictionary import KEY, Variable
from twoarm.study.published.measured import BareP

BARE = {"id": "C1", "quote": ["P > 0.05"], "kind": "bare_p", "p": "P > 0.05", "n": [30, 32]}
MARGIN = {"margin": "2", "unit": "mm", "margin_source": "the auditor"}


def test_a_problem_given_as_words_is_a_problem_without_a_place():
    error = InputError("No", ["is wrong", Problem("a.csv", "is wrong too")])
    assert error.problems == [Problem("", "is wrong"), Problem("a.csv", "is wrong too")]
    assert (
        str(pickle.loads(pickle.dumps(error)))
        == str(error)
        == "No (2 problems)\n  is wrong\n  a.csv: is wrong too"
    )


def test_a_study_without_visits_has_an_empty_table_of_them(tmp_path):
    (tmp_path / "patients.csv").write_text("id,arm\nA,1\nB,1\nC,2\nD,2\n", "utf-8")
    levels = (("1", "stent"), ("2", "balloon"))
    variables = [
        Variable("id", "Patient", "patients", "id", "", "id"),
        Variable("arm", "Arm", "patients", "arm", "", "arm", levels=levels),
    ]
    cohort, problems = read_cohort(tmp_path, variables, ("1", "2"))
    assert problems == []
    assert (cohort.visits, list(cohort.seen), len(cohort.seen)) == (None, ["_id", KEY], 0)


@pytest.mark.parametrize(
    ("changed", "sound"),
    [
        ({}, True),
        (MARGIN, True),
        (MARGIN | {"unit": None}, False),
        (MARGIN | {"margin": None}, False),
        (MARGIN | {"margin": "0"}, False),
        (MARGIN | {"comparison": "within", "n": [30]}, False),
    ],
)
def test_a_margin_is_whole_or_not_there(changed, sound):
    claim = BARE | {"comparison": "between", "direction": "none"} | changed
    if sound:
        assert TypeAdapter(BareP).validate_python(claim).id == "C1"
    else:
        with pytest.raises(ValidationError, match="a margin is above 0"):
            TypeAdapter(BareP).validate_python(claim)
