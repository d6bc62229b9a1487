"""How a process that a test starts takes signals: as in a terminal, however the tests themselves were started.

A background job of a script is started with SIGINT ignored, `nohup` ignores SIGHUP, and what they start inherits it.
"""

from __future__ import annotations

import signal

ASKING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def heed_signals() -> None:
    """To be given to `subprocess` as `preexec_fn`."""
    for number in ASKING:
        signal.signal(number, signal.SIG_DFL)


def ignore_signals() -> None:
    """The same, for a process in the background under `nohup`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
