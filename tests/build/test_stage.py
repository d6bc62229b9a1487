"""The stage of a run: the study's files as they were once, and the pages that belong to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from twoarm.build.stage import disclosure_problems, prepare_stage
from twoarm.study.errors import DisclosureError, InputError
from twoarm.study.parameters import Parameters
from twoarm.study.study import StudySpec, read_spec, read_study

ROOT = Path(__file__).parents[2]
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
    assert names == files(stage.folder / "notebooks")
    assert "02_perioperative.ipynb" in names
    assert not {"04_imaging.ipynb", "05_published_claims.ipynb"} & set(names)
    assert not (stage.folder / "book" / "glossary.md").exists()
    assert (stage.folder / "book" / "references.bib").exists()


def test_a_study_called_by_its_own_name_in_what_is_wrong(sound, tmp_path):
    (sound / "patients.csv").write_text("")
    with pytest.raises(InputError, match=r"^sound/ cannot be used as it stands"):
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())


def test_a_pipe_is_no_file_of_a_study(sound, tmp_path):
    (sound / "visits.csv").unlink()
    os.mkfifo(sound / "visits.csv")
    with pytest.raises(InputError, match=r"visits.csv: missing"):
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())


def policy(folder: Path, **changes: object) -> StudySpec:
    return read_spec(folder).model_copy(update=changes)


def test_where_a_real_study_may_stand(sound, tmp_path):
    book = tmp_path / "book"
    real, public, simulated = (
        policy(sound),
        policy(sound, public=True),
        policy(sound, data_kind="simulated"),
    )
    inside, outside = book / "study", tmp_path / "study"
    found = {
        (name, place.parent.name): len(disclosure_problems(spec, place, book))
        for name, spec in (("real", real), ("public", public), ("simulated", simulated))
        for place in (inside, outside)
    }
    assert {key for key, count in found.items() if count} == {("real", "book")}
    assert disclosure_problems(real, inside, None) == []


def test_problems_of_disclosure_and_of_data_come_together(sound, tmp_path):
    text = (sound / "study.yml").read_text("utf-8")
    (sound / "study.yml").write_text(text.replace("min_count: 0", "min_count: 10"), "utf-8")
    (sound / "patients.csv").write_text("")
    with pytest.raises(DisclosureError) as caught:
        prepare_stage(ROOT, sound, tmp_path / "stage", Parameters())
    assert [problem.where for problem in caught.value.problems] == [
        "study.yml, disclosure.min_count",
        "patients.csv",
    ]
