"""Forty private patients: a rare event, a common one, levels of which one is rare, and a length of stay that some lack."""

from __future__ import annotations

from pathlib import Path

from small_studies import STUDY, write_study

from twoarm.study.opened import Study, read_study

DESCRIBED = """\
name    label    role       section        kind        levels       unit  family
age     Age      covariate  baseline       continuous  .            years  .
leak    Leak     outcome    perioperative  binary      no=no|yes=yes  .   .
good    Good     outcome    perioperative  binary      no=no|yes=yes  .   .
stay    Stay     outcome    perioperative  continuous  .            days   .
grade   Grade    outcome    perioperative  ordinal     1|2|3        .     .
"""


def patients(missing: int = 0) -> str:
    """Forty patients of whom 3 and 8 have a leak; `missing` of the new arm have no length of stay."""
    rows = ["arm age leak good stay grade"]
    for i in range(40):
        new, k = i < 20, i % 20
        leak = "yes" if k < (3 if new else 8) else "no"
        good = "yes" if k < (12 if new else 9) else "no"
        stay = "." if new and k < missing else str(3 + (7 * k) % 11)
        grade = 1 + (k % 5 > 1) + (k == 19)
        rows.append(f"{'A' if new else 'B'} {60 + k} {leak} {good} {stay} {grade}")
    return "\n".join(rows)


def study_of(folder: Path, policy: str, missing: int = 0) -> Study:
    """The study under a policy, as study.yml has it."""
    described = "\n".join(line.rsplit(maxsplit=1)[0] for line in DESCRIBED.splitlines())
    write_study(folder, described, patients(missing))
    text = (folder / "study.yml").read_text("utf-8")
    assert STUDY in text
    (folder / "study.yml").write_text(text.replace("{min_count: 0}", policy), "utf-8")
    return read_study(folder)
