"""The forms in which a check tells what it found, and faults of files that no folder of `tests/bad` can hold."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from abstract_studies import write_abstract
from places import TESTS
from rich.console import Console

from twoarm import cli
from twoarm.errors import InputError
from twoarm.publish.progress import Progress
from twoarm.study.disclosure.policy import OPEN
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.files import plain_csv
from twoarm.study.files.plain_csv import read_plain_csv
from twoarm.study.opened import read_study
from twoarm.study.plausible.warnings import told

BAD = TESTS / "bad"


@pytest.fixture
def sound(tmp_path) -> Path:
    return shutil.copytree(BAD / "sound", tmp_path / "study")


def lay(study: Path, case: str) -> str:
    return str(shutil.copytree(BAD / case, study, dirs_exist_ok=True))


def machine(capsys, *arguments: str) -> dict:
    code = cli.main(["check", "--json", *arguments])
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert err == "" and found["exit_code"] == code and found["ok"] == (code == 0)
    return found


def test_a_sound_study_for_a_machine(sound, capsys):
    found = machine(capsys, str(sound))
    policy = found.pop("policy")
    assert found.pop("adjusted_for") == ["age", "vas"]
    assert found == {"study": str(sound), "ok": True, "exit_code": 0, "problems": []}
    assert (policy["profile"], policy["does"]) == ("open", "")
    assert policy["leaves_open"] == list(PolicyWords(OPEN).open_risks) != []


def test_an_abstract_alone_for_a_reader_and_for_a_machine(tmp_path, capsys):
    """Of nobody nothing is said: no size, no policy, no adjustment."""
    study = str(write_abstract(tmp_path / "least"))
    assert cli.main(["check", "--strict", study]) == 0
    said = capsys.readouterr().out
    assert said == "least/ is in order: an abstract alone with 6 claims, and no patients.\n"
    found = machine(capsys, study)
    assert (found["policy"], found["adjusted_for"], found["problems"]) == (None, [], [])


def with_policy(study: Path, policy: str, more: str = "") -> Path:
    path = study / "study.yml"
    text = path.read_text("utf-8").replace("disclosure: {min_count: 0}", f"disclosure: {policy}")
    path.write_text(text + more, "utf-8")
    return study


PUBLIC = "public: true\nsource: a registry\nlicence: CC0\n"


@pytest.mark.parametrize(
    ("policy", "more", "lines"),
    [
        (
            "{min_count: 0}",
            "",
            ["Disclosure policy open: nothing is masked.", "every count, even of one patient"],
        ),
        (
            "{min_count: 3}",
            "",
            ["Disclosure policy hospital: Counts from 1 to 2 are masked", "zeros and 100%"],
        ),
        ("{min_count: 3}", PUBLIC, ["Disclosure policy hospital: Counts from 1 to 2", "zeros and 100%"]),
        (
            "{profile: opensafely, min_count: 3}",
            "",
            [
                "Disclosure policy opensafely: Counts from 0 to 2",
                "It leaves open: estimates and P, which rest on exact counts.",
            ],
        ),
        ("{min_count: 0}", PUBLIC, []),
    ],
)
def test_the_policy_in_force_and_what_it_leaves_open_are_said(policy, more, lines, sound, capsys):
    assert cli.main(["check", str(with_policy(sound, policy, more))]) == 0
    _, *said, adjusted = capsys.readouterr().out.splitlines()
    assert adjusted == "Adjusted for, as known before treatment: Age; Pain, before treatment."
    assert len(said) == len(lines)
    assert all(words in line for words, line in zip(lines, said, strict=True))


def without_baseline(study: Path) -> None:
    path = study / "study.yml"
    path.write_text(path.read_text("utf-8").replace("baseline_visit: before\n", ""), "utf-8")


def test_where_nothing_was_known_before_treatment_that_is_said(sound, capsys):
    path = sound / "dictionary.csv"
    path.write_text(path.read_text("utf-8").replace(",covariate,baseline,", ",none,,"), "utf-8")
    without_baseline(sound)
    assert cli.main(["check", str(sound)]) == 0
    assert "\nAdjusted for nothing: dictionary.csv has no covariate in" in capsys.readouterr().out
    assert machine(capsys, str(sound))["adjusted_for"] == []


def test_where_all_that_was_known_before_treatment_is_left_out_that_is_said(sound, capsys):
    table = sound / "patients.csv"
    old = re.sub(r",A,\d+", ",A,60", table.read_text("utf-8"))
    table.write_text(re.sub(r",B,\d+", ",B,80", old), "utf-8")
    without_baseline(sound)
    assert cli.main(["check", str(sound)]) == 0
    assert "\nAdjusted for nothing: all that was known before treatment tells" in capsys.readouterr().out
    assert machine(capsys, str(sound))["adjusted_for"] == []


def test_a_problem_for_a_machine(sound, capsys):
    assert machine(capsys, lay(sound, "code_999_not_declared"))["problems"] == [
        {
            "file": "visits.csv",
            "line": 4,
            "column": "vas",
            "rule": "below the minimum (0 points)",
            "mend": "a code for missing? declare it in the column missing",
            "severity": "error",
        }
    ]


@pytest.mark.parametrize(("flags", "code", "severity"), [([], 0, "warning"), (["--strict"], 3, "error")])
def test_a_warning_for_a_machine(flags, code, severity, sound, capsys):
    found = machine(capsys, lay(sound, "half_of_the_values_missing"), *flags)
    assert found["exit_code"] == code
    assert [(p["column"], p["severity"]) for p in found["problems"]] == [("age", severity)]


def test_disclosure_for_a_machine(sound, capsys):
    found = machine(capsys, lay(sound, "name_beside_a_bad_cell"), "--show-values")
    assert found["exit_code"] == 5
    assert [(p["file"], p["line"], p["column"]) for p in found["problems"]] == [
        ("patients.csv", None, "column 7"),
        ("patients.csv", None, ""),
        *[("patients.csv", 3, "age")] * 2,
    ]
    assert "Canarina" not in json.dumps(found)


def test_a_study_that_is_not_there_for_a_machine(capsys):
    assert machine(capsys, "no-such-study")["exit_code"] == 3


def test_a_value_is_shown_on_request_and_on_the_output_alone(sound, capsys):
    study = lay(sound, "text_in_a_number")
    assert cli.main(["check", "--show-values", study]) == 3
    out, err = capsys.readouterr()
    assert out == "visits.csv line 4, vas: 'unknown' not a plain number\n"
    assert "unknown" not in err
    (problem,) = machine(capsys, study, "--show-values")["problems"]
    assert problem["value"] == "'unknown'"


def test_a_shown_value_does_nothing_to_a_terminal(sound, capsys):
    path = sound / "visits.csv"
    path.write_text(path.read_text().replace("P-0002,before,7.5", "P-0002,before,Ğ" + "x" * 200), "utf-8")
    cli.main(["check", "--show-values", str(sound)])
    out = capsys.readouterr().out
    assert "'\\u011e" in out and out.isascii() and len(out) < 160


def test_an_output_that_is_closed_early_is_no_bug(sound):
    study = lay(sound, "several_in_both_files")
    command = [sys.executable, "-m", "twoarm.cli", "check", "--show-values", study]
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert "bug" not in ended.stderr and ended.returncode != 70


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (0, ""),
        (1, "1 warning about the data; twoarm check shows what is worth a look"),
        (2, "2 warnings about the data; twoarm check shows what is worth a look"),
    ],
)
def test_a_run_has_one_line_for_all_warnings(count, line):
    assert told([None] * count) == line


@pytest.mark.parametrize(
    ("line", "said"), [("", ""), ("1 warning about the data", "1 warning about the data\n")]
)
def test_a_note_of_a_run_is_a_line_or_nothing(line, said):
    out = io.StringIO()
    Progress(Console(file=out)).note(line)
    assert out.getvalue() == said


# Files that are no files, or too many of them


def _link(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))
    path.symlink_to(path.with_suffix(".moved"))


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.csv")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _input(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/stdin")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


IRREGULAR = {
    _link: "a link",
    _dangling: "a link",
    _pipe: "a pipe or a device",
    _input: "a link",
    _folder: "a folder",
}


@pytest.mark.parametrize("name", ["patients.csv", "visits.csv", "dictionary.csv", "study.yml"])
@pytest.mark.parametrize("make", IRREGULAR)
def test_only_plain_files_are_read(make, name, sound, capsys):
    make(sound / name)
    assert cli.main(["check", str(sound)]) == 3
    err = capsys.readouterr().err
    whole = "no study.yml in it" if make is _dangling and name == "study.yml" else IRREGULAR[make]
    assert whole in err and "bug" not in err


def test_a_file_of_more_than_two_gigabytes_is_not_opened(sound, capsys, monkeypatch):
    os.truncate(sound / "patients.csv", plain_csv.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("opened"))
    with pytest.raises(InputError, match="not a regular file of at most 2 GB"):
        read_plain_csv(sound / "patients.csv")


def test_rows_without_end(sound, monkeypatch):
    monkeypatch.setattr(plain_csv, "MAX_ROWS", 5)
    with pytest.raises(InputError, match="more than 5 rows below the header"):
        read_plain_csv(sound / "patients.csv")
    monkeypatch.setattr(plain_csv, "MAX_ROWS", 6)
    assert len(read_plain_csv(sound / "patients.csv")) == 6


def test_a_table_is_read_once_so_that_no_rule_sees_another(sound, monkeypatch):
    read, seen = Path.read_bytes, []
    monkeypatch.setattr(Path, "read_bytes", lambda path: seen.append(path.name) or read(path))
    read_study(sound)
    tables = [name for name in seen if name in ("patients.csv", "visits.csv")]  # imports read files too
    assert sorted(tables) == ["patients.csv", "visits.csv"]
