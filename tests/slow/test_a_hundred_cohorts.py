"""A hundred cohorts of the shipped plan: each meets every statement and every target, by the report's own analysis, too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT
from sides import sides_of

from twoarm.simulation.plan import load_plan
from twoarm.simulation.reached import reached_by
from twoarm.simulation.simulate import simulate
from twoarm.simulation.verification import values_of, verify
from twoarm.study.cohort import cohort_of
from twoarm.study.opened import open_study


@pytest.mark.parametrize("tens", range(10))
def test_each_meets_what_the_plan_asks(tens):
    study, plan = open_study("data"), load_plan(ROOT / "data" / "simulation.yml")
    for seed in range(10 * tens, 10 * tens + 10):
        made = simulate(plan, seed)
        assert [s.name for s in verify(plan, made.patients, made.visits) if not s.holds] == [], seed
        values = values_of(plan, made.patients, made.visits)
        assert [r for r in reached_by(plan, values) if not r.holds] == [], seed
        tables = {"patients.csv": made.patients, "visits.csv": made.visits}
        cohort = cohort_of(tables, list(study.dictionary), study.cohort.arms)
        assert [
            name for name, stated, found in sides_of(replace(study, cohort=cohort), plan) if stated != found
        ] == []
