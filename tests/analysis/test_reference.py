"""The reference values are those of the script beside them, and every one is used."""

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))


def test_the_values_were_written_by_the_script_beside_them():
    script = (FOLDER / REFERENCE["made_by"]["script"]).read_bytes()
    assert hashlib.md5(script).hexdigest() == REFERENCE["made_by"]["script_md5"]
    assert REFERENCE["made_by"]["R"].startswith("R version")


def test_every_method_of_the_reference_has_a_test_that_reads_it():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in REFERENCE if f'REFERENCE["{name}"]' not in tests] == []


def test_every_value_names_the_function_that_made_it():
    methods = [cases for name, cases in REFERENCE.items() if name != "made_by"]
    assert all(case["r_function"] for cases in methods for case in cases)
