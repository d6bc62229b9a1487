"""The arms over the visits: against R, statsmodels and closed forms, by their invariants, and at the edges."""

import hashlib
import json
import math

import numpy as np
import pytest
from places import TESTS
from scipy import stats

from twoarm.errors import AnalysisError
from twoarm.methods.courses.trajectories import cluster_robust, generalised_estimating, mixed_model
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "courses.json").read_text(encoding="utf-8"))
METHODS = [mixed_model, cluster_robust, generalised_estimating]
NUMBERS = ("value", "low", "high", "p_value")
NAN = math.nan
FLAT = "no variation beside visit, arm and baseline"


def arrays(inputs):
    """The stored inputs as arrays; what R wrote as null is missing."""
    return {
        name: np.array(given, dtype=float) if isinstance(given, list) else given
        for name, given in inputs.items()
    }


def draw(seed, n_treated=14, n_control=19, visits=3, missing=0.15, effect=0.6):
    """Outcomes of both arms and their baselines, correlated within patients."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, 1, n_treated + n_control)
    values = 5 + level[:, None] + rng.normal(0, 1, (level.size, visits))
    values[:n_treated] += effect
    values[rng.random(values.shape) < missing] = NAN
    baseline = 7 + level + rng.normal(0, 0.7, level.size)
    return values[:n_treated], values[n_treated:], baseline[:n_treated], baseline[n_treated:]


def fitted(method, data, conf_level=0.95):
    return method(data[0], data[1], conf_level, *data[2:])


def number(estimates, name):
    return [getattr(estimate, name) for estimate in estimates]


def swapped(data):
    return data[1], data[0], data[3], data[2]


def long_table(data):
    """Outcome, predictors of statsmodels and patient, one row per value seen; and the columns of arm by visit."""
    values, arm = np.concatenate(data[:2]), np.repeat([1.0, 0.0], [len(data[0]), len(data[1])])
    rows, visits = np.nonzero(~np.isnan(values))
    shares = np.column_stack([np.ones(arm.size), arm, np.concatenate(data[2:])])[rows]
    k = values.shape[1]
    design = np.concatenate([np.eye(k)[visits] * column[:, None] for column in shares.T], axis=1)
    return values[rows, visits], design, rows, slice(k, 2 * k)


# ---- R ---------------------------------------------------------------------------------------------------------------


def test_the_values_were_written_by_the_script_beside_them():
    script = (FOLDER / REFERENCE["made_by"]["script"]).read_bytes()
    assert hashlib.md5(script).hexdigest() == REFERENCE["made_by"]["script_md5"]


# lme4's optimiser, at its tightest, leaves 4e-9 of the ratio and 5e-8 of a limit near 0.
@pytest.mark.parametrize("case", REFERENCE["mixed_model"])
def test_mixed_model_is_that_of_lmertest(case):
    estimates = mixed_model(**arrays(case["inputs"]))
    for name in NUMBERS:
        assert number(estimates, name) == pytest.approx(case["value"][name], rel=1e-6), name


@pytest.mark.parametrize(
    "case, degrees", list(zip(REFERENCE["mixed_model_nlme"], REFERENCE["mixed_model"], strict=False))
)
def test_mixed_model_is_that_of_nlme(case, degrees):
    estimates, expected = mixed_model(**arrays(case["inputs"])), case["value"]
    assert number(estimates, "value") == pytest.approx(expected["value"], rel=1e-6)
    # nlme has other degrees of freedom: its standard error is held at those of lmerTest.
    reach = stats.t.ppf(0.975, degrees["value"]["df"]) * np.array(expected["error"])
    assert [e.high - e.value for e in estimates] == pytest.approx(reach, rel=1e-6)


# Values of a million hold ten digits of what varies: there R and the package agree to 7e-9 of a limit near 0.
@pytest.mark.parametrize("case", REFERENCE["cluster_robust"])
def test_cluster_robust_is_that_of_clubsandwich(case):
    estimates = cluster_robust(**arrays(case["inputs"]))
    for name in NUMBERS:
        assert number(estimates, name) == pytest.approx(case["value"][name], rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["generalised_estimating"])
def test_estimating_equations_are_those_of_gee_and_clubsandwich(case):
    estimates = generalised_estimating(**arrays(case["inputs"]))
    for name in NUMBERS:
        assert number(estimates, name) == pytest.approx(case["value"][name], rel=1e-8), name


@pytest.mark.parametrize("case", REFERENCE["generalised_estimating_geepack"])
def test_estimating_equations_are_those_of_geepack(case):
    estimates = generalised_estimating(**arrays(case["inputs"]))
    assert number(estimates, "value") == pytest.approx(case["value"]["value"], rel=1e-8)


# ---- a second program ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_mixed_model_is_that_of_statsmodels(seed):
    from statsmodels.regression.mixed_linear_model import MixedLM

    data = draw(seed)
    outcome, design, patients, arms = long_table(data)
    fit = MixedLM(outcome, design, groups=patients).fit(reml=True, method="bfgs", gtol=1e-8)
    estimates = fitted(mixed_model, data)
    assert number(estimates, "value") == pytest.approx(fit.fe_params[arms], rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_estimating_equations_are_those_of_statsmodels(seed):
    from statsmodels.genmod.cov_struct import Exchangeable
    from statsmodels.genmod.generalized_estimating_equations import GEE

    data = draw(seed)
    outcome, design, patients, arms = long_table(data)
    model = GEE(outcome, design, groups=patients, cov_struct=Exchangeable())
    fit = model.fit(cov_type="bias_reduced", ctol=1e-12, maxiter=200)
    seen = [sum(arm) for arm in zip(*((~np.isnan(arm)).sum(axis=0) for arm in data[:2]), strict=True)]
    for number_of, estimate in enumerate(fitted(generalised_estimating, data)):
        reach = stats.t.ppf(0.975, seen[number_of] - 3) * fit.bse[arms][number_of]
        assert estimate.value == pytest.approx(fit.params[arms][number_of], rel=1e-8)
        assert estimate.high - estimate.value == pytest.approx(reach, rel=1e-8)


# ---- closed forms ----------------------------------------------------------------------------------------------------


def test_mixed_model_of_complete_visits_is_an_analysis_of_variance():
    treated, control, *_ = draw(4, missing=0.0)
    deviations = np.concatenate([arm - arm.mean(axis=0) for arm in (treated, control)])
    patients, visits = deviations.shape
    means = deviations.mean(axis=1)
    within = np.square(deviations - means[:, None]).sum() / ((patients - 2) * (visits - 1))
    between = visits * np.square(means).sum() / (patients - 2)
    # The variance of one value is a mixture of two mean squares: Satterthwaite's own example.
    total = between + (visits - 1) * within
    df = (patients - 2) * total**2 / (between**2 + (visits - 1) * within**2)
    error = math.sqrt(total / visits * (1 / len(treated) + 1 / len(control)))
    for estimate, difference in zip(
        mixed_model(treated, control, 0.9), treated.mean(axis=0) - control.mean(axis=0), strict=True
    ):
        assert estimate.value == pytest.approx(difference, rel=1e-10)
        assert estimate.high - difference == pytest.approx(stats.t.ppf(0.95, df) * error, rel=1e-9)
        assert estimate.p_value == pytest.approx(2 * stats.t.sf(abs(difference) / error, df), rel=1e-8)


def test_patients_who_vary_no_more_than_their_visits_leave_least_squares():
    # Within a patient the values repel each other: the ratio of the variances is 0, one pooled variance is left.
    treated, control = np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 2.0]]), np.array([[0.0, 2.0], [2.0, 0.0]])
    pooled = math.sqrt((4 + 4) / (10 - 4))
    for estimate in mixed_model(treated, control, 0.95):
        assert estimate.value == pytest.approx(1.0, rel=1e-12)
        reach = stats.t.ppf(0.975, 6) * pooled * math.sqrt(1 / 3 + 1 / 2)
        assert estimate.high - 1 == pytest.approx(reach, rel=1e-12)


def test_one_value_per_patient_has_no_ratio_and_is_least_squares():
    treated = np.array([[1.0, NAN], [3.0, NAN], [NAN, 4.0], [NAN, 6.0]])
    control = np.array([[0.0, NAN], [2.0, NAN], [NAN, 1.0], [NAN, 5.0]])
    pooled = math.sqrt((2 + 2 + 2 + 8) / 4)
    for method in (mixed_model, generalised_estimating):
        assert number(method(treated, control, 0.95), "value") == pytest.approx([1.0, 2.0], rel=1e-12)
    reach = stats.t.ppf(0.975, 4) * pooled
    assert mixed_model(treated, control, 0.95)[0].high == pytest.approx(1 + reach, rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_cluster_robust_has_the_error_of_welch_without_baseline(seed):
    treated, control, *_ = draw(seed)
    for visit, estimate in enumerate(cluster_robust(treated, control, 0.95)):
        welch = mean_difference(treated[:, visit], control[:, visit], 0.95)
        assert estimate.value == pytest.approx(welch.value, rel=1e-10)
        arms = [arm[~np.isnan(arm)] for arm in (treated[:, visit], control[:, visit])]
        error = math.sqrt(sum(arm.var(ddof=1) / arm.size for arm in arms))
        # The degrees of freedom are those of equal variances: 1 / (sum of squares of known weights).
        n1, n2 = (arm.size for arm in arms)
        df = (1 / n1 + 1 / n2) ** 2 / (1 / (n1**2 * (n1 - 1)) + 1 / (n2**2 * (n2 - 1)))
        reach = estimate.high - estimate.value
        assert reach == pytest.approx(stats.t.ppf(0.975, df) * error, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_estimating_equations_of_complete_visits_are_the_ancova_of_each(seed):
    data = draw(seed, missing=0.0)
    for visit, estimate in enumerate(fitted(generalised_estimating, data)):
        expected = ancova(data[2], data[0][:, visit], data[3], data[1][:, visit], 0.95)
        for name in NUMBERS:
            assert getattr(estimate, name) == pytest.approx(getattr(expected, name), rel=1e-8), name


@pytest.mark.parametrize("seed", range(3))
def test_without_missing_values_the_three_agree_on_the_differences(seed):
    data = draw(seed, missing=0.0)
    values = [number(fitted(method, data), "value") for method in METHODS]
    assert values[0] == pytest.approx(values[1], rel=1e-9)
    assert values[2] == pytest.approx(values[1], rel=1e-9)


# ---- invariants ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(3))
def test_swapped_arms_turn_the_signs_and_keep_p(method, seed):
    one, other = fitted(method, draw(seed)), fitted(method, swapped(draw(seed)))
    assert number(one, "low") == pytest.approx([-high for high in number(other, "high")], rel=1e-8)
    assert number(one, "value") == pytest.approx([-value for value in number(other, "value")], rel=1e-8)
    assert number(one, "p_value") == pytest.approx(number(other, "p_value"), rel=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_patients_does_not_count(method):
    data = draw(5)
    order = [np.random.default_rng(0).permutation(len(arm)) for arm in data[:2]]
    shuffled = data[0][order[0]], data[1][order[1]], data[2][order[0]], data[3][order[1]]
    for name in NUMBERS:
        expected = number(fitted(method, data), name)
        assert number(fitted(method, shuffled), name) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shift, scale", [(0, 1e-100), (1e6, 1), (-40, 1e6)])
def test_another_scale_changes_the_unit_only(method, shift, scale):
    data = draw(6)
    other = *(shift + scale * arm for arm in data[:2]), *(1e6 - 3 * arm for arm in data[2:])
    for name, unit in (("value", scale), ("low", scale), ("high", scale), ("p_value", 1)):
        expected = [unit * given for given in number(fitted(method, data), name)]
        assert number(fitted(method, other), name) == pytest.approx(expected, rel=1e-6), name


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("effect", np.linspace(-1.5, 1.5, 7))
def test_interval_excludes_zero_exactly_when_p_is_below_alpha(method, effect):
    for estimate in fitted(method, draw(7, effect=effect), 0.9):
        assert estimate.low < estimate.value < estimate.high
        assert (estimate.low > 0 or estimate.high < 0) == (estimate.p_value < 0.1)


# ---- who enters, and the edges ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_patients_without_baseline_or_any_value_do_not_enter(method):
    treated, control, before_t, before_c = draw(8, missing=0.0)
    treated[0], before_t[1], control[2, 0] = NAN, NAN, NAN
    estimates = method(treated, control, 0.95, before_t, before_c)
    assert estimates == method(treated[2:], control, 0.95, before_t[2:], before_c)
    assert (estimates[0].n_treated, estimates[0].n_control) == (12, 19)


@pytest.mark.parametrize("method", METHODS)
def test_a_visit_that_cannot_be_compared_is_left_out(method):
    treated, control, *baselines = draw(9, missing=0.0)
    emptied = treated.copy()
    emptied[1:, 1] = NAN
    estimates = method(emptied, control, 0.95, *baselines)
    assert number(estimates, "reason") == ["", "fewer than two patients in an arm", ""]
    kept = method(np.delete(treated, 1, axis=1), np.delete(control, 1, axis=1), 0.95, *baselines)
    assert [estimates[0], estimates[2]] == kept


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "treated, control, baselines, reason",
    [
        (np.empty((0, 2)), [[1, 2], [3, 4]], (), "fewer than two patients in an arm"),
        ([[1, 2]], [[1, 2], [3, 4]], (), "fewer than two patients in an arm"),
        ([[NAN, NAN], [1, 2]], [[1, 2], [3, 4]], (), "fewer than two patients in an arm"),
        ([[1, 2], [3, 4]], [[1, 2], [3, 5]], ([NAN, 1], [2, 3]), "fewer than two patients in an arm"),
        ([[1, 2], [3, 4]], [[1, 2], [3, 5]], ([6, 6], [7, 7]), "baseline does not vary within the arms"),
        ([[1, 2], [3, 4]], [[1, 2], [3, 5], [4, 5]], ([6, 6], [7, 7, 8]), "one patient alone determines the slope"),
        ([[3, 4], [3, 4]], [[5, 5], [5, 5]], (), FLAT),
        ([[0.1, 0.3], [0.1, 0.3], [0.1, 0.3]], [[0.7, 0.7]] * 7, (), FLAT),
        ([[2, 4], [4, 8], [6, 12]], [[2, 4], [4, 8], [8, 16]], ([1, 2, 3], [1, 2, 4]), FLAT),
    ],
)  # fmt: skip
def test_no_estimate_and_why(method, treated, control, baselines, reason):
    for estimate in method(treated, control, 0.95, *baselines):
        assert (estimate.value, estimate.p_value, estimate.reason) == (None, None, reason)


def test_patients_who_never_change_leave_no_variance_within():
    treated, control = [[1, 2], [3, 4], [4, 5]], [[0, 0], [2, 2], [5, 5]]
    estimates = mixed_model(treated, control, 0.95)
    assert number(estimates, "reason") == ["no variation within the patients"] * 2
    assert (
        number(generalised_estimating(treated, control, 0.95), "reason")
        == ["working correlation outside its range"] * 2
    )
    assert all(estimate.estimable for estimate in cluster_robust(treated, control, 0.95))


def test_a_visit_without_variation_has_no_robust_interval_and_a_pooled_one():
    treated, control, *_ = draw(10, missing=0.0)
    treated[:, 0], control[:, 0] = 4.0, 6.0
    assert cluster_robust(treated, control, 0.95)[0].reason == FLAT
    assert generalised_estimating(treated, control, 0.95)[0].reason == FLAT
    assert mixed_model(treated, control, 0.95)[0].value == pytest.approx(-2.0, rel=1e-12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "arguments",
    [
        ([1, 2], [3, 4], 0.95),
        ([[1, 2], [3, 4]], [[1], [2]], 0.95),
        ([[1, 2], [3, 4]], [[1, 2], [2, 5]], 0.95, [1, 2]),
        ([[1, 2], [3, 4]], [[1, 2], [2, 5]], 0.95, [1, 2], [1, 2, 3]),
    ],
)
def test_arms_must_be_tables_of_the_same_visits_with_a_baseline_each(method, arguments):
    with pytest.raises(AnalysisError):
        method(*arguments)


@pytest.mark.parametrize("method", METHODS)
def test_ten_thousand_patients_with_every_pattern_of_missing_values(method):
    data = draw(11, 5_000, 5_000, visits=4, missing=0.3)
    for estimate in fitted(method, data, 0.9999):
        assert estimate.low < 0.6 < estimate.high
        assert estimate.high - estimate.low < 0.3
