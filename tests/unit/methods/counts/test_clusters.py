"""Events nested in patients: against R and others, by hand, by their invariants, and at the edges."""

import itertools
import json
import warnings
from fractions import Fraction

import numpy as np
import pytest
from places import TESTS

from twoarm.errors import AnalysisError
from twoarm.methods.counts import clusters
from twoarm.methods.counts.clusters import cluster_permutation_p
from twoarm.methods.counts.proportions import fisher_p

FOLDER = TESTS / "reference"
REFERENCE = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))
CARRIED = json.loads((FOLDER / "carried_counts.json").read_text(encoding="utf-8"))


def published(inputs):
    """Ruptured balloons per patient of both arms."""
    ruptured = inputs["treated_patients_with_rupture"]
    return ruptured + [0] * (inputs["n_treated"] - len(ruptured)), [0] * inputs["n_control"]


def one_by_one(te, ce, tu, cu):
    """Every arrangement in turn, in fractions."""
    events, units, n = [*te, *ce], [*tu, *cu], len(te)

    def gap(chosen):
        inside = [sum(of[i] for i in chosen) for of in (events, units)]
        outside = sum(events) - inside[0], sum(units) - inside[1]
        return abs(Fraction(*map(int, inside)) - Fraction(*map(int, outside)))

    gaps = [gap(chosen) for chosen in itertools.combinations(range(len(events)), n)]
    return sum(g >= gaps[0] for g in gaps) / len(gaps)


@pytest.mark.parametrize("case", REFERENCE["cluster_permutation_p"])
def test_p_is_that_of_r(case):
    assert cluster_permutation_p(**case["inputs"]) == pytest.approx(case["value"], rel=1e-12)


@pytest.mark.parametrize("case", CARRIED["cluster_permutation_p"])
def test_p_of_the_published_ruptures(case):
    treated, control = published(case["inputs"])
    found = cluster_permutation_p(treated, control, 2, 2)
    assert found == pytest.approx(case["value"], rel=1e-12)
    assert cluster_permutation_p(treated, control) == found  # how many, when equally many, does not matter


def test_by_hand():
    # 20 ways to deal 2, 1, 0 | 0, 0, 0: both with events to the treated arm in 4, to the control arm in 4.
    assert cluster_permutation_p([2, 1, 0], [0, 0, 0]) == 8 / 20
    # 2 of 2 and 0 of 1 against 0 of 3: the share is 2/3 or, of the other way round, 0.
    assert cluster_permutation_p([2], [0, 0], [2], [1, 3]) == 1 / 3


@pytest.mark.parametrize("table", [(4, 30, 10, 32), (5, 30, 0, 32), (7, 9, 3, 14)])
def test_one_unit_per_patient_is_a_test_of_the_table_with_its_margins(table):
    """Ordered by the difference of shares, not by likelihood: Fisher's P where both order the tables alike."""
    x1, n1, x2, n2 = table
    found = cluster_permutation_p([1] * x1 + [0] * (n1 - x1), [1] * x2 + [0] * (n2 - x2))
    assert found == pytest.approx(fisher_p(*table), rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_the_count_of_sums_is_the_count_of_arrangements(seed):
    random = np.random.default_rng(seed)
    tu, cu = random.integers(1, 4, 4), random.integers(1, 4, 6)
    te, ce = random.binomial(tu, 0.5), random.binomial(cu, 0.2)
    te[0], ce[0] = tu[0], 0  # never all alike
    assert cluster_permutation_p(te, ce, tu, cu) == pytest.approx(one_by_one(te, ce, tu, cu), rel=1e-14)


def test_neither_the_order_of_the_arms_nor_of_the_patients_moves_p():
    random = np.random.default_rng(5)
    tu, cu = random.integers(1, 4, 12), random.integers(1, 4, 17)
    te, ce = random.binomial(tu, 0.4), random.binomial(cu, 0.2)
    found = cluster_permutation_p(te, ce, tu, cu)
    assert cluster_permutation_p(ce, te, cu, tu) == found
    order = random.permutation(12)
    assert cluster_permutation_p(te[order], ce[::-1], tu[order], cu[::-1]) == found
    assert cluster_permutation_p(3 * te, 3 * ce, 3 * tu, 3 * cu) == found


def test_who_misses_a_value_or_has_no_unit_is_not_dealt():
    whole = cluster_permutation_p([2, 1, 0], [0, 0, 1], [2, 2, 1], [3, 2, 2])
    assert (
        cluster_permutation_p([2, 1, np.nan, 0, 0], [0, 0, 1, 0], [2, 2, 2, 1, 0], [3, 2, 2, np.nan]) == whole
    )


def test_traps_3_and_7_a_model_with_an_empty_arm_is_certain_of_anything():
    """A logistic GEE with a robust variance converges to a P of 1e-300 where patients can be dealt to give 0.107."""
    from statsmodels.genmod.cov_struct import Independence
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_estimating_equations import GEE

    treated, control = [2, 2, 1] + [0] * 27, [0] * 32
    balloon = np.array([ball < count for count in treated + control for ball in range(2)], dtype=float)
    arm = np.repeat([1.0, 0.0], [60, 64])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = GEE(
            balloon,
            np.column_stack([np.ones(124), arm]),
            np.repeat(np.arange(62), 2),
            family=Binomial(),
            cov_struct=Independence(),
        )
        naive = model.fit(maxiter=200)
    assert naive.pvalues[1] < 1e-100
    assert cluster_permutation_p(treated, control) == pytest.approx(0.10735060814383923, rel=1e-12)


@pytest.mark.parametrize(
    "arms", [([], [1, 0]), ([1], []), ([0, 0], [0, 0, 0]), ([1, 1], [1, 1]), ([np.nan], [1, 0])]
)
def test_nothing_to_deal(arms):
    assert cluster_permutation_p(*arms) is None


def test_equal_shares_of_unequal_units_are_nothing_to_deal():
    assert cluster_permutation_p([1, 2], [3, 1], [2, 4], [6, 2]) is None
    assert cluster_permutation_p([0, 0], [0, 0], [2, 4], [6, 2]) is None


def test_one_patient_in_each_arm():
    assert cluster_permutation_p([1], [0], 2, 2) == 1.0


def test_many_patients_with_few_events_are_counted_and_more_than_can_be_are_not():
    rare = [1, 1, 1, 1, 2, 2], [1]
    n = 9_000
    found = cluster_permutation_p(*(arm + [0] * (n - len(arm)) for arm in rare))
    assert 0 < found < 0.2
    assert type(found) is float
    assert cluster_permutation_p([1, *[0] * clusters.MOST_PERMUTED], [0]) is None
    random = np.random.default_rng(0)
    assert cluster_permutation_p(*random.poisson(3.0, (2, 900))) is None


@pytest.mark.parametrize(
    "columns",
    [
        ([1, -1], [0]),
        ([0.5, 1], [0]),
        ([np.inf, 1], [0]),
        ([3, 1], [0], [2, 2], [2]),
        ([1, 1], [0], [2], [2]),
        ([1, 1], [0], 2),
    ],
)
def test_impossible_counts_are_refused(columns):
    with pytest.raises(AnalysisError):
        cluster_permutation_p(*columns)
