"""Shared fixtures: a copy of the book to build in, so that no test touches the user's `_build`, and two built runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from diff_study import build_diff_run
from filelock import FileLock
from reports import build_run, copy_book
from shared_cohorts import write_licorice
from wrist_study import write_wrist

from twoarm.publish.notebooks.kernels import use_forked_kernels

use_forked_kernels()  # for nbval too, which starts kernels in this process


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


@pytest.fixture(scope="session")
def licorice_study(tmp_path_factory) -> Path:
    return write_licorice(tmp_path_factory.mktemp("outside") / "licorice")


@pytest.fixture(scope="session")
def licorice_run(build_report, licorice_study: Path) -> Path:
    return build_report(licorice_study, "licorice")


@pytest.fixture(scope="session")
def wrist_study(tmp_path_factory) -> Path:
    return write_wrist(tmp_path_factory.mktemp("outside") / "wrist")


@pytest.fixture(scope="session")
def wrist_run(build_report, wrist_study: Path) -> Path:
    return build_report(wrist_study, "wrist")


@pytest.fixture(scope="session")
def three_runs(once, book_copy: Path, tmp_path_factory) -> dict[str, Path]:
    """A small real study as it is, at a stricter level, and with another value of one patient; websites alone."""
    folder = tmp_path_factory.mktemp("outside")
    kinds = {"usual": {}, "stricter": {"alpha": "0.01"}, "other-data": {"first": 41}}
    return {
        name: once(f"{name}_run", lambda n=name, k=kind: build_diff_run(book_copy, folder / n, n, **k))
        for name, kind in kinds.items()
    }


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
