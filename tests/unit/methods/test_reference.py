"""The reference values are those of the scripts beside them, every one names its function, and every one is used."""

import hashlib
import json
import re

import pytest
from places import TESTS

FOLDER = TESTS / "reference"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((TESTS / "unit").rglob("test_*.py"))]
FILES = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
BY_R = {name: content for name, content in FILES.items() if "script" in content.get("made_by", {})}
CARRIED = {name: content for name, content in FILES.items() if name.startswith("carried_")}
METHODS = [
    (name, method) for name, content in (BY_R | CARRIED).items() for method in content if method != "made_by"
]


@pytest.mark.parametrize("name", BY_R)
def test_the_values_were_written_by_the_script_beside_them(name):
    made_by = BY_R[name]["made_by"]
    script = (FOLDER / made_by["script"]).read_bytes()
    assert hashlib.md5(script).hexdigest() == made_by["script_md5"]
    assert made_by["R"].startswith("R version")
    assert made_by["packages"]["jsonlite"]


def test_every_script_wrote_one_file():
    assert sorted(content["made_by"]["script"] for content in BY_R.values()) == sorted(
        path.name for path in FOLDER.glob("*.R")
    )


def test_every_file_is_made_by_r_or_carried_or_a_record_of_the_audit():
    assert set(FILES) == {*BY_R, *CARRIED, "claims_expected.json"}


@pytest.mark.parametrize("name", CARRIED)
def test_carried_figures_name_the_versions_that_made_them(name):
    made_by = CARRIED[name]["made_by"]
    assert made_by["python"]["scipy"]
    assert "script" not in made_by


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_every_method_of_the_reference_has_a_test_that_reads_it(name, method):
    assert any(reads(text, loaded, method) for text in TEXTS for loaded in loaded_from(name, text))


def loaded_from(name: str, text: str) -> list[str]:
    """The names that a test gives to what it loads from a file: ``NAME = json.loads(... "file.json" ...)``."""
    return re.findall(rf'^(\w+) = json\.loads\([^=]*?\b{re.escape(name)}"\)', text, re.MULTILINE)


def reads(text: str, loaded: str, method: str) -> bool:
    """By its key, or by the name of a function that the test imports."""
    by_function = re.search(rf"\b{loaded}\[\w+\.__name__\]", text) and re.search(
        rf"^from .*\b{method}\b|^    {method},$", text, re.M
    )
    return f'{loaded}["{method}"]' in text or bool(by_function)


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_every_value_names_the_function_that_made_it(name, method):
    cases = FILES[name][method]
    assert cases
    for case in cases:
        assert case["function" if name in CARRIED else "r_function"]
        assert {"inputs", "value"} <= set(case)


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_every_method_stands_in_the_table_of_its_readme(name, method):
    by_r, carried = (FOLDER / "README.md").read_text(encoding="utf-8").split("## Carried figures")
    assert f"`{method}`" in (carried if name in CARRIED else by_r)


def test_a_name_that_loads_another_file_is_not_taken_for_this_one():
    text = 'ONE = json.loads((FOLDER / "one.json").read_text())\nTWO = json.loads(\n    (F / "two.json").read_text()\n)'
    assert loaded_from("one.json", text) == ["ONE"]
    assert loaded_from("two.json", text) == ["TWO"]
    assert loaded_from("o.json", text) == []


def test_a_method_that_nobody_reads_is_found():
    assert reads('for case in ONE["mean"]:', "ONE", "mean")
    assert not reads('for case in ONE["mean"]:', "ONE", "median")
    by_name = "from twoarm.methods.values.means import mean, sd\n\nfor case in ONE[method.__name__]:"
    assert reads(by_name, "ONE", "sd")
    assert not reads(by_name, "ONE", "median")
