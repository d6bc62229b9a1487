"""Ratios of two counts: against R and others, by hand, by their invariants, and at the edges."""

import itertools
import json
import math
import warnings
from decimal import Decimal, localcontext

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.counts.penalised import penalised_deviance
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.counts.ratios import firth_odds_ratio, number_needed, odds_ratio, risk_ratio
from twoarm.methods.counts.two_by_two import fisher_doubled, pearson

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_counts.json").read_text(encoding="utf-8"))

# Relative accuracy of the other implementation, where it is the coarser one.
COARSER = {
    "R: ratesci::scoreci(contrast='RR', skew=FALSE, bcf=FALSE)": 5e-7,
    "R: fisher.test(T)$estimate/$conf.int": 2e-4,
}
RATIOS = (risk_ratio, odds_ratio, firth_odds_ratio)
TABLES = [(4, 30, 10, 32), (0, 30, 3, 32), (29, 30, 20, 32), (7, 9, 3, 14), (1, 1, 0, 1), (120, 400, 90, 410)]
EDGES = [(30, 30, 0, 32), (0, 1, 1, 1), (0, 2, 5, 100_000), (99_999, 100_000, 100_000, 100_000)]


def agrees(estimate, expected, relative):
    for name, number in expected.items():
        assert getattr(estimate, name) == pytest.approx(float(number), rel=relative), name


@pytest.mark.parametrize("case", REFERENCE["risk_ratio"])
def test_risk_ratio_is_that_of_r(case):
    agrees(risk_ratio(*case["inputs"]["counts"], case["inputs"]["conf_level"]), case["value"], 1e-8)


@pytest.mark.parametrize("case", REFERENCE["odds_ratio"])
def test_odds_ratio_is_that_of_r(case):
    agrees(odds_ratio(*case["inputs"]["counts"], case["inputs"]["conf_level"]), case["value"], 1e-8)


@pytest.mark.parametrize("case", REFERENCE["firth_odds_ratio"])
def test_firth_is_that_of_r(case):
    agrees(firth_odds_ratio(*case["inputs"]["counts"], case["inputs"]["conf_level"]), case["value"], 1e-8)


@pytest.mark.parametrize(
    ("method", "cases"),
    [
        (risk_ratio, CARRIED["risk_ratio"]),
        (odds_ratio, CARRIED["odds_ratio"]),
        (firth_odds_ratio, CARRIED["firth_odds_ratio"]),
        (number_needed, CARRIED["number_needed"]),
    ],
)
def test_ratios_of_the_published_tables(method, cases):
    for case in cases:
        estimate = method(*case["inputs"]["counts"], case["inputs"]["conf_level"])
        agrees(estimate, case["value"], COARSER.get(case["function"], 1e-9))


def test_firth_is_that_of_a_general_fit():
    """`firthmodels` fits patients row by row with Newton steps; it knows nothing of tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports
        from firthmodels import FirthLogisticRegression

    for x1, n1, x2, n2 in [(4, 30, 10, 32), (5, 30, 0, 32)]:
        arm = np.repeat([1.0, 0.0], [n1, n2])[:, None]
        event = np.repeat([1, 0, 1, 0], [x1, n1 - x1, x2, n2 - x2])
        fit = FirthLogisticRegression(gtol=1e-9, xtol=1e-9, max_iter=200).fit(arm, event)
        low, high = fit.lrt().conf_int(method="pl", max_iter=200, tol=1e-9)[0]
        theirs = (math.exp(fit.coef_[0]), math.exp(low), math.exp(high), fit.lrt_pvalues_[0])
        ours = firth_odds_ratio(x1, n1, x2, n2, 0.95)
        assert (ours.value, ours.low, ours.high, ours.p_value) == pytest.approx(theirs, rel=1e-6)


def deviance_in_sixty_digits(log_odds, x1, n1, x2, n2):
    """The same loss with the fitted cell from the schoolbook root of its quadratic, in numbers that lose no digits."""
    with localcontext() as context:
        context.prec = 60
        a, b, c, d = (x + Decimal("0.5") for x in (x1, n1 - x1, x2, n2 - x2))
        ratio = Decimal(log_odds).exp()
        slope = d - a + ratio * (2 * a + b + c)
        root = (slope**2 + 4 * (1 - ratio) * ratio * (a + b) * (a + c)).sqrt()
        fit = (root - slope) / (2 * (1 - ratio))
        pairs = zip((a, b, c, d), (fit, a + b - fit, a + c - fit, d - a + fit), strict=True)
        return float(2 * sum(cell * (cell / fitted).ln() for cell, fitted in pairs))


@pytest.mark.parametrize(
    "table", [(50_000, 100_000, 50_000, 50_001), (99_990, 100_000, 3, 70_000), (5, 60, 0, 64)]
)
@pytest.mark.parametrize("log_odds", [-12.0, -9.0, -1.0, 3.0, 14.0])
def test_penalised_loss_keeps_its_digits_where_a_cell_is_nearly_empty(table, log_odds):
    expected = deviance_in_sixty_digits(log_odds, *table)
    assert penalised_deviance(log_odds, *table) == pytest.approx(expected, rel=1e-9)


def test_trap_5_the_library_has_no_limits_with_an_empty_cell():
    from scipy.stats.contingency import odds_ratio as theirs

    with np.errstate(all="ignore"):
        sample = theirs([[5, 55], [0, 64]], kind="sample").confidence_interval(0.95)
    assert math.isnan(sample.low)
    ours, exact = odds_ratio(5, 60, 0, 64, 0.95), theirs([[5, 55], [0, 64]], kind="conditional")
    assert ours.low == pytest.approx(exact.confidence_interval(0.95).low, rel=1e-8)
    assert (ours.value, ours.high) == (math.inf, math.inf)


def test_odds_ratio_of_one_patient_against_one_by_hand():
    # One event in all: it falls to the treated patient with chance r / (1 + r), and that is 0.025 at r = 1 / 39.
    estimate = odds_ratio(1, 1, 0, 1, 0.95)
    assert (estimate.value, estimate.high, estimate.p_value) == (math.inf, math.inf, 1.0)
    assert estimate.low == pytest.approx(1 / 39, rel=1e-12)
    assert odds_ratio(0, 1, 1, 1, 0.95).high == pytest.approx(39, rel=1e-12)


def test_risk_ratio_where_everybody_has_the_event_by_hand():
    # At a ratio r below 1 the likeliest risks are r and 1: (1 - r)^2 / (r (1 - r) / n1) = z^2 at n1 / (n1 + z^2).
    z = 1.959963984540054
    estimate = risk_ratio(30, 30, 32, 32, 0.95)
    assert (estimate.value, estimate.p_value) == (1.0, 1.0)
    assert (estimate.low, estimate.high) == pytest.approx((30 / (30 + z * z), (32 + z * z) / 32), rel=1e-12)


def test_firth_by_hand():
    # Half a patient in each cell: 1.5, 0.5 and 0.5, 1.5; under no difference 1 in each cell.
    estimate = firth_odds_ratio(1, 1, 0, 1, 0.95)
    assert estimate.value == pytest.approx(9, rel=1e-12)
    loss = 2 * (3 * math.log(1.5) + math.log(0.5))
    assert estimate.p_value == pytest.approx(math.erfc(math.sqrt(loss / 2)), rel=1e-12)


@pytest.mark.parametrize("method", RATIOS)
@pytest.mark.parametrize("table", TABLES + EDGES)
def test_swapped_arms_invert_the_ratio_and_keep_p(method, table):
    one, other = method(*table, 0.95), method(*table[2:], *table[:2], 0.95)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-11)
    for number, mirrored in ((one.value, other.value), (one.low, other.high), (one.high, other.low)):
        if number in (0, math.inf):
            assert {number, mirrored} == {0, math.inf}
        else:
            assert number == pytest.approx(1 / mirrored, rel=1e-10)


@pytest.mark.parametrize("method", RATIOS)
@pytest.mark.parametrize("conf_level", [0.8, 0.95])
def test_interval_holds_the_value_and_excludes_one_exactly_when_p_is_below_alpha(method, conf_level):
    for x1, x2 in itertools.product(range(0, 9, 2), range(0, 12)):
        estimate = method(x1, 8, x2, 11, conf_level)
        if estimate.estimable:
            assert 0 <= estimate.low <= estimate.value <= estimate.high
            assert (estimate.low > 1 or estimate.high < 1) == (estimate.p_value < 1 - conf_level), (x1, x2)


def test_p_is_that_of_the_test_of_the_same_name():
    for table in TABLES:
        assert risk_ratio(*table, 0.9).p_value == pytest.approx(pearson(*table), rel=1e-12)
        assert odds_ratio(*table, 0.9).p_value == fisher_doubled(*table)


@pytest.mark.parametrize("method", RATIOS)
def test_limits_meet_their_equation_in_large_samples(method):
    table = 20_000, 100_000, 20_500, 100_000
    estimate = method(*table, 0.95)
    assert estimate.low < estimate.value < estimate.high < 1
    # Symmetric on the logarithmic scale but for terms of the order 1 / events: a Wald interval stands close by.
    odds = method is not risk_ratio
    error = math.sqrt(1 / 20_000 + 1 / 20_500 + (1 / 80_000 + 1 / 79_500 if odds else -2 / 100_000))
    wald = [estimate.value * math.exp(sign * 1.959963984540054 * error) for sign in (-1, 1)]
    assert (estimate.low, estimate.high) == pytest.approx(wald, rel=1e-4)


@pytest.mark.parametrize("method", RATIOS)
def test_without_any_event_there_is_no_ratio(method):
    estimate = method(0, 30, 0, 32, 0.95)
    assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, "no event in either arm")
    assert (estimate.n_treated, estimate.n_control) == (30, 32)


@pytest.mark.parametrize("method", [odds_ratio, firth_odds_ratio])
def test_without_anybody_spared_there_are_no_odds(method):
    assert method(30, 30, 32, 32, 0.95).reason == "an event in every patient"


@pytest.mark.parametrize("method", [*RATIOS, number_needed])
@pytest.mark.parametrize("table", [(0, 0, 3, 10), (3, 10, 0, 0), (0, 0, 0, 0)])
def test_an_empty_arm_has_no_ratio(method, table):
    assert method(*table, 0.95).reason == "empty arm"


@pytest.mark.parametrize("method", [*RATIOS, number_needed])
def test_nonsense_is_refused(method):
    for table in [(5, 4, 0, 3), (-1, 4, 0, 3), (0, 3, 9, 8)]:
        with pytest.raises(AnalysisError):
            method(*table, 0.95)
    with pytest.raises(ParameterError):
        method(4, 30, 10, 32, 1.0)


@pytest.mark.parametrize("method", [*RATIOS, number_needed])
def test_numbers_are_plain_whatever_came_in(method):
    estimate = method(*np.array([20, 30, 5, 32]), np.float64(0.95))
    numbers = (estimate.value, estimate.low, estimate.high, estimate.conf_level)
    assert {type(number) for number in numbers} == {float}
    assert {type(estimate.n_treated), type(estimate.n_control)} == {int}


def test_number_needed_turns_the_limits_of_the_difference_over():
    estimate, difference = number_needed(5, 30, 0, 32, 0.95), risk_difference(5, 30, 0, 32, 0.95)
    assert estimate.value == pytest.approx(6, rel=1e-14)
    assert (estimate.low, estimate.high) == (1 / difference.high, 1 / difference.low)
    assert estimate.p_value is None


def test_fewer_events_with_the_treatment_are_negative():
    one, other = number_needed(0, 32, 5, 30, 0.95), number_needed(5, 30, 0, 32, 0.95)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low), rel=1e-11)
    assert one.low < one.value < one.high < 0


def test_a_number_needed_beyond_infinity_has_no_limits():
    estimate = number_needed(4, 30, 10, 32, 0.95)
    assert estimate.value == pytest.approx(-1 / (10 / 32 - 4 / 30), rel=1e-14)
    assert (estimate.low, estimate.high, estimate.conf_level) == (None, None, None)
    assert estimate.reason == "interval passes through infinity"
    assert number_needed(4, 30, 10, 32, 0.8).reason == ""


@pytest.mark.parametrize("table", [(0, 30, 0, 32), (30, 30, 32, 32), (3, 9, 5, 15)])
def test_equal_risks_have_no_number_needed(table):
    assert number_needed(*table, 0.95).reason == "no difference in risk"
