"""Sweeps whose ends take long: beside a build, damaged, with a killed worker, on a scheduler that was started apart."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from sweep_studies import PRIVATE, write_centres, write_grid
from swept_grids import folder_of, swept

from twoarm import cli

ENVIRONMENT = os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@pytest.fixture
def work(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


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


def test_a_run_that_was_damaged_is_made_again(work, capsys):
    write_centres(work / "study")
    assert swept(work, "studies: [study]\n") == 0
    (run,) = (folder_of(work) / "runs").iterdir()
    (run / "results.csv").write_text("damaged\n", "utf-8")
    assert swept(work, "studies: [study]\n") == 0
    assert "damaged" not in (run / "results.csv").read_text("utf-8")


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
