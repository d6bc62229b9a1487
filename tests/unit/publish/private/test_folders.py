"""A private folder goes with its process: at its end, and after a kill when the next one is made beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from twoarm.publish.private.folders import LOCK, RUN_PREFIX, private_folder, sweep

HOLDS = """
import sys, time
from pathlib import Path
from twoarm.publish.private.folders import {imported}
{body}
print("made", flush=True)
time.sleep(60)
"""
BLOCK = HOLDS.format(
    imported="private_folder",
    body="made = private_folder(Path(sys.argv[1]), 'stage-')\n(made.__enter__() / 'patients.csv').write_text('')",
)
TOOLS = "import sys; from twoarm.publish.private.folders import tool_folder; print(tool_folder(sys.argv[1]))"


@pytest.fixture
def living(tmp_path):
    """A process that holds a private folder."""
    command = [sys.executable, "-c", BLOCK, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "made\n"
        yield process
        process.kill()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nobody_else_enters_it_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        with private_folder(tmp_path, "stage-") as folder:
            assert [p.stat().st_mode & 0o777 for p in (folder, folder / LOCK)] == [0o700, 0o600]
    finally:
        os.umask(before)


@pytest.mark.parametrize("ending", [ValueError, KeyboardInterrupt, SystemExit])
def test_it_is_gone_when_the_block_ends_and_when_it_fails(ending, tmp_path):
    with pytest.raises(ending), private_folder(tmp_path, "stage-") as folder:
        (folder / "patients.csv").write_text("")
        raise ending
    assert names(tmp_path) == set()


def test_that_of_a_living_process_stays_and_that_of_a_killed_one_goes(living, tmp_path):
    (held,) = names(tmp_path)
    with private_folder(tmp_path, "stage-") as folder:
        assert names(tmp_path) == {held, folder.name}
        assert (tmp_path / held / "patients.csv").exists()
    living.kill()
    living.wait()
    assert names(tmp_path) == {held}
    with private_folder(tmp_path, "stage-") as folder:
        assert names(tmp_path) == {folder.name}


def test_what_an_earlier_version_left_without_a_lock_goes_too(tmp_path):
    (tmp_path / "stage-old" / "stage").mkdir(parents=True)
    sweep(tmp_path, "stage-")
    assert names(tmp_path) == set()


def test_what_has_another_name_or_is_a_link_stays(tmp_path):
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (kept / "thesis.txt").write_text("mine")
    (tmp_path / "stage-link").symlink_to(kept)
    (tmp_path / "stage-file").write_text("mine")
    (tmp_path / "other-folder").mkdir()
    sweep(tmp_path, "stage-")
    assert names(tmp_path) == {"elsewhere", "stage-link", "stage-file", "other-folder"}
    assert names(kept) == {"thesis.txt"}


def test_the_folder_of_the_tools_goes_with_the_process(tmp_path):
    command = [sys.executable, "-c", TOOLS, str(tmp_path)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(made).name.startswith(RUN_PREFIX) and Path(made).parent == tmp_path
    assert names(tmp_path) == set()


def test_a_process_that_it_starts_uses_the_same_folder(tmp_path):
    with private_folder(tmp_path, RUN_PREFIX) as folder:
        command = [sys.executable, "-c", TOOLS, str(folder)]
        made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        assert made == str(folder) and names(folder) == {LOCK}
