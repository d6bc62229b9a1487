"""Real cohorts as if private, under each policy: a whole report in every format passes the gate and is worth reading."""

from __future__ import annotations

import csv

import pytest
from places import ROOT
from runs import PRIVATE
from shared_cohorts import needs_licorice

from twoarm.publish.gate.check import check_disclosure
from twoarm.study.disclosure.policy import PROFILES
from twoarm.study.opened import read_study


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_licorice if name == "licorice" else ()) for name in PRIVATE]
)
def test_a_report_is_published_and_gives_no_alarm(name, profile, report):
    """The build ran the gate already; here it is asked once more, with the least that is a record."""
    run, study = report(f"{name}-{profile}").folder, read_study(report(f"{name}-{profile}").study)
    assert study.spec.private
    check_disclosure(run, study, ROOT / "book" / "references.bib")
    with (run / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    main = [row for row in rows if row["role"] == "primary" and row["section"] != "baseline"]
    assert main
    assert not [row for row in main if not row["estimate"]], "a main result that nobody can read"
