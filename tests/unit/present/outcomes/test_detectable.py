"""What the sizes can detect, as the results have it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from places import ROOT

from twoarm.analysis.comparison.compare import Comparison, compare_all
from twoarm.present.outcomes.detectable import detectable_table
from twoarm.study.opened import open_study


@pytest.fixture(scope="module")
def sections() -> list[Comparison]:
    return compare_all(open_study(str(ROOT / "data")))


def shown(sections: list[Comparison], label: str) -> list[str]:
    return next(row[1:] for row in detectable_table(sections).rows if label in row[0].split("; "))


def test_a_mean_is_detected_in_standard_deviations_and_a_share_in_points(sections):
    """The figures of the reference: 0.7236 at 30 and 32; from 31.25% down to 3.76% and up to 67.54%."""
    assert shown(sections, "Operation time") == ["30", "32", "0.72", "0.72"]
    assert shown(sections, "Cement leakage") == ["30", "32", "27", "36"]


def test_what_is_never_detected_is_a_dash(sections):
    """From no event at all nothing lies below; where everybody has the event nothing lies above."""
    assert shown(sections, "Balloon rupture")[2:] == ["–", "18"]
    assert shown(sections, "Procedure completed")[2:] == ["18", "–"]


def test_an_outcome_of_another_kind_has_no_row(sections):
    named = {label for row in detectable_table(sections).rows for label in row[0].split("; ")}
    kinds = {v.label: v.measure for c in sections for v in c.variables if v.role == "outcome"}
    assert named == {label for label, kind in kinds.items() if kind not in ("time", "ordinal", "categorical")}


def test_outcomes_of_which_the_same_is_detected_have_one_row(sections):
    rows = detectable_table(sections).rows
    assert len({tuple(row[1:]) for row in rows}) == len(rows) == 4
    assert detectable_table([replace(c, results=()) for c in sections]) is None


def test_the_table_and_the_file_have_the_same_differences(sections):
    """Of a mean one row for either direction, in standard deviations; of a share one below and one above, as proportions."""
    rows = [row for c in sections for row in c.rows()["power"]]
    (time,) = (r for r in rows if r["variable"] == "operation_time")
    assert (time["n_treated"], time["n_control"], time["alpha"], time["power"]) == (30, 32, 0.05, 0.8)
    assert (time["scale"], time["detectable"]) == ("sd", pytest.approx(0.7236, abs=5e-5))
    leaks = [r["detectable"] for r in rows if r["variable"] == "cement_leakage"]
    assert leaks == [pytest.approx(0.0376 - 10 / 32, abs=5e-5), pytest.approx(0.6754 - 10 / 32, abs=5e-5)]
    assert "with 80% power" in detectable_table(sections).caption


def test_the_caption_says_the_power_of_the_rows(sections):
    halved = [replace(c) for c in sections]
    for comparison in halved:
        comparison.__dict__["detectable"] = tuple(replace(d, power=0.5) for d in comparison.detectable)
    assert "with 50% power" in detectable_table(halved).caption
