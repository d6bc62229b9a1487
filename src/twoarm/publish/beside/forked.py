"""Work in a process forked from this one: it leaves files, tells of each part that is done, and never outlives its caller.

It says nothing of what went wrong: what has failed there is done again here, where an error comes out as any other does.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from time import perf_counter
from typing import NoReturn

from twoarm.interruption import ASKED
from twoarm.publish.private.folders import tool_folder

_DEATH = 1  # PR_SET_PDEATHSIG of Linux: a signal for whoever is left without its parent
_ASKED = {getattr(signal, name) for name in ASKED if hasattr(signal, name)}
_FAILED = "failed"


def can_fork() -> bool:
    """Whether a process may be forked.

    Elsewhere than on Linux system libraries do not survive it. Typst, which is imported where it is used, has threads that
    a fork lacks, and would wait for them.
    """
    return sys.platform == "linux" and "typst" not in sys.modules


def do_beside(works: Sequence[Callable[[], object]]) -> None:
    """Do several things beside each other, the first in this process.

    What fails in another process is done again in this one, so that of several errors the first one comes out, as if they
    had been done in their order.
    """
    here, *others = works
    with ExitStack() as ends:
        beside = [forked_in(ends, partial(_alone, work)) for work in others]
        here()
        for work, process in zip(others, beside, strict=True):
            if not (process and process.succeeded()):
                work()


def forked_in(ends: ExitStack, work: Callable[[Telling], None]) -> Forked | None:
    """What `forked` gives, until the stack ends; None where no process can be forked."""
    if can_fork():
        with suppress(OSError):  # too many processes, too little memory
            return ends.enter_context(forked(work))
    return None


def _alone(work: Callable[[], object], _: Telling) -> None:
    work()


class Telling:
    """What a forked process tells of its parts, through a pipe that processes forked from it share."""

    def __init__(self, pipe: int, awaited: int) -> None:
        self._pipe, self._awaited, self._started = pipe, awaited, perf_counter()

    def wait(self) -> None:
        """Wait until the caller lets it go on, from when on its seconds count."""
        if not os.read(self._awaited, 1):
            raise EOFError
        self._started = perf_counter()

    @contextmanager
    def part(self, name: str, *, since_start: bool = False) -> Generator[None]:
        """Tell how long a part took, alone or with all that came before it; or that it failed."""
        started = self._started if since_start else perf_counter()
        said = _FAILED
        try:
            yield
            said = repr(perf_counter() - started)
        finally:
            os.write(self._pipe, f"{name}\t{said}\n".encode())


class Forked:
    """A process at work, as its caller knows it."""

    def __init__(self, number: int, pipe: int, awaits: int) -> None:
        self._number = number
        self._awaits = os.fdopen(awaits, "wb", buffering=0)
        self._status: int | None = None
        self._lines = os.fdopen(pipe, encoding="utf-8")
        self._told: dict[str, str] = {}

    def go_on(self) -> None:
        """Let it go on where it waits."""
        with suppress(BrokenPipeError):  # it has ended, as is seen from what it has told
            self._awaits.write(b"1")

    def wait_for(self, part: str) -> float | None:
        """Wait until a part is done; returns its seconds, None where it failed or the process ended without it."""
        while part not in self._told and (line := self._lines.readline()):
            name, _, said = line.rstrip("\n").partition("\t")
            self._told[name] = said
        said = self._told.get(part, _FAILED)
        return None if said == _FAILED else float(said)

    def succeeded(self) -> bool:
        """Wait for its end; whether all of its work is done."""
        if self._status is None:
            _, self._status = os.waitpid(self._number, 0)
        return self._status == 0

    def end(self) -> None:
        """End it at once, with all that it has started; once is enough."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.killpg(self._number, signal.SIGKILL)
            self.succeeded()
        self._lines.close()
        self._awaits.close()


@contextmanager
def forked(work: Callable[[Telling], None]) -> Generator[Forked]:
    """Do some work in a process of its own, which has ended when the block has."""
    tool_folder(tempfile.gettempdir())  # made here, where it goes with this process; the other one shares it
    with _unasked():
        process = _started(work)
    try:
        yield process
    finally:
        process.end()


def _started(work: Callable[[Telling], None]) -> Forked:
    (reader, writer), (awaited, awaits) = os.pipe(), os.pipe()
    caller = os.getpid()
    with warnings.catch_warnings():
        # Python warns of threads: those of libraries wait for work, and what is done in the other process asks none.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if not number:
        os.close(awaits)
        _work(work, caller, Telling(writer, awaited))
    with suppress(PermissionError, ProcessLookupError):  # as it does itself, whoever is first
        os.setpgid(number, number)
    os.close(writer)
    os.close(awaited)
    return Forked(number, reader, awaits)


def _work(work: Callable[[Telling], None], caller: int, tell: Telling) -> NoReturn:
    code = 1
    try:
        _settle(caller)
        work(tell)
        code = 0
    finally:
        os._exit(code)  # without a word, and without tidying up what is the caller's


def _settle(caller: int) -> None:
    """Let the caller alone answer who asks to end, and go when it goes."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(_DEATH, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != caller:
        os._exit(1)
    for number in _ASKED:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ASKED)
    gc.freeze()
    gc.disable()  # it ends before anything of it would be missed


@contextmanager
def _unasked() -> Generator[None]:
    """Let a request to end wait until it is clear which process it is for."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
