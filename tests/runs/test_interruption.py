"""A command that is asked to end: at once, with a word, from its first moment on; and where it is not to be ended."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from dispositions import heed_signals, ignore_signals
from places import ROOT

from twoarm.cli import main
from twoarm.errors import AnalysisError
from twoarm.interruption import SOON, Interrupted, answering, shielded
from twoarm.publish.store import publish

proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process is looked at in /proc")


def started(preexec) -> subprocess.Popen[str]:
    """A check of the shipped study, as soon as its handlers stand."""
    command = [sys.executable, "-m", "twoarm.cli", "check", "data"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=preexec, **pipes)
    while not handles(process.pid) and process.poll() is None:
        time.sleep(0.002)
    return process


def handles(pid: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (caught,) = (line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def imports(pid: int, library: str) -> bool:
    return f"/{library}/" in Path(f"/proc/{pid}/maps").read_text()


@proc
@pytest.mark.parametrize("library", ["", "numpy", "pandas"])
@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (signal.SIGINT, 130, "Interrupted"),
        (signal.SIGTERM, 143, "Ended on"),
        (signal.SIGHUP, 143, "Ended with"),
    ],
)
def test_during_imports_it_ends_with_one_line(number, code, word, library):
    process = started(heed_signals)
    while library and not imports(process.pid, library):
        time.sleep(0.002)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.count("\n")) == (code, 1), said
    assert said.startswith(word) and said.endswith("what stood before stays as it was.\n")


@proc
def test_what_is_ignored_where_it_starts_stays_ignored():
    process = started(ignore_signals)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGHUP)
    out, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (0, "")
    assert "is in order" in out


# In this process, by the request to end


def test_the_word_is_said_once_and_impatience_changes_nothing(capfd):
    with pytest.raises(Interrupted) as caught, answering():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)
            tidied = True
    assert tidied and caught.value.code == 143
    assert capfd.readouterr().err == "Ended on request; what stood before stays as it was.\n"


class Swallows:
    """What is raised while an object is let go is lost: Python prints it and goes on."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_an_answer_that_was_swallowed_is_given_again(capfd):
    with pytest.raises(Interrupted), answering():
        Swallows()
        time.sleep(10)
    assert "Traceback" not in capfd.readouterr().err


def test_an_answer_that_a_library_caught_is_given_again(capfd):
    with pytest.raises(Interrupted) as caught, answering():
        with suppress(BaseException):
            signal.raise_signal(signal.SIGTERM)
        time.sleep(10)
        pytest.fail("the request came to nothing")
    assert caught.value.code == 143
    assert capfd.readouterr().err == "Ended on request; what stood before stays as it was.\n"


def test_an_error_that_a_library_made_of_it_is_the_answer(capfd):
    with pytest.raises(Interrupted) as caught, answering() as asked:
        assert not asked()
        try:
            signal.raise_signal(signal.SIGTERM)
        except Interrupted as exc:
            raise ImportError("numpy.core.multiarray failed to import") from exc
    assert asked() and caught.value.code == 143
    assert capfd.readouterr().err == "Ended on request; what stood before stays as it was.\n"


def test_an_error_before_any_request_stays_that_error():
    with pytest.raises(ImportError), answering():
        raise ImportError("no such library")


@pytest.mark.parametrize("error", [ImportError, BrokenPipeError, AnalysisError])
def test_the_command_reports_no_bug_where_it_was_broken_off(monkeypatch, capfd, error):
    def broken_off(arguments):
        try:
            signal.raise_signal(signal.SIGTERM)
        except Interrupted as exc:
            raise error("broken off") from exc

    monkeypatch.setattr("twoarm.cli._check", broken_off)
    assert main(["check", "data"]) == 143
    assert capfd.readouterr().err == "Ended on request; what stood before stays as it was.\n"


def test_tidying_up_is_let_alone():
    steps = []
    with pytest.raises(Interrupted), answering():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            time.sleep(4 * SOON)
            steps.append("tidied")
    time.sleep(2 * SOON)  # nobody is reminded any more
    assert steps == ["tidied"]


def test_handlers_are_as_they_were_afterwards():
    before = signal.getsignal(signal.SIGTERM), sys.unraisablehook
    with answering():
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), sys.unraisablehook) == before


def test_what_must_be_whole_comes_to_its_end_first():
    steps = []
    with pytest.raises(Interrupted), answering():
        with shielded():
            signal.raise_signal(signal.SIGTERM)
            steps.append("whole")
        steps.append("afterwards")
    assert steps == ["whole"]


def test_a_run_is_published_as_a_whole_or_not_at_all(tmp_path):
    out, ended = tmp_path / "_build", 0
    for turn in range(40):
        finished = out / "finished" / "html"
        finished.mkdir(parents=True)
        (finished / "index.html").write_text(str(turn))
        soon = threading.Timer(turn / 10_000, signal.pthread_kill, (threading.get_ident(), signal.SIGTERM))
        try:
            with answering():
                soon.start()
                publish(finished.parent, out, "default")
                soon.join()
                time.sleep(0.001)
        except Interrupted:
            ended += 1
        soon.join()
        if not finished.exists():
            assert (out / "html" / "index.html").read_text() == str(turn)
            assert len(list((out / "store").iterdir())) == 1
        else:
            finished.joinpath("index.html").unlink()
            finished.rmdir()
            finished.parent.rmdir()
    assert ended == 40
