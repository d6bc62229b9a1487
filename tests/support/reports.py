"""Reports built as a user builds them: a copy of the checkout, the command in it, the folder of a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from places import ROOT

NOT_COPIED = (".*", "_build", "__pycache__", "*.egg-info", "node_modules")


def copy_book(to: Path) -> Path:
    """Copy the checkout's sources: all but what was built, installed or cached."""
    return shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*NOT_COPIED))


def twoarm(book: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in the folder `book`, with the package of that folder."""
    environment = os.environ | {"PYTHONPATH": str(book / "src")}
    command = [sys.executable, "-m", "twoarm.cli", *arguments]
    return subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, check=False)


def build_run(book: Path, study: str | Path, run: str) -> Path:
    """Build a study's report in all four formats and return the folder of the run."""
    done = twoarm(book, "build", str(study), "--run", run)
    assert done.returncode == 0, done.stdout + done.stderr
    return (book / "_build" / "runs" / run).resolve()
