"""A small real study whose runs are compared: a clear difference in time, an unclear one in leaks, pain at two visits."""

from __future__ import annotations

from pathlib import Path

from small_studies import BEFORE_AND_AFTER, write_study

DESCRIBED = """\
name  label           table     role     section        kind        levels      unit
time  Operation_time  patients  outcome  perioperative  continuous  .           min
leak  Leak            patients  outcome  perioperative  binary      0=no|1=yes  .
pain  Pain            visits    outcome  follow_up      continuous  .           points
"""


def write_diff_study(folder: Path, first: int = 44) -> Path:
    """Write the study; `first` is the operation time of its first patient, in minutes."""
    patients, visits = ["arm time leak"], ["patient visit pain"]
    for n in range(24):
        treated = n % 2 == 0
        time = 40 + (7 * n) % 11 + 4 * treated if n else first
        patients.append(f"{'A' if treated else 'B'} {time} {int(treated and n % 6 == 0)}")
        visits += [f"{n + 1} before {7 + (5 * n) % 3}", f"{n + 1} after {3 + (4 * n) % 5}"]
    return write_study(folder, DESCRIBED, "\n".join(patients), "\n".join(visits), BEFORE_AND_AFTER)
