"""A disk that refuses is named by the place that was written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from twoarm.disk import disk_error, written_to
from twoarm.errors import DiskError


def test_a_copy_is_told_by_its_target():
    exc = OSError(errno.ENOSPC, "full", "data/patients.csv", None, "/there/_build/stage-1/data/patients.csv")
    assert disk_error(exc, Path("/there/_build")).problems[0].where.at == "_build/"
    assert disk_error(exc).problems[0].where.at == "/there/_build/stage-1/data/patients.csv"


def test_a_copy_of_many_files_is_told_by_its_target():
    """`shutil.copytree` gathers what it met, and its error has no number of its own."""
    exc = shutil.Error(
        [("book/a.md", "/there/_build/a.md", "[Errno 28] No space left on device: 'book/a.md'")]
    )
    assert str(disk_error(exc, Path("/there/_build"))).splitlines()[1] == "  _build/: No space left on device"


def test_what_is_no_refusal_of_a_disk_is_no_error_of_it(tmp_path):
    assert disk_error(FileNotFoundError(errno.ENOENT, "x", "a.csv")) is None
    with pytest.raises(FileNotFoundError), written_to(tmp_path):
        (tmp_path / "absent").read_text()


@pytest.mark.parametrize(
    ("number", "todo"),
    [
        (errno.ENOSPC, "Make room"),
        (errno.EFBIG, "Raise the limit"),
        (errno.ENOTDIR, "Move away"),
        (errno.EXDEV, "Move away"),
        (errno.EIO, "Make room or give access"),
    ],
)
def test_each_refusal_has_a_next_step(number, todo):
    error = disk_error(OSError(number, "x", "place"))
    assert isinstance(error, DiskError) and error.todo.startswith(todo)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_where_no_place_is_told_the_error_still_is_one_of_the_disk(tmp_path):
    with pytest.raises(DiskError, match="No space left"), written_to(tmp_path):
        Path("/dev/full").write_text("x")


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
def test_a_draft_that_the_disk_refuses_names_its_folder_and_leaves_nothing(tmp_path):
    import resource

    rows = "".join(f"{'AB'[n % 2]},{n % 3 % 2},{50 + n % 40}\n" for n in range(400))
    (tmp_path / "t.csv").write_text(f"arm,leak,age\n{rows}", "utf-8")
    command = [sys.executable, "-m", "twoarm.cli", "init", "t.csv", "--treated", "A", "--outcomes", "leak"]
    done = subprocess.run(
        [*command, "--min-count", "0"],
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7
    assert f"  {tmp_path.name}/: File too large" in done.stderr.splitlines()
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
