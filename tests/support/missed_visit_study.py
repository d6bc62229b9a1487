"""Eighty private patients with pain in whole points at two visits after treatment, the first of which a few miss."""

from __future__ import annotations

from pathlib import Path

from small_studies import STUDY, write_study

from twoarm.study.opened import Study, read_study

DESCRIBED = """\
name   label  table   role     section    kind        unit    step
age    Age    patients  covariate  baseline  continuous  years  1
pain   Pain   visits  outcome  follow_up  continuous  points  1
"""
VISITS = """\
visits:
  - {code: soon, label: soon after, time: 1}
  - {code: later, label: later, time: 6}
"""
Sides = tuple[int, int]  # of the treated and of the control arm


def study_of(folder: Path, policy: str, totals: Sides = (147, 173), seen_soon: Sides = (37, 38)) -> Study:
    """The study under a policy.

    Parameters
    ----------
    totals : points of all patients of either arm at the first visit; 173 of 38 are 4.55 and a little more.
    seen_soon : how many of forty came to it.
    """
    people, seen = ["arm age"], ["patient visit pain"]
    for arm, total, came in zip("AB", totals, seen_soon, strict=True):
        for k, points in enumerate(_points(came, total)):
            people.append(f"{arm} {50 + (7 * k) % 31}")
            seen += [f"{len(people) - 1} soon {points}"] if points is not None else []
            seen.append(f"{len(people) - 1} later {2 + (3 * k) % 5 + (arm == 'B')}")
    write_study(folder, DESCRIBED, "\n".join(people), "\n".join(seen), VISITS)
    path = folder / "study.yml"
    text = path.read_text("utf-8")
    assert STUDY in text
    path.write_text(text.replace("{min_count: 0}", policy), "utf-8")
    return read_study(folder)


def _points(n: int, total: int) -> list[int | None]:
    """Whole points of so many patients with this sum, none of those who missed the visit."""
    points = [1 + (5 * k) % 7 for k in range(n)]
    place = 0
    while sum(points) != total:
        points[place % n] += 1 if sum(points) < total else -1
        place += 1
    return [*points, *[None] * (40 - n)]
