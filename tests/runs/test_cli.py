"""The command itself: its help, its exit codes, and what is left when it is interrupted."""

from __future__ import annotations

import re
import shutil
import signal
from hashlib import sha256
from pathlib import Path

import pytest
from interrupted import interrupt_a_build, tree
from places import ROOT

from twoarm import cli
from twoarm.publish import stage

SOUND = ROOT / "tests" / "bad" / "sound"
COMMANDS = ("build", "check", "parameters", "init", "simulate", "diff", "pages", "accept")


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert [command for command in COMMANDS if not re.search(rf"^    {command}\s+\w+", out, re.M)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([command, "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: twoarm {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["biuld"],
        ["build", "--fromats", "html"],
        ["build", "-p", "alpha"],
        ["simulate", "--seed", "x"],
        ["check", "a", "b"],
    ],
)
def test_a_command_line_that_is_not_understood_is_2(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "usage: twoarm" in capsys.readouterr().err


def test_a_study_in_order(capsys):
    assert cli.main(["check", str(ROOT / "data")]) == 0
    first, adjusted, *others = capsys.readouterr().out.splitlines()
    assert adjusted.startswith("Adjusted for, as known before treatment: Age; ")
    assert re.fullmatch(r"data/ is in order: \d+ patients \(.*\), \d+ variables\.", first)
    assert [line.split(":")[0] for line in others[1:]] == ["  visits.csv, cobb_angle"]  # lordosis is below 0


@pytest.mark.parametrize("name", ["nowhere", "x" * 300, "tests", "~no-such-user/study"])
def test_a_study_that_is_not_there(name, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert cli.main(["check", name]) == 3
    assert capsys.readouterr().err.splitlines()[-1].startswith("Give the path of a folder with study.yml")


def test_check_refuses_what_build_would_refuse(tmp_path, capsys, monkeypatch):
    in_a_book(tmp_path, monkeypatch)
    assert cli.main(["check"]) == 5
    assert "a real study inside the checkout" in capsys.readouterr().err


def in_a_book(book: Path, monkeypatch) -> Path:
    """The sound study as `data` of a book with one page, where one stands."""
    (book / "_toc.yml").write_text("format: jb-book\nroot: book/glossary\n", "utf-8")
    monkeypatch.chdir(book)
    return shutil.copytree(SOUND, book / "data")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def simulated(tmp_path, monkeypatch) -> Path:
    study = in_a_book(tmp_path, monkeypatch)
    edit(study / "study.yml", "data_kind: real", "data_kind: simulated")
    assert cli.main(["check"]) == 0
    return study


def test_check_refuses_a_page_that_is_not_there(simulated, capsys):
    edit(simulated / "study.yml", "baseline_visit", "pages: [book/glosary]\nbaseline_visit")
    assert cli.main(["check"]) == 3
    assert "did you mean book/glossary?" in capsys.readouterr().err


def test_check_refuses_every_live_value_that_names_nothing(simulated, capsys):
    text = "# vas\n\n{vas.diference} and {vas.difference}.\n\n# follow_up\n\n{titel}, {\n"
    (simulated / "commentary.md").write_text(text.replace(", {", ""), "utf-8")
    assert cli.main(["check"]) == 3
    said = capsys.readouterr().err
    assert "(2 problems)" in said
    assert "did you mean {vas.difference}?" in said and "did you mean {title}?" in said


def test_check_lists_disclosure_before_bad_data_as_build_does(simulated, capsys):
    edit(simulated / "study.yml", "data_kind: simulated", "data_kind: real")
    (simulated / "patients.csv").write_text("", "utf-8")
    assert cli.main(["check"]) == 5
    said = capsys.readouterr().err
    assert said.index("a real study inside the checkout") < said.index("the file is empty")


# A study named twice


@pytest.mark.parametrize("how", ["parameter", "file"])
def test_a_study_is_given_once(how, tmp_path, capsys):
    (tmp_path / "given.yml").write_text("study: other\n", "utf-8")
    twice = ["-p", "study", "other"] if how == "parameter" else ["-f", str(tmp_path / "given.yml")]
    assert cli.main(["build", str(SOUND), *twice]) == 2
    assert "study: given as a folder and as a parameter" in capsys.readouterr().err


def test_without_a_folder_the_study_of_the_parameters_is_built(tmp_path, capsys):
    assert cli.main(["build", "-p", "study", str(tmp_path / "nowhere")]) == 3
    assert "There is no study at" in capsys.readouterr().err


# A bug of ours


@pytest.fixture
def bug(monkeypatch):
    def read(*arguments: object, **named: object) -> None:
        raise LookupError("P-7391 weighs 71 kg")

    monkeypatch.setattr(stage, "read_study", read)


def test_a_bug_is_70_and_one_line_that_holds_no_value(bug, capsys):
    assert cli.main(["check", str(SOUND)]) == 70
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "LookupError in stage.py line" in err
    assert "Please report this line" in err
    assert "P-7391" not in err


def test_a_bug_shows_more_when_asked(bug, capsys, monkeypatch):
    monkeypatch.setenv("TWOARM_DEBUG", "1")
    assert cli.main(["check", str(SOUND)]) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [PermissionError(13, "x", "a.csv"), OSError(28, "x"), OSError(30, "x", "b")]
)
def test_a_disk_that_refuses_is_7_with_the_file(error, capsys, monkeypatch):
    def read(*arguments: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(stage, "read_study", read)
    assert cli.main(["check", str(SOUND)]) == 7
    err = capsys.readouterr().err
    assert (error.filename or "") in err
    assert err.splitlines()[-1] == "Make room or give access, then try again."


# Simulate


@pytest.fixture
def shipped(tmp_path) -> Path:
    return shutil.copytree(ROOT / "data", tmp_path / "data")


def tables(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("patients.csv", "visits.csv")]


def test_simulate_writes_what_is_shipped_and_with_another_seed_another_cohort(shipped, capsys, monkeypatch):
    before = tables(shipped)
    (shipped / "patients.csv").unlink()
    monkeypatch.chdir(shipped)  # the study is found from where one stands
    assert cli.main(["simulate", str(shipped)]) == 0
    assert tables(shipped) == before
    assert cli.main(["simulate", str(shipped), "--seed", "5"]) == 0
    other = tables(shipped)
    assert all(new != old for new, old in zip(other, before, strict=True))
    record = (shipped / "simulated.sha256").read_text("utf-8")
    assert all(sha256(table).hexdigest() in record for table in other)
    assert cli.main(["check", str(shipped)]) == 0


OWN = "patient_id,arm\nP-1,VBS\n"


@pytest.mark.parametrize(("change", "name"), [("edited", "patients.csv"), ("not recorded", "visits.csv")])
def test_simulate_does_not_replace_what_it_did_not_write(change, name, shipped, capsys):
    if change == "edited":
        (shipped / name).write_text(OWN, "utf-8")
    else:
        record = shipped / "simulated.sha256"
        lines = record.read_text("utf-8").splitlines(keepends=True)
        record.write_text("".join(line for line in lines if name not in line), "utf-8")
    before = tree(shipped)
    assert cli.main(["simulate", str(shipped)]) == 3
    assert tree(shipped) == before
    said = capsys.readouterr().err
    assert f"{name}: differs from what simulated.sha256 records" in said
    assert "--force" in said.splitlines()[-1]
    assert cli.main(["simulate", str(shipped), "--force"]) == 0
    assert tables(shipped) == tables(ROOT / "data")
    assert sorted(p.name for p in shipped.iterdir()) == sorted(p.name for p in (ROOT / "data").iterdir())


def test_simulate_looks_upwards(shipped, monkeypatch):
    (shipped.parent / "_toc.yml").touch()
    (shipped.parent / "notebooks").mkdir()
    monkeypatch.chdir(shipped.parent / "notebooks")
    before = tables(shipped)
    assert cli.main(["simulate"]) == 0
    assert tables(shipped) == before


def test_simulate_without_a_plan(tmp_path, capsys):
    study = shutil.copytree(SOUND, tmp_path / "study")
    assert cli.main(["simulate", str(study)]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "This study has no plan to simulate from (1 problem)",
        "  simulation.yml: no such file in study/",
        "Only a simulated cohort has one.",
    ]


def test_simulate_never_replaces_real_patients(shipped, capsys):
    spec = shipped / "study.yml"
    spec.write_text(spec.read_text("utf-8").replace("data_kind: simulated", "data_kind: real"), "utf-8")
    before = tables(shipped)
    assert cli.main(["simulate", str(shipped)]) == 3
    assert tables(shipped) == before
    assert "would be replaced by made-up patients" in capsys.readouterr().err


@pytest.mark.parametrize("seed", ["-1", str(2**64)])
def test_a_seed_out_of_range(seed, shipped, capsys):
    assert cli.main(["simulate", str(shipped), "--seed", seed]) == 2


# Interrupted


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
def test_an_interrupted_build_leaves_the_earlier_report_and_no_process(shipped_run, fresh_book):
    """By the key; the other signals follow in `tests/slow`."""
    interrupt_a_build(signal.SIGINT, shipped_run, fresh_book())
