"""A command that is asked to end: it answers at once, with a word and by unwinding; what was ignored stays ignored.

This file imports nothing heavy: its handlers stand before anything else is imported.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic

STAYS = "what stood before stays as it was."
# Ctrl-C, the request to end, and a closed terminal, which Windows does not know: what is said, and the exit code.
ASKED = {
    "SIGINT": (f"Interrupted; {STAYS}", 130),
    "SIGTERM": (f"Ended on request; {STAYS}", 143),
    "SIGHUP": (f"Ended with its terminal; {STAYS}", 143),
}
PATIENCE = 3.0  # seconds in which a second Ctrl-C is impatience, and would only stop the tidying up
SOON = 0.1  # seconds
_USUAL = (signal.SIG_DFL, signal.SIG_IGN, signal.default_int_handler)


class Interrupted(BaseException):
    """The process was asked to end, and has said so; `code` is its exit code."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.words, self.code = ASKED[signal.Signals(number).name]
        super().__init__(number)


@contextmanager
def answering() -> Generator[Callable[[], bool]]:
    """Answer the signals that ask to end by `Interrupted`; one that the caller has ignored stays ignored.

    What it hands over tells whether that was asked. A library may make an error of its own of the request: an import
    that was broken off becomes an ImportError. Whatever error ends the block after the request is the request.

    A command is started with SIGHUP ignored by ``nohup``, and with SIGINT ignored in the background of a script: it is
    not to be ended by them.
    """
    answer, usual = _Answer(), sys.unraisablehook
    sys.unraisablehook = answer.quiet(usual)
    try:
        with _handled(answer):
            try:
                yield lambda: answer.asked is not None
            except Exception:
                if answer.asked:
                    raise answer.asked from None
                raise
            finally:
                answer.end()
    finally:
        sys.unraisablehook = usual


@contextmanager
def shielded() -> Generator[None]:
    """Let signals wait for the end of something short that must be whole."""
    came: list[int] = []
    try:
        with _handled(lambda number, _: came.append(number)):
            yield
    finally:
        for number in came[:1]:
            signal.raise_signal(number)


@contextmanager
def _handled(answer: Callable[[int, object], None]) -> Generator[None]:
    """Python lets the first thread alone handle signals; in another one nothing changes."""
    first = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, answer) for number in _heeded() if first}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _heeded() -> list[int]:
    numbers = [getattr(signal, name) for name in ASKED if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


class _Answer:
    """The handler: it says that the request has come, once, and raises, again where what it raised was swallowed.

    A library that catches everything while it is imported, and a destructor, let a request come to nothing. So the first
    thread is reminded until it has left `answering`; while it tidies up it is let alone.
    """

    def __init__(self) -> None:
        self.asked: Interrupted | None = None
        self._said = 0.0
        self._reminded = False
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __call__(self, number: int, frame: object) -> None:
        reminded, self._reminded = self._reminded, False
        asked = Interrupted(number)
        if self.asked is None:
            self.asked = asked
            os.write(2, f"{asked.words}\n".encode())
            threading.Thread(target=self._remind, args=(number,), daemon=True).start()
        elif _is_answered() and (reminded or monotonic() - self._said < PATIENCE):
            return
        self._said = monotonic()
        raise asked

    def _remind(self, number: int) -> None:
        while hasattr(signal, "pthread_kill") and not self._over.wait(SOON):
            with self._lock:  # not once the handlers are those of before
                if self._over.is_set() or signal.getsignal(number) in _USUAL:
                    return
                self._reminded = True
                signal.pthread_kill(threading.main_thread().ident or 0, number)

    def end(self) -> None:
        """Remind nobody any more."""
        with self._lock:
            self._over.set()

    @staticmethod
    def quiet(usual: Callable) -> Callable:
        """A hook for what Python cannot raise: an answer in a destructor is not told of, for it is given again."""
        return lambda lost: None if isinstance(lost.exc_value, Interrupted) else usual(lost)


def _is_answered() -> bool:
    """Whether the answer is on its way up: this thread is unwinding, or tidying up while it does."""
    error = sys.exc_info()[1]
    while error and not isinstance(error, Interrupted):
        error = error.__context__
    return error is not None
