"""What a plan asks of its cohort beyond means and counts: how it is computed, how it is reached, what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from places import TESTS
from scipy import stats

from twoarm.errors import InputError
from twoarm.simulation.latent.shapes import skewed
from twoarm.simulation.plan import SimulationPlan, load_plan
from twoarm.simulation.reached import look_at, reached_by
from twoarm.simulation.simulate import simulate
from twoarm.simulation.targets import Target
from twoarm.simulation.verification import verify

EARLY = TESTS / "studies_of_0_1" / "simulated"
HORSES = """
seed: 3
columns: {patient: horse, arm: diet, visit: week}
arms: [{code: oats, size: 300}, {code: hay, size: 280}]
visits: {order: [w0, w4, w8], baseline: w0}
patient_variables:
  breed: {kind: divided, shares: {fjord: 0.5, hanover: 0.3, shire: 0.2}, source: none, status: assumed}
  race: {kind: measured, step: 1, lo: 10, hi: 999, skewness: 1.5, source: none, status: assumed,
         targets: {oats: {mean: 100, sd: 30}, hay: {mean: 100, sd: 30}}}
visit_variables:
  height:
    {step: 0.1, lo: 50, hi: 300, persistence: {w4: 0.6, w8: 1.0}, sem: "3.0", source: none, status: assumed,
     targets: {oats: {w0: {mean: 150, sd: 6}, w4: {mean: 150, sd: 6}, w8: {mean: 150, sd: 6}},
               hay: {w0: {mean: 150, sd: 6}, w4: {mean: 150, sd: 6}, w8: {mean: 150, sd: 6}}}}
  stride:
    {step: 0.1, lo: 0, hi: 900, follows: {gait: -0.8}, by: {breed: {shire: 12}}, source: none, status: assumed,
     targets: {oats: {w0: {mean: 200, sd: 10}, w8: {mean: 210, sd: 10}},
               hay: {w0: {mean: 200, sd: 10}, w8: {mean: 210, sd: 10}}}}
  gait:
    {step: 0.1, lo: 0, hi: 200, patient_icc: 0.5, skewness: {w8: 1.0}, source: none, status: assumed,
     targets: {oats: {w0: {mean: 50, sd: 5}, w8: {mean: 50, sd: 5}}, hay: {w0: {mean: 50, sd: 5}, w8: {mean: 50, sd: 5}}}}
targets:
  - {kind: correlation, variable: gait, other: stride, visits: [w0, w8], value: -0.65, within: 0.1, source: none,
     status: assumed}
"""
# Four patients an arm, so that every number can be computed in the head.
FOUR = {
    ("x", "a", ""): np.array(["1", "2", "3", "4"]),
    ("x", "b", ""): np.array(["1", "1", "1", "9"]),
    ("y", "a", "w0"): np.array(["4", "4", "4", "4"]),
    ("y", "a", "w1"): np.array(["2", "4", "6", "8"]),
    ("y", "b", "w0"): np.array(["8", "8", "8", "8"]),
    ("y", "b", "w1"): np.array(["8", "4", "4", "2"]),
    ("sex", "a", ""): np.array(["F", "F", "M", "M"]),
    ("sex", "b", ""): np.array(["F", "M", "M", "M"]),
}


def load_text(text: str, folder: Path) -> SimulationPlan:
    (folder / "simulation.yml").write_text(text, "utf-8")
    return load_plan(folder / "simulation.yml")


@pytest.fixture(scope="module")
def horses(tmp_path_factory) -> SimulationPlan:
    return load_text(HORSES, tmp_path_factory.mktemp("horses"))


@pytest.fixture(scope="module")
def wide(horses) -> pd.DataFrame:
    """One row per horse: breed, race, and each measurement at each week."""
    cohort = simulate(horses)
    numbers = cohort.visits.set_index(["horse", "week"]).replace("", np.nan).astype(float).unstack("week")
    numbers.columns = ["_".join(pair) for pair in numbers.columns]
    return cohort.patients.set_index("horse").join(numbers)


def target(**said: object) -> Target:
    return Target.model_validate({"value": 0, "within": 0, "source": "none", "status": "assumed"} | said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"kind": "mean", "variable": "x"}, 22 / 8),
        ({"kind": "mean", "variable": "x", "arm": "b"}, 3.0),
        ({"kind": "mean", "variable": "x", "among": {"sex": ["F"]}}, (1 + 2 + 1) / 3),
        ({"kind": "mean", "variable": "y", "visits": ["w1"], "since": "w0"}, (4 - 14) / 8),
        (
            {"kind": "mean", "variable": "y", "visits": ["w1"], "since": "w0", "of_start": True, "arm": "a"},
            0.25,
        ),
        ({"kind": "sd", "variable": "x", "arm": "b"}, 4.0),
        ({"kind": "share", "variable": "x", "at_least": 2}, 4 / 8),
        ({"kind": "share", "variable": "x", "at_least": 2, "at_most": 3}, 2 / 8),
        (
            {"kind": "share", "variable": "y", "visits": ["w1"], "since": "w0", "at_most": -4, "arm": "b"},
            0.75,
        ),
        ({"kind": "correlation", "variable": "y", "other": "y", "visits": ["w1"], "arm": "a"}, 1.0),
        (
            {"kind": "skewness", "variable": "x", "arm": "b"},
            2.0,
        ),  # of 1, 1, 1, 9: as every spreadsheet has it
    ],
)
def test_a_quantity_is_what_a_reader_would_compute(said, expected, horses):
    plan = horses.model_copy(
        update={"arms": tuple(a.model_copy(update={"code": c}) for a, c in _codes(horses))}
    )
    (found,) = look_at(target(**said), plan, FOUR)
    assert found.reached == pytest.approx(expected, abs=1e-12)


def _codes(plan: SimulationPlan):
    return zip(plan.arms, "ab", strict=True)


@pytest.mark.parametrize(
    ("value", "within", "holds"), [("0.45", "0.05", True), ("0.44", "0.05", False), (0.5, 0, True)]
)
def test_near_enough_counts_decimals_as_they_are_written(value, within, holds, horses):
    plan = horses.model_copy(
        update={"arms": tuple(a.model_copy(update={"code": c}) for a, c in _codes(horses))}
    )
    (found,) = look_at(target(kind="share", variable="x", at_least=2, value=value, within=within), plan, FOUR)
    assert found.holds is holds


def test_a_skewness_is_that_of_the_shifted_log_normal():
    """Against scipy's own moments of the distribution, whose quantiles are drawn evenly."""
    scores = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    for wanted in (0.3, 1.0, -1.5):
        found = skewed(scores, wanted)
        assert stats.skew(found) == pytest.approx(wanted, abs=0.03)
        assert (np.diff(found) >= 0).all()
    sigma = np.log(skewed(np.array([1.0]), 1.0)[0] / -skewed(np.array([-1.0]), 1.0)[0])
    assert stats.lognorm(sigma).stats("s") == pytest.approx(1.0, abs=1e-4)


def test_a_measurement_follows_another_and_the_one_is_drawn_first(wide):
    stride = wide["stride_w0"] - 12 * (wide["breed"] == "shire")
    assert np.corrcoef(stride, wide["gait_w0"])[0, 1] == pytest.approx(-0.8, abs=0.05)


def test_what_a_code_adds_is_added_at_each_visit(wide):
    for week in ("w0", "w8"):
        means = wide.groupby("breed")[f"stride_{week}"].mean()
        assert means["shire"] - means[["fjord", "hanover"]].mean() == pytest.approx(12, abs=2)


def test_two_measurements_of_one_true_value_differ_by_the_error_alone(wide):
    """Persistence 1 from week 4 to 8: the SD of the change is the standard error times the root of 2."""
    assert (wide["height_w8"] - wide["height_w4"]).std() == pytest.approx(3 * 2**0.5, rel=0.1)
    reliability = 1 - (3 / 6) ** 2
    assert np.corrcoef(wide["height_w0"], wide["height_w4"])[0, 1] == pytest.approx(
        0.6 * reliability, abs=0.08
    )


def test_a_shape_is_that_of_the_plan(horses, wide):
    """On average over cohorts: a single sample's skewness lies mostly below that of its distribution."""
    alone = {
        "visit_variables": {},
        "targets": (),
        "patient_variables": {"race": horses.patient_variables["race"]},
    }
    plan = horses.model_copy(update=alone)
    races = [stats.skew(simulate(plan, seed).patients["race"].astype(float), bias=False) for seed in range(6)]
    assert np.mean(races) == pytest.approx(1.5, abs=0.35)
    assert stats.skew(wide["gait_w8"], bias=False) == pytest.approx(1.0, abs=0.3)
    assert abs(stats.skew(wide["gait_w0"], bias=False)) < 0.3


def test_a_target_that_no_draw_reaches_is_refused_by_its_number(horses):
    far = horses.targets[0].model_copy(update={"value": horses.targets[0].value * -1})
    plan = horses.model_copy(update={"targets": (far,), "max_attempts": 2})
    with pytest.raises(InputError, match=r"stride: no draw met target 1, correlation of gait"):
        simulate(plan)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("persistence: {w4: 0.6, w8: 1.0}", "persistence: {w8: 1.0}", "height: persistence names each"),
        (
            "persistence: {w4: 0.6, w8: 1.0}",
            "persistence: {w4: 0.6, w8: 1.0}, patient_icc: 0.1",
            "height: persist",
        ),
        ('sem: "3.0"', 'sem: "6.0"', "height: sem is not smaller than every SD"),
        ("follows: {gait: -0.8}", "follows: {gate: -0.8}", "stride: follows 'gate', which is not measured"),
        (
            "follows: {gait: -0.8}",
            "follows: {gait: -0.8, height: 0.7}",
            "stride: the squares of the weights in follows",
        ),
        (
            "patient_icc: 0.5",
            "patient_icc: 0.5, follows: {stride: 0.1}",
            "gait: follows itself, by way of others",
        ),
        (
            "breed: {shire: 12}",
            "breed: {pony: 12}",
            "stride: by 'breed' names no counted or divided variable",
        ),
        (
            "skewness: {w8: 1.0}",
            "skewness: {w4: 1.0}",
            "gait: skewness names a visit at which it is not measured",
        ),
        ("other: stride, visits", "other: strive, visits", "target 1: there is no such measured variable"),
        (
            "visits: [w0, w8], value",
            "visits: [w4], value",
            "target 1: the variable is not measured at such a visit",
        ),
        (
            "other: stride, visits",
            "visits",
            "target 1: a correlation, and nothing else, names another variable",
        ),
        ("value: -0.65", "at_least: 3, value: -0.65", "target 1: a share, and nothing else, says at_least"),
        ("value: -0.65", "of_start: true, value: -0.65", "target 1: of_start is about a change"),
        ("value: -0.65", "arm: straw, value: -0.65", "target 1: there is no such arm"),
        ("value: -0.65", "among: {breed: [pony]}, value: -0.65", "target 1: among 'breed' names no counted"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(old, new, where, tmp_path):
    assert HORSES.count(old) == 1
    with pytest.raises(InputError) as refused:
        load_text(HORSES.replace(old, new), tmp_path)
    assert where in str(refused.value)


# The panel of earlier plans


def test_a_plan_of_an_earlier_version_makes_the_cohort_that_it_made():
    """It names its panel, and that is obeyed."""
    made = simulate(load_plan(EARLY / "simulation.yml"))
    for table, name in ((made.patients, "patients.csv"), (made.visits, "visits.csv")):
        assert table.to_csv(index=False, lineterminator="\n") == (EARLY / name).read_text("utf-8")


MICE = """
seed: 1
arms: [{code: high, size: 7}, {code: low, size: 7}]
patient_variables:
  weight: {kind: measured, step: 1, lo: 0, hi: 99, source: none, status: assumed,
           targets: {high: {mean: 9, sd: 3}, low: {mean: 9, sd: 3}}}
statements: [{kind: between, says: alike, variable: weight, significant: false}]
"""


@pytest.mark.parametrize(("panel", "holds"), [("", True), ("panel: {not_significant_above: 0.1}", False)])
def test_without_a_panel_the_primary_test_decides_and_a_panel_asks_every_test(panel, holds, tmp_path):
    """One far value: by ranks the arms lie nearer to a difference than by means."""
    high, low = [2, 3, 4, 5, 6, 7, 40], [5, 6, 7, 8, 9, 10, 90]
    assert stats.mannwhitneyu(high, low).pvalue < 0.2 < stats.ttest_ind(high, low, equal_var=False).pvalue
    patients = pd.DataFrame({"patient_id": range(14), "arm": [*["high"] * 7, *["low"] * 7]})
    patients["weight"] = [*map(str, high), *map(str, low)]
    (found,) = verify(load_text(MICE + panel.replace("0.1", "0.2"), tmp_path), patients, pd.DataFrame())
    assert (found.holds, next(iter(found.p_values))) == (holds, "Welch")


def test_a_target_of_a_variable_that_the_study_does_not_have_is_left_out(horses):
    values = {key: cells for key, cells in FOUR.items() if key[0] == "x"}
    assert reached_by(horses, values) == []
