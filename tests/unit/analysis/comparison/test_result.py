"""What a result says beside its estimate, by hand: its horizon, its Monte-Carlo error, its side of no difference."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from small_studies import write_study

from twoarm.analysis.comparison.compare import Comparison, compare_section
from twoarm.analysis.comparison.result import Result
from twoarm.methods.estimate import Estimate
from twoarm.study.opened import open_study

TIMES = """\
name  label  table     role     section        kind    unit  event  tau    tau_source  levels
walk  Walk   patients  outcome  perioperative  time    days  done   {tau}  {source}    .
done  Done   patients  none     perioperative  binary  .     .      .      .           0=no|1=yes
"""
# The last time of A is 5, without the event; B ends at 9 with it: both curves are known up to 5.
PATIENTS = """\
arm walk done
A   2    1
A   5    0
B   3    1
B   9    1
"""
VALUES = """\
name  label  table     role     section        kind        unit
stay  Stay   patients  outcome  perioperative  continuous  days
"""


# The same with the event at 5: the curve of A is then at 0, and known for ever.
ENDED = PATIENTS.replace("A   5    0", "A   5    1")


def compared(folder: Path, described: str, patients: str) -> Comparison:
    return compare_section(
        open_study(str(write_study(folder / "small", described, patients))), "perioperative"
    )


@pytest.mark.parametrize(
    ("tau", "source", "patients", "end", "said"),
    [
        (".", ".", PATIENTS, 5.0, "from the data"),
        (".", ".", ENDED, 9.0, "from the data"),
        ("4", ".", PATIENTS, 4.0, "assumed"),
        ("4", "protocol", ENDED, 4.0, "protocol"),
    ],
)
def test_restricted_means_end_as_stated_or_as_far_as_both_curves_are_known(
    tmp_path, tau, source, patients, end, said
):
    results = compared(tmp_path, TIMES.format(tau=tau, source=source), patients).results
    told = {bool(r.method.horizon): set() for r in results}
    for r in results:
        told[bool(r.method.horizon)].add((r.row()["horizon"], r.row()["horizon_source"]))
    assert told == {True: {(end, said)}, False: {(None, "")}}


def test_means_without_a_horizon_stand_beside_it_where_nobody_is_censored(tmp_path):
    described = TIMES.format(tau="4", source=".")
    assert (
        compared(tmp_path / "censored", described, PATIENTS).result("walk", "", "mean_time_difference")
        is None
    )
    plain = compared(tmp_path / "ended", described, ENDED).result("walk", "", "mean_time_difference")
    assert plain.estimate.value == (2 + 5) / 2 - (3 + 9) / 2


def test_what_is_drawn_says_how_often_and_how_far_it_may_be_off(tmp_path):
    patients = "arm stay\n" + "".join(f"A {i % 7}\nB {(i * i) % 11}\n" for i in range(40))
    rows = {r.analysis: r.row() for r in compared(tmp_path, VALUES, patients).results}
    drawn, p = rows["permutation"], rows["permutation"]["p_value"]
    assert drawn["draws"] == 9_999
    assert drawn["monte_carlo_p"] == pytest.approx(math.sqrt(p * (1 - p) / 9_999))
    assert drawn["monte_carlo_limit"] is None
    assert (rows["bootstrap"]["draws"], rows["bootstrap"]["monte_carlo_p"]) == (9_999, None)
    assert rows["bootstrap"]["monte_carlo_limit"] == pytest.approx(0.034, abs=0.0005)  # as `limit_error` says
    assert rows["mean_difference"]["draws"] is None


def test_of_few_patients_every_division_is_gone_through_and_nothing_is_off(tmp_path):
    patients = "arm stay\n" + "".join(f"A {i}\nB {2 * i}\n" for i in range(4))
    rows = {r.analysis: r.row() for r in compared(tmp_path, VALUES, patients).results}
    assert (rows["permutation"]["draws"], rows["permutation"]["monte_carlo_p"]) == (0, 0.0)


@pytest.mark.parametrize(
    ("scale", "low", "high", "side"),
    [
        ("unit", 0.1, 2, 1),
        ("unit", -2, -0.1, -1),
        ("unit", 0, 2, 0),
        ("ratio", 0.2, 0.9, -1),
        ("ratio", 0.2, 2, 0),
    ],
)
def test_a_side_is_that_of_the_whole_interval_beside_no_difference(scale, low, high, side):
    estimate = Estimate((low + high) / 2, low, high, 0.95)
    result = Result(*("",) * 4, "mean_difference", "", estimate, "", "primary", scale)
    assert result.side == side
    assert replace(result, estimate=Estimate(1.0)).side == 0
