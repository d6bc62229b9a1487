"""Library calls that look right and are not: each is shown wrong as it stands, and what is used instead is shown right.

Should a library be mended, its test fails here with the words of `mended`: then the way round it can go.
"""

from __future__ import annotations

import hashlib
import json
import math
import warnings

import numpy as np
import pytest
from places import ROOT
from scipy.special import ndtri

from twoarm.methods.counts.clusters import cluster_permutation_p
from twoarm.methods.counts.proportions import risk_difference
from twoarm.methods.counts.ratios import firth_odds_ratio, odds_ratio, risk_ratio
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.estimate import Estimate
from twoarm.methods.times.restricted_means import restricted_mean
from twoarm.methods.values.effect_sizes import hedges_g
from twoarm.methods.values.longitudinal import ancova
from twoarm.methods.values.means import mean_difference, mean_interval
from twoarm.methods.values.shifts import hodges_lehmann
from twoarm.random_bits import Source, normal_scores

MEANS = json.loads((ROOT / "tests" / "reference" / "means.json").read_text(encoding="utf-8"))
TABLE = np.array([[5, 55], [0, 64]])  # 5 of 60 balloons against 0 of 64
PATTERNS = {3: (2, 2, 1), 4: (2, 1, 1, 1), 5: (1, 1, 1, 1, 1)}  # the same five balloons in 3, 4 or 5 patients


def mended(still: bool, what: str) -> None:
    """Stops where a library no longer does what made us go round it."""
    assert still, (
        f"{what} may have been mended: read its release notes and look whether our own way is still needed"
    )


def balloons(k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Event, arm and patient of 124 balloons, two per patient, five of them ruptured in k of 30 treated patients."""
    per_patient = np.zeros(62, dtype=int)
    per_patient[:k] = PATTERNS[k]
    event = np.ravel([[n > 0, n > 1] for n in per_patient]).astype(float)
    return event, np.repeat([1.0, 0.0], [60, 64]), np.repeat(np.arange(62), 2)


def quietly(call, *args, **options):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return call(*args, **options)


def test_t1_the_score_interval_of_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep

    theirs = confint_proportions_2indep(4, 30, 10, 32, method="score", compare="diff", correction=True)
    mended(
        theirs[0] == pytest.approx(-0.3452, abs=5e-5), "confint_proportions_2indep (statsmodels issue 10269)"
    )
    assert risk_difference(4, 30, 10, 32, 0.95).low == pytest.approx(-0.379960000515, abs=7e-7)  # R's ratesci
    with pytest.raises(ValueError, match="different signs"):
        quietly(confint_proportions_2indep, 3, 30, 0, 32, method="score", compare="diff", correction=True)
    ours = risk_difference(3, 30, 0, 32, 0.95)
    assert (ours.low, ours.high) == pytest.approx((-0.01439920067787, 0.2578060626984), abs=7e-7)


def test_t1_its_score_interval_of_a_ratio_is_right():
    from statsmodels.stats.proportion import confint_proportions_2indep

    theirs = confint_proportions_2indep(4, 30, 10, 32, method="score", compare="ratio", correction=False)
    ours = risk_ratio(4, 30, 10, 32, 0.95)
    assert theirs == pytest.approx((ours.low, ours.high), rel=1e-6)  # iterative on both sides


@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")  # lifelines integrates a step curve
def test_t2_the_restricted_mean_variance_of_lifelines():
    from lifelines import KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time

    fitter = KaplanMeierFitter().fit([1, 2, 3, 4], [1, 1, 1, 1])
    _, theirs = restricted_mean_survival_time(fitter, t=4, return_variance=True)
    mended(
        theirs == pytest.approx(1.25, rel=1e-6),
        "restricted_mean_survival_time (lifelines issues 1682 and 1456)",
    )
    # Without censoring the restricted mean is a mean: 2.5, and its variance that of 1, 2, 3, 4 over their number.
    assert restricted_mean([1, 2, 3, 4], [1, 1, 1, 1], 4.0) == pytest.approx((2.5, 1.25 / 4), rel=1e-12)


@pytest.mark.parametrize("k", PATTERNS)
def test_t3_logistic_models_with_an_empty_cell(k):
    import statsmodels.api as sm

    event, arm, patient = balloons(k)
    model = sm.GEE(event, sm.add_constant(arm), groups=patient, family=sm.families.Binomial())
    converged, p_value = quietly(lambda: _converged_and_p(model.fit()))
    mended(converged and p_value < 1e-100, "GEE of statsmodels with an empty cell")
    exact = cluster_permutation_p(_per_patient(event[:60]), _per_patient(event[60:]))
    firth = firth_odds_ratio(5, 60, 0, 64, 0.95)
    assert 0.02 < exact < 0.11
    assert firth.p_value == pytest.approx(
        0.01985767656746, rel=1e-6
    )  # R, profile of the penalised likelihood
    assert math.isfinite(firth.high)


def _converged_and_p(fit) -> tuple[bool, float]:
    return fit.converged, fit.pvalues[1]


def _per_patient(event: np.ndarray) -> np.ndarray:
    return event.reshape(-1, 2).sum(axis=1).astype(int)


@pytest.mark.parametrize(
    ("name", "right"), [("barnard_exact", 0.0188817797715), ("boschloo_exact", 0.0334781534520)]
)
def test_t4_unconditional_tests_want_the_groups_in_columns(name, right):
    import scipy.stats

    test = getattr(scipy.stats, name)
    mended(abs(test(TABLE).pvalue - right) > 0.005, f"{name} with groups in rows")
    assert test(TABLE.T).pvalue == pytest.approx(right, rel=1e-6)
    ours = {"barnard_exact": "barnard_pooled", "boschloo_exact": "boschloo_doubled"}[name]
    assert TWO_SIDED_TESTS[ours](5, 60, 0, 64) == pytest.approx(right, rel=1e-6)


def test_t4_two_sided_boschloo_has_two_definitions():
    from scipy.stats import boschloo_exact

    # R's Exact 3.3: exact.test(method = "boschloo"), by a grid of 1,000 risks.
    assert TWO_SIDED_TESTS["boschloo"](5, 60, 0, 64) == pytest.approx(0.0194055611816, rel=1e-4)
    doubled = boschloo_exact(np.array([[4, 26], [0, 32]]).T).pvalue
    mended(doubled > 0.05, "boschloo_exact, two-sided by doubling")
    assert TWO_SIDED_TESTS["boschloo_doubled"](4, 30, 0, 32) == pytest.approx(doubled, rel=1e-6)
    assert TWO_SIDED_TESTS["boschloo"](4, 30, 0, 32) < 0.05


def test_t5_the_sample_odds_ratio_with_an_empty_cell():
    from scipy.stats.contingency import odds_ratio as theirs

    sample = quietly(lambda: theirs(TABLE, kind="sample").confidence_interval(0.95))
    mended(math.isnan(sample.low), "odds_ratio(kind='sample') of scipy")
    ours = odds_ratio(5, 60, 0, 64, 0.95)
    assert (ours.value, ours.high) == (math.inf, math.inf)
    assert ours.low == pytest.approx(1.01178914483, rel=1e-6)  # R's fisher.test, by uniroot


@pytest.mark.parametrize("package", ["marginaleffects", "pingouin"])
def test_t6_and_t9_packages_that_are_not_installed(package):
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert f"\n{package}==" not in locked
    assert package not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_t6_a_contrast_of_least_squares_needs_no_package():
    # Both arms rise by one per unit of baseline, the treated stand 2 higher; the residuals cancel in every group.
    baseline = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
    outcome = [1.1, 2.1, 3.1, 0.9, 1.9, 2.9]
    estimate = ancova(baseline, [y + 2 for y in outcome], baseline, outcome, 0.95)
    assert estimate.value == pytest.approx(2, rel=1e-12)


@pytest.mark.parametrize("k", PATTERNS)
def test_t7_a_robust_variance_does_not_see_an_arm_without_an_event(k):
    import statsmodels.api as sm

    event, arm, patient = balloons(k)
    options = {"cov_type": "cluster", "cov_kwds": {"groups": patient}}
    fit = quietly(sm.OLS(event, sm.add_constant(arm)).fit, **options)
    mended(
        fit.bse[0] < 1e-12, "the cluster-robust error of an arm without an event"
    )  # as if 0 of 64 were known for sure
    exact = cluster_permutation_p(_per_patient(event[:60]), _per_patient(event[60:]))
    assert fit.pvalues[1] < exact
    # By hand: all k patients among the 30 treated; all among the 32 controls is less, 5/64 against 5/60.
    assert exact == pytest.approx(math.comb(30, k) / math.comb(62, k), rel=1e-12)


def test_t8_only_the_raw_bits_of_a_bit_generator_are_promised():
    mended("No Compatibility Guarantee" in np.random.Generator.__doc__, "the policy of numpy's Generator")
    assert "same random integer stream" in " ".join(np.random.Philox.__doc__.split())


@pytest.mark.parametrize(
    ("counter", "key", "bits"),
    [
        (0, 0, "16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b"),
        (2**256 - 1, 2**128 - 1, "87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0"),
        (
            0x082EFA98EC4E6C89A4093822299F31D013198A2E03707344243F6A8885A308D3,
            0xBE5466CF34E90C6C452821E638D01377,
            "a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6",
        ),
    ],
)
def test_t8_philox_has_the_known_answers_of_its_authors(counter, key, bits):
    """Salmon JK et al. SC11, 2011: the vectors kat_vectors of Random123 for philox4x64 with 10 rounds."""
    # numpy counts up before it draws.
    raw = np.random.Philox(counter=(counter - 1) % 2**256, key=key).random_raw(4)
    assert [f"{int(word):016x}" for word in raw] == bits.split()


def test_t8_a_draw_is_philox_keyed_by_sha_256_and_the_inverse_normal():
    key = int.from_bytes(hashlib.sha256(b'[20200131, "age"]').digest()[:16], "big")
    bits = np.random.Philox(key=key).random_raw(5)
    assert Source(20200131).bits(5, "age").tolist() == bits.tolist()
    halves = (bits >> np.uint64(48)).astype(float) + 0.5
    assert Source(20200131).scores(5, "age") == pytest.approx(ndtri(halves / 65536), abs=5e-7)
    assert normal_scores(np.array([32767, 32768])).tolist() == [-0.000019, 0.000019]


def test_t8_the_committed_tables_are_those_of_the_committed_hash():
    record = (ROOT / "data" / "simulated.sha256").read_text(encoding="utf-8").splitlines()
    hashes = dict(reversed(line.split("  ")) for line in record if not line.startswith("#"))
    assert {
        name: hashlib.sha256((ROOT / "data" / name).read_bytes()).hexdigest() for name in hashes
    } == hashes


def test_t9_our_standardised_difference_keeps_every_digit():
    treated, control = np.arange(30.0), np.arange(32.0) + 3.7
    estimate = hedges_g(treated, control, 0.95)
    numbers = (estimate.value, estimate.low, estimate.high)
    assert all(abs(number - round(number, 2)) > 1e-4 for number in numbers)
    pooled = math.sqrt((29 * treated.var(ddof=1) + 31 * control.var(ddof=1)) / 60)
    exact_j = 0.9874389128881712
    assert estimate.value == pytest.approx(exact_j * (treated.mean() - control.mean()) / pooled, rel=1e-12)


def test_t10_a_number_of_numpy_does_not_spell_itself():
    mended(repr(np.float64(0.5)) == "np.float64(0.5)", "the repr of numpy's floats")


@pytest.mark.parametrize(
    "estimate",
    [
        mean_difference(np.array([1.0, 3.0, 4.0]), np.array([0.0, 2.0, 3.0]), np.float64(0.95)),
        mean_interval(np.array([1.0, 3.0, 4.0]), np.float64(0.95)),
        risk_difference(np.int64(4), np.int64(30), np.int64(10), np.int64(32), np.float64(0.95)),
        odds_ratio(np.int64(4), np.int64(30), np.int64(10), np.int64(32), np.float64(0.95)),
        firth_odds_ratio(np.int64(4), np.int64(30), np.int64(10), np.int64(32), np.float64(0.95)),
        hedges_g(np.array([1.0, 3.0, 4.0]), np.array([0.0, 2.0, 3.0]), np.float64(0.95)),
        hodges_lehmann(np.arange(7.0), np.arange(6.0), np.float64(0.9)),
    ],
)
def test_t10_an_estimate_holds_plain_numbers(estimate: Estimate):
    for name in ("value", "low", "high", "conf_level", "p_value"):
        assert type(getattr(estimate, name)) in (float, type(None)), name
    assert (type(estimate.n_treated), type(estimate.n_control)) == (int, int)
    assert repr(estimate.value) == str(float(estimate.value))


@pytest.mark.parametrize("case", MEANS["hodges_lehmann_asymptotic"])
def test_t11_what_r_calls_an_asymptotic_estimate_is_no_median(case):
    treated, control = (np.array(case["inputs"][arm]) for arm in ("treated", "control"))
    median = float(np.median(np.subtract.outer(treated, control)))
    theirs = case["value"]["value"] if isinstance(case["value"], dict) else case["value"]
    mended(abs(theirs - median) > 1e-6, "the estimate of R's wilcox.test(exact = FALSE)")
    assert hodges_lehmann(treated, control, 0.95).value == pytest.approx(median, rel=1e-14)
