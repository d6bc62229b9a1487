"""Patients of two arms of whom some lack outcomes: the older they are, the more often."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from small_studies import BEFORE_AND_AFTER, STUDY, write_study

from twoarm.study.opened import Study, open_study

DESCRIBED = """\
name   label     table     role       section        kind         levels        unit    event
age    Age       patients  covariate  baseline       continuous   .             years   .
sex    Sex       patients  covariate  baseline       binary       f=f|m=m       .       .
smoke  Smoking   patients  covariate  baseline       ordinal      0|1|2         .       .
stay   Stay      patients  outcome    perioperative  continuous   .             days    .
leak   Leak      patients  outcome    perioperative  binary       no=no|yes=yes .       .
grade  Grade     patients  outcome    perioperative  ordinal      1|2|3         .       .
rare   Rare      patients  outcome    perioperative  continuous   .             mL      .
whole  Whole     patients  outcome    perioperative  continuous   .             mL      .
walk   Walking   patients  outcome    follow_up      time         .             days    walked
walked Walked    patients  none       follow_up      binary       no=no|yes=yes .       .
pain   Pain      visits    outcome    follow_up      continuous   .             points  .
"""
LACKED = ("stay", "leak", "grade", "walk", "pain")


def lacking_study(
    folder: Path, *, size: int = 60, seed: int = 4, policy: str = "", without: tuple[str, ...] = ()
) -> Study:
    """The study; of the outcomes that are not named in ``without`` some patients lack the value."""
    rng = np.random.default_rng(seed)
    patients, visits = ["arm age sex smoke stay leak grade rare whole walk walked"], ["patient visit pain"]
    for i in range(2 * size):
        new = i < size
        age = round(float(rng.normal(70, 8)))
        old = age > 72
        gone = {
            name: rng.random() < (0.5 if old else 0.1) and name not in without for name in (*LACKED, "smoke")
        }
        stay = 4 + 2 * new + 0.2 * (age - 70) + float(rng.normal(0, 2))
        leak = rng.random() < (0.5 if new else 0.2)
        before, after = float(rng.normal(6, 1.5)), float(rng.normal(3 - new, 1.5))
        cells = [
            str(age),
            "fm"[rng.random() < 0.4],
            "." if gone["smoke"] else str(int(rng.integers(0, 3))),
            "." if gone["stay"] else f"{stay:.1f}",
            "." if gone["leak"] else ("yes" if leak else "no"),
            "." if gone["grade"] else str(1 + int(rng.integers(0, 3))),
            f"{rng.normal(20, 4):.1f}" if "rare" in without or i % size < size // 10 else ".",
            f"{rng.normal(20, 4):.1f}",
            "." if gone["walk"] else f"{1 + float(rng.exponential(5 + 4 * new)):.1f}",
            "." if gone["walk"] else ("yes" if rng.random() < 0.8 else "no"),
        ]
        patients.append(f"{'A' if new else 'B'} {' '.join(cells)}")
        visits.append(f"{i + 1} before {before:.1f}")
        visits.append(f"{i + 1} after {'.' if gone['pain'] else f'{after + 0.5 * before:.1f}'}")
    write_study(folder, DESCRIBED, "\n".join(patients), "\n".join(visits), BEFORE_AND_AFTER)
    if policy:
        text = (folder / "study.yml").read_text("utf-8")
        assert STUDY in text
        (folder / "study.yml").write_text(text.replace("{min_count: 0}", policy), "utf-8")
    return open_study(str(folder))
