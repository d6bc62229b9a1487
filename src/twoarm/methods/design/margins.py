"""Equivalence by two one-sided tests: whether an interval lies within a margin on either side of no difference."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from twoarm.errors import ParameterError
from twoarm.methods.estimate import Estimate

# The least alpha that is told from 0: the level 1 - 2 alpha has no finer steps near 1.
LEAST = 1.2e-16


def equivalence(interval_at: Callable[[float], Estimate], margin: float, alpha: float) -> Estimate:
    """Two one-sided tests of any method that gives an interval at every level.

    Parameters
    ----------
    interval_at : callable
        The estimate at a confidence level in (0, 1); its intervals must be nested. No difference is 0 on its scale.
    margin : float
        Largest difference that does not matter, in the unit of the estimate; above 0 and finite.
    alpha : float
        Of each one-sided test, in (0, 0.5); 0.05 asks for the 90% interval.

    Returns
    -------
    Estimate
        The value and its interval at 1 - 2 alpha. P is the larger of the two one-sided ones: the smallest alpha at
        which the 1 - 2 alpha interval lies strictly between the margins, so that P < alpha shows equivalence. It is
        found to within 5e-16. For an estimate beyond a margin P is above 0.5: one less the smallest alpha at which
        the whole interval lies beyond it. 0.5 where no interval settles it: the estimate stands on a margin, or the
        method's test has steps. None where the method has no estimate or no interval, with its reason.

    Raises
    ------
    ParameterError
        The margin is not above 0 and finite, or alpha not in (0, 0.5).

    Notes
    -----
    Two one-sided tests at alpha show equivalence exactly when the interval at 1 - 2 alpha lies within the margin [1]_.

    References
    ----------
    .. [1] Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657-680.

    Examples
    --------
    >>> from twoarm.methods.estimate import wald_estimate
    >>> found = equivalence(lambda level: wald_estimate(1.0, 1.0, level, 30, 32), 3.0, 0.05)
    >>> round(found.p_value, 6), round(found.high, 4)  # the normal tail beyond (3 - 1) / 1
    (0.02275, 2.6449)
    """
    _check(margin, alpha)
    level = 1 - 2 * alpha
    estimate = interval_at(level)
    if estimate.value is None or estimate.interval is None:
        reason = estimate.reason or "no interval"
        return Estimate.none(reason, estimate.n_treated, estimate.n_control)
    if abs(estimate.value) < margin:
        p_value = _smallest_alpha(interval_at, lambda low, high: min(low, -high) / margin + 1)
    else:
        p_value = 1 - _smallest_alpha(interval_at, lambda low, high: max(low, -high) / margin - 1)
    return replace(estimate, conf_level=level, p_value=p_value, statistic=None, df=None)


def smallest_margin(interval: Estimate) -> float | None:
    """The limit of an interval that is farther from 0: every wider margin shows equivalence at its level.

    Parameters
    ----------
    interval : Estimate
        At 1 - 2 alpha: the 90% interval for one-sided tests at 5%.

    Returns
    -------
    float or None
        In the unit of the estimate, >= 0; None where there is no interval or a limit is infinite.

    Notes
    -----
    The larger of the limits' sizes, since equivalence is an interval that lies within the margin [1]_.

    References
    ----------
    .. [1] Schuirmann DJ. J Pharmacokinet Biopharm 1987;15:657-680.

    Examples
    --------
    >>> smallest_margin(Estimate(-1.0, -4.0, 2.0, 0.9))
    4.0
    """
    if interval.low is None or interval.high is None:
        return None
    margin = max(abs(interval.low), abs(interval.high))
    return margin if math.isfinite(margin) else None


def _smallest_alpha(interval_at: Callable[[float], Estimate], room: Callable[[float, float], float]) -> float:
    """Smallest alpha up to 0.5 from which on the limits at 1 - 2 alpha leave room, in margins; 0.5 if they never do."""
    from scipy.optimize import brentq

    def left(alpha: float) -> float:
        found = interval_at(1 - 2 * alpha)
        if found.low is not None and found.high is not None:
            return _within_one(room(found.low, found.high))
        # A level too high for the method shows nothing; at one too low the limits would close up on the value.
        return -1.0 if alpha < 0.25 or found.value is None else _within_one(room(found.value, found.value))

    first, last = LEAST, 0.5 - LEAST
    if left(last) <= 0:
        return 0.5
    return first if left(first) > 0 else float(brentq(left, first, last, xtol=4 * LEAST, rtol=8 * LEAST))


def _within_one(x: float) -> float:
    return min(1.0, max(-1.0, x))


def _check(margin: float, alpha: float) -> None:
    if not (margin > 0 and math.isfinite(margin)):
        raise ParameterError("A margin must be above 0 and finite", [f"margin is {margin}"])
    if not 0 < alpha < 0.5:
        raise ParameterError(
            "The alpha of a one-sided test must lie between 0 and 0.5", [f"alpha is {alpha}"]
        )
