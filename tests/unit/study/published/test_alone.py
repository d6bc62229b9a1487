"""An abstract alone is a study: what is accepted, and what is refused with its cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from abstract_studies import ABSTRACT, CLAIMS, LEAST, write_abstract, write_abstract_in_context, write_files
from places import ROOT

from twoarm.errors import DisclosureError, InputError
from twoarm.study.files.study_folder import find_study
from twoarm.study.opened import find_simulated, read_study
from twoarm.study.plausible.warnings import plausibility_warnings

SOUND = ROOT / "tests" / "bad" / "sound"
NO_PATIENTS = "a study of data_kind published has no patients"
TAKE_AWAY = "(take it out of the folder; where the study is to have patients, study.yml says data_kind: real, or simulated)"


@pytest.fixture
def least(tmp_path) -> Path:
    return write_abstract(tmp_path / "least")


def problems(folder: Path, error: type[Exception] = InputError) -> list[str]:
    with pytest.raises(error) as caught:
        read_study(folder)
    return [str(problem) for problem in caught.value.problems]


def add(folder: Path, *lines: str) -> Path:
    with (folder / "study.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return folder


# What is accepted


def test_three_files_are_a_study_without_patients(least):
    study = read_study(least)
    assert (study.n, study.told_n, study.dictionary, study.sections) == (0, 0, (), [])
    assert study.spec.published and not study.spec.private and study.audited and study.notice == ""
    assert [arm.label for arm in study.arms] == ["the treated arm", "the control arm"]
    assert repr(study) == "<Study: an abstract of 6 claims>"
    assert plausibility_warnings(study) == []


def test_the_words_stand_in_the_place_of_the_tables(least, tmp_path):
    """Two studies of other words are told apart by what marks the data of a run."""
    changed = CLAIMS.replace(", evidence: stiffness", "").replace("id: A6", "id: A7")
    other = write_files(tmp_path / "other", LEAST, changed, ABSTRACT + "\nMore was said.\n")
    read, found = (read_study(folder).cohort.sha256 for folder in (least, other))
    assert list(read) == ["abstract.md", "claims.yml"]
    assert read["claims.yml"] != found["claims.yml"] and read["abstract.md"] != found["abstract.md"]


def test_it_may_name_its_arms_its_source_and_the_estimates_of_others(tmp_path):
    study = read_study(write_abstract_in_context(tmp_path / "more"))
    assert [arm.label for arm in study.arms] == ["splint", "cast"]
    assert [arm.level for arm in study.arms] == ["treated", "control"]
    assert (study.spec.abstract.journal, study.spec.abstract.year) == ("Journal of Nothing", 2021)
    assert [row.outcome for row in study.evidence] == ["stiffness"]


def test_codes_of_the_arms_are_kept_where_they_are_stated(least):
    arms = "{column: arm, treated: {level: A, label: splint}, control: {level: B, label: cast}}"
    study = read_study(add(least, f"arms: {arms}"))
    assert study.cohort.arms == ("A", "B")


# What is refused


@pytest.mark.parametrize("name", ["dictionary.csv", "patients.csv", "visits.csv"])
def test_a_table_of_patients_beside_it_is_refused(least, name):
    """They may be real: nobody is to find them in what is called published."""
    shutil.copyfile(SOUND / name, least / name)
    assert problems(least) == [f"{name}: {NO_PATIENTS} {TAKE_AWAY}"]


@pytest.mark.parametrize("name", ["units.csv", "simulation.yml", "simulated.sha256"])
def test_a_file_that_belongs_to_patients_is_refused(least, name):
    (least / name).write_text("patient_id,unit\n", "utf-8")
    assert problems(least) == [f"{name}: {NO_PATIENTS} {TAKE_AWAY}"]


def test_a_commentary_has_no_results_to_stand_beside(least):
    (least / "commentary.md").write_text("# vas\n\nA text.\n", "utf-8")
    assert problems(least)[0] == f"commentary.md: {NO_PATIENTS} {TAKE_AWAY}"


def test_identifiers_in_a_table_beside_it_weigh_more(least):
    text = (ROOT / "tests" / "bad" / "column_of_mail_addresses" / "patients.csv").read_text("utf-8")
    (least / "patients.csv").write_text(text, "utf-8")
    found = problems(least, DisclosureError)
    assert len(found) == 2 and any(TAKE_AWAY in line for line in found)


@pytest.mark.parametrize(
    "line",
    [
        "visits: []",
        "families: {}",
        "disclosure: {min_count: 5}",
        "primary_outcome: vas",
        "generator: simulation.yml",
    ],
)
def test_a_key_about_patients_is_refused(least, line):
    key = line.partition(":")[0]
    assert problems(add(least, line)) == [
        f"study.yml, {key}: {NO_PATIENTS}, which this key is about (take it out)"
    ]


def test_all_that_is_wrong_is_told_at_once(least):
    add(least, "visits: []", "nonsense: 1", "abstract: {doi: none, year: 12}")
    shutil.copyfile(SOUND / "patients.csv", least / "patients.csv")
    told = "\n".join(problems(least))
    for place in ("visits", "nonsense", "abstract.doi", "abstract.year"):
        assert f"study.yml, {place}:" in told
    assert "patients.csv:" in told


def test_without_claims_there_is_nothing_to_report(least):
    (least / "claims.yml").unlink()
    cure = "(docs/claims.md says how it is written)"
    assert problems(least) == [f"claims.yml: no such file in least/ {cure}"]
    (least / "abstract.md").unlink()
    assert problems(least)[1] == f"abstract.md: no such file in least/ {cure}"


def test_claims_need_their_abstract(least):
    (least / "abstract.md").unlink()
    assert problems(least) == ["abstract.md: no such file in least/"]


def test_an_empty_list_of_claims_is_refused(least):
    (least / "claims.yml").write_text("claims: []\n", "utf-8")
    assert problems(least) == ["claims.yml: has no claim, so that there is nothing to report (add one)"]


def test_a_file_that_is_no_yaml_is_all_that_is_told(least):
    """Which kind of study it is does not stand there yet; the files beside it say."""
    add(least, "pages: [")
    assert [line.partition(":")[0].partition(" ")[0] for line in problems(least)] == ["study.yml"]


def test_labels_that_no_figure_can_draw_are_refused(least):
    add(least, "arms: {treated: {label: 支架}, control: {label: cast}}")
    assert problems(least)[0].startswith("study.yml, arms.treated.label: the label has letters that no font")


def test_a_kind_that_has_patients_still_needs_the_codes_of_its_arms(tmp_path):
    folder = shutil.copytree(SOUND, tmp_path / "sound")
    text = (folder / "study.yml").read_text("utf-8")
    (folder / "study.yml").write_text(text.replace("  column: arm\n", "").replace("level: A, ", ""), "utf-8")
    assert problems(folder) == [
        "study.yml, arms.column: missing key",
        "study.yml, arms.treated.level: missing key",
    ]


def test_it_is_not_simulated_either(least):
    (least / "simulation.yml").write_text("seed: 1\n", "utf-8")
    with pytest.raises(InputError, match="A published cohort is not simulated") as caught:
        find_simulated(str(least))
    assert "not even made-up patients" in str(caught.value)


def test_who_finds_no_study_is_told_of_both_kinds(tmp_path):
    with pytest.raises(InputError, match="of an abstract alone, with study.yml, claims.yml and abstract.md"):
        find_study(str(tmp_path))
