"""A sweep as a user makes it: grids, sites, failures, resumption, workers that are killed, schedulers, private patients."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest
from pyarrow import parquet
from sweep_studies import PRIVATE, write_centres
from swept_grids import folder_of, leftovers, swept, told

from twoarm import cli


@pytest.fixture
def work(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_levels_of_a_column_under_two_parameters_then_again(work, capsys):
    write_centres(work / "study")
    text = "studies: [study]\nby: centre\nparameters: {alpha: [0.05, 0.001]}\n"
    assert swept(work, text) == 3  # that of West, which has one treated patient
    said = capsys.readouterr()
    assert "6 runs: 4 made, 0 there already, 2 failed" in said.out
    assert "1 of the two patients that it needs" in said.err
    folder = folder_of(work)
    assert len(list((folder / "runs").iterdir())) == 4 and leftovers(work) == []
    table = parquet.read_table(folder / "results.parquet")
    assert set(zip(*(table[name].to_pylist() for name in ("study", "run_alpha")), strict=True)) == {
        (site, alpha) for site in ("North", "South") for alpha in (0.05, 0.001)
    }
    rows = list(csv.DictReader((folder / "pooled.csv").open(encoding="utf-8")))
    assert {(row["parameters"], row["variable"], row["sites"]) for row in rows} == {
        (f"alpha {alpha}", name, "2") for alpha in (0.05, 0.001) for name in ("time", "leak")
    }
    page = (folder / "index.html").read_text("utf-8")
    assert "Runs that failed" in page and "Conclusions that flip" in page and "All together" in page
    kept = {path: path.stat().st_mtime_ns for path in (folder / "runs").iterdir()}
    assert swept(work, text) == 3
    assert "0 made, 4 there already, 2 failed" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (folder / "runs").iterdir()} == kept


def test_what_changed_is_made_again_and_what_the_grid_lost_goes(work, capsys):
    study = write_centres(work / "study")
    assert swept(work, "studies: [study]\nparameters: {alpha: [0.05, 0.01]}\n") == 0
    assert swept(work, "studies: [study]\nparameters: {alpha: [0.05]}\n") == 0
    assert "1 runs: 0 made, 1 there already" not in capsys.readouterr().out
    assert len(list((folder_of(work) / "runs").iterdir())) == 1
    text = (study / "patients.csv").read_text("utf-8")
    (study / "patients.csv").write_text(text.replace(",44,", ",45,"), "utf-8")
    assert swept(work, "studies: [study]\nparameters: {alpha: [0.05]}\n") == 0
    assert "1 made" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("studies: [nowhere]\n", "g.yml line 1, studies: there is no study at nowhere"),
        ("studies: [study]\nby: tim\n", "g.yml line 2, by: no column of patients.csv in study/"),
        ("studies: [study, nowhere]\nby: time\n", "not a column with levels"),
    ],
)
def test_a_grid_of_what_is_not_there_runs_nothing(work, capsys, text, said):
    write_centres(work / "study")
    assert swept(work, text) == 2
    assert said in capsys.readouterr().err and not (work / "_build").exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--scheduler", "tcp://127.0.0.1:1"], 5, "without TLS"),
        (["--scheduler", "tls://127.0.0.1:1"], 2, "--tls-ca: needed"),
        (["--tls-ca", "nowhere.pem"], 2, "no such file"),
        (["--formats", "html,paper"], 2, "paper is not of"),
    ],
)
def test_what_cannot_be_used_together_is_refused_before_anything_runs(work, capsys, options, code, said):
    write_centres(work / "study", PRIVATE)
    assert swept(work, "studies: [study]\n", *options) == code
    assert said in capsys.readouterr().err and not (work / "_build").exists()


def test_private_patients_stay_with_their_user_and_under_their_policy(work, capsys):
    """What is written is theirs alone, and no index that others may read tells of it."""
    write_centres(work / "study", PRIVATE)
    assert swept(work, "studies: [study]\nby: centre\n") == 5
    assert "West: study-centre-west/ cannot" in (said := capsys.readouterr().err)
    assert "an arm that small cannot be reported" in said
    folder = folder_of(work)
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert leftovers(work) == []
    assert {run["private"] for run in told(work)["runs"]} == {True}
    assert cli.main(["runs", "--output", str(work)]) == 0
    assert "sweep g" in capsys.readouterr().out  # to the user, and on no page that others may read
    index = (work / "_build" / "index.html").read_text("utf-8")
    assert "sweeps/g" not in index and "North" not in index


def test_nobody_answers_at_the_address(work, capsys):
    write_centres(work / "study")
    assert swept(work, "studies: [study]\n", "--scheduler", "tcp://127.0.0.1:1") == 2
    assert "nobody answers there" in capsys.readouterr().err
