"""A level of its own for the intervals: pages, results and manifest of one run agree about it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

SECTIONS = ("01_methods", "02_perioperative", "03_follow_up", "04_imaging")


@pytest.fixture(scope="module")
def wide(report) -> Path:
    """A run with intervals of 99%, alpha as it was."""
    return report("exchanged").folder


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
