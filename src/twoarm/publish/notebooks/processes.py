"""The processes that a notebook started: which of them still run, and their end."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import psutil

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
# Python's own helpers, which end with the process that they help; a tracker removes first what others have left.
TRACKERS = ("multiprocessing.resource_tracker", "loky.backend.resource_tracker")
HELPERS = (*TRACKERS, "multiprocessing.forkserver")
PAUSE = 0.05  # seconds
ENDING = 1.0  # seconds in which what a notebook started may come to its end after the last cell


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends: on Linux none can detach itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def children_of_this() -> set[int]:
    """The processes right below this one, read without a walk through all; empty where the system does not tell."""
    found: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that ended meanwhile
            found |= {int(number) for number in file.read_text().split()}
    return found


def running_below(number: int, apart: tuple[str, ...] = HELPERS) -> list[psutil.Process]:
    """The processes that run below a process, helpers of Python `apart`; one that has ended is none."""
    with suppress(psutil.Error):
        kernel = psutil.Process(number)
        own = (
            kernel.cmdline()
        )  # a forked kernel's is that of a helper, and a process forked from it has the same
        return [child for child in kernel.children(recursive=True) if _runs(child, own, apart)]
    return []


def still_running(number: int, seconds: float) -> list[psutil.Process]:
    """Those of `running_below` that do not end within some seconds."""
    until = monotonic() + seconds
    while (found := running_below(number)) and monotonic() < until:
        sleep(PAUSE)
    return found


def lineages(processes: list[psutil.Process]) -> dict[str, list[int]]:
    """For each program its number and those of the processes above it, the nearest first."""
    found = {}
    for process in processes:
        with suppress(psutil.Error):
            found[process.name()] = [process.pid, *(parent.pid for parent in process.parents())]
    return found


def end_below(number: int) -> None:
    """Kill the processes below a process, and those that they start meanwhile; one that cannot be killed is left."""
    for _ in range(20):
        if not (found := running_below(number, TRACKERS)):
            return
        for child in found:
            with suppress(psutil.Error):
                child.kill()
        sleep(PAUSE)


def _runs(process: psutil.Process, own: list[str], apart: tuple[str, ...]) -> bool:
    with suppress(psutil.Error):
        words = process.cmdline()
        helps = words != own and any(name in word for word in words for name in apart)
        return process.status() != psutil.STATUS_ZOMBIE and not helps
    return False
