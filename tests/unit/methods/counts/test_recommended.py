"""The test that is recommended for two counts, by the smallest expected count."""

from __future__ import annotations

from itertools import product

import pytest
from scipy.stats.contingency import expected_freq

from twoarm.methods.counts.proportions import fisher_p
from twoarm.methods.counts.recommended import LEAST_EXPECTED, recommended_test, smallest_expected
from twoarm.methods.counts.two_by_two import n_minus_1


def test_the_smallest_expected_count_is_that_of_another_implementation():
    for n1, n2 in ((1, 1), (5, 9), (30, 32)):
        for x1, x2 in product(range(n1 + 1), range(n2 + 1)):
            expected = expected_freq([[x1, n1 - x1], [x2, n2 - x2]]).min()
            assert smallest_expected(x1, n1, x2, n2) == pytest.approx(expected, abs=1e-12)
    assert smallest_expected(0, 0, 3, 5) == 0


@pytest.mark.parametrize(
    ("table", "test"),
    [
        ((5, 60, 0, 64), n_minus_1),  # 2.4
        ((2, 10, 0, 10), n_minus_1),  # exactly 1
        ((1, 10, 0, 12), fisher_p),  # 0.45
        ((0, 10, 0, 12), fisher_p),
        ((10, 10, 12, 12), fisher_p),
    ],
)
def test_n_minus_1_leads_from_an_expected_count_of_one(table, test):
    assert recommended_test(*table) is test
    assert (smallest_expected(*table) >= LEAST_EXPECTED) == (test is n_minus_1)
