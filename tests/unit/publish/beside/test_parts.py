"""Parts of a run as they come from another process, and made here where that has failed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from twoarm.errors import AnalysisError
from twoarm.publish.beside.forked import Telling
from twoarm.publish.beside.parts import made
from twoarm.publish.progress import Progress

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
FIRST, SECOND = "first", "second"


@pytest.fixture(autouse=True)
def _clean(monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "typst", raising=False)


def making(place: Path, fails: Callable[[], Any] = lambda: None) -> Any:
    """Two parts that say in a file which process made them; the second one fails in any other than this one."""

    def make(part: str) -> None:
        (place / part).write_text(str(os.getpid()))

    def beside(tell: Telling) -> None:
        tell.wait()
        with tell.part(FIRST):
            make(FIRST)
        with tell.part(SECOND):
            fails()
            make(SECOND)

    return SimpleNamespace(
        parts={part: lambda part=part: make(part) for part in (FIRST, SECOND)}, beside=beside
    )


def made_here(place: Path, work: Any) -> list[bool]:
    """For each part whether this process made it."""
    with Progress.open(Console(quiet=True)) as progress, made(work, progress) as parts:
        assert not list(place.iterdir())  # nothing before it is begun
        parts.begin()
        for part in (FIRST, SECOND):
            parts.step(part)
    return [(place / part).read_text() == str(os.getpid()) for part in (FIRST, SECOND)]


@linux
def test_parts_come_from_another_process(tmp_path):
    assert made_here(tmp_path, making(tmp_path)) == [False, False]


@linux
@pytest.mark.parametrize("fails", [lambda: 1 / 0, lambda: os._exit(0)])
def test_what_failed_there_is_made_here(tmp_path, fails):
    assert made_here(tmp_path, making(tmp_path, fails)) == [False, True]


@pytest.mark.parametrize("refused", [OSError, BlockingIOError])
def test_all_is_made_here_where_no_process_can_be_forked(tmp_path, monkeypatch, refused):
    def refuse() -> int:
        raise refused

    monkeypatch.setattr(os, "fork", refuse)
    assert made_here(tmp_path, making(tmp_path)) == [True, True]


@linux
def test_an_error_comes_out_as_it_is(tmp_path):
    def fail() -> None:
        raise AnalysisError("The pages were not built")

    work = making(tmp_path, fail)
    work.parts[SECOND] = fail
    with pytest.raises(AnalysisError, match="The pages were not built"):
        made_here(tmp_path, work)
