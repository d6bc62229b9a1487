"""Shared fixtures: whole reports, each built once a session and outside `_build`; copies of the checkout; a browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import ROOT
from reports import Report, copy_book, digests, report_of

from twoarm.publish.notebooks.kernels import use_forked_kernels

use_forked_kernels()  # for nbval too, which starts kernels in this process
os.environ["TWOARM_VALUES"] = ""  # every test computes; one that is about kept values says where they are


LEDGER = "TWOARM_LEDGER"
WORKER = "PYTEST_XDIST_WORKER"  # of the variables of each of several processes


def pytest_configure(config: pytest.Config) -> None:
    """One ledger of releases for the session and all that it starts; never that of whoever runs the tests."""
    if WORKER not in os.environ:
        os.environ[LEDGER] = tempfile.mkdtemp(prefix="ledger-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ[LEDGER], ignore_errors=True))


@pytest.hookimpl(optionalhook=True)  # without xdist nobody asks
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The cores at hand, of which a container may have fewer than its machine; more than eight have nothing to do."""
    at_hand = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(at_hand, 8)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this session that all of pytest's processes see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if WORKER in os.environ else own


@pytest.fixture(scope="session")
def report(shared: Path) -> Iterator[Callable[[str], Report]]:
    """``report(name)`` is a whole report of the table in `tests/support/runs.py`. Nobody changes it; that is looked at."""
    read: dict[str, Report] = {}

    def named(name: str) -> Report:
        if name not in read:
            read[name] = report_of(name, shared / "reports")
        return read[name]

    yield named
    changed = [name for name, made in read.items() if digests(made.folder) != made.hashes]
    assert changed == [], "a test changed a report that others read"


@pytest.fixture
def fresh_book(tmp_path: Path) -> Callable[[], Path]:
    """``fresh_book()`` makes a new copy of the sources, for a test that edits them."""

    def make() -> Path:
        taken = len([p for p in tmp_path.iterdir() if p.name.startswith("book")])
        return copy_book(tmp_path / f"book{taken or ''}")

    return make


@pytest.fixture(scope="session")
def shipped_run(report) -> Path:
    """The folder of a run of the shipped study: ``html/``, the three documents, the CSV files, ``figures/``."""
    return report("shipped").folder


@pytest.fixture(scope="session")
def book_copy(report) -> Path:
    """The copy of the checkout's sources in which that run was made. Nobody edits it: for that there is `fresh_book`."""
    return report("shipped").book


@pytest.fixture(scope="session")
def gbsg2_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of ``examples/gbsg2`` with its patients, without a report of it."""
    from edited_studies import with_patients

    return with_patients(
        shutil.copytree(ROOT / "examples" / "gbsg2", tmp_path_factory.mktemp("open") / "gbsg2")
    )


@pytest.fixture(scope="session")
def gbsg2_run(report) -> Path:
    return report("gbsg2").folder


@pytest.fixture(scope="session")
def three_runs(report) -> dict[str, Path]:
    """A small real study as it is, at a stricter level, and with another value of one patient; websites alone."""
    return {name: report(name).folder for name in ("usual", "stricter", "other-data")}


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
