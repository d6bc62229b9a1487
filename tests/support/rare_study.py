"""A private study in which something is rare everywhere: events, levels, missing values, patients improved, units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from small_studies import rows_of, write_study

ARMS = {"A": 37, "B": 41}
SPEC = """\
time_unit: weeks
visits:
  - {code: before, label: before treatment, time: 0}
  - {code: w6, label: week 6, time: 6}
  - {code: w26, label: week 26, time: 26}
baseline_visit: before
families: {all: [leak, minutes]}
"""
DESCRIBED = """\
name     label           table     role       section        kind         unit   levels                      of event visits     better mcid margin step   at
sex      Sex             patients  covariate  baseline       binary       .      0=man|1=woman               .  .     .          .      .    .      .   .
asa      ASA_status      patients  covariate  baseline       ordinal      .      1=I|2=II|3=III|4=IV         .  .     .          .      .    .      .   .
side     Side            patients  covariate  baseline       categorical  .      l=left|r=right|b=both       .  .     .          .      .    .      .   .
age      Age             patients  covariate  baseline       continuous   years  .                           .  .     .          .      .    .      1   .
minutes  Theatre_time    patients  outcome    perioperative  continuous   min    .                           .  .     .          lower  .    .      1   .
leak     Leak            patients  outcome    perioperative  binary       .      0=no|1=yes                  .  .     .          lower  .    .      .   .
death    Death           patients  outcome    perioperative  binary       .      0=no|1=yes                  .  .     .          lower  .    .      .   .
grade    Complaint       patients  outcome    perioperative  ordinal      .      0=none|1=mild|2=severe|3=worst  .  .  .         lower  .    .      .   .
kind     Complication    patients  outcome    perioperative  categorical  .      n=none|w=wound|b=bleeding|o=other  .  .  .      .      .    .      .   .
loose    Loose_screw     patients  outcome    perioperative  count        screws .                           2  .     .          lower  .    .      .   .
back     Back_at_work    patients  outcome    follow_up      time         days   .                           .  work  .          lower  .    .      .   30|90
work     Seen_at_work    patients  none       .              binary       .      0=no|1=yes                  .  .     .          .      .    .      .   .
pain     Pain            visits    outcome    follow_up      continuous   points .                           .  .     .          lower  2    2      1   .
walks    Walks_alone     visits    outcome    follow_up      binary       .      0=no|1=yes                  .  .     w6|w26     higher .    .      .   .
"""  # noqa: E501
LONG = """\
name     label           table     role       section        kind         levels      better margin
woken    Woken_well      patients  outcome    perioperative  binary       0=no|1=yes  higher 10
"""
VISITS = "before=before treatment|w6=week 6|w26=week 26"
Sides = tuple[int, int]  # of the treated and of the control arm


@dataclass(frozen=True)
class Rare:
    """How many patients of either arm have what is rare.

    Attributes
    ----------
    missing : without a value of a variable.
    away : who did not come to a visit.
    leaks, deaths, slept, loose : with the event; `slept` are those without it.
    long : whether one outcome more has a margin, whose limits take a while.
    more : what study.yml has beside.
    """

    missing: dict[str, Sides] = field(
        default_factory=lambda: {"age": (2, 0), "minutes": (0, 3), "leak": (1, 0), "grade": (0, 2)}
    )
    away: dict[str, Sides] = field(default_factory=lambda: {"before": (0, 1), "w6": (3, 2), "w26": (6, 4)})
    leaks: Sides = (2, 9)
    deaths: Sides = (0, 1)
    slept: Sides = (3, 2)
    loose: Sides = (3, 6)
    seed: int = 20
    long: bool = False
    more: str = ""


def drawn(seed: int) -> Rare:
    """Another such study: whatever is rare is drawn."""
    draw = np.random.default_rng(seed)

    def sides(most: int = 5) -> Sides:
        return int(draw.integers(0, most)), int(draw.integers(0, most))

    missing = {name: sides() for name in ("sex", "age", "minutes", "leak", "grade", "back")}
    away = {"before": sides(3), "w6": sides(), "w26": sides(9)}
    return Rare(missing, away, sides(12), sides(3), sides(), sides(8), seed, long=True)


def write_rare(folder: Path, rare: Rare | None = None) -> Path:
    """Write the study; every value is made up, and the same each time."""
    rare = rare or Rare()
    draw = np.random.default_rng(rare.seed)
    people: list[dict[str, str]] = []
    seen: list[str] = []
    for side, (arm, size) in enumerate(ARMS.items()):
        for n in range(size):
            row = {"arm": arm, **_person(draw, rare, side, n)}
            gone = {name: "." for name, sides in rare.missing.items() if n >= size - sides[side]}
            people.append(row | gone)
            seen += [f"{len(people)} {visit}" for visit in _visits(draw, rare, side, n)]
    described = _joined(DESCRIBED, LONG if rare.long else "")
    patients = "\n".join(" ".join(row) for row in [list(people[0]), *(row.values() for row in people)])
    write_study(folder, described, patients, "\n".join(["patient visit pain walks", *seen]), SPEC + rare.more)
    path = folder / "dictionary.csv"
    path.write_text(
        path.read_text("utf-8").replace("before=before treatment|after=after a month", VISITS), "utf-8"
    )
    return folder


def _joined(first: str, more: str) -> str:
    """Two tables in plain text as one; a column that the second lacks is empty there."""
    head = first.split("\n", 1)[0].split()
    added = [" ".join(row.get(c) or "." for c in head) for row in (rows_of(more) if more else ())]
    return "\n".join([first.rstrip(), *added])


def _visits(draw: np.random.Generator, rare: Rare, side: int, n: int) -> Iterator[str]:
    before = int(draw.integers(5, 10))
    for place, (visit, gone) in enumerate(rare.away.items()):
        better = int(draw.integers(0, 5)) + 1 - side if place else 0
        if n >= gone[side]:
            walks = "." if visit == "before" else str(int(n % (9 + 8 * place) != 4))
            yield f"{visit} {max(before - better, 0)} {walks}"


def _person(draw: np.random.Generator, rare: Rare, side: int, n: int) -> dict[str, str]:
    made = {
        "sex": n % 2,
        "asa": 4 if n < 2 + side else 1 + int(draw.integers(0, 3)),
        "side": "b" if n % 15 == 7 else "lr"[int(draw.integers(0, 2))],
        "age": int(draw.integers(31, 88)),
        "minutes": int(draw.normal(62 + 9 * side, 14)),
        "leak": int(3 <= n < 3 + rare.leaks[side]),
        "death": int(n < rare.deaths[side]),
        "woken": int(n >= rare.slept[side]),
        "grade": 3 if n == 5 else min(int(draw.integers(0, 5)) // 2, 2),
        "kind": "b" if n in (4, 9) else "o" if n == 11 else "w" if n > 27 else "n",
        "loose": int(n < rare.loose[side]) + int(n < 1),
        "back": int(draw.integers(20, 200)),
        "work": int(n % 12 != 3),
    }
    return {name: str(value) for name, value in made.items() if name != "woken" or rare.long}
