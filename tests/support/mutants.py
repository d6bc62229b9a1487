"""`make mutants`: a sample of small faults put into the code that computes and spells numbers, and what the unit tests miss.

mutmut makes the mutants and runs the tests. This file lays out a folder for it, so that no source is ever touched, draws
the sample, and prints what survived.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from places import ROOT

FOLDER = ROOT / "_build" / "mutants"
LINKED = (
    "src",
    "tests",
    "data",
    "book",
    "docs",
    "examples",
    "notebooks",
    "pyproject.toml",
    "requirements.lock",
)
LINKED += ("README.md", "_config.yml", "_toc.yml")
STRATA = ("twoarm.methods.", "twoarm.analysis.", "twoarm.present.wording.")
FIRST = "twoarm.present.wording.x_joined__mutmut_1"  # any one: mutmut makes them all before it runs one
SEEN, NOT_RUN = ("killed", "timeout"), "not checked"
FACES = ("__repr__", "__str__", "_repr_html_")  # what an object shows in a notebook is no published number


def main() -> None:
    """Draw, run, and say the score with the difference that each survivor makes."""
    asked = arguments()
    lay_out()
    if not (FOLDER / "mutants" / "mutmut-stats.json").exists():
        mutmut("run", FIRST)
    drawn = sample(sorted(statuses()), asked.sample, asked.seed, asked.only)
    mutmut("run", *drawn)
    found = {name: status for name, status in statuses().items() if name in set(drawn) and status != NOT_RUN}
    for name in sorted(name for name, status in found.items() if status not in SEEN):
        mutmut("show", name)
    print(f"{score(found)}; {len(drawn)} drawn with seed {asked.seed}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument(
        "--sample", type=int, default=200, help="how many mutants, in equal parts of each floor"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="*", help="a pattern of names, as twoarm.analysis.comparison.*")
    return parser.parse_args()


def lay_out() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in LINKED:
        if not (FOLDER / name).is_symlink():
            (FOLDER / name).symlink_to(ROOT / name)


def mutmut(*arguments: str) -> None:
    command = Path(sys.executable).with_name("mutmut")
    if code := subprocess.run([command, *arguments], cwd=FOLDER).returncode:
        sys.exit(code)


def statuses() -> dict[str, str]:
    """The status of every mutant, by its name."""
    command = [Path(sys.executable).with_name("mutmut"), "results", "--all", "true"]
    printed = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=True).stdout
    return dict(line.strip().split(": ", 1) for line in printed.splitlines())


def sample(names: list[str], size: int, seed: int, only: str) -> list[str]:
    """Names in equal parts of the three strata, all of a stratum that has no more."""
    drawn = random.Random(seed)
    names = [n for n in names if fnmatch(n, only) and not any(face in n for face in FACES)]
    strata = [[n for n in names if n.startswith(stratum)] for stratum in STRATA]
    strata = [stratum for stratum in strata if stratum]
    each = -(-size // max(1, len(strata)))
    return [name for stratum in strata for name in drawn.sample(stratum, min(each, len(stratum)))]


def score(found: dict[str, str]) -> str:
    """How many were seen, and how the others ended."""
    ends = Counter(found.values())
    seen = sum(ends[status] for status in SEEN)
    return f"{seen} of {len(found)} mutants killed; {dict(ends)}"


if __name__ == "__main__":
    main()
