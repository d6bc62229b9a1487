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
    def tested(events_treated: int, n_treated: int, events_control: int, n_control: int) -> float | None:
        x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
        if not (n1 and n2) or x1 + x2 in (0, n1 + n2):
            return None
        return test(x1, n1, x2, n2)

    return tested


@_of_two_outcomes
def pearson(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's chi-square test without correction (1900).

    Examples
    --------
    >>> round(pearson(10, 20, 5, 20), 12)  # 4 cells, 2.5 from 7.5 or 12.5: chi-square 8/3
    0.10247043486
    """
    return chi_square_p([x1, n1 - x1], [x2, n2 - x2])


@_of_two_outcomes
def n_minus_1(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's statistic times (N - 1) / N. Campbell I. Stat Med 2007;26:3661-3675."""
    n = n1 + n2
    statistic = (x1 * n2 - x2 * n1) ** 2 * (n - 1) / (n1 * n2 * (x1 + x2) * (n - x1 - x2))
    return float(special.chdtrc(1, statistic))


@_of_two_outcomes
def likelihood_ratio(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test (G test)."""
    return _contingency(x1, n1, x2, n2, correction=False, lambda_="log-likelihood")


@_of_two_outcomes
def likelihood_ratio_yates(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test of the counts moved half a patient towards their expectation."""
    return _contingency(x1, n1, x2, n2, correction=True, lambda_="log-likelihood")


@_of_two_outcomes
def yates(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Pearson's chi-square test with Yates's correction for continuity (1934)."""
    return _contingency(x1, n1, x2, n2, correction=True)


@_of_two_outcomes
def fisher(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Fisher's exact test: all tables with these margins that are no likelier than the one seen."""
    return fisher_p(x1, n1, x2, n2)


@_of_two_outcomes
def fisher_doubled(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Twice the smaller one-sided P of Fisher's test: the one that goes with the exact interval of the odds ratio.

    Examples
    --------
    >>> round(fisher_doubled(3, 3, 0, 3), 12)  # one of 20 tables lies as far on this side
    0.1
    """
    return min(1.0, 2 * math.exp(min(Conditional.of(x1, n1, x2, n2).log_tails(0.0))))


@_of_two_outcomes
def fisher_mid_p(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Fisher's test with the tables as likely as the one seen counted half. Lancaster HO. JASA 1961;56:223-234.

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
    """Twice the smaller one-sided mid-P of Fisher's test: the table seen is counted half."""
    given = Conditional.of(x1, n1, x2, n2)
    seen = float(given.chances()[given.seen - given.events[0]])
    return min(1.0, 2 * (math.exp(min(given.log_tails(0.0))) - seen / 2))


@_of_two_outcomes
def score(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Score test of Miettinen and Nurminen (1985) of a risk difference of 0."""
    return score_p(x1, n1, x2, n2)


@_of_two_outcomes
def firth(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """Likelihood ratio test of Firth's penalised logistic regression on the arm."""
    return float(special.chdtrc(1, penalised_deviance(0.0, x1, n1, x2, n2)))


def _contingency(x1: int, n1: int, x2: int, n2: int, **how: object) -> float:
    from scipy.stats import chi2_contingency

    return float(chi2_contingency([[x1, n1 - x1], [x2, n2 - x2]], **how).pvalue)


DEFINITIONS: dict[str, Definition] = {
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
