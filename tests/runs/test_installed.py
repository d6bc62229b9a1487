"""The installed command where no checkout is: `tests/slow` builds all formats of the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from installed import MARK, Installed, install
from places import ROOT
from reports import digests

from twoarm.publish.records.manifest import code_hash

STUDY = "patients/gbsg2"


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installed:
    return install(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def home(installed, gbsg2_study, tmp_path_factory) -> Path:
    """A user's folder, with a study and the report that was built of it."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(gbsg2_study, home / STUDY)
    (home / "elsewhere").mkdir()
    before = digests(home), digests(installed.package)
    done = installed.twoarm(home / "elsewhere", "build", f"../{STUDY}", "--formats", "html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"published in {home}/patients/_build/runs/default\n")
    left = {name: value for name, value in digests(home).items() if not name.startswith("patients/_build/")}
    assert (left, digests(installed.package)) == before, "a build writes into `_build` alone"
    return home


@pytest.fixture(scope="module")
def run(home) -> Path:
    return home / "patients" / "_build" / "runs" / "default"


def test_a_wheel_carries_what_is_built(installed):
    carried, sources = digests(installed.package / "carried"), digests(installed.sources)
    wanted = [name for name in sources if name.startswith(("book/", "notebooks/"))]
    assert sorted(carried) == sorted(["_config.yml", "_toc.yml", "data/simulated.sha256", *wanted])
    assert {name: sources[name] for name in carried} == carried


def test_its_own_notebooks_are_run_and_its_own_pages_made(run):
    assert MARK in (run / "html" / "notebooks" / "00_findings.html").read_text("utf-8")
    assert (run / "html" / "book" / "glossary.html").is_file()
    assert {path.name for path in run.iterdir()} > {"results.csv", "manifest.json", "figures"}


def test_what_it_was_made_of_is_told_as_in_a_checkout(run, installed):
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    assert manifest["code"] == code_hash(installed.sources / "src" / "twoarm")
    assert json.loads((run / "run.json").read_text("utf-8"))["commit"] == ""
    files = digests(installed.package / "carried")
    told = {name: value for name, value in manifest["inputs"].items() if name.startswith("notebooks/")}
    assert {name: files[name] for name in told} == told


COMMANDS = {
    "below the folder": ("patients/gbsg2", ["diff", "default", "default"], 0, "alike"),
    "by the folder": ("elsewhere", ["diff", "default", "default", "--output", "../patients"], 0, "alike"),
    "another page": (".", ["pages", "--output", "patients/_build", "--to", "pages"], 0, "pages: pages"),
    "elsewhere": ("elsewhere", ["diff", "default", "default"], 2, "no run is published here"),
    "a page without a place": ("elsewhere", ["pages", "../patients/_build/runs/default"], 2, "--to: needed"),
    "nothing named": ("elsewhere", ["build"], 3, "There is no study at data"),
    "into the study": (".", ["build", STUDY, "--output", STUDY], 2, "inside the study's folder"),
    "a check": ("elsewhere", ["check", f"../{STUDY}"], 0, "gbsg2/ is in order: 686 patients"),
    "the parameters": ("elsewhere", ["parameters"], 0, "in 00_findings, 01_methods"),
    "the golden record": ("elsewhere", ["accept"], 3, "Work in the report's checkout."),
}  # fmt: skip


@pytest.mark.parametrize("case", COMMANDS)
def test_the_other_commands(case, installed, home):
    here, arguments, code, words = COMMANDS[case]
    done = installed.twoarm(home / here, *arguments)
    assert (done.returncode, words in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr


def test_the_shipped_cohort_is_not_called_real_there(installed, tmp_path):
    study = shutil.copytree(
        ROOT / "data", tmp_path / "study", ignore=shutil.ignore_patterns("simulated.sha256")
    )
    spec = study / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("data_kind: simulated", "data_kind: real"), "utf-8")
    done = installed.twoarm(tmp_path, "check", "study")
    assert done.returncode == 3
    assert "a recorded simulated cohort, which study.yml calls real" in done.stderr
