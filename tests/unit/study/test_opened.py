"""A study as one thing: found from where the user stands, and never simulated under the name of real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import ROOT

from twoarm.errors import InputError
from twoarm.study import opened
from twoarm.study.files.simulated_record import recorded_hashes
from twoarm.study.files.study_folder import find_study
from twoarm.study.opened import Study, open_ahead, open_study, read_study
from twoarm.study.parameters import Parameters

SOUND = ROOT / "tests" / "bad" / "sound"


@pytest.fixture
def sound(tmp_path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "sound")


@pytest.fixture
def shipped(tmp_path) -> Path:
    return shutil.copytree(ROOT / "data", tmp_path / "shipped")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_study(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_study_is_looked_up_to_the_folder_of_the_book_and_no_further(tmp_path):
    book = tmp_path / "above" / "book"
    (book / "notebooks" / "deep").mkdir(parents=True)
    (book / "_toc.yml").touch()
    shutil.copytree(SOUND, book / "data")
    shutil.copytree(SOUND, tmp_path / "above" / "outside")
    for start in (book, book / "notebooks", book / "notebooks" / "deep"):
        assert find_study("data", start) == book / "data"
    assert find_study(str(book / "data"), tmp_path) == book / "data"
    with pytest.raises(InputError, match="There is no study at outside"):
        find_study("outside", book / "notebooks")


@pytest.mark.parametrize("name", ["x" * 300, "nul\0byte", "", "data/patients.csv"])
def test_a_name_that_no_study_has(name, tmp_path):
    with pytest.raises(InputError):
        find_study(name, tmp_path)


def test_a_study_opens_with_the_parameters_of_a_notebook(sound):
    study = open_study(str(sound), alpha=0.1)
    assert (study.n, study.parameters.level, study.sections) == (
        6,
        0.9,
        ["baseline", "perioperative", "follow_up"],
    )
    assert [visit.code for visit in study.visits_of(study.variable("vas"))] == ["before", "after"]
    assert study.baseline_of(study.variable("vas")) == "before"


def test_an_unknown_variable_comes_with_the_nearest_name(sound):
    with pytest.raises(KeyError, match="did you mean vas"):
        open_study(str(sound)).variable("vass")


def test_the_shipped_study_is_marked_and_an_edited_one_says_so(shipped):
    assert read_study(shipped).notice.startswith("Simulated cohort:")
    edit(shipped / "patients.csv", ",VBS,73,", ",VBS,74,")
    assert read_study(shipped).notice.startswith("Simulated cohort, edited since:")


def test_a_study_of_tables_in_memory_is_one_without_what_a_folder_may_add(sound):
    read = read_study(sound)
    made = Study(read.spec, read.dictionary, read.cohort)
    assert made.section("perioperative") == read.section("perioperative")
    assert (made.parameters, made.commentary, made.audited, made.evidence) == (Parameters(), {}, False, ())
    assert (made.has_abstract, made.plan, made.seed, made.edited) == (False, "", None, False)


def test_a_real_study_has_no_notice(sound):
    assert read_study(sound).notice == ""


@pytest.mark.parametrize("record", ["simulated.sha256", None])
def test_the_recorded_simulated_files_cannot_be_called_real(record, shipped):
    """With the generator's own record, and without it where they are those that are shipped."""
    if record is None:
        (shipped / "simulated.sha256").unlink()
    edit(shipped / "study.yml", "data_kind: simulated", "data_kind: real")
    hint = "(write data_kind: simulated in study.yml)"
    assert problems(shipped) == [
        f"{name}: a recorded simulated cohort, which study.yml calls real {hint}"
        for name in ("patients.csv", "visits.csv")
    ]


def test_a_record_in_another_form_is_read_or_left_alone(tmp_path):
    digest = "0" * 64
    (tmp_path / "simulated.sha256").write_text(
        f"{digest} *patients.csv\n\nnot a record\n{digest[1:]}  visits.csv\n"
    )
    assert recorded_hashes(tmp_path) == {"patients.csv": digest}


def test_claims_are_checked_with_the_study(shipped):
    edit(shipped / "claims.yml", "kind:", "kinds:")
    assert any("claims.yml" in problem for problem in problems(shipped))


def test_a_missing_file_does_not_hide_what_is_wrong_in_the_others(sound):
    (sound / "study.yml").unlink()
    (sound / "patients.csv").write_text("")
    assert problems(sound) == ["study.yml: no such file in sound/", "patients.csv: the file is empty"]


@pytest.fixture
def nothing_ahead(monkeypatch) -> None:
    monkeypatch.setattr(opened, "_AHEAD", {})


def test_a_study_opened_ahead_is_not_read_again_where_its_bytes_are_the_same(
    sound, tmp_path, nothing_ahead, monkeypatch
):
    open_ahead(sound)
    elsewhere = shutil.copytree(sound, tmp_path / "elsewhere")
    monkeypatch.setattr(opened, "read_texts", None)  # whoever reads fails
    again = read_study(elsewhere, Parameters(alpha=0.01))
    assert again.parameters.alpha == 0.01 and again.n == len(again.cohort.patients)


def test_a_file_that_differs_by_a_byte_is_read(sound, nothing_ahead):
    open_ahead(sound)
    edit(sound / "patients.csv", ",0", ",nobody")
    assert problems(sound)


def test_whoever_writes_to_the_tables_of_a_study_changes_those_of_nobody_else(sound, nothing_ahead):
    open_ahead(sound)
    first, second = read_study(sound), read_study(sound)
    first.cohort.patients.iloc[:, -1] = None
    assert second.cohort.patients.equals(read_study(sound).cohort.patients)
    assert not first.cohort.patients.equals(second.cohort.patients)
