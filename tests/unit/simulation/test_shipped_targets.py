"""The shipped cohort: as its plan describes it, and on the side of each published threshold by the report's own analysis."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from places import ROOT
from sides import sides_of

from twoarm.analysis.patients.targets import targets_of
from twoarm.simulation.plan import load_plan
from twoarm.study.opened import open_study

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def study():
    return open_study("data")


@pytest.fixture(scope="module")
def plan():
    return load_plan(DATA / "simulation.yml")


@pytest.fixture(scope="module")
def wide() -> pd.DataFrame:
    """Read and joined here, by pandas alone."""
    visits = pd.read_csv(DATA / "visits.csv").pivot(index="patient_id", columns="visit")
    visits.columns = ["_".join(pair) for pair in visits.columns]
    return pd.read_csv(DATA / "patients.csv", index_col="patient_id").join(visits)


def test_every_target_is_reached(study, plan):
    found = targets_of(study)
    assert found.missed == ()
    kinds = Counter(one.quantity for one in found.reached)
    assert set(kinds) == {"mean", "sd", "count", "events", "correlation", "skewness", "share"}
    assert all(one.source and one.status for one in found.reached)


def test_each_statement_lies_on_its_side_by_the_analysis_of_the_report(study, plan):
    sides = list(sides_of(study, plan))
    assert len(sides) > 10
    assert [name for name, stated, found in sides if stated != found] == []


def test_a_surgeon_s_expectations_hold(wide):
    """Computed here from the files, not by the simulation."""
    for visit in ("preop", "day3", "latest"):
        assert (
            -0.75 < np.corrcoef(wide[f"vertebral_height_{visit}"], wide[f"cobb_angle_{visit}"])[0, 1] < -0.45
        )
        assert 0.35 < np.corrcoef(wide[f"vas_{visit}"], wide[f"odi_{visit}"])[0, 1] < 0.65
    low = wide["level"].isin(["L3", "L4"])
    assert wide.loc[low, "cobb_angle_preop"].max() < 12
    regained = wide["vertebral_height_latest"] - wide["vertebral_height_day3"]
    assert (regained > 5.5).sum() <= 1
    improved = 1 - wide["vas_latest"] / wide["vas_preop"]
    assert 1 <= (improved < 0.3).sum() <= 6
    assert (wide["t_score"] == -2.5).sum() <= 3
    for time in (
        "operation_time",
        "ambulation_time",
        "hospital_stay",
        "days_since_injury",
        "weight_bearing_time",
    ):
        assert wide[time].skew() > 0.3, time


def test_a_gain_lies_within_what_its_sources_report(wide, plan):
    """Of each gain that has a source, the range that the source leaves."""
    gains = [t for t in plan.targets if t.kind == "mean" and t.since == plan.visits.baseline]
    assert {t.variable for t in gains} == {"vas", "vertebral_height", "cobb_angle"}
    for t in gains:
        change = (wide[f"{t.variable}_{t.visits[0]}"] - wide[f"{t.variable}_{t.since}"])[wide["arm"] == t.arm]
        assert abs(change.mean() - float(t.value)) <= float(t.within), t
        assert t.status != "assumed"


def test_a_published_threshold_at_these_sizes_is_one_size_of_the_effect(wide):
    """What the audit derives from a bare P at 30 and 32 patients holds in the cohort: |d| above 0.508, or below."""
    for name, significant in (
        ("vertebral_height", True),
        ("cobb_angle", True),
        ("vas", False),
        ("odi", False),
    ):
        x, y = (wide.loc[wide["arm"] == arm, f"{name}_latest"] for arm in ("VBS", "PKP"))
        pooled = np.sqrt((29 * x.var() + 31 * y.var()) / 60)
        assert bool(abs(x.mean() - y.mean()) / pooled > 0.5083) == significant, name
