"""A build and a draft that are asked to end while they run, and what they leave."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from dispositions import heed_signals

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 143}
ANSWERS = ("--treated", "A", "--outcomes", "leak", "--min-count", "0")


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p): str(p.readlink()) if p.is_symlink() else sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_symlink() or p.is_file()
    }


def descendants(pid: int) -> set[int]:
    """Processes that a process started, and those that they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def interrupt_a_build(number: signal.Signals, finished: Path, book: Path) -> None:
    """The earlier report stays, no process is left, and the code is that of the signal."""
    out = book / "_build"
    others = shutil.ignore_patterns("stage-*")  # of a run that another of pytest's processes is at
    shutil.copytree(finished.parents[1], out, symlinks=True, ignore=others)
    before = tree(out)
    process = subprocess.Popen(
        [sys.executable, "-m", "twoarm.cli", "build"],
        cwd=book,
        env=os.environ | {"PYTHONPATH": str(book / "src")},
        preexec_fn=heed_signals,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 240
        while len(started := descendants(process.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.2)  # until the first kernel has been forked
        assert len(started) >= 3 and list(out.glob("stage-*"))
        process.send_signal(number)
        _, said = process.communicate(timeout=240)
    finally:
        process.kill()
    assert process.returncode == CODES[number]
    assert said.strip().splitlines()[-1].endswith("what stood before stays as it was.")
    assert tree(out) == before
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in started) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert [pid for pid in started if alive(pid)] == []


def interrupt_a_draft(number: signal.Signals, folder: Path) -> None:
    """Of a table that takes seconds to be written and read back nothing but the table is left."""
    header = "arm,leak," + ",".join(f"x{n}" for n in range(60))
    rows = "\n".join(
        f"{'AB'[n % 2]},{n % 3 % 2}," + ",".join(str(n * k % 97) for k in range(60)) for n in range(8_000)
    )
    (folder / "large.csv").write_text(f"{header}\n{rows}\n", "utf-8")
    command = [sys.executable, "-m", "twoarm.cli", "init", "large.csv", *ANSWERS]
    process = subprocess.Popen(
        command, cwd=folder, preexec_fn=heed_signals, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while len(list(folder.iterdir())) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == CODES[number]
    assert [p.name for p in folder.iterdir()] == ["large.csv"]
