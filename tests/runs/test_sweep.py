"""A sweep as a user makes it: grids, sites, failures, resumption, workers that are killed, schedulers, private patients."""

from __future__ import annotations

import csv
import json
import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from pyarrow import parquet
from sweep_studies import PRIVATE, write_centres, write_grid

from twoarm import cli

ENVIRONMENT = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@pytest.fixture
def work(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def swept(work: Path, text: str, *options: str, name: str = "g.yml") -> int:
    grid = write_grid(work / name, text)
    return cli.main(["sweep", str(grid), "--output", str(work), "-j", "2", *options])


def folder_of(work: Path, name: str = "g") -> Path:
    return work / "_build" / "sweeps" / name


def told(work: Path) -> dict:
    return json.loads((folder_of(work) / "sweep.json").read_text("utf-8"))


def leftovers(work: Path) -> list[str]:
    """What a sweep leaves of what was private to it."""
    return [path.name for path in folder_of(work).rglob(".*") if path.name != ".lock"]


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


def test_a_run_is_that_of_a_build(work, monkeypatch):
    study = write_centres(work / "study")
    assert swept(work, "studies: [study]\nparameters: {alpha: [0.01]}\n", "--formats", "html") == 0
    assert (
        cli.main(
            ["build", str(study), "-p", "alpha", "0.01", "--formats", "html", "--output", str(work / "b")]
        )
        == 0
    )
    (made,) = (folder_of(work) / "runs").iterdir()
    built = work / "b" / "_build" / "runs" / "default"
    same = [path.name for path in built.glob("*.csv") if path.read_bytes() == (made / path.name).read_bytes()]
    assert sorted(same) == sorted(path.name for path in built.glob("*.csv")) != []
    assert (made / "html" / "index.html").is_file()
    assert f"runs/{made.name}/html/index.html" in (folder_of(work) / "index.html").read_text("utf-8")


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


def test_a_run_that_was_damaged_is_made_again(work, capsys):
    write_centres(work / "study")
    assert swept(work, "studies: [study]\n") == 0
    (run,) = (folder_of(work) / "runs").iterdir()
    (run / "results.csv").write_text("damaged\n", "utf-8")
    assert swept(work, "studies: [study]\n") == 0
    assert "damaged" not in (run / "results.csv").read_text("utf-8")


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


def test_a_killed_worker_is_survived(work):
    """The sweep runs apart; one of its workers is killed as soon as there is one."""
    write_centres(work / "study")
    grid = write_grid(work / "g.yml", "studies: [study]\nparameters: {alpha: [0.05, 0.04, 0.03, 0.02]}\n")
    command = [sys.executable, "-m", "twoarm.cli", "sweep", str(grid), "--output", str(work), "-j", "2"]
    running = subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    os.kill(_a_worker_of(running.pid), signal.SIGKILL)
    said, _ = running.communicate(timeout=400)
    assert running.returncode == 0, said
    assert "4 runs: 4 made, 0 there already, 0 failed" in said
    assert "Traceback" not in said


def _a_worker_of(process: int) -> int:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for child in psutil.Process(process).children():
            with suppress(psutil.Error):  # one that has ended meanwhile
                if "dask worker" in " ".join(child.cmdline()) and child.cpu_times().user > 2:
                    return child.pid  # it is at its first run
        time.sleep(0.1)
    raise AssertionError("no worker was started")


@pytest.fixture
def certificates(tmp_path) -> dict[str, Path]:
    """An authority of its own, as a hospital has one."""
    from distributed.security import Security

    own = Security.temporary()
    places = {"ca": own.tls_ca_file, "cert": own.tls_client_cert, "key": own.tls_client_key}
    for name, text in places.items():
        (tmp_path / f"{name}.pem").write_text(text, "utf-8")
        (tmp_path / f"{name}.pem").chmod(0o600)
    return {name: tmp_path / f"{name}.pem" for name in places}


def test_a_scheduler_and_workers_that_were_started_apart(work, certificates, capsys):
    """With TLS, for private patients; the workers get a path, and what they say holds no value."""
    write_centres(work / "study", PRIVATE)
    flags = {"--tls-ca-file": "ca", "--tls-cert": "cert", "--tls-key": "key"}
    given = [word for flag, name in flags.items() for word in (flag, str(certificates[name]))]
    log = (work / "log.txt").open("w")
    file = work / "scheduler.json"
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--protocol", "tls", "--port", "0"]
    options = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file), *given]
    scheduler = subprocess.Popen([*program, *options], cwd=work, stdout=log, stderr=log, env=ENVIRONMENT)
    worker = None
    try:
        until = time.monotonic() + 120
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.2)
        address = json.loads(file.read_text("utf-8"))["address"]
        program = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            address,
            "--nthreads",
            "1",
            "--no-dashboard",
        ]
        worker = subprocess.Popen([*program, *given], cwd=work, stdout=log, stderr=log, env=ENVIRONMENT)
        tls = [word for name in certificates for word in (f"--tls-{name}", str(certificates[name]))]
        assert address.startswith("tls://")
        text = "studies: [study]\nparameters: {alpha: [0.05, 0.01]}\n"
        assert swept(work, text, "--scheduler", address, *tls) == 0
    finally:
        for process in (worker, scheduler):
            if process:
                process.terminate()
                process.wait(60)
        log.close()
    assert "2 runs: 2 made" in capsys.readouterr().out
    said = (work / "log.txt").read_text("utf-8")
    assert not [
        row for row in (work / "study" / "patients.csv").read_text("utf-8").splitlines()[1:] if row in said
    ]


def test_nobody_answers_at_the_address(work, capsys):
    write_centres(work / "study")
    assert swept(work, "studies: [study]\n", "--scheduler", "tcp://127.0.0.1:1") == 2
    assert "nobody answers there" in capsys.readouterr().err
