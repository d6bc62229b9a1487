"""Two more studies, each written into a folder outside the checkout and built once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from shared_cohorts import write_licorice

sys.path.append(str(Path(__file__).parent))  # where `report_texts` and `wrist_study` stand
from diff_study import build_diff_run
from wrist_study import write_wrist


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
