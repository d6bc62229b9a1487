"""A made-up study of any size with the variables of the shipped one: `python large_study.py PATIENTS FOLDER`.

Means, spreads and shares are near those of `data/simulation.yml`, which draws sixty patients and cannot draw a million.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from places import ROOT

KEPT = ("dictionary.csv", "study.yml", "claims.yml", "abstract.md", "commentary.md", "evidence.csv")
GENERATOR = "generator: tests/support/large_study.py"
LEVELS = ["T10", "T11", "T12", "L1", "L2", "L3", "L4"]
SHARES = [0.05, 0.11, 0.26, 0.31, 0.15, 0.08, 0.04]


def write_large_study(folder: Path, patients: int, missing: float = 0.0, seed: int = 20200131) -> Path:
    """Write the study; ``missing`` is the share of the outcomes at the last visit that nobody measured."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        shutil.copyfile(ROOT / "data" / name, folder / name)
    spec = (folder / "study.yml").read_text("utf-8").replace("generator: simulation.yml", GENERATOR)
    (folder / "study.yml").write_text(spec, "utf-8")
    rng = np.random.default_rng(seed)
    table = _patients(patients, rng)
    table.to_csv(folder / "patients.csv", index=False)
    _visits(table, missing, rng).to_csv(folder / "visits.csv", index=False)
    return folder


def _patients(n: int, rng: np.random.Generator) -> pd.DataFrame:
    stent = rng.permutation(n) < round(n * 30 / 62)
    other = ~stent

    def grid(mean, sd, step, low, high):
        """Normal values on the grid of an instrument."""
        return np.clip(np.round(rng.normal(mean, sd, n) / step), low / step, high / step) * step

    ids = rng.choice(16**8, n, replace=False)
    return pd.DataFrame(
        {
            "patient_id": [f"P-{number:08x}" for number in ids],
            "arm": np.where(stent, "VBS", "PKP"),
            "age": grid(73.3 - 0.7 * stent, 7.6, 1, 55, 92).astype(int),
            "sex": np.where(rng.random(n) < 0.8, "F", "M"),
            "bmi": grid(23.4 - 0.3 * stent, 2.9, 0.1, 16, 33).round(1),
            "t_score": grid(-3.07 - 0.05 * stent, 0.47, 0.1, -4.8, -2.5).round(1),
            "level": rng.choice(LEVELS, n, p=SHARES),
            "days_since_injury": np.clip(np.round(rng.gamma(3, 3, n)), 1, 28).astype(int),
            "procedure_completed": 1,
            "operation_time": grid(44.9 + 1.9 * stent, 8, 1, 25, 80).astype(int),
            "fluoroscopy": grid(29.6 + 1.1 * stent, 5.5, 1, 15, 50).astype(int),
            "cement_volume": grid(4.9 + 0.2 * stent, 0.9, 0.1, 2.5, 8).round(1),
            "cement_leakage": (rng.random(n) < np.where(stent, 4 / 30, 10 / 32)).astype(int),
            "ruptured_balloons": np.where(other, 0, rng.binomial(2, 5 / 60, n)),
            "ambulation_time": np.clip(np.round(rng.lognormal(3.05, 0.25, n)), 6, 48).astype(int),
            "hospital_stay": np.clip(np.round(rng.gamma(13, 0.45, n)), 2, 12).astype(int),
            "follow_up_months": rng.choice(np.arange(12, 17), n),
            "weight_bearing_time": grid(53.2 - 11.7 * stent, 11, 1, 14, 112).astype(int),
            "weight_bearing_event": (rng.random(n) < 0.92).astype(int),
        }
    )


def _visits(patients: pd.DataFrame, missing: float, rng: np.random.Generator) -> pd.DataFrame:
    n, stent = len(patients), patients["arm"].eq("VBS").to_numpy()
    shared = rng.normal(size=n)  # of a patient in all that is measured
    outcomes = {
        "vas": ((7.4, 3.1, 2.3), (0.1, -0.2, -0.2), (0.95, 1.4, 1.6), 1, 0, 10),
        "odi": ((67.5, 38.1, 29.9), (0.9, -1.5, -1.5), (8.3, 11.4, 12), 2, 0, 100),
        "vertebral_height": ((69.6, 78.8, 73.3), (0.5, 0.7, 4.6), (8.3, 7.5, 7.7), 0.1, 35, 100),
        "cobb_angle": ((13.6, 9.3, 11.6), (-0.6, -0.7, -2.7), (5.3, 4.6, 4.8), 0.1, -15, 35),
    }
    columns = {
        "patient_id": np.repeat(patients["patient_id"].to_numpy(), 3),
        "visit": np.tile(["preop", "day3", "latest"], n),
    }
    for name, (means, stents, sds, step, low, high) in outcomes.items():
        own = 0.7 * shared + 0.3 * rng.normal(size=n)
        values = np.stack(
            [
                m + d * stent + s * (0.8 * own + 0.6 * rng.normal(size=n))
                for m, d, s in zip(means, stents, sds, strict=True)
            ],
            axis=1,
        )
        values = (np.clip(np.round(values / step), low / step, high / step) * step).round(1)
        values[rng.random(n) < missing, 2] = np.nan
        columns[name] = pd.array(values.ravel(), dtype="Float64" if step < 1 else "Int64")
    return pd.DataFrame(columns)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("patients", type=int)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--missing", type=float, default=0.0)
    given = asked.parse_args()
    write_large_study(given.folder, given.patients, given.missing)
