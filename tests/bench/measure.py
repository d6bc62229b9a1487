"""``make bench``: each contestant in turn, so many times; all timings into docs/performance.json, and its page anew.

``python measure.py [PART ...]`` measures some parts again, and leaves what is known of the others.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from contestants import ROOT, Contestant, commands, notebooks, of_size, shipped, sweeps
from performance_page import write_page
from timed import timed

RECORD = ROOT / "docs" / "performance.json"
LARGE = 1_000_000
STEP = re.compile(r"^([a-z, ]+)(?: \(\d+\))? done in ([\d.]+) s$", re.MULTILINE)
PARTS: dict[str, Callable[[Path], list[Contestant]]] = {
    "commands": commands,
    "shipped": shipped,
    "notebooks": notebooks,
    "sweep": sweeps,
    "100000": partial(of_size, patients=100_000),
    "1000000": partial(of_size, patients=LARGE),
}


def measure(contestants: Sequence[Contestant], repeats: int) -> dict[str, list[dict] | str]:
    """The timings of each, or why it has none; one of each after the other, then again.

    A timing of a build has the seconds of its steps with it.
    """
    found: dict[str, list[dict] | str] = {one.name: one.missing or [] for one in contestants}
    for _ in range(repeats):
        for one in contestants:
            told = found[one.name]
            if isinstance(told, str):
                continue
            one.before()
            try:
                timing, said = timed(one.command, one.folder, dict(one.settings))
            except RuntimeError as exc:
                print(exc, file=sys.stderr)
                found[one.name] = "it failed"
                continue
            steps = {name: float(seconds) for name, seconds in STEP.findall(said)}
            told.append({name: round(value, 2) for name, value in asdict(timing).items()} | {"steps": steps})
            print(f"{one.name}: {timing.seconds:.1f} s", flush=True)
    return found


def main() -> None:
    """Measure, keep and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"{unknown[0]} is not of {', '.join(PARTS)}")
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        for part in given.parts or PARTS:
            repeats = 1 if part == str(LARGE) else given.repeats
            rows = measure(PARTS[part](Path(work)), repeats)
            record[part] = {"date": datetime.date.today().isoformat(), "machine": machine(), "rows": rows}
            RECORD.write_text(f"{json.dumps(record, indent=1)}\n", "utf-8")
            write_page(record, RECORD.with_suffix(".md"))


def machine() -> str:
    """Of what kind the machine is that measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
