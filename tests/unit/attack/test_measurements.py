"""An attacker on what is measured: 38 of 40 patients have a value, masked as 36 to 39, and one number too many is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from attack.handmade import outcome, published
from attack.report import Report
from attack.told.sizes import stand_in
from attack.winning import attack_tables
from scipy import stats

from twoarm.methods import design, values
from twoarm.methods.weights import smd_standard_error
from twoarm.study.disclosure.policy import HOSPITAL, OPENSAFELY

MASKED = {36, 37, 38, 39}
N, OTHER = 38, 40
TREATED, CONTROL = stand_in(N, 62.4, 14.1), stand_in(OTHER, 71.3, 12.7)
WELCH, G = values.mean_difference(TREATED, CONTROL), values.hedges_g(TREATED, CONTROL)
MINUTES = outcome("minutes", "continuous")
POINTS = outcome("minutes", "continuous", step=1.0)
SHOWN = {"A": {"mean": "62.4", "sd": "14.1"}, "B": {"mean": "71.3", "sd": "12.7"}}


def attacked(variable=MINUTES, shown: tuple[str, ...] = (), of: dict | None = None, **tables) -> Report:
    """The tables with some columns of the summaries; the size of the treated arm is masked everywhere."""
    counts = {"A": {"n": "36_to_39", "missing": "<5"}, "B": {"n": "40", "missing": "0"}}
    cells = of or {arm: {c: SHOWN[arm][c] for c in shown} for arm in counts}
    summaries = [{"variable": "minutes", "arm": arm, **counts[arm], **cells.get(arm, {})} for arm in counts]
    return attack_tables(published(variable, summaries=summaries, **tables))


def left(report: Report) -> frozenset[int]:
    return report.of("known", "minutes", "", "A")


def result(analysis: str, **cells: float) -> list[dict[str, str]]:
    sizes = {"n_treated": "36_to_39", "n_control": "40", "conf_level": "0.95"}
    return [
        {"variable": "minutes", "analysis": analysis, **sizes, **{k: f"{v:.3g}" for k, v in cells.items()}}
    ]


@pytest.mark.parametrize("shown", [(), ("mean",), ("mean", "sd")])
def test_means_and_deviations_alone_leave_every_size(shown):
    report = attacked(shown=shown)
    assert left(report) == MASKED and not report.leaks


def test_the_interval_of_a_mean_in_its_course_gives_the_size_back():
    own = values.mean_interval(TREATED)
    course = {"variable": "minutes", "arm": "A", "n": "36_to_39", "mean": "62.4", "conf_level": "0.95"}
    course |= {"low": f"{own.low:.4g}", "high": f"{own.high:.4g}"}
    report = attacked(shown=("mean", "sd"), courses=[course])
    assert N in left(report) and left(report) < MASKED
    assert report.leaks[0].by == ("courses low, high",)


def test_degrees_of_freedom_give_the_size_back():
    assert of_visits(analysis="ancova", df=str(N + OTHER - 3)) == {N}
    report = attacked(shown=("mean", "sd"), results=result("mean_difference", df=WELCH.df))
    assert N in left(report) and left(report) < MASKED


def test_the_statistic_of_a_test_gives_it_back():
    """Beside two deviations; or beside limits, which so many standard errors and one quantile make."""
    of = {arm: {"sd": f"{x.std(ddof=1):.9g}"} for arm, x in (("A", TREATED), ("B", CONTROL))}
    cells = {"estimate": repr(WELCH.value), "statistic": repr(WELCH.statistic)}
    rows = [result("mean_difference")[0] | cells]
    assert left(attacked(of=of, results=rows, policy=replace(HOSPITAL, digits=9))) == {N}
    half = float(stats.t.ppf(0.975, N + OTHER - 3)) * 1.3
    limits = {"estimate": "-2.6", "low": repr(-2.6 - half), "high": repr(-2.6 + half)}
    assert of_visits(analysis="ancova", **limits, statistic="-2.0") == {N}


def test_the_limits_of_a_difference_give_it_back():
    """A half-width of 6.04 to three digits and both deviations: of the sizes only those near 38 are left."""
    report = attacked(shown=("mean", "sd"), results=result("mean_difference", low=WELCH.low, high=WELCH.high))
    assert N in left(report) and left(report) < MASKED


def test_its_p_gives_it_back_where_a_policy_lets_nine_digits_be_shown():
    cells = {"estimate": repr(WELCH.value), "p_value": repr(WELCH.p_value)}
    of = {arm: {"sd": f"{x.std(ddof=1):.9g}"} for arm, x in (("A", TREATED), ("B", CONTROL))}
    rows = [result("mean_difference")[0] | cells]
    assert left(attacked(of=of, results=rows, policy=replace(HOSPITAL, digits=9))) == {N}


@pytest.mark.parametrize("column", ["low", "high"])
def test_the_limits_of_an_effect_size_give_it_back_without_any_deviation(column):
    small = stand_in(6, 62.4, 14.1), stand_in(OTHER, 71.3, 12.7)
    g = values.hedges_g(*small)
    rows = result("hedges_g", estimate=g.value, **{column: getattr(g, column)})
    rows[0]["n_treated"] = "4_to_8"
    report = attack_tables(published(MINUTES, results=rows))
    assert left(report) == {6}


def test_a_detectable_difference_gives_it_back():
    number = design.detectable_difference(N, OTHER, 0.05)
    report = attacked(results=result("detectable_difference", estimate=number))
    assert N in left(report) and left(report) < MASKED
    row = {"variable": "minutes", "analysis": "detectable_difference", "detectable": f"{number:.3g}"}
    assert left(attacked(power=[row])) == left(report)


def test_the_standard_error_of_a_balance_gives_the_sizes_of_the_arms_back():
    """Both arms read 40 and are of 38 to 42 patients; 0.218 standard deviations are two arms of 42."""
    rows = [{"variable": "minutes", "standard_error": f"{smd_standard_error(42, 42):.3g}"}]
    policy = replace(OPENSAFELY, zeros="shown")
    report = attack_tables(published(MINUTES, policy=policy, balance=rows))
    assert report.of("patients", "A") == {42} == report.of("patients", "B")


@pytest.mark.parametrize(
    ("column", "text", "sizes"),
    [
        ("mean", "1.42", {36, 38}),  # of whole points: 51 of 36, 54 of 38; 37 and 39 give 1.41, 1.43 and 1.44
        ("median", "5.5", {36, 38}),  # half a point lies between two patients: an even number
        ("q1", "4.25", {36, 38}),
        ("q1", "4.75", {36, 38}),
    ],
)
def test_whole_points_tell_how_many_they_are(column, text, sizes):
    report = attacked(POINTS, of={"A": {column: text}})
    assert left(report) == sizes_of(column, text) == sizes
    assert left(attacked(MINUTES, of={"A": {column: text}})) == MASKED


def sizes_of(column: str, text: str) -> set[int]:
    """By going through small cohorts of whole points: the sizes at which some cohort shows this number."""
    found = set()
    for n in MASKED:
        if column == "mean":
            found |= {n for total in range(4 * n) if f"{total / n:.2f}" == text}
            continue
        for low in range(1, n):  # so many patients at a value, the others above it
            for gap in range(1, 6):
                points = np.repeat([4.0, 4.0 + gap], [low, n - low])
                points = points + (1 if text == "5.5" else 0)
                share = {"median": 0.5, "q1": 0.25}[column]
                found |= {n for base in range(4) if float(text) == np.quantile(points - base, share)}
    return found


def test_the_deviation_of_whole_points_narrows_it_further():
    points = np.repeat([1.0, 2.0, 4.0], [20, 11, 7])
    of = {"A": {"mean": f"{points.mean():.3g}", "sd": f"{points.std(ddof=1):.3g}"}}
    assert N in left(attacked(POINTS, of=of)) and left(attacked(POINTS, of=of)) < MASKED


def test_the_mean_of_the_other_arm_and_the_difference_give_a_mean_back_that_was_rounded_away():
    """The treated mean is told as 1.4; 2.52 - 1.10 says that it is 1.42, which 36 and 38 whole numbers can have."""
    of = {"A": {"mean": "1.4"}, "B": {"mean": "2.52"}}
    rows = result("mean_difference", estimate=-1.10)
    assert left(attacked(POINTS, of=of)) == MASKED
    assert left(attacked(POINTS, of=of, results=rows)) < MASKED


def test_so_do_an_unadjusted_specification_and_a_model_of_the_course_without_a_value_before():
    of = {"A": {"mean": "1.4"}, "B": {"mean": "2.52"}}
    (row,) = result("cluster_robust", estimate=-1.10)
    assert left(attacked(POINTS, of=of, results=[row])) < MASKED
    plain = {"test": "robust", "covariates": "none", "weights": "none", "outliers": "all"}
    assert left(attacked(POINTS, of=of, specifications=[row | plain])) < MASKED
    assert left(attacked(POINTS, of=of, specifications=[row | plain | {"covariates": "known"}])) == MASKED


def test_the_middle_of_the_limits_is_the_mean():
    """The mean is told as 1.4; from 0.920 to 1.92 its middle is 1.417 to 1.423: 54 points of 38 patients."""
    course = {"variable": "minutes", "arm": "A", "n": "36_to_39", "mean": "1.4", "conf_level": "0.95"}
    assert left(attacked(POINTS, courses=[course])) == MASKED
    report = attacked(POINTS, courses=[course | {"low": "0.92", "high": "1.92"}])
    assert left(report) == {38} and report.leaks[0].by == ("mean on a grid",)


def test_a_pooled_deviation_and_that_of_one_arm_give_the_other_and_then_the_size_back():
    rows = result("mean_difference", low=WELCH.low, high=WELCH.high)
    of = {"B": {"sd": "12.7"}}
    assert left(attacked(of=of, results=rows)) == MASKED
    rows[0]["pooled_sd"] = "13.4"
    assert (
        left(attacked(of=of, results=rows))
        <= left(attacked(of=of | {"A": {"sd": "14.1"}}, results=rows)) | MASKED
    )
    exact = {
        "low": repr(WELCH.low),
        "high": repr(WELCH.high),
        "pooled_sd": repr(float(np.hypot(14.1, 12.7) / 2**0.5)),
    }
    report = attacked(of={"B": {"sd": "12.7"}}, results=[rows[0] | exact], policy=replace(HOSPITAL, digits=9))
    assert left(report) == {N}


def test_two_e_values_give_a_size_back():
    small = stand_in(6, 62.4, 14.1), stand_in(OTHER, 81.3, 12.7)
    g = values.hedges_g(*small)
    ratio, *limits = (design.ratio_of_smd(x) for x in (g.value, g.low, g.high))
    rows = result("e_value_means", estimate=design.e_value(ratio))
    rows += result("e_value_limit_means", estimate=design.e_value_of_limit(*limits))
    for row in rows:
        row["n_treated"] = "4_to_8"
    assert attack_tables(published(MINUTES, results=rows)).of("known", "minutes", "", "A") == {6}


PAIN = outcome("pain", "continuous", table="visits", step=1.0)
BEFORE = """\
variable  visit   arm  role     n         missing  analysed
pain      before  A    outcome  40        0        .
pain      after   A    outcome  36_to_39  <5       36_to_39
pain      before  B    outcome  40        0        .
pain      after   B    outcome  40        0        40
"""


def of_visits(**cells: str) -> frozenset[int]:
    place = {"variable": "pain", "visit": "after", "conf_level": "0.95"}
    rows = [place | {"analysis": "ancova", "n_treated": "36_to_39", "n_control": "40"}, place | cells]
    policy = replace(HOSPITAL, digits=9)
    run = published(PAIN, policy=policy, visits=("before", "after"), flow=BEFORE, results=rows)
    return attack_tables(run).of("known", "pain", "after", "A")


def test_a_mean_change_of_whole_points_gives_back_how_many_changed():
    assert of_visits(analysis="paired_change", arm="A", estimate=repr(-100 / N)) == {N}
    assert of_visits(analysis="paired_change", arm="A") == MASKED


def test_an_adjusted_p_beside_its_limits_gives_the_degrees_of_freedom_back():
    error, df = 1.3, N + OTHER - 3
    half, p = float(stats.t.ppf(0.975, df)) * error, float(2 * stats.t.sf(2.6 / error, df))
    limits = {"low": repr(-2.6 - half), "high": repr(-2.6 + half)}
    assert of_visits(analysis="ancova", estimate="-2.6", **limits, p_value=repr(p)) == {N}
    assert of_visits(analysis="ancova", estimate="-2.6", **limits) == MASKED
