"""What must hold of every method of the registry, whatever the data: drawn arms, and the degenerate ones by name.

The registry drives these tests, so that a new method is under them by being there. The draws follow from the tests'
names alone (`derandomize`), so that every run draws the same.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import numpy as np
import pytest
from drawn_arms import DEGENERATE, LEVEL, applies, arms_of_kind, estimates, ordinary, with_column
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from twoarm.analysis.arms.occasions import Occasion
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.entries import REGISTRY
from twoarm.analysis.registry.method import EVERY, Method
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import AVERAGED

# Rounding: of a value, in units of itself and of its interval's width. Offsets of 1e6 leave ten digits of a difference.
CLOSE = 1e-6
# Milliseconds each: drawn less often. Everything else is drawn often.
COSTLY = {"bootstrap", "permutation", "proportional_odds", "mixed_model", "responders", "responders_relative"}
COSTLY |= {"risk_difference", "number_needed", "fragility", "cluster_permutation"}
COSTLY |= {"barnard_pooled", "barnard_unpooled", "boschloo", "boschloo_doubled"}
COSTLY |= {
    "weighted_difference",
    "weighted_risk_difference",
    "weighted_restricted_mean",
    "weighted_hazard_ratio",
}
COSTLY |= {"complete_risk_difference"}
COSTLY |= {"equivalence", "equivalence_of_risks", "detectable_decrease", "detectable_increase"}
TIMES = int(os.environ.get("TIMES_AS_MANY", "1"))  # more of them in `make slow`
EXAMPLES = {"often": 20 * TIMES, "costly": 4 * TIMES}

# ---- what each method is expected to do -------------------------------------------------------------------------------

# The value that means no difference, by scale.
NULL = {"unit": 0.0, "proportion": 0.0, "sd": 0.0, "probability": 0.5, "ratio": 1.0}
# Interval and P invert the same test: the interval excludes no difference exactly when P < 1 - level.
SAME_INVERSION = {
    "weighted_difference": "resamples beyond no difference",
    "weighted_risk_difference": "resamples beyond no difference",
    "weighted_restricted_mean": "resamples beyond no difference",
    "weighted_hazard_ratio": "resamples beyond no difference",
    "adjusted_hazard_ratio": "Wald on the log scale",
    "complete_difference": "as the primary analysis",
    "complete_risk_difference": "as the primary analysis",
    "complete_restricted_mean": "as the primary analysis",
    "complete_hazard_ratio": "Wald on the log scale",
    "risk_difference": "score test of Miettinen and Nurminen",
    "risk_ratio": "score test of Koopman",
    "odds_ratio": "doubled one-sided exact tests",
    "firth_odds_ratio": "penalised likelihood ratio",
    "ancova": "Student's t of the HC3 error",
    "mean_difference": "Welch's t",
    "mean_time_difference": "Welch's t",
    "paired_change": "paired t",
    "early_change": "Welch's t",
    "late_change": "Welch's t",
    "probability_of_superiority": "Brunner-Munzel t",
    "brunner_munzel": "Brunner-Munzel t",
    "proportional_odds": "likelihood ratio",
    "rate_ratio": "Wald on the log scale",
    "poisson_ratio": "Wald on the log scale",
    "responders": "score test of Miettinen and Nurminen",
    "responders_relative": "score test of Miettinen and Nurminen",
    "mixed_model": "Satterthwaite's t",
    "cluster_robust": "Satterthwaite's t",
    "generalised_estimating": "Student's t",
    "units_cluster_robust": "Satterthwaite's t",
    "units_generalised_estimating": "Student's t",
    "restricted_mean_difference": "Wald",
    "hazard_ratio": "Wald on the log scale",
}
# P and interval invert one test here too, but of another kind.
OWN_INVERSION = {
    "hodges_lehmann": "the limits are differences seen: one that is 0 itself is no verdict",
    "equivalence": "P < alpha exactly when the interval lies within the margin",
    "equivalence_of_risks": "P < alpha exactly when the interval lies within the margin",
}
# Symmetric in the arms, so that swapping them keeps the value. A standardised difference over three or more levels is a
# distance, and kept too. Resampling draws from sorted arms, so that it is exact under a swap and needs no allowance
# for its Monte-Carlo error.
SYMMETRIC = {
    "fragility",
    "e_value",
    "e_value_limit",
    "e_value_means",
    "e_value_limit_means",
    "detectable_difference",
    "units_correlation",
}
# Occasions of one arm, which is the treated here: the swapped arms are another one.
OF_ONE_ARM = {"within", "each"}
# The control arm alone is the starting point of these: the other arm's is another question.
OF_THE_CONTROL_ARM = {"detectable_decrease", "detectable_increase"}
# What is said of a limit changes with the level.
OF_A_LIMIT = {"e_value_limit", "e_value_limit_means"}
# A count is a number of events: a thousand times as many say more, and a thousand more are no ratio of rates.
OF_WHOLE_COUNTS = {"rate_ratio"}
OF_A_TRUE_ZERO = {"rate_ratio", "poisson_ratio", "responders_relative"}
# Only the order of the values counts for these.
OF_RANKS = {"probability_of_superiority", "brunner_munzel", "mann_whitney", "proportional_odds"}

# ---- the registry's methods on two arms -------------------------------------------------------------------------------


def entries(measure: str, group: str) -> list[Method]:
    """Methods of a measure that take its arms (a family takes P values instead)."""
    costly = group == "costly"
    return [e for e in REGISTRY if measure in e.measures and e.function and (e.name in COSTLY) == costly]


CASES = [(m, group) for m in EVERY for group in EXAMPLES if entries(m, group)]


def every_estimate(
    measure: str, group: str, arms: Arms, *others: Arms
) -> Iterator[tuple[Method, list[Estimate]]]:
    """What each method that applies says of the arms, beside what it says of their other versions."""
    for entry in entries(measure, group):
        if applies(entry, arms):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                rows = [estimates(entry, version) for version in (arms, *others)]
            for found in zip(*rows, strict=True):
                yield entry, list(found)


def of_every_kind(test: Callable[..., None]) -> Callable[..., None]:
    """The test on drawn arms of every measure, its costly methods on fewer of them."""

    @pytest.mark.parametrize(("measure", "group"), CASES)
    def drawn(measure: str, group: str) -> None:
        quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]

        @settings(
            max_examples=EXAMPLES[group],
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=quiet,
        )
        @given(arms_of_kind(measure), st.integers(0, 2**32 - 1))
        @example(ordinary(measure), 1)
        def hold(arms: Arms, number: int) -> None:
            wrong = list(test(measure, group, arms, number))
            assert wrong == []

        hold()

    drawn.__name__, drawn.__doc__ = test.__name__, test.__doc__
    return drawn


# ---- how two estimates compare ----------------------------------------------------------------------------------------


def same(one: Estimate, other: Estimate, floor: float) -> bool:
    """Equal but for rounding, with the same sizes and the same reason; ``floor`` is what is as good as 0."""
    if (one.reason, one.n_treated, one.n_control) != (other.reason, other.n_treated, other.n_control):
        return False
    slack = floor + CLOSE * _size(one)
    pairs = [(getattr(one, f), getattr(other, f), slack) for f in ("value", "low", "high")]
    return all(_near(*pair) for pair in [*pairs, (one.p_value, other.p_value, CLOSE)])


def _near(a: float | None, b: float | None, slack: float) -> bool:
    if a is None or b is None or math.isinf(a) or math.isinf(b):
        return a == b
    return abs(a - b) <= slack + CLOSE * abs(a)


def _size(e: Estimate) -> float:
    """By which rounding is judged: the width of a finite interval, or nothing."""
    return e.high - e.low if e.low is not None and math.isfinite(e.high - e.low) else 0.0


def as_good_as_zero(entry: Method, arms: Arms) -> float:
    """Rounding of a value that is 0: of sums of the values, or of numbers around 1."""
    largest = np.nanmax(np.abs(np.concatenate([arms.treated, arms.control, [0.0]])))
    return 1e-12 * float(largest) if entry.scale == "unit" else 1e-9


def mapped(e: Estimate, rule: Callable[[float], float]) -> Estimate:
    """Value and limits under a rule, the limits in order again."""
    if e.value is None:
        return e
    limits = sorted(map(rule, (e.low, e.high))) if e.low is not None else (None, None)
    return replace(e, value=rule(e.value), low=limits[0], high=limits[1])


def exchanged(entry: Method, arms: Arms, e: Estimate) -> Estimate:
    """What the estimate of the swapped arms must be."""
    distance = entry.scale == "sd" and arms.levels > 2
    rule = {"ratio": inverted, "probability": lambda x: 1 - x}.get(entry.scale, lambda x: -x)
    if entry.name in SYMMETRIC or distance:
        rule = float
    return replace(mapped(e, rule), n_treated=e.n_control, n_control=e.n_treated)


def inverted(ratio: float) -> float:
    return 1 / ratio if ratio else math.inf


def rescaled(arms: Arms, factor: float, shift: float) -> Arms:
    """The same patients measured in another unit, or from another zero."""
    every = [f.name for f in fields(Arms)]
    measured = [
        n for n in every if n in ("treated", "control") or n.endswith(("_baseline", "_course", "_within"))
    ]
    lengths = ["margin", "mcid", "tau"]
    values = {n: getattr(arms, n) for n in [*measured, *lengths] if getattr(arms, n) is not None}
    return replace(arms, **{n: x * factor + (0 if n in lengths else shift) for n, x in values.items()})


def restretched(arms: Arms) -> Arms:
    """Every value replaced by the square of its rank among all distinct ones."""
    both = np.concatenate([arms.treated, arms.control])
    known = np.unique(both[~np.isnan(both)])
    sides = (
        np.where(np.isnan(x), np.nan, np.searchsorted(known, x) ** 2.0) for x in (arms.treated, arms.control)
    )
    return replace(arms, **dict(zip(("treated", "control"), sides, strict=True)))


def reordered(arms: Arms, number: int) -> Arms:
    """The same patients in another order."""
    rng, moved = np.random.default_rng(number), {}
    for side in ("treated", "control"):
        order = rng.permutation(len(getattr(arms, side)))
        names = [f.name for f in fields(Arms) if f.name.startswith(side)]
        moved |= {n: getattr(arms, n)[order] for n in names if getattr(arms, n) is not None}
    return replace(arms, **moved)


# ---- the properties ---------------------------------------------------------------------------------------------------


def unsound(entry: Method, arms: Arms, e: Estimate) -> list[str]:
    """What is not as an estimate must be, beyond the shape that it checks itself."""
    numbers = [x for x in (e.value, e.low, e.high, e.conf_level, e.p_value) if x is not None]
    span = {
        "probability": (0, 1),
        "ratio": (0, math.inf),
        "count": (1, math.inf),
        "proportion": (-1, 1),
        "share": (0, 1),
        "correlation": (-math.inf, 1),
    }
    least, most = span.get(entry.scale, (-math.inf, math.inf))
    rules = {
        "a number that is no plain float": all(type(x) is float and not math.isnan(x) for x in numbers),
        "a size that is no plain integer": all(type(n) is int for n in (e.n_treated, e.n_control)),
        "sizes beyond the arms": e.n_treated <= len(arms.treated) and e.n_control <= len(arms.control),
        "a reason that is none": e.reason == e.reason.strip(" .") and bool(e.reason or numbers),
        "P outside of [0, 1]": e.p_value is None or 0 <= e.p_value <= 1,
        "a P where a value is asked for": (entry.scale != "p") or e.value is None,
        "a value out of range": e.value is None or least <= e.value <= most,
        "an infinite value": e.value is None
        or math.isfinite(e.value)
        or entry.scale == "ratio"
        or _told_apart(entry, arms),
        "an interval without the estimate": e.low is None or e.low <= e.value <= e.high,
        "another level": e.conf_level in (None, LEVEL if entry.when != "margin" else 1 - 2 * arms.alpha),
    }
    return [f"{entry.name}: {rule} ({e})" for rule, holds in rules.items() if not holds]


def _told_apart(entry: Method, arms: Arms) -> bool:
    """Arms without a value in common, whose standardised difference has no end."""
    treated, control = (set(side.tolist()) for side in arms.complete())
    return entry.name.startswith("smd") and not treated & control


@of_every_kind
def test_every_estimate_is_sound(measure, group, arms, number):
    """No exception, no warning, no nan; P in [0, 1]; the interval holds the estimate; no estimate without a reason."""
    for entry, (e,) in every_estimate(measure, group, arms):
        yield from unsound(entry, arms, e)


@of_every_kind
def test_swapping_the_arms(measure, group, arms, number):
    """Differences change sign, ratios are inverted, a probability becomes the other; P and reason stay."""
    for entry, (e, swapped) in every_estimate(measure, group, arms, arms.swapped()):
        if entry.when not in OF_ONE_ARM and entry.name not in OF_THE_CONTROL_ARM:
            expected = exchanged(entry, arms, e)
            if not same(expected, swapped, as_good_as_zero(entry, arms)):
                yield f"{entry.name}: {swapped} instead of {expected}"


@of_every_kind
def test_the_order_of_the_rows(measure, group, arms, number):
    for entry, (e, other) in every_estimate(measure, group, arms, reordered(arms, number)):
        if not same(e, other, as_good_as_zero(entry, arms)):
            yield f"{entry.name}: {other} instead of {e}"


@of_every_kind
def test_another_unit(measure, group, arms, number):
    """Values times 1000: what is in the unit of the values grows with them, nothing else changes."""
    if measure not in (*AVERAGED, "time"):
        return
    larger = rescaled(arms, 1000, 0)
    for entry, (e, other) in every_estimate(measure, group, arms, larger):
        expected = mapped(e, lambda x: 1000 * x) if entry.scale == "unit" else e
        if entry.name not in OF_WHOLE_COUNTS and not same(expected, other, as_good_as_zero(entry, larger)):
            yield f"{entry.name}: {other} instead of {expected}"


@of_every_kind
def test_another_zero(measure, group, arms, number):
    """Values moved by one or by a million of their steps: no difference of values changes, nor does a tie."""
    if measure not in AVERAGED:
        return
    moved = rescaled(arms, 1, (1, 999_999.7)[number % 2] * arms.mcid / 2)
    for entry, (e, other) in every_estimate(measure, group, arms, moved):
        # As good as 0 here: what is left of the digits of a difference.
        if entry.name not in OF_A_TRUE_ZERO and not same(e, other, 1e3 * as_good_as_zero(entry, moved)):
            yield f"{entry.name}: {other} instead of {e}"


@of_every_kind
def test_another_scale_in_the_same_order(measure, group, arms, number):
    """Values replaced by others in the same order: nothing that ranks alone decide changes."""
    for entry in entries(measure, group):
        if entry.name in OF_RANKS:
            (e,), (other,) = (estimates(entry, version) for version in (arms, restretched(arms)))
            if not same(e, other, as_good_as_zero(entry, arms)):
                yield f"{entry.name}: {other} instead of {e}"


@of_every_kind
def test_a_higher_level_gives_a_wider_interval(measure, group, arms, number):
    for entry in entries(measure, group):
        if applies(entry, arms) and entry.when != "margin":
            for inner, outer in zip(estimates(entry, arms, 0.8), estimates(entry, arms, LEVEL), strict=True):
                slack = CLOSE * _size(inner)
                known = inner.low is not None and outer.low is not None
                if known and not outer.low - slack <= inner.low <= inner.high <= outer.high + slack:
                    yield f"{entry.name}: {outer} does not hold {inner}"
                # A number needed to treat loses its interval at a level that no longer tells benefit from harm.
                if (
                    entry.name not in OF_A_LIMIT
                    and inner.value != outer.value
                    and None not in (inner.value, outer.value)
                ):
                    yield f"{entry.name}: {inner.value} at one level, {outer.value} at the other"


@of_every_kind
def test_interval_and_p_agree(measure, group, arms, number):
    """The tables above name the methods; one that gives both and is not there is not yet thought about."""
    level = (0.8, 0.9, LEVEL)[number % 3]
    for entry in entries(measure, group):
        for e in estimates(entry, arms, level) if applies(entry, arms) else []:
            if e.low is None or e.p_value is None:
                continue
            if entry.name not in SAME_INVERSION | OWN_INVERSION:
                yield f"{entry.name} is in no table of inversions"
            elif not agree(entry, arms, e, 1 - level):
                yield f"{entry.name} at {level}: P and interval differ ({e})"


def agree(entry: Method, arms: Arms, e: Estimate, alpha: float) -> bool:
    """Whether P and interval say the same; within rounding of the boundary either may be right."""
    if entry.when == "margin":
        alpha, bounds = arms.alpha, (arms.margin - e.high, e.low + arms.margin)
        distance, rejected = min(bounds), e.p_value < alpha
    else:
        null = NULL[entry.scale]
        distance, rejected = max(e.low - null, null - e.high), e.p_value < alpha
        if entry.name == "hodges_lehmann":
            return rejected if distance > 0 else not rejected or distance == 0
    size = _size(e) or 1.0
    close = abs(distance) <= 1e-9 * size or abs(e.p_value - alpha) <= 1e-9
    return close or (distance > 0) == rejected


@pytest.mark.parametrize("measure", EVERY)
def test_every_method_has_an_estimate_of_ordinary_arms(measure):
    """So that none of the properties above holds of a method only because it never says anything."""
    arms = ordinary(measure)
    ended = with_column(arms, "event", np.ones) if measure == "time" else arms  # nobody is censored
    silent = [
        entry.name
        for group in EXAMPLES
        for entry, both in every_estimate(measure, group, arms, ended)
        for e in [both[entry.when is Occasion.UNCENSORED]]
        if e.value is None and e.p_value is None
    ]
    assert silent == []


# ---- degenerate arms, by name -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", EVERY)
@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_arms_are_sound_either_way(name, measure):
    arms = DEGENERATE[name](measure)
    if measure not in AVERAGED and name != "two patients in each arm":
        arms = replace(arms, margin=None)  # two one-sided tests of risks take a second
    wrong = []
    for group in EXAMPLES:
        for entry, (e, other) in every_estimate(measure, group, arms, arms.swapped()):
            wrong += unsound(entry, arms, e) + unsound(entry, arms.swapped(), other)
            if entry.when not in OF_ONE_ARM and entry.name not in OF_THE_CONTROL_ARM:
                expected = exchanged(entry, arms, e)
                wrong += (
                    [] if same(expected, other, 1e-9) else [f"{entry.name}: {other} instead of {expected}"]
                )
    assert wrong == []


SAYS: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    ("no event, all tied", "binary"): (
        {"risk_difference", "newcombe", "fisher"},
        {"risk_ratio", "odds_ratio", "number_needed", "pearson", "boschloo", "e_value"},
    ),
    ("an event in all, all tied", "binary"): (
        {"risk_difference", "newcombe", "risk_ratio"},
        {"odds_ratio", "firth_odds_ratio", "number_needed", "pearson"},
    ),
    ("constant but different", "binary"): (
        {"risk_difference", "risk_ratio", "odds_ratio", "firth_odds_ratio", "number_needed", "fisher", "smd"},
        set(),
    ),
    ("no event, all tied", "count"): (
        {"paired_change", "responders"},
        {"rate_ratio", "poisson_ratio", "mean_difference", "hodges_lehmann", "bootstrap", "permutation"},
    ),
    ("constant but different", "continuous"): (  # the difference, without an interval
        {"permutation", "mean_difference", "ancova"},
        {"hedges_g", "brunner_munzel", "proportional_odds"},
    ),
    ("one patient in an arm", "continuous"): (
        {"hodges_lehmann", "permutation"},
        {"mean_difference", "bootstrap"},
    ),
    ("constant but different", "ordinal"): ({"mann_whitney"}, {"probability_of_superiority"}),
    ("all censored", "time"): (set(), {"restricted_mean_difference", "log_rank", "hazard_ratio"}),
}


@pytest.mark.parametrize(("name", "measure"), SAYS)
def test_what_can_be_estimated_of_degenerate_arms_is_and_nothing_else(name, measure):
    arms, (wanted, unwanted) = DEGENERATE[name](measure), SAYS[name, measure]
    given = {entry.name: entry.function(arms, LEVEL) for entry in REGISTRY if entry.name in wanted | unwanted}
    assert {n for n, e in given.items() if e.value is not None or e.p_value is not None} == wanted
    assert given.keys() == wanted | unwanted


def test_no_event_among_30_and_32_leaves_a_risk_difference_with_its_interval():
    """Both arms may still have had a risk of up to a tenth or so: the rule of three says 3/30 and 3/32 of one arm alone."""
    arms = DEGENERATE["no event, all tied"]("binary")
    for name in ("risk_difference", "newcombe"):
        (entry,) = (entry for entry in REGISTRY if entry.name == name)
        e = entry.function(arms, LEVEL)
        assert e.value == 0 and -0.12 < e.low < -0.1 and 0.1 < e.high < 0.12
