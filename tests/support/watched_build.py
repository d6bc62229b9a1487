"""``twoarm build --watch`` at work on a study, and what it has said."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from dispositions import heed_signals

PATIENCE = 240  # seconds


class Watching:
    """The command at work, and what it has said."""

    def __init__(self, folder: Path) -> None:
        study = str(folder / "study")
        command = [
            sys.executable,
            "-m",
            "twoarm.cli",
            "build",
            study,
            "--watch",
            "--formats",
            "html",
            "--output",
            str(folder),
        ]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=heed_signals,
        )
        self.said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        self.said.extend(iter(self.process.stdout.readline, ""))

    def wait_for(self, words: str, times: int) -> None:
        until = time.monotonic() + PATIENCE
        while "".join(self.said).count(words) < times:
            assert time.monotonic() < until and self.process.poll() is None, "".join(self.said)
            time.sleep(0.2)
