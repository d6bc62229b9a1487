"""Shared fixtures: a copy of the book to build in, so that no test touches the user's `_build`, and two built runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from filelock import FileLock

from twoarm.build.kernels import use_forked_kernels

ROOT = Path(__file__).parents[1]
NOT_COPIED = (".*", "_build", "__pycache__", "*.egg-info", "node_modules")

sys.path.append(str(Path(__file__).parent))  # where `chromium` and `shared_cohorts` stand
use_forked_kernels()  # for nbval too, which starts kernels in this process


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


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[], Path]], Path]:
    """``once(name, make)`` calls `make` in the first of pytest's processes only; the others take what it made."""
    shared = tmp_path_factory.getbasetemp()
    several = "PYTEST_XDIST_WORKER" in os.environ
    shared = shared.parent if several else shared

    def first(name: str, make: Callable[[], Path]) -> Path:
        record = shared / f"{name}.path"
        # One lock for all: two builds in one folder refuse each other.
        with FileLock(shared / "once.lock") if several else nullcontext():
            if not record.exists():
                record.write_text(str(make()), "utf-8")
        return Path(record.read_text("utf-8"))

    return first


@pytest.fixture(scope="session")
def book_copy(once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout's sources to build in. Nobody edits it: for that there is `fresh_book`."""
    return once("book_copy", lambda: copy_book(tmp_path_factory.mktemp("shared") / "book"))


@pytest.fixture
def fresh_book(tmp_path: Path) -> Callable[[], Path]:
    """``fresh_book()`` makes a new copy of the sources, for a test that edits them."""

    def make() -> Path:
        taken = len([p for p in tmp_path.iterdir() if p.name.startswith("book")])
        return copy_book(tmp_path / f"book{taken or ''}")

    return make


@pytest.fixture(scope="session")
def build_report(once, book_copy: Path) -> Callable[[str | Path, str], Path]:
    """``build_report(study, run)`` builds a study in the shared copy, once for each name of a run."""
    return lambda study, run: once(f"{run}_run", lambda: build_run(book_copy, study, run))


@pytest.fixture(scope="session")
def shipped_run(build_report) -> Path:
    """The folder of a run of the shipped study: ``html/``, the three documents, the CSV files, ``figures/``."""
    return build_report("data", "default")


@pytest.fixture(scope="session")
def gbsg2_study(once, book_copy: Path) -> Path:
    """``examples/gbsg2`` of the shared copy, its patients written by its own script."""

    def make() -> Path:
        study = book_copy / "examples" / "gbsg2"
        (study / "patients.csv").unlink(missing_ok=True)
        subprocess.run([sys.executable, study / "make_patients.py"], check=True)
        return study

    return once("gbsg2_study", make)


@pytest.fixture(scope="session")
def gbsg2_run(build_report, gbsg2_study: Path) -> Path:
    """The folder of a run of ``examples/gbsg2``."""
    return build_report(gbsg2_study, "gbsg2")


@pytest.fixture(scope="module")
def browser():
    """A browser without a window; where there is none, one line says what was left out, and in CI it is a failure."""
    from chromium import LEFT_OUT, browser_path, must_run

    path = browser_path()
    if path is None and must_run():
        pytest.fail(f"{LEFT_OUT}; as root, make tools installs it", pytrace=False)
    if path is None:
        pytest.skip(LEFT_OUT)
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()
