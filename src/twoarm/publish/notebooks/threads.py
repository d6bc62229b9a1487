"""The threads that the cells of a notebook started, and which of them still run."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import thread as pools
from time import monotonic

from twoarm.publish.notebooks.processes import ENDING, PAUSE


class StartedThreads:
    """Threads started since this was made, daemons apart: those end with their process, and libraries leave them."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())
        self._cells: dict[threading.Thread, int] = {}

    def look(self, cell: int) -> None:
        """Give what has been started since the last look to a cell."""
        for thread in threading.enumerate():
            if not (thread.daemon or thread in self._before):
                self._cells.setdefault(thread, cell)

    def cells_of_running(self) -> list[int]:
        """The cells of those that do not end within the seconds that a process has, too."""
        until = monotonic() + ENDING
        return [cell for thread, cell in self._cells.items() if _runs_on(thread, until)]


def _runs_on(thread: threading.Thread, until: float) -> bool:
    while (runs := thread.is_alive() and not _waits_for_work(thread)) and monotonic() < until:
        thread.join(PAUSE)
    return runs


def _waits_for_work(thread: threading.Thread) -> bool:
    """Whether it is a worker of a pool that has nothing to do: it stays for as long as its pool."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame is not None and frame.f_code is pools._worker.__code__
