"""A machine without a browser: the test that needs one is left out and named, and in CI it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

SAID = "no Chromium on this machine: the pages were not opened in a browser"


def tried(path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """One browser test of ours, on a machine whose programs are those of `path`."""
    (test,) = ROOT.glob("tests/**/test_diff_in_browser.py")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(
        [*command, f"{test}::test_what_is_looked_for_is_found"],
        cwd=ROOT,
        env=clean | {"PATH": str(path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("variables", [{}, {"CI": ""}, {"CI": "false"}])
def test_without_a_browser_one_line_says_what_was_left_out(variables, tmp_path):
    done = tried(tmp_path, **variables)
    assert done.returncode == 0, done.stdout
    assert [line.endswith(SAID) for line in done.stdout.splitlines() if line.startswith("SKIPPED")] == [True]


def test_in_ci_a_browser_test_that_did_not_run_is_a_failure(tmp_path):
    done = tried(tmp_path, CI="true")
    assert done.returncode == 1, done.stdout
    assert f"{SAID}; as root, make tools installs it" in done.stdout


@pytest.mark.parametrize("there", [True, False])
def test_make_tools_asks_first_whether_a_browser_is_there(there, tmp_path):
    """Stand-ins for the programs of the machine: a browser, or the one that would install it."""
    for name in ["apt-get", *["chromium"] * there]:
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $@"\n', "utf-8")
        (tmp_path / name).chmod(0o755)
    command = [shutil.which("make"), f"PYTHON={sys.executable}", "tools"]
    done = subprocess.run(
        command, cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("apt-get")] == (
        [] if there else ["apt-get update", "apt-get install --yes --no-install-recommends chromium"]
    )
