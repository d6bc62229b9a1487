"""Studies of 30 treated and 32 control patients whose truth is known: named scenarios, drawn from raw bits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy import integrate, optimize, special

from twoarm.analysis.arms.values import Arms
from twoarm.random_bits import Source

SIZES = n1, n2 = 30, 32
SOURCE = Source(3032)
BLOCK = 500  # replicates that share a key
SHIFT = 0.5  # of the treated, in the unit of the values

Draw = Callable[[np.ndarray], Arms]


@dataclass(frozen=True)
class Scenario:
    """A way to draw both arms, and what each method should find there.

    Attributes
    ----------
    name : as the page says it. regular : whether the assumptions of the methods hold and no cell is sparse.
    draw : from uniform numbers, a row per patient (treated first) and ``columns`` of them, to the arms.
    truths : the true value of each method's estimand.
    """

    name: str
    regular: bool
    columns: int
    draw: Draw = field(repr=False)
    truths: dict[str, float]

    def uniforms(self, block: int) -> np.ndarray:
        """Numbers in (0, 1), shape (BLOCK, patients, columns); those of a block follow from its number alone."""
        shape = BLOCK, n1 + n2, self.columns
        bits = SOURCE.bits(math.prod(shape), self.name, block)
        return ((bits >> np.uint64(11)).astype(float) + 0.5).reshape(shape) / 2**53


# ---- counted patients -------------------------------------------------------------------------------------------------


def shares(treated: float, control: float, regular: bool) -> Scenario:
    risks = np.repeat([treated, control], SIZES)
    odds = treated / (1 - treated) / (control / (1 - control))
    truths = dict.fromkeys(("risk_difference", "newcombe"), treated - control)
    truths |= dict.fromkeys(("wilson", "clopper_pearson"), treated)
    truths |= {"risk_ratio": treated / control, "odds_ratio": odds, "firth_odds_ratio": odds}

    def draw(u: np.ndarray) -> Arms:
        return _arms((u[:, 0] < risks).astype(float), measure="binary")

    return Scenario(f"shares {treated} and {control}", regular, 1, draw, truths)


def confounded(binary: bool) -> Scenario:
    """Two covariates that differ between the arms and tell the outcome."""

    def draw(u: np.ndarray) -> Arms:
        z = special.ndtri(u)
        x = z[:, :2] + 0.3 * np.repeat([1.0, 0.0], SIZES)[:, None]
        line = x @ [0.5, 0.3]
        y = line + SHIFT * np.repeat([1.0, 0.0], SIZES) + z[:, 2]
        if binary:
            y = (u[:, 2] < special.expit(line - 0.4)).astype(float)
        covariates = {"treated_covariates": x[:n1], "control_covariates": x[n1:]}
        return _arms(y, measure="binary" if binary else "continuous", **covariates)

    if binary:
        return Scenario("shares about 0.4, confounded", True, 3, draw, {"weighted_risk_difference": 0.0})
    return Scenario("normal, confounded", True, 3, draw, {"weighted_difference": SHIFT})


# ---- values -----------------------------------------------------------------------------------------------------------


def values(name: str, regular: bool, error: Callable[[np.ndarray], np.ndarray], truths: dict) -> Scenario:
    """A value before treatment, normal about 6; after it a fall by 1.5, less in the treated, beside an error of its own.

    ``error`` turns normal scores, shape (patients,), into the errors; those of the treated come first.
    """

    def draw(u: np.ndarray) -> Arms:
        z = special.ndtri(u)
        baseline = 6 + z[:, 0]
        after = 4.5 + 0.6 * z[:, 0] + error(z[:, 1]) + SHIFT * np.repeat([1.0, 0.0], SIZES)
        stated = {"mcid": 2.0, "better": "lower", "measure": "continuous"}
        return _arms(after, treated_baseline=baseline[:n1], control_baseline=baseline[n1:], **stated)

    return Scenario(name, regular, 2, draw, truths)


def normal_values(name: str, regular: bool, variances: tuple[float, float]) -> Scenario:
    """Errors so that the values have these variances: 0.36 of it comes from the value before treatment."""
    sd = np.sqrt([v - 0.36 for v in variances])
    truths = dict.fromkeys(
        ("mean_difference", "bootstrap", "ancova", "early_change", "late_change", "hodges_lehmann"), SHIFT
    )
    truths["paired_change"] = -1.5 + SHIFT
    truths["brunner_munzel"] = float(special.ndtr(SHIFT / math.sqrt(sum(variances))))
    if variances[0] == variances[1]:
        truths["hedges_g"] = SHIFT / math.sqrt(variances[0])
    # Fall of at least 2, and of at least 0.3 of a value before treatment (below 0 with a chance of 1e-9).
    means, spread = 4.5 + np.array([SHIFT, 0]), sd**2
    absolute = special.ndtr((6 - 2 - means) / np.sqrt(0.16 + spread))
    relative = special.ndtr((0.7 * 6 - means) / np.sqrt(0.01 + spread))
    truths["responders"], truths["responders_relative"] = (float(p[0] - p[1]) for p in (absolute, relative))
    return values(name, regular, lambda z: z * np.repeat(sd, SIZES), truths)


def skewed_values() -> Scenario:
    """Lognormal errors with sigma 1; both arms of one shape, moved against each other."""
    truths = dict.fromkeys(
        ("mean_difference", "bootstrap", "ancova", "early_change", "late_change", "hodges_lehmann"), SHIFT
    )
    centre = math.exp(0.5)
    truths["paired_change"] = -1.5 + SHIFT + centre
    truths["hedges_g"] = SHIFT / math.sqrt(0.36 + math.e * (math.e - 1))
    return values("lognormal errors, sigma 1", False, np.exp, truths)


def lognormal() -> Scenario:
    """Lognormal values with sigma 1 whose medians differ by a factor: arms of another shape."""

    def draw(u: np.ndarray) -> Arms:
        return _arms(
            np.exp(special.ndtri(u[:, 0]) + SHIFT * np.repeat([1.0, 0.0], SIZES)), measure="continuous"
        )

    difference = math.exp(0.5) * (math.exp(SHIFT) - 1)
    truths = {"mean_difference": difference, "bootstrap": difference}
    truths |= {
        "brunner_munzel": float(special.ndtr(SHIFT / math.sqrt(2))),
        "hodges_lehmann": lognormal_median(),
    }
    return Scenario("lognormal, sigma 1, other medians", False, 1, draw, truths)


def lognormal_median() -> float:
    """Median of the difference of a treated and a control value."""

    def above(m: float) -> float:
        """Chance of a larger difference, less one half."""

        def chance(z: float) -> float:
            least = math.exp(z) + m
            return math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * special.ndtr(SHIFT - math.log(least))

        return integrate.quad(chance, -9, 9, epsabs=1e-13, limit=200)[0] - 0.5

    return float(optimize.brentq(above, 0.0, 5.0))


def tied() -> Scenario:
    """Two thirds of all values are 0, the others 1 to 4: a count of complications."""
    risks = np.array([[0.6, 0.15, 0.1, 0.1, 0.05], [0.7, 0.15, 0.1, 0.04, 0.01]])

    def draw(u: np.ndarray) -> Arms:
        return _arms(_levels(u[:, 0], risks), measure="count")

    means = risks @ np.arange(5)
    truths = dict.fromkeys(("mean_difference", "bootstrap"), float(means[0] - means[1]))
    truths |= dict.fromkeys(("rate_ratio", "poisson_ratio"), float(means[0] / means[1]))
    truths |= {"brunner_munzel": _superiority(risks), "hodges_lehmann": 0.0}
    return Scenario("heavy ties, most values 0", False, 1, draw, truths)


def five_levels(name: str, regular: bool, thresholds: Iterable[float]) -> Scenario:
    """A logistic variable cut into five levels; the treated have twice the odds of a higher one."""
    below = special.expit(np.array(list(thresholds)) - math.log(2) * np.array([[1], [0]]))
    risks = np.diff(below, axis=1, prepend=0, append=1)

    def draw(u: np.ndarray) -> Arms:
        return _arms(_levels(u[:, 0], risks), measure="ordinal", levels=5)

    truths = {"probability_of_superiority": _superiority(risks), "proportional_odds": 2.0}
    return Scenario(name, regular, 1, draw, truths)


def counts(name: str, regular: bool, means: tuple[float, float], size: float) -> Scenario:
    """Negative binomial counts (a size that is infinite for Poisson ones)."""
    at = np.arange(200)
    mean = np.array(means)[:, None]
    if math.isinf(size):
        log = at * np.log(mean) - mean - special.gammaln(at + 1)
    else:
        log = special.gammaln(at + size) - special.gammaln(size) - special.gammaln(at + 1)
        log = log + size * np.log(size / (size + mean)) + at * np.log(mean / (size + mean))
    risks = np.exp(log)

    def draw(u: np.ndarray) -> Arms:
        return _arms(_levels(u[:, 0], risks), measure="count")

    truths = dict.fromkeys(("rate_ratio", "poisson_ratio"), means[0] / means[1])
    return Scenario(name, regular, 1, draw, truths | {"mean_difference": means[0] - means[1]})


# ---- courses and times ------------------------------------------------------------------------------------------------


def courses() -> Scenario:
    """Three visits after a value before treatment, one level per patient, a tenth of the values missing."""

    def draw(u: np.ndarray) -> Arms:
        z, treated = special.ndtri(u[:, :5]), np.repeat([1.0, 0.0], SIZES)
        level = 0.5 * z[:, 0] + z[:, 1]
        course = level[:, None] + z[:, 2:5] + SHIFT * treated[:, None]
        course[u[:, 5:8] < 0.1] = np.nan
        baseline = {"treated_baseline": z[:n1, 0], "control_baseline": z[n1:, 0]}
        visits = {"treated_course": course[:n1], "control_course": course[n1:]}
        return _arms(course[:, -1], measure="continuous", **visits, **baseline)

    names = ("mixed_model", "cluster_robust", "generalised_estimating")
    return Scenario("three visits, random intercept", True, 8, draw, dict.fromkeys(names, SHIFT))


def times(name: str, regular: bool, censored: float) -> Scenario:
    """Exponential times, hazards 0.6 and 1, with exponential censoring of this share of either arm."""
    hazards, tau = np.array([0.6, 1.0]), 1.5 if regular else 0.3
    rates = np.repeat(hazards, SIZES)

    def draw(u: np.ndarray) -> Arms:
        event = -np.log(u[:, 0]) / rates
        end = -np.log(u[:, 1]) / (rates * censored / (1 - censored))
        seen = (event <= end).astype(float)
        time = np.minimum(event, end)
        return _arms(time, measure="time", tau=tau, treated_event=seen[:n1], control_event=seen[n1:])

    areas = (1 - np.exp(-hazards * tau)) / hazards
    truths = {"hazard_ratio": 0.6, "restricted_mean_difference": float(areas[0] - areas[1])}
    if regular:  # where half of the treated have the event within sight
        truths |= {"restricted_mean_time": float(areas[0]), "median_time": math.log(2) / 0.6}
    return Scenario(name, regular, 2, draw, truths)


def units() -> Scenario:
    """One unit or two in each patient, a half of the variance between patients."""

    def draw(u: np.ndarray) -> Arms:
        z = special.ndtri(u[:, :3])
        values = (z[:, :1] + z[:, 1:]) / math.sqrt(2) + SHIFT * np.repeat([1.0, 0.0], SIZES)[:, None]
        values[u[:, 3] < 0.4, 1] = np.nan
        within = {"treated_within": values[:n1], "control_within": values[n1:]}
        return _arms(np.nanmean(values, axis=1), measure="continuous", **within)

    names = "units_cluster_robust", "units_generalised_estimating"
    return Scenario("one unit or two, correlation 0.5", True, 4, draw, dict.fromkeys(names, SHIFT))


def confounded_times() -> Scenario:
    """Exponential times that two covariates decide, which differ between the arms; the treatment does nothing."""

    def draw(u: np.ndarray) -> Arms:
        x = special.ndtri(u[:, :2]) + 0.3 * np.repeat([1.0, 0.0], SIZES)[:, None]
        event = -np.log(u[:, 2]) / np.exp(x @ [0.5, 0.3])
        end = -np.log(u[:, 3]) * 2
        seen, covariates = (
            (event <= end).astype(float),
            {"treated_covariates": x[:n1], "control_covariates": x[n1:]},
        )
        events = {"treated_event": seen[:n1], "control_event": seen[n1:]}
        return _arms(np.minimum(event, end), measure="time", tau=1.0, **events, **covariates)

    truths = {"weighted_restricted_mean": 0.0, "adjusted_hazard_ratio": 1.0, "weighted_hazard_ratio": 1.0}
    return Scenario("exponential times, confounded", True, 4, draw, truths)


# ---- how the draws become arms ----------------------------------------------------------------------------------------


def _arms(outcome: np.ndarray, **others: object) -> Arms:
    return Arms(outcome[:n1], outcome[n1:], **others)


def _levels(u: np.ndarray, risks: np.ndarray) -> np.ndarray:
    """Levels from uniform numbers by the shares of the treated and of the control arm, shape (2, levels)."""
    ends = np.cumsum(risks, axis=1)[:, :-1]
    parts = (np.searchsorted(e, x, side="right") for e, x in zip(ends, (u[:n1], u[n1:]), strict=True))
    return np.concatenate(list(parts)).astype(float)


def _superiority(risks: np.ndarray) -> float:
    below = np.cumsum(risks[1]) - risks[1]
    return float(risks[0] @ (below + risks[1] / 2))


SCENARIOS: tuple[Scenario, ...] = (
    shares(0.3, 0.3, True),
    shares(0.13, 0.31, True),
    confounded(binary=True),
    normal_values("normal, equal variances", True, (1.0, 1.0)),
    normal_values("normal, variances 1 and 2", True, (1.0, 2.0)),
    confounded(binary=False),
    five_levels("five levels", True, special.logit([0.15, 0.4, 0.6, 0.85])),
    counts("counts, means 4.5 and 3, size 2", True, (4.5, 3.0), 2.0),
    courses(),
    times("exponential times, 30% censored", True, 0.3),
    confounded_times(),
    units(),
    shares(0.02, 0.02, False),
    shares(0.08, 0.01, False),
    skewed_values(),
    lognormal(),
    tied(),
    five_levels("five levels, most in the lowest", False, special.logit([0.8, 0.9, 0.95, 0.98])),
    counts("few counts, means 0.2 and 0.1", False, (0.2, 0.1), math.inf),
    times("exponential times, 85% censored", False, 0.85),
)
# Intervals that are those of another method, or of a one-sided level.
DERIVED = {
    "number_needed": (
        "the reciprocal of the Miettinen-Nurminen limits: it holds the truth when they do, and there is none where they "
        "include 0"
    ),
    "equivalence": "the interval of the primary method at 90%",
    "equivalence_of_risks": "the Miettinen-Nurminen interval at 90%",
    **dict.fromkeys(
        (
            "complete_difference",
            "complete_risk_difference",
            "complete_restricted_mean",
            "complete_hazard_ratio",
        ),
        "that of the unweighted method, of the patients whose covariates are all known",
    ),
}
