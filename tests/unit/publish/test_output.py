"""Where runs are written and found."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from twoarm.errors import DisclosureError, ParameterError
from twoarm.publish.output import find_output, make_own, output_of, place_in, refuse_other_checkout
from twoarm.study.files.book import PACKAGE


@pytest.fixture
def study(tmp_path, monkeypatch) -> Path:
    """A study outside of every checkout, seen from a folder beside its parent; and a checkout with a folder."""
    for name in ("mine/study", "elsewhere", "checkout/notebooks"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "checkout" / "_toc.yml").touch()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "mine" / "study"


def test_outside_a_checkout_a_run_goes_beside_the_study(study):
    assert output_of(study) == study.parent / "_build"


def test_in_a_checkout_it_goes_there_wherever_the_study_lies(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "checkout" / "notebooks")
    assert output_of(study) == tmp_path / "checkout" / "_build"
    assert output_of(tmp_path / "checkout") == tmp_path / "checkout" / "_build"


def test_beside_a_study_in_a_checkout_in_which_one_does_not_stand(study, tmp_path):
    assert output_of(tmp_path / "checkout" / "data") == tmp_path / "checkout" / "_build"


@pytest.mark.parametrize("given", ["reports", "reports/_build", "../elsewhere/reports"])
def test_it_goes_where_one_says(given, study, tmp_path, monkeypatch):
    for here in ("elsewhere", "checkout"):
        monkeypatch.chdir(tmp_path / here)
        expected = (tmp_path / ("elsewhere" if ".." in given else here)) / "reports" / "_build"
        assert output_of(study, Path(given)).resolve() == expected


@pytest.mark.parametrize("given", [".", "deep/er", "_build", "../link"])
def test_a_study_s_folder_stays_as_it_is(given, study):
    (study.parent / "link").symlink_to(study)
    with pytest.raises(ParameterError, match="--output: inside the study's folder") as refused:
        output_of(study, study / given)
    assert refused.value.todo == "Name another folder: --output FOLDER"


def test_a_link_does_not_lead_into_the_study(study):
    (study.parent / "_build").symlink_to(study)
    with pytest.raises(ParameterError, match="_build: inside the study's folder"):
        output_of(study)


def test_nothing_is_written_where_packages_are_installed(study):
    with pytest.raises(ParameterError, match="_build: where packages are installed"):
        output_of(PACKAGE.parent / "other" / "study")
    with pytest.raises(ParameterError, match="--output: where packages are installed"):
        output_of(study, PACKAGE)


def test_real_patients_in_a_checkout_that_one_does_not_stand_in(study, tmp_path, monkeypatch):
    inside = tmp_path / "checkout" / "_build"
    with pytest.raises(DisclosureError, match="could be committed by mistake"):
        refuse_other_checkout(inside)
    refuse_other_checkout(study.parent / "_build")
    monkeypatch.chdir(tmp_path / "checkout" / "notebooks")
    refuse_other_checkout(inside)


@pytest.fixture
def built(study) -> Path:
    """The ``_build`` beside the study, with a run, and one that is not of ours nearer to where one may stand."""
    (study.parent / "_build" / "runs" / "default").mkdir(parents=True)
    (study / "docs" / "_build" / "html").mkdir(parents=True)
    return study.parent / "_build"


def test_runs_are_found_from_below(built, study, monkeypatch):
    assert find_output() is None
    for here in (study.parent, study, study / "docs"):
        monkeypatch.chdir(here)
        assert find_output() == built


def test_runs_are_found_where_one_says(built, study):
    assert find_output(study.parent) == find_output(built) == built


def test_a_checkout_has_its_own_though_nothing_is_built_there(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "checkout" / "notebooks")
    for other in (tmp_path, tmp_path / "checkout" / "notebooks"):
        (other / "_build" / "runs").mkdir(parents=True)
    assert find_output() == tmp_path / "checkout" / "_build" == output_of(study)


def test_a_page_needs_a_place():
    assert place_in(Path("_build"), "diffs", "a") == Path("_build/diffs/a")
    with pytest.raises(ParameterError, match="--to: needed"):
        place_in(None, "pages")


def test_git_takes_no_report_in(study):
    project = study.parent
    subprocess.run(["git", "init", "-q", project], check=True)
    make_own(project / "_build")
    make_own(project / "_build")
    (project / "_build" / "results.csv").touch()
    said = subprocess.run(
        ["git", "status", "--short"], cwd=project, capture_output=True, text=True, check=True
    )
    assert said.stdout == ""


def test_a_build_folder_that_is_there_is_left_alone(study):
    (own := study.parent / "_build").mkdir(mode=0o700)
    make_own(own)
    assert list(own.iterdir()) == [] and stat.S_IMODE(own.stat().st_mode) == 0o700
