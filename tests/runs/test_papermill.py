"""The committed notebooks run without our command: compared cell by cell by nbval, and with papermill from any folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from forked_nbval import forked_nbval
from places import ROOT

NOTEBOOKS = ROOT / "notebooks"
MIME = "application/vnd.twoarm+json"


def nbval(folder: Path, report: Path) -> dict[tuple[str, int], str]:
    """Execute and compare every notebook of a folder; what became of each code cell, by notebook and cell."""
    command = forked_nbval(f"--junitxml={report}", str(folder), f"--rootdir={folder}")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    environment["TWOARM_VALUES"] = str(report.with_name("values"))  # empty at first
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert report.exists(), done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        notebook, cell = re.search(
            r"(\w+)\.ipynb::Cell (\d+)", f"{case.get('classname')}::{case.get('name')}"
        ).groups()
        found[notebook, int(cell)] = next(
            (child.tag for child in case if child.tag != "system-out"), "passed"
        )
    return found


def code_cells(path: Path) -> list:
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_every_committed_output_is_computed_again_and_equal(tmp_path):
    outcomes = nbval(NOTEBOOKS, tmp_path / "report.xml")
    expected = {(path.stem, i) for path in NOTEBOOKS.rglob("*.ipynb") for i in range(len(code_cells(path)))}
    assert {cell: state for cell, state in outcomes.items() if state != "passed"} == {}
    assert set(outcomes) == expected  # none was left out


def change_a_digit(text: str) -> str:
    """The text with its last digit, another one."""
    at = max(match.start() for match in re.finditer(r"\d", text))
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def tamper(data: dict, kind: str) -> None:
    """Change one digit of one face of an output; of our JSON face, one in a cell of the table."""
    if kind != MIME:
        data[kind] = change_a_digit(data[kind])
        return
    rows = data[kind]["rows"]
    row, column = next((r, c) for r in rows for c, text in enumerate(r) if re.search(r"\d", text))
    row[column] = change_a_digit(row[column])


def tampered_cells(path: Path) -> dict[int, str]:
    """Change a digit in four cells, in each of them in another kind of face; which cells these are."""
    notebook = nbformat.read(path, 4)
    left = ["text/markdown", MIME, "text/html", "image/svg+xml"]
    changed: dict[int, str] = {}
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        if left and cell.outputs and left[0] in cell.outputs[0].data:
            changed[number] = left.pop(0)
            tamper(cell.outputs[0].data, changed[number])
    nbformat.write(notebook, path)
    assert left == []
    return changed


def test_one_changed_digit_in_any_face_is_caught(fresh_book, tmp_path):
    """Sentences, our JSON face, a table's HTML and a figure's SVG are compared, each byte of them."""
    folder = fresh_book() / "notebooks"
    for path in folder.rglob("*.ipynb"):
        if path.stem != "01_methods":
            path.unlink()
    changed = tampered_cells(folder / "01_methods.ipynb")
    outcomes = nbval(folder, tmp_path / "report.xml")
    assert {cell for (_, cell), state in outcomes.items() if state == "failure"} == set(changed)


@pytest.fixture(scope="module")
def by_papermill(tmp_path_factory):
    """Notebook 02 at another alpha, by plain papermill, from the root and from ``notebooks/``."""
    place = tmp_path_factory.mktemp("papermill")
    before = {path: path.read_bytes() for path in NOTEBOOKS.iterdir() if path.is_file()}
    runs = {
        "root": (ROOT, "notebooks/02_perioperative.ipynb"),
        "notebooks": (NOTEBOOKS, "02_perioperative.ipynb"),
    }
    started = {
        name: subprocess.Popen(
            [
                sys.executable,
                "-m",
                "papermill",
                notebook,
                str(place / f"{name}.ipynb"),
                "-p",
                "alpha",
                "0.01",
            ],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, (folder, notebook) in runs.items()
    }
    for process in started.values():
        said = process.communicate(timeout=300)[0]
        assert process.returncode == 0, said
    after = {path: path.read_bytes() for path in NOTEBOOKS.iterdir() if path.is_file()}
    assert after == before  # without our command nothing is written beside the output
    return {name: place / f"{name}.ipynb" for name in runs}


def outputs(path: Path) -> list:
    return [[dict(o.get("data", o)) for o in cell.outputs] for cell in code_cells(path)]


def test_papermill_gives_the_same_outputs_from_the_root_and_from_the_notebooks_folder(by_papermill):
    assert outputs(by_papermill["root"]) == outputs(by_papermill["notebooks"])
    assert sum(map(len, outputs(by_papermill["root"]))) == sum(
        len(c.outputs) for c in code_cells(NOTEBOOKS / "02_perioperative.ipynb")
    )


def test_papermill_s_parameter_reaches_every_level(by_papermill):
    said = [
        o["text/markdown"] for cell in outputs(by_papermill["root"]) for o in cell if "text/markdown" in o
    ]
    tables = [str(o[MIME]) for cell in outputs(by_papermill["root"]) for o in cell if MIME in o]
    shown = "\n".join([*said, *(re.sub(r"'svg':.*", "", text) for text in tables)])
    assert "99% CI" in shown
    assert "95% " not in shown


REFUSED = {
    ("alhpa", "0.01"): "alhpa: no such parameter (did you mean alpha?)",
    ("alpha", "nan"): "alpha: Input should be a finite number",
    ("imbalance", "9"): "imbalance: Input should be less than 5",  # which this notebook does not have
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """Notebook 04 by plain papermill with a parameter that the model refuses: exit code and what was said."""
    place = tmp_path_factory.mktemp("refused")
    run = partial(subprocess.run, cwd=ROOT, capture_output=True, text=True, check=False)
    command = [sys.executable, "-m", "papermill", "notebooks/04_imaging.ipynb"]
    return {given: run([*command, place / f"{given[0]}.ipynb", "-p", *given]) for given in REFUSED}


@pytest.mark.parametrize("given", REFUSED)
def test_a_notebook_refuses_what_the_model_refuses(refused, given):
    done = refused[given]
    assert done.returncode != 0
    assert REFUSED[given] in done.stderr
    assert "open_study" in done.stderr  # in the cell that opens the study: nothing was computed
