"""One command from its start to the end of all that it started: ``python timed.py COMMAND ...`` tells it as JSON."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_SUBREAPER = 36  # of Linux's prctl: what a child leaves behind is waited for here


@dataclass(frozen=True)
class Timing:
    """Seconds by the clock and of processors, and the megabytes of the largest process."""

    seconds: float
    processor: float
    megabytes: float


def timed(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[Timing, str]:
    """Run a command in an interpreter of its own, whose children are the command's alone; its timing, and what it said.

    Raises
    ------
    RuntimeError
        The command failed; with what it said last.
    """
    done = subprocess.run(
        [sys.executable, __file__, *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)[:200]}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return Timing(**json.loads(done.stdout.splitlines()[-1])), done.stderr


def _main(command: Sequence[str]) -> int:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    code = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    seconds = time.perf_counter() - started
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = Timing(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    print(json.dumps(asdict(found)))
    return code


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
