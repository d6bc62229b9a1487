"""The stage of a run: the study's files as they were once, and the pages that belong to it."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from places import ROOT

from twoarm.errors import DisclosureError, InputError
from twoarm.publish.stage import disclosure_problems, prepare_stage, read_buildable
from twoarm.study.files.book import find_book
from twoarm.study.files.study_folder import find_study
from twoarm.study.opened import StudySpec, read_spec, read_study
from twoarm.study.parameters import Parameters

SOUND = ROOT / "tests" / "bad" / "sound"


@pytest.fixture
def sound(tmp_path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "sound")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_snapshot_has_the_files_of_a_study_and_no_others(sound, tmp_path):
    (sound / "key_of_names.csv").write_text("patient_id,name\n")
    (sound / ".git").mkdir()
    stage = prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    assert files(stage.folder / "data") == ["dictionary.csv", "patients.csv", "study.yml", "visits.csv"]


def test_the_snapshot_stays_when_the_study_changes(sound, tmp_path):
    stage = prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    (sound / "patients.csv").write_text("changed")
    assert read_study(stage.folder / "data").cohort.sha256 == stage.study.cohort.sha256


def test_pages_that_the_study_does_not_have_are_not_laid_out(sound, tmp_path):
    stage = prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    names = [path.name for path in stage.notebooks]
    assert sorted(names) == files(stage.folder / "notebooks")
    assert names.index("11_other_methods.ipynb") < names.index(
        "07_dictionary.ipynb"
    )  # as the table of contents has them
    assert "02_perioperative.ipynb" in names
    assert not {"04_imaging.ipynb", "05_published_claims.ipynb"} & set(names)
    assert not (stage.folder / "book" / "glossary.md").exists()
    assert (stage.folder / "book" / "references.bib").exists()


def test_a_book_that_may_only_be_read_makes_no_such_stage(sound, tmp_path):
    book = tmp_path / "installed"
    for name in ("_toc.yml", "_config.yml"):
        book.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, book / name)
    for name in ("book", "notebooks"):
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns(".*"))
    for path in book.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    stage = prepare_stage(book, sound, tmp_path / "stage", Parameters())
    assert [path for path in stage.folder.rglob("*") if not path.stat().st_mode & stat.S_IWUSR] == []


def test_a_study_called_by_its_own_name_in_what_is_wrong(sound, tmp_path):
    (sound / "patients.csv").write_text("")
    with pytest.raises(InputError, match=r"^sound/ cannot be used as it stands"):
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())


def test_a_pipe_is_no_file_of_a_study(sound, tmp_path):
    (sound / "visits.csv").unlink()
    os.mkfifo(sound / "visits.csv")
    with pytest.raises(InputError, match=r"visits.csv: a pipe or a device, not a plain file"):
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())


def test_a_link_is_no_file_of_a_study(sound, tmp_path):
    (sound / "patients.csv").rename(tmp_path / "elsewhere.csv")
    (sound / "patients.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(InputError, match=r"patients.csv: a link, not a plain file"):
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    assert not (tmp_path / "stage").exists()


def policy(folder: Path, **changes: object) -> StudySpec:
    return read_spec(folder).model_copy(update=changes)


def test_where_a_real_study_may_stand(sound, tmp_path):
    book = tmp_path / "book"
    book.mkdir()
    (book / "_toc.yml").touch()
    real, public, simulated = (
        policy(sound),
        policy(sound, public=True, source="a registry", licence="CC0"),
        policy(sound, data_kind="simulated"),
    )
    inside, outside = book / "study", tmp_path / "study"
    found = {
        (name, place.parent.name): len(disclosure_problems(spec, place))
        for name, spec in (("real", real), ("public", public), ("simulated", simulated))
        for place in (inside, outside)
    }
    assert {key for key, count in found.items() if count} == {("real", "book")}


def test_problems_of_disclosure_and_of_data_come_together(sound, tmp_path):
    inside = tmp_path / "book" / "sound"
    shutil.copytree(sound, inside)
    (inside.parent / "_toc.yml").touch()
    (inside / "patients.csv").write_text("")
    with pytest.raises(DisclosureError) as caught:
        prepare_stage(ROOT, inside, tmp_path / "stage", Parameters())
    assert [str(problem.where) for problem in caught.value.problems] == ["study.yml, public", "patients.csv"]


def test_a_policy_that_masks_is_built(sound, tmp_path):
    text = (sound / "study.yml").read_text("utf-8")
    (sound / "study.yml").write_text(text.replace("min_count: 0", "min_count: 3"), "utf-8")
    stage = prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    assert stage.study.spec.policy.masks


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A folder that is a checkout to all that look for one, with a real study below it, and one beside it."""
    book = tmp_path / "checkout"
    shutil.copytree(SOUND, book / "mine" / "deep" / "sound")
    (book / "notebooks").mkdir()
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    shutil.copytree(SOUND, tmp_path / "outside")
    (tmp_path / "link").symlink_to(book / "mine")
    (book / "way_out").symlink_to(tmp_path / "outside")
    return book


WAYS_IN = (
    "mine/deep/sound",
    "../checkout/mine/deep/sound",
    "notebooks/../mine/deep/sound",
    "../link/deep/sound",
)


@pytest.mark.parametrize("name", [*WAYS_IN, "absolute"])
def test_a_real_study_inside_the_checkout_by_whatever_path(name, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    found = find_study(str(checkout / WAYS_IN[0]) if name == "absolute" else name)
    with pytest.raises(DisclosureError, match="inside the checkout"):
        read_buildable(found, found, find_book())


@pytest.mark.parametrize("name", ["../outside", "way_out", "mine/../../outside"])
def test_a_real_study_outside_of_it_by_whatever_path(name, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    found = find_study(name)
    assert disclosure_problems(read_spec(found), found) == []


def test_a_real_study_in_another_checkout(checkout, tmp_path, monkeypatch):
    found = checkout / WAYS_IN[0]
    for here in (ROOT, tmp_path):
        monkeypatch.chdir(here)
        assert disclosure_problems(read_spec(found), found) != []


@pytest.mark.parametrize(("source", "licence"), [("", ""), ("a registry", ""), ("", "CC0"), (" ", "CC0")])
def test_public_data_without_source_or_licence_are_not_open(source, licence, checkout):
    found = checkout / WAYS_IN[0]
    spec = policy(found, public=True, source=source, licence=licence)
    assert [str(p.where) for p in disclosure_problems(spec, found)] == ["study.yml, public"]


def test_a_real_study_states_its_policy(sound):
    text = (sound / "study.yml").read_text("utf-8")
    (sound / "study.yml").write_text(text.replace("disclosure: {min_count: 0}\n", ""), "utf-8")
    with pytest.raises(InputError, match="a real study states its policy"):
        read_buildable(sound, sound, ROOT)
