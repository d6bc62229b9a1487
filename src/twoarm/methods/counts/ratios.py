"""Ratios of two arms: of their risks, of their odds by two methods, and patients per event spared or caused."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from twoarm.methods.counts.conditional import Conditional
from twoarm.methods.counts.penalised import penalised_deviance, penalised_log_odds
from twoarm.methods.counts.proportions import checked_table, risk_difference
from twoarm.methods.counts.score_tests import ratio_score
from twoarm.methods.estimate import Estimate, checked_level, tail_quantile

NO_EVENT = "no event in either arm"
ALL_EVENTS = "an event in every patient"


def risk_ratio(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Ratio of two risks with the score interval of Koopman and its own test.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Risk of the treated over risk of the control arm: 0 where only the control arm has events, infinite where only
        the treated arm has. P is that of the score test of ratio 1, which is Pearson's chi-square test, so that the
        interval excludes 1 exactly when P < 1 - conf_level. No estimate with an empty arm or without any event.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The limits are the ratios at which the score statistic equals the normal quantile, without a factor N / (N - 1) [1]_.

    References
    ----------
    .. [1] Koopman PAR. Biometrics 1984;40:513-517.

    Examples
    --------
    >>> risk_ratio(2, 10, 4, 10, 0.95).value
    0.5
    """
    table = x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    reason = _reason(*table, needs_spared=False)
    if reason:
        return Estimate.none(reason, n1, n2)
    reach = tail_quantile(conf_level)
    start = _smoothed(x1, n1) - _smoothed(x2, n2)
    low = _ratio_where(lambda t: reach - ratio_score(math.exp(t), *table), start) if x1 else 0.0
    high = _ratio_where(lambda t: -reach - ratio_score(math.exp(t), *table), start) if x2 else math.inf
    z = ratio_score(1.0, *table)
    p_value = 2 * float(special.ndtr(-abs(z)))
    value = x1 * n2 / (x2 * n1) if x2 else math.inf
    return Estimate(value, low, high, float(conf_level), p_value, n1, n2, statistic=z)


def odds_ratio(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Conditional maximum likelihood odds ratio with its exact interval and the doubled one-sided Fisher P.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Odds of the treated over odds of the control arm, given how many events there are; 0 or infinite where the
        treated arm has as few or as many of them as it can. The interval excludes 1 exactly when P < 1 - conf_level.
        No estimate with an empty arm, without any event, or where every patient has it.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    The limits are the odds ratios at which each tail of the noncentral hypergeometric distribution holds half of
    1 - conf_level [1]_; why the doubled P and not the usual one belongs to this interval stands in [2]_. Works on arrays no
    longer than the smaller arm and one.

    References
    ----------
    .. [1] Cornfield J. Proc Third Berkeley Symp 1956;4:135-148.
    .. [2] Fay MP. Biostatistics 2010;11:373-374.

    Examples
    --------
    >>> estimate = odds_ratio(1, 1, 0, 1, 0.95)  # at an odds ratio r, the event is here with r / (1 + r)
    >>> estimate.value, round(estimate.low, 12), estimate.p_value
    (inf, 0.025641025641, 1.0)
    """
    table = x1, n1, _, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    reason = _reason(*table)
    if reason:
        return Estimate.none(reason, n1, n2)
    given, log_tail = Conditional.of(*table), math.log((1 - checked_level(conf_level)) / 2)
    start = penalised_log_odds(*table)
    value, low, high = 0.0, 0.0, math.inf
    if x1 > given.events[0]:
        low = _ratio_where(lambda t: given.log_tails(t)[1] - log_tail, start)
        value = math.inf
    if x1 < given.events[-1]:
        high = _ratio_where(lambda t: log_tail - given.log_tails(t)[0], start)
        value = _ratio_where(lambda t: given.mean(t) - x1, start) if value else 0.0
    p_value = min(1.0, 2 * math.exp(min(given.log_tails(0.0))))
    return Estimate(value, low, high, float(conf_level), p_value, n1, n2)


def firth_odds_ratio(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Odds ratio of Firth's penalised likelihood with its profile interval and likelihood ratio test.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        Odds of the treated over odds of the control arm, always finite. The interval excludes 1 exactly when
        P < 1 - conf_level. No estimate with an empty arm, without any event, or where every patient has it: there
        only the penalty would speak.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    Logistic regression on the arm [1]_ [2]_. In a 2x2 table the estimate is the odds ratio with half a patient added to each
    cell, and a fit without libraries.

    References
    ----------
    .. [1] Firth D. Biometrika 1993;80:27-38.
    .. [2] Heinze G, Schemper M. Stat Med 2002;21:2409-2419.

    Examples
    --------
    >>> round(firth_odds_ratio(1, 1, 0, 1, 0.95).value, 12)  # (1.5 * 1.5) / (0.5 * 0.5)
    9.0
    """
    table = _, n1, _, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    reason = _reason(*table)
    if reason:
        return Estimate.none(reason, n1, n2)
    reach, best = tail_quantile(conf_level) ** 2, penalised_log_odds(*table)

    def loss(t: float) -> float:
        return math.copysign(penalised_deviance(t, *table), t - best)

    low = _ratio_where(lambda t: loss(t) + reach, best)
    high = _ratio_where(lambda t: loss(t) - reach, best)
    statistic = abs(loss(0.0))
    p_value, level = float(special.chdtrc(1, statistic)), float(conf_level)
    return Estimate(math.exp(best), low, high, level, p_value, n1, n2, statistic=statistic, df=1.0)


def number_needed(
    events_treated: int, n_treated: int, events_control: int, n_control: int, conf_level: float = 0.95
) -> Estimate:
    """Patients to treat for one event more (positive) or fewer (negative): 1 over the risk difference.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.

    Returns
    -------
    Estimate
        In patients. Limits are 1 over those of the Miettinen-Nurminen interval where that excludes 0; else they would
        run through infinity, from benefit to harm, and the value stands without limits and with the reason. No P: the
        risk difference has it. No estimate where the risks are equal or an arm is empty.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    How such an interval is read stands in [1]_.

    References
    ----------
    .. [1] Altman DG. BMJ 1998;317:1309-1312.

    Examples
    --------
    >>> round(number_needed(2, 10, 4, 10, 0.95).value, 12)
    -5.0
    """
    table = x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    difference = risk_difference(*table, conf_level)
    if difference.interval is None:
        return difference
    if x1 * n2 == x2 * n1:
        return Estimate.none("no difference in risk", n1, n2)
    value = n1 * n2 / (x1 * n2 - x2 * n1)
    low, high = difference.interval
    if low <= 0 <= high:
        return Estimate(value, n_treated=n1, n_control=n2, reason="interval passes through infinity")
    return Estimate(value, 1 / high, 1 / low, difference.conf_level, n_treated=n1, n_control=n2)


def _reason(x1: int, n1: int, x2: int, n2: int, needs_spared: bool = True) -> str:
    """Why there is no ratio; empty where there is one."""
    if not (n1 and n2):
        return "empty arm"
    if not x1 + x2:
        return NO_EVENT
    return ALL_EVENTS if needs_spared and x1 + x2 == n1 + n2 else ""


def _smoothed(events: int, n: int) -> float:
    """Logarithm of a risk that is never 0: where a search begins."""
    return math.log((events + 0.5) / (n + 1))


def _ratio_where(rising: Callable[[float], float], start: float) -> float:
    """The ratio at whose logarithm a rising function is 0; looked for on both sides of ``start``."""
    from scipy.optimize import brentq

    below = above = start
    step = 1.0
    while rising(below) > 0:
        below, step = below - step, 2 * step
    step = 1.0
    while rising(above) < 0:
        above, step = above + step, 2 * step
    return math.exp(brentq(rising, below, above, xtol=1e-14))
