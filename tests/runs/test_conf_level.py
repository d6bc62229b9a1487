"""A level of its own for the intervals: pages, results and manifest of one run agree about it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SECTIONS = ("01_methods", "02_perioperative", "03_follow_up", "04_imaging")


@pytest.fixture(scope="module")
def wide(once, book_copy) -> Path:
    """The website of the shipped study with intervals of 99%, alpha as it was."""

    def make() -> Path:
        arguments = ["build", "-p", "conf_level", "0.99", "--formats", "html", "--run", "wide"]
        command = [sys.executable, "-m", "twoarm.cli", *arguments]
        environment = os.environ | {"PYTHONPATH": str(book_copy / "src")}
        done = subprocess.run(
            command, cwd=book_copy, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return (book_copy / "_build" / "runs" / "wide").resolve()

    return once("wide_run", make)


def test_the_manifest_says_it(wide):
    manifest = json.loads((wide / "manifest.json").read_text("utf-8"))
    said = manifest["parameters"]
    assert (said["alpha"], said["conf_level"], said["conf_level_in_force"]) == (0.05, 0.99, 0.99)
    assert manifest["changed_parameters"] == ["conf_level"]


def test_every_interval_of_the_results_has_it(wide):
    with (wide / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # Two one-sided tests go by alpha, which is as it was.
    tested = {row["conf_level"] for row in rows if row["analysis"].startswith("equivalence")}
    others = {r["conf_level"] for r in rows if r["low"] and not r["analysis"].startswith("equivalence")}
    assert (tested, others) == ({"0.9"}, {"0.99"})


def test_every_interval_of_a_section_s_page_has_it(wide):
    texts = {name: (wide / "html" / "notebooks" / f"{name}.html").read_text("utf-8") for name in SECTIONS}
    levels = {name: set(re.findall(r"(\d+)% CI", text)) for name, text in texts.items()}
    assert {name: found for name, found in levels.items() if found - {"99", "90"}} == {}
    assert all("99" in found for name, found in levels.items() if found)
    assert any(levels.values())
