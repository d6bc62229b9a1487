"""`docs/coverage.md` is what the simulation gives."""

from __future__ import annotations

import subprocess
import sys

import coverage_simulation as simulation
from places import ROOT, TESTS


def test_the_page_is_what_the_simulation_gives(tmp_path):
    made = tmp_path / "coverage.md"
    command = [sys.executable, TESTS / "support" / "coverage_simulation.py", made]
    subprocess.run(command, cwd=ROOT, check=True)
    assert made.read_text(encoding="utf-8") == simulation.PAGE.read_text(encoding="utf-8")
