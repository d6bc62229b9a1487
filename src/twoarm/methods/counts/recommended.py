"""Which test of two counts is recommended, by the smallest count to be expected if the arms were alike."""

from __future__ import annotations

from twoarm.methods.counts.proportions import checked_table, fisher_p
from twoarm.methods.counts.two_by_two import Definition, n_minus_1

LEAST_EXPECTED = 1.0  # Campbell 2007
USUAL_EXPECTED = 5.0  # Cochran 1954, the rule of textbooks for Pearson's test


def smallest_expected(x1: int, n1: int, x2: int, n2: int) -> float:
    """The smallest of the four counts to be expected if both arms had the risk of all patients.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float
        In patients, or units; 0 with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The smaller arm times the rarer outcome, over all patients [1]_.

    References
    ----------
    .. [1] Cochran WG. Biometrics 1954;10:417-451.

    Examples
    --------
    >>> smallest_expected(3, 30, 0, 30), smallest_expected(10, 20, 5, 20)
    (1.5, 7.5)
    """
    x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
    events, patients = x1 + x2, n1 + n2
    return min(n1, n2) * min(events, patients - events) / patients if patients else 0.0


def recommended_test(x1: int, n1: int, x2: int, n2: int) -> Definition:
    """The test that is recommended for two counts of patients who were not matched.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    Definition
        `two_by_two.n_minus_1` where every expected count is at least 1, else `proportions.fisher_p`, which is the
        Fisher-Irwin test by Irwin's rule.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    By the rates of false alarms of seven tests in tables of all sizes [1]_.

    References
    ----------
    .. [1] Campbell I. Stat Med 2007;26:3661-3675.

    Examples
    --------
    >>> recommended_test(3, 30, 0, 30).__name__, recommended_test(1, 30, 0, 30).__name__
    ('n_minus_1', 'fisher_p')
    """
    return n_minus_1 if smallest_expected(x1, n1, x2, n2) >= LEAST_EXPECTED else fisher_p
