"""`twoarm init` interrupted while it writes: nothing of the study stays."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dispositions import heed_signals

ANSWERS = ("--treated", "A", "--outcomes", "leak", "--min-count", "0")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table that takes seconds to be written and read back."""
    header = "arm,leak," + ",".join(f"x{n}" for n in range(60))
    rows = "\n".join(
        f"{'AB'[n % 2]},{n % 3 % 2}," + ",".join(str(n * k % 97) for k in range(60)) for n in range(8_000)
    )
    path = tmp_path / "large.csv"
    path.write_text(f"{header}\n{rows}\n", "utf-8")
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing(number, large):
    folder = large.parent
    command = [sys.executable, "-m", "twoarm.cli", "init", large.name, *ANSWERS]
    process = subprocess.Popen(
        command, cwd=folder, preexec_fn=heed_signals, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while len(list(folder.iterdir())) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
    assert [p.name for p in folder.iterdir()] == ["large.csv"]
