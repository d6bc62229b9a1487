"""Work in a forked process: what it tells, how it fails, and that it is gone when its caller is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from twoarm.errors import AnalysisError
from twoarm.interruption import Interrupted, answering
from twoarm.publish.beside.forked import Telling, do_beside, forked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@pytest.fixture(autouse=True)
def _clean(monkeypatch) -> None:
    """As in a process that has not used Typst, which an earlier test may have done."""
    monkeypatch.delitem(sys.modules, "typst", raising=False)


def sleeping(place: Path):
    """Work that starts a program, says so in a file, and never comes to an end."""

    def work(tell: Telling) -> None:
        program = subprocess.Popen(["sleep", "70"])
        place.write_text(str(program.pid))
        program.wait()

    return work


def until(place: Path) -> int:
    while not place.exists() or not place.read_text():
        time.sleep(0.01)
    return int(place.read_text())


def gone(number: int) -> bool:
    for _ in range(300):
        if not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


def test_it_leaves_files_and_tells_of_each_part_when_it_is_done(tmp_path):
    def work(tell: Telling) -> None:
        with tell.part("first"):
            (tmp_path / "first").write_text("made")
        time.sleep(0.2)
        with tell.part("second", since_start=True):
            (tmp_path / "second").write_text(str(os.getpid()))

    with forked(work) as process:
        first, second = process.wait_for("first"), process.wait_for("second")
        assert process.succeeded()
    assert first < 0.2 <= second
    assert (tmp_path / "first").read_text() == "made" and (tmp_path / "second").read_text() != str(
        os.getpid()
    )


@pytest.mark.parametrize(
    "fails", [lambda: 1 / 0, lambda: sys.exit(3), lambda: os.kill(os.getpid(), signal.SIGKILL)]
)
def test_what_fails_in_it_is_no_part_and_says_nothing(fails, capfd):
    def work(tell: Telling) -> None:
        with tell.part("good"):
            pass
        with tell.part("bad"):
            fails()

    with forked(work) as process:
        assert process.wait_for("bad") is None and process.wait_for("never") is None
        assert process.wait_for("good") is not None
        assert not process.succeeded()
    assert capfd.readouterr() == ("", "")


def test_a_process_forked_from_it_tells_the_same_caller():
    def inner(tell: Telling) -> None:
        with tell.part("inner"):
            pass

    def work(tell: Telling) -> None:
        with forked(lambda _: inner(tell)) as process:
            if not process.succeeded():
                raise ChildProcessError

    with forked(work) as process:
        assert process.wait_for("inner") is not None and process.succeeded()


def test_it_ends_with_its_block_and_with_it_what_it_has_started(tmp_path):
    with forked(sleeping(tmp_path / "pid")):
        number = until(tmp_path / "pid")
    assert gone(number)


def test_who_asks_to_end_is_answered_once_and_it_is_gone(tmp_path, capfd):
    def ask() -> None:
        until(tmp_path / "pid")
        os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Timer(0, ask)
    with pytest.raises(Interrupted), answering(), forked(sleeping(tmp_path / "pid")) as process:
        asking.start()
        process.wait_for("never")
    asking.join()
    assert gone(int((tmp_path / "pid").read_text()))
    assert capfd.readouterr().err.count("\n") == 1


def test_it_does_not_outlive_a_caller_that_is_killed(tmp_path):
    code = (
        "import os, pathlib, sys, time\nfrom twoarm.publish.beside.forked import forked\n"
        "place = pathlib.Path(sys.argv[1])\n"
        "def work(tell):\n    place.write_text(str(os.getpid()))\n    time.sleep(70)\n"
        "with forked(work) as process:\n    process.wait_for('never')\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "pid")])
    number = until(tmp_path / "pid")
    caller.kill()
    caller.wait()
    assert gone(number)


def test_several_things_are_done_beside_each_other(tmp_path):
    def write(name: str) -> None:
        (tmp_path / name).write_text(str(os.getpid()))

    do_beside([partial(write, name) for name in "abc"])
    numbers = [int((tmp_path / name).read_text()) for name in "abc"]
    assert numbers[0] == os.getpid() and len(set(numbers)) == 3


def test_of_several_errors_the_first_comes_out_as_it_is(tmp_path):
    def fail(said: str) -> None:
        raise AnalysisError(said)

    with pytest.raises(AnalysisError, match="second"):
        do_beside([int, partial(fail, "second"), partial(fail, "third")])


def test_what_another_process_could_not_do_is_done_here(tmp_path):
    here = os.getpid()

    def write() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / "written").write_text("")

    do_beside([int, write])
    assert (tmp_path / "written").exists()


def test_nothing_is_forked_from_a_process_that_has_used_typst(tmp_path):
    code = (
        "from pathlib import Path\nfrom twoarm.publish.beside.forked import can_fork\n"
        "from twoarm.publish.documents.typeset import rendered\nbefore = can_fork()\n"
        "Path('a.typ').write_text('a')\nrendered(Path('a.typ'))\nprint(before, can_fork())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True False\n"
