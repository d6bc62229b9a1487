"""A small study in two centres, written as one folder or as a folder for each, and grids over them."""

from __future__ import annotations

from pathlib import Path

from small_studies import STUDY, write_study

DESCRIBED = """\
name    label           table     role       section        kind         levels            unit
centre  Centre          patients  covariate  baseline       categorical  n=North|s=South|w=West   .
time    Operation_time  patients  outcome    perioperative  continuous   .                 min
leak    Leak            patients  outcome    perioperative  binary       0=no|1=yes        .
"""
PRIVATE = STUDY.replace("{min_count: 0}", "{profile: hospital}")
PUBLIC = f"{STUDY}public: true\nsource: made for a test\nlicence: CC0\n"


def write_centres(folder: Path, spec: str = PUBLIC) -> Path:
    """A study of sixty patients in the centres North and South, and of three in West, of whom one is treated."""
    rows = ["arm centre time leak"]
    for n in range(60):
        treated, north = n % 2 == 0, n % 4 < 2
        time = 40 + (7 * n) % 11 + (4 if north else -3) * treated
        rows.append(f"{'A' if treated else 'B'} {'n' if north else 's'} {time} {int(n % 5 == 0)}")
    rows += ["A w 41 0", "B w 44 0", "B w 47 1"]
    study = write_study(folder, DESCRIBED, "\n".join(rows))
    (study / "study.yml").write_text(spec, "utf-8")
    return study


def write_grid(path: Path, text: str) -> Path:
    """A grid as a file."""
    path.write_text(text, "utf-8")
    return path
