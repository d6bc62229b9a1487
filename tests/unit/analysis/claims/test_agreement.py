"""What a statement about P says, and how near a P that is known but for rounding comes to it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from claimed import audited, between_means, counted, mean, ranged

from twoarm.analysis.claims.agreement import (
    Closeness,
    bound_of,
    can_agree,
    closeness,
    impossible,
    stated_side,
)
from twoarm.analysis.claims.definitions import p_agrees
from twoarm.analysis.claims.finding import Reason
from twoarm.analysis.claims.together.comparisons import comparisons
from twoarm.study.published.base import Verdict

BELOW, ABOVE = Reason.P_BELOW_ZERO, Reason.P_ABOVE_ONE


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("P<0", BELOW), ("P<0.000", BELOW), ("P=-0.01", BELOW), ("P≤-0.1", BELOW),
        ("P>1", ABOVE), ("P>1.0", ABOVE), ("P≥1.1", ABOVE), ("P=1.2", ABOVE), ("P=1.02", ABOVE), ("P>1.5", ABOVE),
        ("P=0", None), ("P=0.000", None), ("P≤0.000", None), ("P=1", None), ("P=1.00", None), ("P≥1.0", None),
        ("P>0", None), ("P<1", None), ("P<1.5", None), ("P>-0.1", None), ("P<0.001", None), ("P>0.99", None),
    ],
)  # fmt: skip
def test_no_p_lies_outside_0_and_1(statement, reason):
    assert impossible(statement) is reason


@pytest.mark.parametrize("p", ["P<0.000", "P<0", "P>1", "P=1.2", "P=-0.02"])
def test_an_impossible_p_is_inconsistent_whatever_it_is_about(p):
    """Of every kind that has one, and nothing fails where its threshold is no threshold of an interval."""
    about = [
        {"id": "two", "kind": "two_by_two", "treated": "c", "control": "d", "p": p},
        between_means(p),
        ranged("MD", "1.3", "0.1", "2.5", p=p, treated="a", control="b"),
        {"id": "bare", "kind": "bare_p", "p": p, "comparison": "between", "direction": "none", "n": [30, 32]},
        {"id": "one", "kind": "bare_p", "p": p, "comparison": "within", "direction": "lower", "n": [30]},
        {"id": "end", "kind": "conclusion", "rests_on": ["two"]},
    ]
    above = [
        mean("a", "7.2", "2.1", 20),
        mean("b", "5.9", "1.8", 20),
        counted("c", 4, 30),
        counted("d", 10, 32),
    ]
    audit = audited(*above, *about)
    found = audit.findings
    assert {found[claim["id"]].verdict for claim in about} == {Verdict.INCONSISTENT}
    assert {found[claim["id"]].reason for claim in about[:-1]} == {impossible(p)}
    together = comparisons(audit.claims, found)
    assert len(together.each) == 4 and {together.below(one) for one in together.each} == {None}


@pytest.mark.parametrize(
    ("p", "statement", "agrees"),
    [
        ((0.0494, 0.0499), "P<0.05", True), ((0.05, 0.06), "P<0.05", False), ((0.05, 0.06), "P≤0.05", True),
        ((0.04, 0.05), "P>0.05", False), ((0.04, 0.05), "P≥0.05", True), ((0.04, 0.051), "P>0.05", True),
        ((0.035, 0.035), "P=0.03", True), ((0.0351, 0.0351), "P=0.03", False), ((0.01, 0.5), "P=0.03", True),
        ((0.0005, 0.1), "P=0.000", True), ((0.0006, 0.1), "P=0.000", False), ((0.0005, 0.1), "P≤0.000", True),
        ((0.9, 0.996), "P≥1.00", True), ((0.9, 0.994), "P≥1.00", False), ((0.1, 0.9), "P≥0", True),
        ((0.9, 0.995), "P=1.00", True), ((0.9, 0.994), "P=1.00", False),
    ],
)  # fmt: skip
def test_a_p_agrees_where_some_value_of_it_does(p, statement, agrees):
    assert can_agree(p, statement) is agrees


def test_one_p_agrees_with_what_was_rounded_to_an_end():
    assert p_agrees(0.0004, "P≤0.000") and not p_agrees(0.0006, "P≤0.000")
    assert p_agrees(0.996, "P≥1.00") and not p_agrees(0.994, "P≥1.00")
    assert p_agrees(0.3, "P≥0") and p_agrees(0.3, "P≤1")


@pytest.mark.parametrize(
    ("statement", "bound"),
    [
        ("P<0.05", ("<", 0.05)), ("P = 0.3", ("=", 0.3)), ("P=0.000", ("≤", 0.0005)), ("P≤0.00", ("≤", 0.005)),
        ("P=1", ("≥", 0.5)), ("P=1.00", ("≥", 0.995)), ("P>0", None), ("P<1", None), ("P<0.000", None), ("P>1", None),
    ],
)  # fmt: skip
def test_what_is_printed_as_0_or_1_was_rounded(statement, bound):
    assert bound_of(statement) == bound


@pytest.mark.parametrize(
    ("statement", "alpha", "below"),
    [
        ("P<0.05", "0.05", True), ("P<0.01", "0.05", True), ("P<0.1", "0.05", None), ("P≤0.05", "0.05", None),
        ("P>0.05", "0.05", False), ("P>0.01", "0.05", None), ("P≥0.05", "0.05", False), ("P>0.05", "0.01", False),
        ("P=0.049", "0.05", True), ("P=0.05", "0.05", None), ("P=0.051", "0.05", False), ("P=0.03", "0.01", False),
        ("P=0.000", "0.05", True), ("P=1.00", "0.05", False),
    ],
)  # fmt: skip
def test_a_statement_says_on_which_side_of_a_level_it_is_or_leaves_it_open(statement, alpha, below):
    assert stated_side(statement, Fraction(alpha)) is below


@pytest.mark.parametrize(
    ("p", "statement", "found"),
    [
        (0.03, "P<0.05", Closeness.EACH), (0.06, "P<0.05", Closeness.NEAR), (0.499, "P<0.05", Closeness.NEAR),
        (0.5, "P<0.05", Closeness.FAR_OFF), (0.0051, "P>0.05", Closeness.NEAR), (0.005, "P>0.05", Closeness.FAR_OFF),
        (0.0099, "P<0.001", Closeness.NEAR), (0.01, "P<0.001", Closeness.FAR_OFF),
        (0.034, "P=0.03", Closeness.EACH), (0.049, "P=0.03", Closeness.SAME_SIDE), (0.05, "P=0.03", Closeness.NEAR),
        (0.499, "P=0.03", Closeness.NEAR), (0.5, "P=0.03", Closeness.FAR_OFF),
        (0.05, "P=0.3", Closeness.SAME_SIDE), (0.0499, "P=0.3", Closeness.NEAR), (0.005, "P=0.3", Closeness.FAR_OFF),
        (0.9, "P=0.05", Closeness.SAME_SIDE),  # on no side itself
    ],
)  # fmt: skip
def test_how_near_one_test_comes_to_a_statement(p, statement, found):
    assert closeness([(p, p)], statement) is found


def test_two_tests_are_as_near_as_the_nearer_one():
    assert closeness([(0.04, 0.04), (0.06, 0.06)], "P<0.05") is Closeness.SOME
    assert closeness([(0.4, 0.4), (0.6, 0.6)], "P<0.05") is Closeness.NEAR
    assert closeness([(0.04, 0.04), (0.6, 0.6)], "P=0.03") is Closeness.SAME_SIDE
    assert closeness([(0.5, 0.6), (0.49, 0.6)], "P<0.05") is Closeness.NEAR
