"""Every two-sided P of two counts that a reader may be given: one function per definition.

Each takes the events and the patients of the treated arm, then those of the control arm. Where nobody or everybody has
the event, or an arm is empty, none of them tests anything and all are None: the chi-square statistics are 0 over 0, the
conditional tests know a single table, the unconditional ones a statistic of 0, and of Firth's likelihood the penalty alone
is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps

from scipy import special

from twoarm.methods.counts import exact_unconditional
from twoarm.methods.counts.conditional import Conditional
from twoarm.methods.counts.exact_unconditional import AS_LIKELY
from twoarm.methods.counts.penalised import penalised_deviance
from twoarm.methods.counts.proportions import checked_table, chi_square_p, fisher_p, score_p

Definition = Callable[[int, int, int, int], float | None]


def _of_two_outcomes(test: Definition) -> Definition:
    """The test, for tables in which both outcomes occur in patients of two arms; else None."""

    @wraps(test)
    def tested(x1: int, n1: int, x2: int, n2: int) -> float | None:
        x1, n1, x2, n2 = checked_table(x1, n1, x2, n2)
        if not (n1 and n2) or x1 + x2 in (0, n1 + n2):
            return None
        return test(x1, n1, x2, n2)

    return tested


@_of_two_outcomes
def pearson(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's chi-square test without correction.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    One degree of freedom [1]_.

    References
    ----------
    .. [1] Pearson K. Philos Mag 1900;50:157-175.

    Examples
    --------
    >>> round(pearson(10, 20, 5, 20), 12)  # 4 cells, 2.5 from 7.5 or 12.5: chi-square 8/3
    0.10247043486
    """
    return chi_square_p([x1, n1 - x1], [x2, n2 - x2])


@_of_two_outcomes
def n_minus_1(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's chi-square test with the statistic times (N - 1) / N.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    One degree of freedom [1]_; for which tables it is recommended [2]_.

    References
    ----------
    .. [1] Pearson ES. Biometrika 1947;34:139-167.
    .. [2] Campbell I. Stat Med 2007;26:3661-3675.

    Examples
    --------
    >>> math.isclose(n_minus_1(10, 20, 5, 20), special.chdtrc(1, 8 / 3 * 39 / 40))  # Pearson's is 8/3
    True
    """
    n = n1 + n2
    statistic = (x1 * n2 - x2 * n1) ** 2 * (n - 1) / (n1 * n2 * (x1 + x2) * (n - x1 - x2))
    return float(special.chdtrc(1, statistic))


@_of_two_outcomes
def likelihood_ratio(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test (G test).

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    Twice the sum of observed times log(observed / expected), on one degree of freedom [1]_.

    References
    ----------
    .. [1] Wilks SS. Ann Math Stat 1938;9:60-62.

    Examples
    --------
    >>> math.isclose(likelihood_ratio(1, 1, 0, 1), special.chdtrc(1, 4 * math.log(2)))  # two cells of 1, half expected
    True
    """
    return _contingency(x1, n1, x2, n2, correction=False, lambda_="log-likelihood")


@_of_two_outcomes
def likelihood_ratio_yates(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test of the counts moved half a patient towards their expectation.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The test of `likelihood_ratio` [1]_ after Yates's correction [2]_; a count nearer than half a patient is moved to its
    expectation.

    References
    ----------
    .. [1] Wilks SS. Ann Math Stat 1938;9:60-62.
    .. [2] Yates F. Suppl J R Stat Soc 1934;1:217-235.

    Examples
    --------
    Counts 2, 0, 0 and 2 become 1.5, 0.5, 0.5 and 1.5, where 1 is expected.

    >>> math.isclose(likelihood_ratio_yates(2, 2, 0, 2), special.chdtrc(1, 6 * math.log(1.5) + 2 * math.log(0.5)))
    True
    """
    return _contingency(x1, n1, x2, n2, correction=True, lambda_="log-likelihood")


@_of_two_outcomes
def yates(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's chi-square test with Yates's correction for continuity.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The counts are moved half a patient towards their expectation [1]_, and no further than to it.

    References
    ----------
    .. [1] Yates F. Suppl J R Stat Soc 1934;1:217-235.

    Examples
    --------
    >>> math.isclose(yates(2, 2, 0, 2), special.chdtrc(1, 1.0))  # 4 cells, 0.5 from 1
    True
    """
    return _contingency(x1, n1, x2, n2, correction=True)


@_of_two_outcomes
def fisher(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Fisher's exact test: all tables with these margins that are no likelier than the one seen.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    `proportions.fisher_p` [1]_, where there is something to test.

    References
    ----------
    .. [1] Fisher RA. J R Stat Soc 1935;98:39-82.

    Examples
    --------
    >>> round(fisher(3, 3, 0, 3), 12)  # two of 20 tables
    0.1
    """
    return fisher_p(x1, n1, x2, n2)


@_of_two_outcomes
def fisher_doubled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Twice the smaller one-sided P of Fisher's test, 1 at most.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The one that goes with the exact interval of the odds ratio [1]_.

    References
    ----------
    .. [1] Fay MP. Biostatistics 2010;11:373-374.

    Examples
    --------
    >>> round(fisher_doubled(3, 3, 0, 3), 12)  # one of 20 tables lies as far on this side
    0.1
    """
    return min(1.0, 2 * math.exp(min(Conditional.of(x1, n1, x2, n2).log_tails(0.0))))


@_of_two_outcomes
def fisher_mid_p(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Fisher's test with the tables as likely as the one seen counted half.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    Lancaster's mid-P [1]_.

    References
    ----------
    .. [1] Lancaster HO. J Am Stat Assoc 1961;56:223-234.

    Examples
    --------
    >>> round(fisher_mid_p(3, 3, 0, 3), 12)  # two of 20 tables, half of each
    0.05
    """
    given = Conditional.of(x1, n1, x2, n2)
    chances = given.chances()
    seen = chances[given.seen - given.events[0]]
    up_to, below = (
        float(chances[chosen].sum()) for chosen in (chances <= seen * AS_LIKELY, chances * AS_LIKELY < seen)
    )
    return min(1.0, (up_to + below) / 2)


@_of_two_outcomes
def fisher_mid_p_doubled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Twice the smaller one-sided mid-P of Fisher's test: the table seen is counted half.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    Lancaster's mid-P of one side [1]_, doubled.

    References
    ----------
    .. [1] Lancaster HO. J Am Stat Assoc 1961;56:223-234.

    Examples
    --------
    >>> round(fisher_mid_p_doubled(3, 3, 0, 3), 12)  # half of one of 20 tables, twice
    0.05
    """
    given = Conditional.of(x1, n1, x2, n2)
    seen = float(given.chances()[given.seen - given.events[0]])
    return min(1.0, 2 * (math.exp(min(given.log_tails(0.0))) - seen / 2))


@_of_two_outcomes
def score(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Score test of Miettinen and Nurminen of a risk difference of 0.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    `proportions.score_p` [1]_, where there is something to test. At a difference of 0 its squared statistic is that of
    `n_minus_1`.

    References
    ----------
    .. [1] Miettinen O, Nurminen M. Stat Med 1985;4:213-226.

    Examples
    --------
    >>> math.isclose(score(10, 20, 5, 20), n_minus_1(10, 20, 5, 20))
    True
    """
    return score_p(x1, n1, x2, n2)


@_of_two_outcomes
def firth(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test of Firth's penalised logistic regression on the arm.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Events and patients of the treated arm, then of the control arm; 0 <= x <= n.

    Returns
    -------
    float or None
        Two-sided P, in [0, 1]; None with an empty arm, or where nobody or everybody has the event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    `penalised.penalised_deviance` at an odds ratio of 1, on one degree of freedom [1]_ [2]_.

    References
    ----------
    .. [1] Firth D. Biometrika 1993;80:27-38.
    .. [2] Heinze G, Schemper M. Stat Med 2002;21:2409-2419.

    Examples
    --------
    Half a patient in each cell makes 1, 0, 0 and 1 to 1.5, 0.5, 0.5 and 1.5, where 1 is expected.

    >>> math.isclose(firth(1, 1, 0, 1), special.chdtrc(1, 6 * math.log(1.5) + 2 * math.log(0.5)))
    True
    """
    return float(special.chdtrc(1, penalised_deviance(0.0, x1, n1, x2, n2)))


def _contingency(x1: int, n1: int, x2: int, n2: int, **how: object) -> float:
    from scipy.stats import chi2_contingency

    return float(chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], **how).pvalue)


TWO_SIDED_TESTS: dict[str, Definition] = {
    "pearson": pearson,
    "n_minus_1": n_minus_1,
    "likelihood_ratio": likelihood_ratio,
    "likelihood_ratio_yates": likelihood_ratio_yates,
    "yates": yates,
    "fisher": fisher,
    "fisher_doubled": fisher_doubled,
    "fisher_mid_p": fisher_mid_p,
    "fisher_mid_p_doubled": fisher_mid_p_doubled,
    "barnard_pooled": _of_two_outcomes(exact_unconditional.barnard_pooled),
    "barnard_unpooled": _of_two_outcomes(exact_unconditional.barnard_unpooled),
    "boschloo_doubled": _of_two_outcomes(exact_unconditional.boschloo_doubled),
    "boschloo": _of_two_outcomes(exact_unconditional.boschloo),
    "score": score,
    "firth": firth,
}
