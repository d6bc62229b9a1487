"""A page of the numbers that changed since the version before: of which studies, and what it says."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from places import TESTS
from small_runs import write_run

from twoarm.errors import DisclosureError, InputError
from twoarm.publish.changes import write_changes
from twoarm.publish.check import check_study
from twoarm.publish.records.finished_run import read_manifest, read_run
from twoarm.publish.report.before import earlier_version
from twoarm.publish.report.downloads import CHANGES
from twoarm.study.files.regular_files import PREVIOUS
from twoarm.study.opened import read_study

ROW = {
    "section": "stay", "variable": "stay", "analysis": "welch", "estimand": "mean difference",
    "low": "1.0", "high": "3.0", "conf_level": "0.95", "p_value": "0.01", "role": "primary",
    "n_treated": "8", "n_control": "8",
}  # fmt: skip

OPEN = SimpleNamespace(
    private=False, policy=SimpleNamespace(masks=False)
)  # patients whom nobody has to protect


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return shutil.copytree(TESTS / "bad" / "sound", tmp_path / "study")


def told(study: Path, before: str, now: str) -> BeautifulSoup:
    earlier = read_run(write_run(study / PREVIOUS, study, None, ({**ROW, "estimate": before},)))
    run = write_run(study.parent / "run", study, None, ({**ROW, "estimate": now},))
    write_changes(earlier, read_manifest(run), run)
    assert {path.name for path in (run / CHANGES).iterdir()} == {"index.html", "diff.json"}
    return BeautifulSoup((run / CHANGES / "index.html").read_text("utf-8"), "html.parser")


def test_a_number_that_moved_stands_there_as_it_was_and_as_it_is(study):
    page = told(study, "2.0", "2.5")
    assert page.h1.get_text() == "Numbers that changed since the version before"
    runs, *_ = page.select("table")
    assert "the version before" in runs.get_text() and "this version" in runs.get_text()
    (row,) = [
        row for row in page.select("#moved-results, tr") if "2.5" in row.get_text() and row.name == "tr"
    ]
    was, now = (cell.get_text() for cell in row.select("td")[-2:])
    assert was.startswith("2.0") and now.startswith("2.5")
    assert not page.select_one("#figures") and not page.select("img")


def test_where_nothing_moved_the_page_says_so(study):
    page = told(study, "2.0", "2.0")
    assert page.select_one(".headline").get_text().startswith("The two runs are alike")


def test_a_study_without_an_earlier_version_has_none(study):
    assert earlier_version(study, read_study(study).spec) is None


@pytest.mark.parametrize(
    ("file", "content"), [("results.csv", "a,b\n1,2\n"), ("manifest.json", "{"), ("manifest.json", None)]
)
def test_an_earlier_version_that_is_damaged_is_named_before_anything_runs(file, content, study):
    damaged = write_run(study / PREVIOUS, study, None, ({**ROW, "estimate": "2.0"},)) / file
    damaged.write_text(content, "utf-8") if content else damaged.unlink()
    with pytest.raises(InputError, match="previous/ is not a run"):
        earlier_version(study, OPEN)


def test_versions_of_private_patients_are_not_set_side_by_side(study):
    """What each of two releases masks may be told by both; `twoarm diff` is for the author alone."""
    spec = read_study(study).spec
    assert spec.private and earlier_version(study, spec) is None
    write_run(study / PREVIOUS, study, None)
    with pytest.raises(DisclosureError, match="previous/"):
        earlier_version(study, spec)
    assert "previous/" in str(check_study(str(study)).error)


@pytest.mark.parametrize(("masks", "refused"), [(True, True), (False, False)])
def test_nor_are_those_of_a_policy_that_masks(masks, refused, study):
    write_run(study / PREVIOUS, study, None)
    spec = SimpleNamespace(private=False, policy=SimpleNamespace(masks=masks))
    if refused:
        with pytest.raises(DisclosureError):
            earlier_version(study, spec)
    else:
        assert earlier_version(study, spec).manifest == read_run(study / PREVIOUS).manifest
