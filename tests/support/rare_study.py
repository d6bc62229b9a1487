"""A private study in which something is rare everywhere: events, levels, missing values, patients improved, units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from small_studies import write_study

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
name     label           table     role       section        kind         unit   levels                      of event visits     better mcid margin step
sex      Sex             patients  covariate  baseline       binary       .      0=man|1=woman               .  .     .          .      .    .      .
asa      ASA_status      patients  covariate  baseline       ordinal      .      1=I|2=II|3=III|4=IV         .  .     .          .      .    .      .
side     Side            patients  covariate  baseline       categorical  .      l=left|r=right|b=both       .  .     .          .      .    .      .
age      Age             patients  covariate  baseline       continuous   years  .                           .  .     .          .      .    .      1
minutes  Theatre_time    patients  outcome    perioperative  continuous   min    .                           .  .     .          lower  .    .      1
leak     Leak            patients  outcome    perioperative  binary       .      0=no|1=yes                  .  .     .          lower  .    10     .
death    Death           patients  outcome    perioperative  binary       .      0=no|1=yes                  .  .     .          lower  .    .      .
woken    Woken_well      patients  outcome    perioperative  binary       .      0=no|1=yes                  .  .     .          higher .    .      .
grade    Complaint       patients  outcome    perioperative  ordinal      .      0=none|1=mild|2=severe|3=worst  .  .  .         lower  .    .      .
kind     Complication    patients  outcome    perioperative  categorical  .      n=none|w=wound|b=bleeding|o=other  .  .  .      .      .    .      .
loose    Loose_screw     patients  outcome    perioperative  count        screws .                           2  .     .          lower  .    .      .
back     Back_at_work    patients  outcome    follow_up      time         days   .                           .  work  .          lower  .    .      .
work     Seen_at_work    patients  none       .              binary       .      0=no|1=yes                  .  .     .          .      .    .      .
pain     Pain            visits    outcome    follow_up      continuous   points .                           .  .     .          lower  2    2      1
walks    Walks_alone     visits    outcome    follow_up      binary       .      0=no|1=yes                  .  .     w6|w26     higher .    .      .
"""  # noqa: E501
VISITS = "before=before treatment|w6=week 6|w26=week 26"
MISSING = {"age": (2, 0), "minutes": (0, 3), "leak": (1, 0), "grade": (0, 2)}  # of either arm, from the end
AWAY = {"before": (0, 1), "w6": (3, 2), "w26": (6, 4)}  # patients who were not seen
LEAKS, DEATHS, SLEPT, LOOSE = (2, 9), (0, 1), (3, 2), (3, 6)


def write_rare(folder: Path, disclosure: str) -> Path:
    """Write the study with its policy; every value is made up, and the same each time."""
    draw = np.random.default_rng(20)
    people, seen, number = [], [], 0
    for side, (arm, size) in enumerate(ARMS.items()):
        for n in range(size):
            number += 1
            row = _person(draw, side, n)
            for name, gone in MISSING.items():
                if n >= size - gone[side]:
                    row[name] = "."
            people.append(" ".join([arm, *row.values()]))
            pain = int(draw.integers(5, 10))
            for place, (visit, gone) in enumerate(AWAY.items()):
                if n >= gone[side]:
                    now = max(pain - (place and int(draw.integers(0, 5)) + 1 - side), 0)
                    walks = "." if visit == "before" else str(int(n % (9 + 8 * place) != 4))
                    seen.append(f"{number} {visit} {now} {walks}")
    head = " ".join(["arm", *_person(draw, 0, 0)])
    visits = "\n".join(["patient visit pain walks", *seen])
    write_study(folder, DESCRIBED, "\n".join([head, *people]), visits, SPEC)
    path = folder / "study.yml"
    path.write_text(path.read_text("utf-8").replace("{min_count: 0}", disclosure), "utf-8")
    words = folder / "dictionary.csv"
    text = words.read_text("utf-8")
    words.write_text(text.replace("before=before treatment|after=after a month", VISITS), "utf-8")
    return folder


def _person(draw: np.random.Generator, side: int, n: int) -> dict[str, str]:
    return {
        "sex": str(int(n % 2)),
        "asa": "4" if n < 2 + side else str(1 + int(draw.integers(0, 3))),
        "side": "b" if n % 15 == 7 else "lr"[int(draw.integers(0, 2))],
        "age": str(int(draw.integers(31, 88))),
        "minutes": str(int(draw.normal(62 + 9 * side, 14))),
        "leak": str(int(3 <= n < 3 + LEAKS[side])),
        "death": str(int(n < DEATHS[side])),
        "woken": str(int(n >= SLEPT[side])),
        "grade": "3" if n == 5 else str(min(int(draw.integers(0, 5)) // 2, 2)),
        "kind": "b" if n in (4, 9) else "o" if n == 11 else "w" if n > 27 else "n",
        "loose": str(int(n < LOOSE[side]) + int(n < 1)),
        "back": str(int(draw.integers(20, 200))),
        "work": str(int(n % 12 != 3)),
    }
