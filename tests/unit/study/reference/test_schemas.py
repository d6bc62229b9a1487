"""Pages and schemas are those of the models; each key says what it is; a schema takes what the check takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from model_pages import made
from places import ROOT
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from twoarm import cli
from twoarm.simulation.plan import SimulationPlan
from twoarm.study.dictionary import Variable
from twoarm.study.published.evidence import Published
from twoarm.study.reference.pages import between_marks
from twoarm.study.reference.schemas import YAML_FILES, schema_file, schema_text

STUDIES = ["data", "examples/gbsg2", "tests/bad/sound"]


@pytest.mark.parametrize("path", made(), ids=lambda path: path.name)
def test_what_is_made_from_the_models_is_as_they_are(path):
    assert path.read_text("utf-8") == made()[path], "make schemas"


def described(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key with its description."""
    for model in (schema, *schema.get("$defs", {}).values()):
        for name, entry in model.get("properties", {}).items():
            yield name, entry.get("description", "")


@pytest.mark.parametrize("model", [*YAML_FILES.values(), SimulationPlan])
def test_every_key_says_what_it_is(model):
    assert [key for key, words in described(model.model_json_schema()) if len(words) < 4] == []


@pytest.mark.parametrize("row", [Variable, Published])
def test_every_column_says_what_it_is(row):
    assert [key for key, words in described(TypeAdapter(row).json_schema()) if len(words) < 10] == []


def content(path: str) -> Any:
    """A file as an editor reads it: a date is text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(ROOT / path), default=str))


@pytest.mark.parametrize("path", [f"{study}/study.yml" for study in STUDIES] + ["data/claims.yml"])
def test_a_file_that_is_accepted_is_so_by_its_schema(path):
    schema = json.loads(schema_file(path.rpartition("/")[2].removesuffix(".yml")).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content(path), schema, jsonschema.Draft202012Validator)


def test_the_codes_of_the_arms_are_needed_where_there_are_patients():
    schema = json.loads(schema_text("study"))
    alone = {"title": "An abstract", "data_kind": "published"}
    named = {"arms": {"treated": {"label": "new"}, "control": {"label": "old"}}}
    for accepted in (alone, alone | named):
        jsonschema.validate(accepted, schema)
    for refused in ({"data_kind": "real"}, {"data_kind": "simulated", **named}):
        with pytest.raises(jsonschema.ValidationError, match="is a required property"):
            jsonschema.validate(alone | refused, schema)


@pytest.mark.parametrize("more", [{"visit": []}, {"data_kind": "made up"}, {"title": 1}])
def test_a_schema_refuses_what_is_no_key_or_no_value_of_one(more):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content("data/study.yml") | more, json.loads(schema_text("study")))


def test_the_command_prints_a_schema(capsys):
    assert cli.main(["schema", "study"]) == 0
    assert capsys.readouterr().out == schema_text("study")


def test_a_page_without_marks_is_not_written():
    with pytest.raises(ValueError, match="no marks"):
        between_marks("# A page", "a table")
