"""Which fields take a hostile text, and what is said of the others: the list is complete, and each line of it is tried."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from hostile_study import CLAIMS, PLACES, TEXTS, Place, label, markup, study_parts, write_parts
from pydantic import BaseModel

from twoarm import cli
from twoarm.errors import InputError, ParameterError
from twoarm.publish.check import check_study
from twoarm.simulation.plan import parsed_plan
from twoarm.study.dictionary import Variable
from twoarm.study.parameters import Parameters, check_parameters, parse_assignments
from twoarm.study.published import kinds
from twoarm.study.published.evidence import Published
from twoarm.study.specification import ArmSpec, ArmsSpec, SectionSpec, StudySpec, Visit


def refusals(folder, place: Place, text: str) -> list[str]:
    """What `twoarm check` says of the study with this text there."""
    error = check_study(str(write_parts(folder, study_parts({place: text})))).error
    return [f"{problem.where}: {problem.rule}" for problem in error.problems] if error else []


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_field_takes_the_text_that_the_list_says_and_no_stronger_one(place, tmp_path):
    taken = TEXTS.index(place.text) if place.text else len(TEXTS)
    if place.text:
        assert refusals(tmp_path / "taken", place, place.text(7)) == []
    if taken:
        stronger = TEXTS[taken - 1]
        said = refusals(tmp_path / "refused", place, stronger(7))
        assert any(rule.startswith((place.file, *AGREEING)) for rule in said)


AGREEING = ("dictionary.csv", "evidence.csv")  # which name what the patients and the claims name


def named(file: str) -> set[str]:
    """The keys and columns of a file that the list has."""
    found = {part for place in PLACES if place.file == file for part in place.path if isinstance(part, str)}
    return found | ({key for claim in CLAIMS["claims"] for key in claim} if file == "claims.yml" else set())


OF_CLAIMS = [
    m
    for m in vars(kinds).values()
    if isinstance(m, type) and issubclass(m, BaseModel) and m.__module__ == kinds.__name__
]
REFER = {"treated", "control", "rests_on"}  # names of claims, whose own text is on the list
NUMBERS = {"time", "total", "mean", "sd", "low", "high", "step", "date"}  # in the form of a number or a date


@pytest.mark.parametrize(
    ("file", "model"),
    [
        *(("study.yml", model) for model in (StudySpec, ArmsSpec, ArmSpec, Visit, SectionSpec)),
        *(("claims.yml", model) for model in OF_CLAIMS),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_no_field_of_a_model_is_missing_from_the_list(file, model):
    text = {
        name for name, field in model.model_fields.items() if re.search(r"\bstr\b", str(field.annotation))
    }
    assert text - named(file) - REFER - NUMBERS == set()


@pytest.mark.parametrize(("file", "row"), [("dictionary.csv", Variable), ("evidence.csv", Published)])
def test_no_column_is_missing_from_the_list(file, row):
    assert {field.name for field in fields(row)} - named(file) - {"levels", "outcome"} == set()


@pytest.mark.parametrize("name", sorted(set(Parameters.model_fields) - {"study"}))
@pytest.mark.parametrize("text", [markup(1), label(1)])
def test_no_parameter_takes_a_text_but_the_study_s_folder(name, text):
    with pytest.raises(ParameterError) as refused:
        check_parameters(parse_assignments([(name, text)]))
    assert "alert" not in str(refused.value)


ESCAPES = "\x1b[2J\x1b]0;owned\x07 \u202etxt"


@pytest.mark.parametrize("path", [("claims", 0, "kind"), ("claims", 0, "id")])
def test_a_refusal_does_nothing_to_the_terminal_that_shows_it(path, tmp_path, capfd):
    texts = {Place("claims.yml", path, None): ESCAPES, Place("claims.yml", ("claims", 0, "total"), None): "x"}
    study = write_parts(tmp_path / "\x1b[31m", study_parts(texts))
    assert cli.main(["check", str(study)]) == InputError.exit_code
    said = "".join(capfd.readouterr())
    assert r"\x1b[2J" in said and r"\x1b[31m/ cannot be used" in said
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", said)


PLAN = """
seed: 1
arms: [{code: A, size: 2}, {code: B, size: 2}]
patient_variables:
  stay: {kind: measured, step: 1, lo: 0, hi: 9, source: SOURCE, status: none, unit: SOURCE,
         targets: {A: {mean: 4, sd: 1}, B: {mean: 5, sd: 1}}}
"""


def test_a_plan_takes_a_text_that_no_page_shows():
    """What is said of a target, and how a statement is worded; the report tests that neither is published."""
    plan = parsed_plan(PLAN.replace("SOURCE", "'" + markup(1).replace("'", "''") + "'"), "simulation.yml")
    assert plan.patient_variables["stay"].source == markup(1)
    with pytest.raises(InputError):
        parsed_plan(PLAN.replace("seed: 1", f"seed: '{label(1)}'"), "simulation.yml")
