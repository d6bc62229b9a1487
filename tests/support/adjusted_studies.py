"""Studies that test what adjustment can bear: a covariate that is the arm, one that a single patient has, one with gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.study.opened import Study, open_study

COVARIATES = {
    "age": "age  Age  patients  covariate  baseline  continuous  .  .",
    "ward": "ward  Ward  patients  covariate  baseline  categorical  n=north|s=south|w=west  .",
    "year": "year  Year_of_treatment  patients  covariate  baseline  continuous  .  .",
    "rare": "rare  Thrombosis  patients  covariate  baseline  binary  0=no|1=yes  .",
    "lab": "lab  Albumin  patients  covariate  baseline  continuous  .  .",
}
OUTCOMES = """\
leak   Leak        patients  outcome  perioperative  binary      0=no|1=yes  .
stay   Stay        patients  outcome  perioperative  continuous  .           .
heal   Healing     patients  outcome  follow_up      time        .           seen
seen   Healed      patients  none     .              binary      0=no|1=yes  .
pain   Pain        visits    outcome  follow_up      continuous  .           .
"""
HEAD = "name  label  table  role  section  kind  levels  event\n"


def adjusted_study(folder: Path, *covariates: str, n: int = 48, gaps: int = 9, seed: int = 1) -> Study:
    """As many treated as control patients, by turns.

    Parameters
    ----------
    covariates : of `COVARIATES`. ``ward`` and ``year`` tell the arms apart, the first patient alone has ``rare``, and
        ``lab`` is missing in every patient of the control arm, or, called ``lab_gaps``, in the last ``gaps`` of both.
    """
    rng = np.random.default_rng(seed)
    treated, age, days = (
        np.arange(n) % 2 == 0,
        rng.normal(60, 9, n).round(),
        rng.exponential(20, n).round() + 1,
    )
    columns = {
        "arm": np.where(treated, "A", "B"),
        "age": age.astype(int),
        "ward": np.where(treated, "n", np.where(np.arange(n) % 4 == 1, "s", "w")),
        "year": np.where(treated, 2005, 2012) + np.arange(n) % 5,
        "rare": (np.arange(n) == 0).astype(int),
        "lab": np.where(treated, rng.normal(40, 4, n).round(1).astype(str), "."),
        "lab_gaps": [f"{x:.1f}" if i < n - gaps else "." for i, x in enumerate(rng.normal(40, 4, n))],
        "leak": (rng.random(n) < 0.3 + 0.1 * treated).astype(int),
        "stay": (5 + age / 30 + rng.exponential(2, n)).round(1),
        "heal": np.minimum(days, 45).astype(int),
        "seen": (days <= 45).astype(int),
    }
    columns |= {"lab": columns["lab_gaps"]} if "lab_gaps" in covariates else {}
    names = ["lab" if name == "lab_gaps" else name for name in covariates]
    shown = ["arm", *names, "leak", "stay", "heal", "seen"]
    patients = "\n".join(
        ["  ".join(shown), *("  ".join(str(columns[c][i]) for c in shown) for i in range(n))]
    )
    before = rng.integers(4, 10, n)
    after = np.clip(before - 2 - treated + rng.integers(-1, 2, n), 0, 10)
    rows = [
        f"{i + 1}  {visit}  {x[i]}" for i in range(n) for visit, x in (("before", before), ("after", after))
    ]
    visits = "\n".join(["patient  visit  pain", *rows])
    described = HEAD + "\n".join(COVARIATES[name] for name in names) + "\n" + OUTCOMES
    return open_study(str(write_study(folder, described, patients, visits, BEFORE_AND_AFTER)))
