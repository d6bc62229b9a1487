"""What the published claims leave possible beside cited estimates, against reference values and by hand."""

from __future__ import annotations

import math

import pytest
from claimed import audited, between_means, last_found, mean
from claimed import values as of_means
from scipy import stats

from twoarm.analysis.claims.allowed import Allowed, allowed_by_counts, allowed_by_means, allowed_by_p
from twoarm.analysis.claims.audit import Audit, audit_study, findings
from twoarm.analysis.claims.context import (
    Beside,
    in_context,
)
from twoarm.analysis.claims.pooled import designs, pooled_power
from twoarm.methods.design.power import power_of_difference
from twoarm.methods.printed.bounds import interval_of_d
from twoarm.study.opened import open_study
from twoarm.study.published.evidence import Published
from twoarm.study.published.measured import BareP
from twoarm.tables.published import CONTEXT, POOLED_POWER

BOUND = 0.5083407089889876  # of Student's t at 30 and 32 patients, from R: qt(0.975, 60) * sqrt(1/30 + 1/32)
INF = math.inf


@pytest.fixture(scope="module")
def shipped():
    study = open_study("data")
    return study, audit_study(study)


@pytest.mark.parametrize(
    ("statement", "direction", "spans"),
    [
        ("P>0.05", "none", [(-BOUND, BOUND)]),
        ("P>0.05", "higher", [(0, BOUND)]),
        ("P>0.05", "lower", [(-BOUND, 0)]),
        ("P<0.05", "higher", [(BOUND, INF)]),
        ("P<0.05", "lower", [(-INF, -BOUND)]),
        ("P<0.05", "none", [(-INF, -BOUND), (BOUND, INF)]),
        ("P ≤ 0.05", "higher", [(BOUND, INF)]),
    ],
)
def test_a_bare_p_leaves_a_side_of_its_own_bound(statement, direction, spans):
    allowed = allowed_by_p(statement, direction, 30, 32)
    assert allowed.spans == tuple(pytest.approx(span) for span in spans)
    assert (allowed.value, allowed.threshold, allowed.sizes) == (None, 0.05, (30, 32))


def test_an_exact_p_leaves_what_rounds_to_it():
    ((low, high),) = allowed_by_p("P=0.03", "higher", 30, 32).spans
    error = math.sqrt(1 / 30 + 1 / 32)
    assert 2 * stats.t.sf(low / error, 60) == pytest.approx(0.035)
    assert 2 * stats.t.sf(high / error, 60) == pytest.approx(0.025)


def test_the_threshold_is_the_one_that_is_printed():
    ((low, high),) = allowed_by_p("P>0.01", "none", 30, 32).spans
    assert high == -low == pytest.approx(stats.t.isf(0.005, 60) * math.sqrt(1 / 30 + 1 / 32))


def test_counts_give_their_own_ratio_at_one_minus_the_printed_threshold():
    ratio = stats.contingency.odds_ratio([[4, 26], [10, 22]], kind="conditional")
    for threshold, level in ((0.05, 0.95), (0.01, 0.99)):
        own = allowed_by_counts("OR", (4, 30, 10, 32), f"P>{threshold}")
        limits = ratio.confidence_interval(level)
        assert own.spans[0] == pytest.approx((limits.low, limits.high), rel=1e-6)
        assert own.value == pytest.approx(ratio.statistic, rel=1e-6)
        assert (own.threshold, own.sizes) == (threshold, (30, 32))


@pytest.mark.parametrize(
    "statement", ["P<0.000", "P>1", "P=0.000", "P=1.00", "P>0", "P<1", "P≤0.000", "P≥1.0"]
)
def test_a_p_at_or_beyond_an_end_stops_nothing(statement):
    """What a threshold of 0 or 1 leaves possible is found without a quantile of 0 or of 1."""
    found = allowed_by_p(statement, "none", 30, 32)
    assert 0 < found.threshold < 1 and all(low <= high for low, high in found.spans)
    own = allowed_by_counts("OR", (4, 30, 10, 32), statement)
    assert own is None or 0 < own.threshold < 1
    claim = {"kind": "bare_p", "quote": ("x",), "comparison": "between", "direction": "none", "n": (30, 32)}
    claims = (BareP(id="A", p=statement, **claim),)
    assert designs(Audit(claims, findings(claims))) == []


MEANS = [mean("a", "7.2", "2.1", 20), mean("b", "5.9", "1.8", 24)]


def test_means_give_their_own_standardised_difference():
    first, second = (audited(*MEANS).claim(name) for name in "ab")
    own = allowed_by_means(first, second, "P<0.01")
    finding = last_found(*MEANS, between_means("P<0.01"))
    assert own.value == pytest.approx(of_means(finding, "standardised_difference")["hedges"])
    assert (own.threshold, own.sizes, own.null) == (0.01, (20, 24), 0.0)
    d = of_means(finding, "standardised_difference")["cohen"]
    assert own.spans[0] == pytest.approx([end * own.value / d for end in interval_of_d(d, 20, 24, 0.99)])
    for statement in ("P=0.03", "P<0", "P>1"):
        assert allowed_by_means(first, second, statement) is None
    assert allowed_by_means(first, audited(mean("b", "5.9", "-1.8", 24)).claim("b"), "P<0.05") is None


def test_two_means_stand_beside_a_cited_standardised_difference(shipped):
    audit = audited(*MEANS, between_means("P<0.05", evidence="VAS"))
    found = {o.published.outcome: o for o in in_context(shipped[0], audit).contrasts}
    assert found["VAS"].allowed.value > 0 and found["ODI"].allowed is None
    impossible = audited(*MEANS, between_means("P<0.000", evidence="VAS"))
    found = {o.published.outcome: o for o in in_context(shipped[0], impossible).contrasts}
    assert found["VAS"].claim is not None and found["VAS"].allowed is None


@pytest.mark.parametrize(
    ("table", "statement"),
    [((4, 30, 10, 32), "P=0.09"), ((31, 30, 10, 32), "P>0.05"), ((0, 30, 0, 32), "P>0.05")],
    ids=["no threshold", "impossible", "no event"],
)
def test_counts_without_a_threshold_or_a_ratio_allow_nothing(table, statement):
    assert allowed_by_counts("OR", table, statement) is None


def beside(estimate: float, low: float, high: float, *spans: tuple[float, float]) -> Beside:
    row = Published("Doe", "pain", "SMD", str(estimate), str(low), str(high), "", "A")
    return Beside(row, None, Allowed(spans, None, 0.05, (30, 32)))


@pytest.mark.parametrize(
    ("one", "common", "holds"),
    [
        (beside(1, 0.2, 1.9, (-0.5, 0.5)), ((0.2, 0.5),), False),
        (beside(0, -0.4, 0.4, (-0.5, 0.5)), ((-0.4, 0.4),), True),
        (beside(2, 1, 3, (-0.5, 0.5)), (), False),
        (beside(1, 0.5, 3, (-0.5, 0.5)), (), False),  # a bound itself is left out
        (beside(0, -1, 1, (-INF, -0.5), (0.5, INF)), ((-1, -0.5), (0.5, 1)), False),
    ],
)
def test_values_in_common(one, common, holds):
    assert (one.common, one.holds_estimate) == (common, holds)


def test_the_shipped_contrasts_beside_their_claims(shipped):
    found = {o.published.outcome: o for o in in_context(*shipped).contrasts}
    assert {name: one.claim and one.claim.id for name, one in found.items()} == {
        "operation time": "C13",
        "blood loss": None,
        "VAS": "C25",
        "ODI": "C26",
        "Cobb angle": "C32",
        "cement leakage": "C08",
    }
    assert [name for name, one in found.items() if one.common] == [n for n in found if n != "blood loss"]
    assert found["Cobb angle"].common == (pytest.approx((-1.48, -0.51)),)
    assert [name for name, one in found.items() if one.holds_estimate is False] == ["operation time"]


def test_no_parameter_of_a_run_moves_them(shipped):
    other = open_study("data", alpha=0.01)
    assert in_context(other, audit_study(other)).contrasts == in_context(*shipped).contrasts


def test_without_claims_contrasts_stand_alone(shipped):
    context = in_context(shipped[0], None)
    assert {(one.claim, one.allowed, one.common) for one in context.contrasts} == {(None, None, None)}
    assert pooled_power(shipped[0], None) == []


REFERENCE = {  # of statsmodels, TTestIndPower, at 30 and 32 patients
    "ODI": 0.19174810762387465,
    "VAS": 0.31286782753966613,
    "Cobb angle": 0.9720146903433503,
    "operation time": 0.9839616555281643,
}


def test_power_for_the_cited_estimates(shipped):
    found = {p.published.outcome: p.at_estimate for p in pooled_power(*shipped)}
    assert {name: found[name] for name in REFERENCE} == pytest.approx(REFERENCE, rel=1e-9)
    assert found["blood loss"] == pytest.approx(0.05)


def test_power_at_the_limits_nearer_to_none_and_farther(shipped):
    found = {p.published.outcome: p for p in pooled_power(*shipped)}
    for name, nearer, farther in (
        ("ODI", 0.03, 0.54),
        ("operation time", 0.20, 1.92),
        ("blood loss", 0.0, 0.45),
    ):
        powers = [power_of_difference(d, 30, 32, 0.05) for d in (nearer, farther)]
        assert [found[name].at_nearer, found[name].at_farther] == pytest.approx(powers)


def bare(name: str, p: str, n: tuple[int, ...], comparison: str = "between") -> BareP:
    return BareP(id=name, kind="bare_p", quote=("x",), p=p, comparison=comparison, direction="none", n=n)


def test_each_design_is_taken_once_and_only_with_a_threshold():
    claims = [
        bare("A1", "P>0.05", (30, 32)),
        bare("A2", "P<0.05", (30, 32)),
        bare("A3", "P<0.01", (30, 32)),
        bare("A4", "P>0.05", (20, 20)),
        bare("A5", "P=0.03", (10, 10)),
        bare("A6", "P<0.05", (30,), "within"),
        bare("A7", "P<0.05", (1, 30)),
    ]
    audit = Audit(tuple(claims), findings(claims))
    assert designs(audit) == [((30, 32), 0.05), ((30, 32), 0.01), ((20, 20), 0.05)]


# The rows


def test_a_claim_beside_a_cited_estimate_is_a_row_for_each_of_its_ranges():
    row = Published("Doe", "pain", "SMD", "0.6", "0.4", "0.9", "", "A reference")
    claim = BareP(
        id="C1",
        quote=("P<0.05",),
        kind="bare_p",
        p="P<0.05",
        comparison="between",
        direction="none",
        n=(30, 32),
    )
    first, second = Beside(row, claim, allowed_by_p("P<0.05", "none", 30, 32)).rows()
    assert tuple(first) == CONTEXT.header
    assert (first["range"], first["allowed_low"], first["allowed_high"]) == ("1", -INF, pytest.approx(-BOUND))
    assert (first["common_low"], first["common_high"]) == (None, None)
    assert (second["range"], second["common_low"], second["common_high"]) == ("2", pytest.approx(BOUND), 0.9)
    assert {one["holds_estimate"] for one in (first, second)} == {True}


def test_a_cited_estimate_without_a_claim_is_a_row_of_its_own():
    (row,) = Beside(Published("Doe", "pain", "SMD", "0.6", "", "", "", "A reference"), None, None).rows()
    given = {"source": "Doe", "outcome": "pain", "measure": "SMD", "claim": "", "range": "1", "cited": 0.6}
    assert row == dict.fromkeys(CONTEXT.header) | given


def test_the_rows_are_those_of_the_published_tables(shipped):
    found = in_context(*shipped)
    rows = found.rows()
    assert {tuple(row) for row in rows["pooled_power"]} == {POOLED_POWER.header}
    assert {tuple(row) for row in rows["context"]} == {CONTEXT.header}
    assert [row["outcome"] for row in rows["pooled_power"] if row["at_estimate"] > 0.9] == [
        "operation time",
        "Cobb angle",
    ]
