"""What a claim states of its outcome, in the terms in which a cohort answers."""

from __future__ import annotations

import pytest
from claimed_studies import bare, count, mean, with_claims
from shipped import shipped_study

from twoarm.analysis.crosswalk.statements import Quantity, Side, Statement, statements_of


def stated(*claims: dict) -> list[Statement]:
    return list(statements_of(with_claims(shipped_study(), *claims).claims))


def one(*claims: dict) -> Statement:
    *_, last = stated(*claims)
    return last


def two_counts(p: str, treated: tuple[int, int] = (4, 30), control: tuple[int, int] = (10, 32)) -> list[dict]:
    sides = [
        count("cement_leakage", *pair, arm=arm) for pair, arm in ((treated, "treated"), (control, "control"))
    ]
    compared = {"kind": "two_by_two", "variable": "cement_leakage", "treated": "A1", "control": "A2", "p": p}
    return [*sides, compared]


def interval(measure: str, estimate: str, low: str | None, high: str | None, **more) -> dict:
    ends = {"low": low, "high": high} if low else {}
    return {"kind": "interval", "variable": "vas", "measure": measure, "estimate": estimate, **ends, **more}


def test_conclusions_and_what_names_no_outcome_state_nothing_of_their_own():
    named = {"kind": "conclusion", "variable": "vas", "rests_on": ["A1"]}
    judged = {"kind": "judgement", "variable": "vas", "reason": "it is not about pain"}
    assert stated({"kind": "no_number"}, named, judged) == []


@pytest.mark.parametrize(
    ("p", "side"),
    [
        ("P<0.05", Side(True, 0.05)),
        ("P≤0.01", Side(True, 0.01)),
        ("P>0.05", Side(False, 0.05)),
        ("P=0.03", Side(True, 0.05)),  # of an exact P that of the usual threshold
        ("P=0.05", Side(False, 0.05)),
        ("p = .30", Side(False, 0.05)),
    ],
)
def test_a_statement_about_p_has_a_side(p, side):
    assert one(bare("vas", p)).p == side


def test_the_threshold_itself_is_not_below():
    assert (
        Side(False, 0.05).holds(0.05) and not Side(True, 0.05).holds(0.05) and Side(True, 0.05).holds(0.049)
    )


def test_what_is_stated_of_a_change_of_no_arm_is_stated_of_both():
    arms = [s.arm for s in stated(bare("vas", "P<0.05", "lower", within=True))]
    assert arms == ["treated", "control"]
    assert [s.arm for s in stated(bare("vas", "P<0.05", "lower", within=True, arm="control"))] == ["control"]


@pytest.mark.parametrize(
    ("p", "treated", "direction"),
    [("P<0.05", (4, 30), -1), ("P<0.05", (29, 30), 1), ("P>0.05", (4, 30), 0), ("P=0.04", (4, 30), -1)],
)
def test_two_counts_give_the_direction_of_a_difference_that_is_stated(p, treated, direction):
    found = one(*two_counts(p, treated))
    assert (found.quantity, found.direction, found.of_events) == (Quantity.DIFFERENCE, direction, True)


def test_two_means_do_too():
    means = [mean("vas", "2.1", arm="treated"), mean("vas", "3.4", arm="control")]
    found = one(
        *means, {"kind": "two_means", "variable": "vas", "treated": "A1", "control": "A2", "p": "P<0.01"}
    )
    assert (found.direction, found.of_events, found.p) == (-1, False, Side(True, 0.01))


@pytest.mark.parametrize(
    ("claim", "side", "direction"),
    [
        (interval("MD", "-1.5", "-2.5", "-0.5"), Side(True, 0.05), -1),
        (interval("OR", "1.5", "0.8", "2.9"), Side(False, 0.05), 0),
        (interval("RR", "1.5", "1.1", "2.9", level=90), Side(True, 0.1), 1),
        (interval("HR", "0.5", None, None, p="P<0.001"), Side(True, 0.001), -1),
    ],
)
def test_an_interval_states_a_side_and_the_direction_of_what_it_leaves_out(claim, side, direction):
    found = one(claim)
    assert (found.quantity, found.p, found.direction) == (Quantity.DIFFERENCE, side, direction)
    assert found.of_events == (claim["measure"] != "MD")


def test_an_estimate_alone_states_nothing_that_can_be_met():
    assert one(interval("MD", "-1.5", None, None)).quantity is Quantity.NONE


def test_numbers_are_expected_as_they_were_rounded():
    assert one(count("cement_leakage", 4, 30, percent="13.33")).expected == (4 / 30, 4 / 30)
    assert one(mean("vas", "2.10")).expected == pytest.approx((2.095, 2.105))
    share = {"kind": "share", "variable": "cement_leakage", "percent": "13", "of": 30}
    assert one(share).expected == pytest.approx((0.125, 0.135))
    median = {"kind": "median", "variable": "vas", "median": "2", "low": "1", "high": "4"}
    assert one(median).expected == (1.5, 2.5)


def test_a_count_is_of_units_where_a_comparison_says_that_they_lie_within_patients():
    multiple = {"kind": "multiple", "each": 2, "patients": [30, 32], "units": [60, 64]}
    counts = [count("ruptured_balloons", 5, 60), count("ruptured_balloons", 0, 64)]
    compared = {"kind": "two_by_two", "treated": "A2", "control": "A3", "p": "P<0.05", "units": "A1"}
    assert [s.units for s in stated(multiple, *counts, compared)] == [True, True]
    assert [s.units for s in stated(multiple, *counts)] == [False, False]
