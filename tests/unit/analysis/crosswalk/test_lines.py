"""What the cohort has of each statement, and whether it meets it: of the shipped study, and of a small one by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from claimed_studies import bare, count, mean, with_claims
from scipy import stats
from shipped import shipped_study
from small_studies import BEFORE_AND_AFTER, write_study

from twoarm.analysis.crosswalk.lines import CrossedStatement, crosswalk_of
from twoarm.analysis.crosswalk.met import Grounds, Met
from twoarm.study.opened import Study, open_study
from twoarm.tables.published import CROSSWALK

SHIPPED = crosswalk_of(shipped_study())
DESCRIBED = """\
name    label    table     role       section        kind         levels      unit    of  event
age     Age      patients  covariate  baseline       continuous   .           years   .   .
leak    Leak     patients  outcome    perioperative  binary       0=no|1=yes  .       .   .
loose   Loose    patients  outcome    perioperative  count        .           screws  2   .
stay    Stay     patients  outcome    perioperative  continuous   .           days    .   .
ward    Ward     patients  outcome    perioperative  categorical  n=n|s=s|w=w .       .   .
walk    Walk     patients  outcome    follow_up      time         .           days    .   seen
seen    Seen     patients  none       .              binary       0=no|1=yes  .       .   .
pain    Pain     visits    outcome    imaging        continuous   .           points  .   .
"""
# Stay is shorter and pain lower with A; nobody of B leaks; all get better.
PEOPLE = [
    *(("A", 50 + n, int(n < 3), int(n < 2), 4 + n % 2, "nsw"[n % 3], 10 + n, 1) for n in range(8)),
    *(("B", 60 + n, 0, 0, 8 + n % 3, "nsw"[n % 2], 30 + n, 1) for n in range(8)),
]
PATIENTS = "\n".join(
    " ".join(map(str, row))
    for row in [("arm", "age", "leak", "loose", "stay", "ward", "walk", "seen"), *PEOPLE]
)
VISITS = "\n".join(
    ["patient visit pain"]
    + [f"{n} before {8 - n % 2}\n{n} after {n % 3 + (2 if n > 8 else 0)}" for n in range(1, 17)]
)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Study:
    folder = write_study(
        tmp_path_factory.mktemp("small") / "small", DESCRIBED, PATIENTS, VISITS, BEFORE_AND_AFTER
    )
    return open_study(str(folder))


def line_of(study: Study, *claims: dict) -> CrossedStatement:
    found = crosswalk_of(with_claims(study, *claims))
    assert found is not None
    return found.lines[-1]


def answer(study: Study, *claims: dict) -> tuple[Met, Grounds]:
    judged = line_of(study, *claims).judged
    return judged.met, judged.grounds


def test_the_shipped_cohort_meets_every_statement_that_names_an_outcome():
    named = [c.id for c in shipped_study().claims if c.variable and c.kind not in ("conclusion", "judgement")]
    assert [line.statement.claim.id for line in SHIPPED.lines] == named
    assert {line.judged.met for line in SHIPPED.lines} == {Met.MET} and len(named) == 26


def test_the_p_of_a_change_within_an_arm_is_that_of_the_paired_t_test():
    """Against scipy, of the patients themselves."""
    study, found = shipped_study(), {}
    for line in SHIPPED.lines:
        if line.statement.quantity == "change":
            v, arm = line.variable, line.arm
            after, before = (
                study.cohort.values(v, arm, visit).to_numpy(float) for visit in ("latest", "preop")
            )
            test = stats.ttest_rel(after, before)
            found[line.statement.claim.id] = (line.estimate.p_value, test.pvalue)
    assert list(found) == ["C21", "C22", "C23", "C24", "C27", "C28", "C29", "C30"]
    assert [ours for ours, _ in found.values()] == pytest.approx([p for _, p in found.values()], rel=1e-9)


def test_a_mean_of_both_arms_is_that_of_all_patients():
    (line,) = (line for line in SHIPPED.lines if line.statement.claim.id == "C19")
    values = shipped_study().cohort.column(line.variable).to_numpy(float)
    low, high = stats.t.interval(0.95, values.size - 1, values.mean(), stats.sem(values))
    assert (line.estimate.value, line.n) == (pytest.approx(values.mean(), rel=1e-12), 62)
    assert line.estimate.interval == pytest.approx((low, high), rel=1e-12)


def test_a_share_has_the_interval_of_wilson(small):
    line = line_of(small, count("leak", 3, 8, arm="treated"))
    ends = stats.binomtest(3, 8).proportion_ci(0.95, "wilson")
    assert (line.events, line.n, line.arm) == (3, 8, "A")
    assert line.estimate.interval == pytest.approx((ends.low, ends.high), rel=1e-9)
    both = line_of(small, count("leak", 3, 16))
    assert (both.events, both.n, both.arm, both.estimate.value) == (3, 16, "", 3 / 16)


@pytest.mark.parametrize(
    ("claim", "met", "grounds"),
    [
        (count("leak", 30, 100, arm="treated"), Met.MET, Grounds.NONE),
        (count("leak", 99, 100, arm="treated"), Met.NOT_MET, Grounds.OUTSIDE),
        (count("leak", 0, 100, arm="control"), Met.MET, Grounds.NONE),
        (count("leak", 0, 100), Met.NOT_MET, Grounds.OUTSIDE),  # nobody is met by nobody alone
        (count("stay", 3, 8, arm="treated"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),  # no share of a number
        (count("ward", 3, 8, arm="treated"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),  # nor of many levels
        (count("seen", 3, 8), Met.UNKNOWN, Grounds.NOT_ESTIMATED),  # nor of what no section describes
        (mean("stay", "4.4", arm="treated"), Met.MET, Grounds.NONE),
        (mean("stay", "6", arm="treated"), Met.NOT_MET, Grounds.OUTSIDE),
        (mean("age", "54", arm="treated"), Met.MET, Grounds.NONE),  # of a characteristic before treatment
        (mean("age", "70"), Met.NOT_MET, Grounds.OUTSIDE),
        (mean("pain", "7.5", arm="treated", visit="before"), Met.MET, Grounds.NONE),
        (mean("pain", "7.5", arm="treated"), Met.NOT_MET, Grounds.OUTSIDE),  # at its last visit
        (mean("leak", "0.4"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),
        (
            {"kind": "median", "variable": "stay", "median": "4", "low": "4", "high": "5", "arm": "treated"},
            *(Met.UNKNOWN, Grounds.NO_INTERVAL),
        ),
        (bare("stay", "P<0.05", "lower"), Met.MET, Grounds.NONE),
        (bare("stay", "P<0.05", "higher"), Met.NOT_MET, Grounds.OTHER_DIRECTION),
        (bare("stay", "P>0.05"), Met.NOT_MET, Grounds.P_BELOW),
        (bare("stay", "P=0.6"), Met.NOT_MET, Grounds.P_BELOW),
        (bare("leak", "P<0.0001", "higher"), Met.NOT_MET, Grounds.P_NOT_BELOW),
        (bare("leak", "P>0.05"), Met.MET, Grounds.NONE),
        (bare("ward", "P>0.05"), Met.MET, Grounds.NONE),
        (bare("ward", "P>0.05", "lower"), Met.UNKNOWN, Grounds.NO_DIRECTION),
        (bare("pain", "P>0.05", visit="before"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),
        (bare("age", "P>0.05"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),
        (bare("pain", "P<0.05", "lower", within=True, arm="treated"), Met.MET, Grounds.NONE),
        (bare("pain", "P<0.05", "higher", within=True, arm="treated"), Met.NOT_MET, Grounds.OTHER_DIRECTION),
        (bare("stay", "P<0.05", "lower", within=True, arm="treated"), Met.UNKNOWN, Grounds.NOT_ESTIMATED),
        ({"kind": "no_number", "variable": "pain"}, Met.UNKNOWN, Grounds.NOTHING_PRINTED),
    ],
)
def test_the_rules(small, claim, met, grounds):
    assert answer(small, claim) == (met, grounds)


def test_more_patients_with_an_event_have_a_shorter_time_to_it(small):
    """All walk, with A sooner."""
    hazard = {"kind": "interval", "variable": "walk", "measure": "HR", "low": "2", "high": "8"}
    assert answer(small, {**hazard, "estimate": "4"}) == (Met.MET, Grounds.NONE)
    slower = {**hazard, "estimate": "0.3", "low": "0.1", "high": "0.6"}
    assert answer(small, slower) == (Met.NOT_MET, Grounds.OTHER_DIRECTION)
    assert answer(small, bare("walk", "P<0.05", "lower"))[0] is Met.MET


def test_units_are_counted_where_the_comparison_counts_them(small):
    multiple = {"kind": "multiple", "each": 2, "patients": [8, 8], "units": [16, 16]}
    counts = [count("loose", x, 16, arm=arm) for x, arm in ((2, "treated"), (0, "control"))]
    compared = {
        "kind": "two_by_two",
        "variable": "loose",
        "treated": "A2",
        "control": "A3",
        "p": "P>0.05",
        "units": "A1",
    }
    found = crosswalk_of(with_claims(small, multiple, *counts, compared))
    assert [(line.events, line.n) for line in found.lines[:2]] == [(2, 16), (0, 16)]
    assert line_of(small, count("loose", 2, 8, arm="treated")).n == 8  # without one, patients


def test_with_the_arms_exchanged_what_names_a_direction_is_not_met():
    study = shipped_study()
    arms = study.spec.arms.model_copy(update={"treated": study.control, "control": study.treated})
    cohort = replace(study.cohort, treated=study.control.level, control=study.treated.level)
    exchanged = replace(study, spec=study.spec.model_copy(update={"arms": arms}), cohort=cohort)
    found = {line.statement.claim.id: line.judged for line in crosswalk_of(exchanged).lines}
    turned = {name for name, judged in found.items() if judged.grounds is Grounds.OTHER_DIRECTION}
    assert turned == {"C12", "C20", "C31", "C32"}
    assert found["C08"].met is Met.MET and found["C21"].met is Met.MET


def test_another_cohort_does_not_meet_what_it_does_not_show():
    """With the arms dealt at random no difference is left, and what was shown of the patients themselves is."""
    study, draw = shipped_study(), np.random.default_rng(2)
    patients = study.cohort.patients.copy()
    patients["_arm"] = draw.permutation(patients["_arm"].to_numpy())
    dealt = replace(study, cohort=replace(study.cohort, patients=patients))
    found = {line.statement.claim.id: line.judged for line in crosswalk_of(dealt).lines}
    assert {name for name, judged in found.items() if judged.grounds is Grounds.P_NOT_BELOW} >= {"C20", "C31"}
    assert all(found[name].met is Met.MET for name in ("C05", "C19", "C21", "C22", "C23", "C24"))


def test_without_a_claim_that_names_an_outcome_there_is_no_crosswalk(small):
    assert crosswalk_of(with_claims(small)) is None
    assert crosswalk_of(with_claims(small, {"kind": "no_number"})) is None
    concluded = {"kind": "conclusion", "variable": "pain", "rests_on": ["A1"]}
    assert crosswalk_of(with_claims(small, {"kind": "no_number"}, concluded)) is None
    assert not with_claims(small, {"kind": "no_number"}, concluded).crossed


def test_the_rows_have_the_columns_of_the_table_and_name_themselves():
    (rows,) = SHIPPED.rows().values()
    assert {tuple(row) for row in rows} == {CROSSWALK.header}
    keys = [tuple(row[key] for key in CROSSWALK.keys) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {row["measure_unit"] for row in rows} >= {"share", "proportion", "points", "months"}
