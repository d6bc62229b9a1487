"""Processes that run the tests side by side have to collect the same ones, in the same order."""

from __future__ import annotations

import os
import subprocess
import sys

from places import ROOT


def collected(seed: int) -> list[str]:
    """The names of all tests, as a process collects them whose sets have an order of their own."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_no_test_is_named_after_a_place_in_a_set():
    first, second = collected(1), collected(2)
    assert len(first) > 1000
    assert first == second
