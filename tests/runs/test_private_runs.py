"""What a run of private patients leaves on the machine: for its user alone, under a key, and nothing after its end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from diff_study import write_diff_study

from twoarm.publish.private.folders import RUN_PREFIX
from twoarm.publish.records.manifest import digest
from twoarm.publish.releases.ledger import open_ledger

TABLES = ("patients.csv", "visits.csv")
linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels that see their caller go")


def manifest(run: Path) -> dict:
    return json.loads((run / "manifest.json").read_text("utf-8"))


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# What is published in `_build`


def test_its_user_alone_reads_anything_of_it(three_runs):
    out = three_runs["usual"].parents[1]
    assert out.name == "_build"
    paths = [path for path in (out, *out.rglob("*")) if not path.is_symlink()]
    assert {f"{path.stat().st_mode & 0o777:o}" for path in paths if path.is_dir()} == {"700"}
    assert {f"{path.stat().st_mode & 0o777:o}" for path in paths if path.is_file()} == {"600"}


def test_its_tables_are_marked_under_the_key_and_their_hashes_stand_nowhere(report):
    made = report("usual")
    hashes = [digest(made.study / name) for name in TABLES]
    told = manifest(made.folder)
    assert told["keyed"]["key"] == open_ledger().key_name
    assert all(re.fullmatch("[0-9a-f]{64}", told["inputs"][f"data/{name}"]) for name in TABLES)
    texts = [path.read_text("utf-8", errors="replace") for path in made.folder.rglob("*") if path.is_file()]
    assert [h for h in hashes if any(h[:12] in text for text in texts)] == []


def test_every_footer_has_the_mark(report):
    pages = sorted((report("usual").folder / "html" / "notebooks").glob("*.html"))
    found = [re.search(r"data <code>([0-9a-f]{12})</code>", page.read_text("utf-8")) for page in pages]
    assert pages and len({match and match[1] for match in found}) == 1 and found[0]


def test_other_values_have_other_marks_and_the_same_values_the_same(report):
    marks = {name: manifest(report(name).folder)["inputs"] for name in ("usual", "stricter", "other-data")}
    assert marks["usual"]["data/patients.csv"] == marks["stricter"]["data/patients.csv"]
    assert marks["usual"]["data/patients.csv"] != marks["other-data"]["data/patients.csv"]
    assert marks["usual"]["data/visits.csv"] == marks["other-data"]["data/visits.csv"]


def test_the_ledger_knows_its_patients_and_reports_do_not(report):
    run = report("usual").folder
    assert open_ledger().cohort_file(manifest(run)["keyed"]["cohort"]).is_file()
    assert list(run.parents[1].rglob("*.npz")) == []


def test_a_public_run_has_plain_hashes_and_no_key(report):
    made = report("shipped")
    told = manifest(made.folder)
    assert "keyed" not in told
    assert told["inputs"]["data/patients.csv"] == digest(made.study / "patients.csv")


# What is left when it has ended


@pytest.fixture
def place() -> Iterator[Path]:
    """A private study outside of every checkout, and a home, a folder for temporary files and a ledger of its own.

    Its path is short, since sockets would otherwise lie elsewhere.
    """
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for name in ("home", "tmp", "here"):
            Path(folder, name).mkdir()
        write_diff_study(Path(folder, "study"))
        yield Path(folder)


def started(place: Path, *arguments: str) -> subprocess.Popen:
    own = {"HOME": str(place / "home"), "TMPDIR": str(place / "tmp"), "TWOARM_LEDGER": str(place / "ledger")}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PYTEST_"))} | own
    command = [
        sys.executable,
        "-m",
        "twoarm.cli",
        "build",
        str(place / "study"),
        "--formats",
        "html",
        *arguments,
    ]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, cwd=place / "here", env=environment, **pipes)


def until_a_kernel_runs(place: Path, process: subprocess.Popen) -> None:
    """Wait for the folder of a kernel that has the file of its connection."""
    while not list((place / "tmp").glob(f"{RUN_PREFIX}*/kernel-*/kernel.json")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)


@linux
def test_what_a_killed_run_left_goes_with_the_next_and_what_an_ended_one_left_at_once(place):
    with ExitStack() as stack:
        killed = stack.enter_context(started(place))
        until_a_kernel_runs(place, killed)
        killed.kill()
    (stage,) = (place / "_build").glob("stage-*")
    (tools,) = (place / "tmp").iterdir()
    assert {f"{path.stat().st_mode & 0o777:o}" for path in (stage, tools)} == {"700"}
    with ExitStack() as stack:
        ended = stack.enter_context(started(place))
        while stage.exists() or tools.exists():
            assert ended.poll() is None, ended.communicate()
            time.sleep(0.05)
        until_a_kernel_runs(place, ended)
        ended.send_signal(signal.SIGTERM)
        said, _ = ended.communicate()
        assert ended.returncode == 143, said
    assert inside(place / "tmp") == []
    assert inside(place / "_build") == [".gitignore", ".lock"]
    left = {name for name in inside(place / "home") if "matplotlib" not in name}
    assert left <= {".cache", ".config", ".ipython"}  # empty, but for the list of fonts of matplotlib
    assert "P-1" not in said


def test_a_ledger_that_cannot_be_made_is_told_before_anything_is_computed(place):
    (place / "ledger").write_text("a file in its place")
    with started(place) as process:
        said, _ = process.communicate()
    assert process.returncode == 7, said
    assert said.splitlines()[-1] == (
        "Name a folder that you can write: --ledger FOLDER, or TWOARM_LEDGER=FOLDER in the environment."
    )
    assert "notebooks" not in said and inside(place / "_build") == [".gitignore", ".lock"]
