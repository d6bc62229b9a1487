"""What a study of this size can detect: told before any result, never from the difference that was seen.

Means are told in standard deviations, so nothing of the study enters but its sizes. Risks start from a risk of the control,
which the caller gives; in this report it is the one observed in the control arm, and the treated arm's is not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from twoarm.errors import AnalysisError, ParameterError
from twoarm.methods.design.power_of_tables import power_against
from twoarm.methods.estimate import tail_quantile

# The power that studies are planned for, by convention.
POWER = 0.8
_EXACT = {"xtol": 1e-14, "rtol": 1e-14}


def power_of_difference(difference: float, n_treated: int, n_control: int, alpha: float) -> float | None:
    """Power of Student's two-sided t test against a true standardised difference.

    Parameters
    ----------
    difference : float
        True difference of the means in standard deviations.
    n_treated, n_control : int
        Patients per arm.
    alpha : float
        Two-sided, in (0, 1).

    Returns
    -------
    float or None
        A probability in [alpha, 1]; None with fewer than two patients in an arm.

    Raises
    ------
    ParameterError
        ``alpha`` is not strictly between 0 and 1; it is not looked at with fewer than two patients in an arm.

    Notes
    -----
    Both tails of the noncentral t distribution [1]_, as statsmodels' TTestIndPower. Where the arms vary equally, Welch's
    test has the same power but for a fraction of a degree of freedom.

    References
    ----------
    .. [1] Cohen J. Statistical Power Analysis for the Behavioral Sciences. 2nd ed. 1988.

    Examples
    --------
    >>> round(power_of_difference(0.5, 64, 64, 0.05), 4)  # 0.80 in Cohen's table
    0.8015
    """
    if min(n_treated, n_control) < 2:
        return None
    return _power_of_difference(difference, n_treated, n_control, alpha)


def _power_of_difference(difference: float, n_treated: int, n_control: int, alpha: float) -> float:
    df = n_treated + n_control - 2
    bound = tail_quantile(1 - _share("alpha", alpha), df)
    shift = abs(difference) / math.sqrt(1 / n_treated + 1 / n_control)
    # The upper tail by symmetry: taken from 1 it would lose its digits where power is small.
    opposite = float(special.nctdtr(df, shift, -bound))
    # Far out in the opposite tail SciPy 1.17 gives nan, where the chance is below the resolution of the sum.
    return float(special.nctdtr(df, -shift, -bound)) + (0.0 if math.isnan(opposite) else opposite)


def detectable_difference(n_treated: int, n_control: int, alpha: float, power: float = POWER) -> float | None:
    """Smallest true difference of means, in standard deviations, that a t test detects with this power.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm.
    alpha : float
        Two-sided, in (0, 1).
    power : float, optional
        The power wanted, in (0, 1).

    Returns
    -------
    float or None
        In standard deviations, >= 0; 0 where alpha alone reaches the power. None with fewer than two patients in an arm.

    Raises
    ------
    ParameterError
        ``alpha`` or ``power`` is not strictly between 0 and 1; neither is looked at with fewer than two patients in an arm.

    Notes
    -----
    Where `power_of_difference` [1]_ is as wanted.

    References
    ----------
    .. [1] Cohen J. Statistical Power Analysis for the Behavioral Sciences. 2nd ed. 1988.

    Examples
    --------
    >>> round(detectable_difference(64, 64, 0.05), 2)
    0.5
    """
    from scipy.optimize import brentq

    if min(n_treated, n_control) < 2:
        return None
    if _share("power", power) <= _share("alpha", alpha):
        return 0.0

    def lack(difference: float) -> float:
        return _power_of_difference(difference, n_treated, n_control, alpha) - power

    upper = math.sqrt(1 / n_treated + 1 / n_control)
    while lack(upper) < 0:
        upper *= 2
    return float(brentq(lack, 0.0, upper, **_EXACT))


def power_of_risks(
    treated_risk: float,
    control_risk: float,
    n_treated: int,
    n_control: int,
    alpha: float,
    test: str = "fisher",
) -> float | None:
    """Power of a two-sided test of two proportions against two true risks.

    Parameters
    ----------
    treated_risk, control_risk : float
        True risks, in [0, 1].
    n_treated, n_control : int
        Patients per arm.
    alpha : float
        Two-sided, in (0, 1).
    test : {"fisher", "pearson"}, optional
        Fisher's exact test, or Pearson's chi-square test without correction.

    Returns
    -------
    float or None
        In [0, 1]. None with an empty arm; None in arms too large to enumerate where one of them, at the risk of the
        control, expects fewer than ten patients with or without the event.

    Raises
    ------
    AnalysisError
        A risk outside [0, 1], or a test of another name.
    ParameterError
        ``alpha`` is not strictly between 0 and 1.

    Notes
    -----
    Exact: the chance of all tables whose P is below alpha, (n1 + 1)(n2 + 1) of them. Beyond a million the normal
    approximation with the pooled error under no difference, which is Pearson's and which Fisher's then nears.

    Examples
    --------
    >>> round(power_of_risks(1.0, 0.5, 4, 4, 0.05), 6)  # 4/4 against 0/4 alone has P below 0.05: one of 16
    0.0625
    """
    _share("alpha", alpha)
    power = power_against(_risk(control_risk), n_treated, n_control, alpha, test)
    return None if power is None else power(_risk(treated_risk))


def detectable_risks(
    n_treated: int,
    n_control: int,
    control_risk: float,
    alpha: float,
    power: float = POWER,
    test: str = "fisher",
) -> tuple[float | None, float | None] | None:
    """Risks of the treated, below and above that of the control, that a two-sided test detects with this power.

    Parameters
    ----------
    n_treated, n_control : int
        Patients per arm.
    control_risk : float
        True risk of the control, in [0, 1].
    alpha : float
        Two-sided, in (0, 1).
    power : float, optional
        The power wanted, in (0, 1).
    test : {"fisher", "pearson"}, optional
        As for `power_of_risks`, which says what it costs.

    Returns
    -------
    tuple of (float or None), or None
        Risks in [0, 1] below and above; each None where not even a risk of 0 (or 1) is detected with this power. None in
        place of the tuple where `power_of_risks` has no power: not known, rather than not reached.

    Raises
    ------
    AnalysisError
        A risk outside [0, 1], or a test of another name.
    ParameterError
        ``alpha`` or ``power`` is not strictly between 0 and 1.

    Notes
    -----
    Where the power against a risk is as wanted; None, too, where alpha alone reaches it at the risk of the control.

    Examples
    --------
    >>> detectable_risks(3, 3, 0.5, 0.05)  # no table of three and three has P below 0.05
    (None, None)
    """
    _share("alpha", alpha)
    wanted = _share("power", power)
    reached = power_against(_risk(control_risk), n_treated, n_control, alpha, test)
    if reached is None:
        return None
    return _crossing(reached, wanted, control_risk, 0.0), _crossing(reached, wanted, control_risk, 1.0)


def _crossing(reached: Callable[[float], float], wanted: float, start: float, end: float) -> float | None:
    """The risk between start and end at which the power is as wanted."""
    from scipy.optimize import brentq

    if reached(end) < wanted or reached(start) >= wanted:
        return None
    return float(brentq(lambda risk: reached(risk) - wanted, start, end, **_EXACT))


def _risk(risk: float) -> float:
    if not 0 <= risk <= 1:
        raise AnalysisError("A risk lies between 0 and 1", [f"risk is {risk}"])
    return float(risk)


def _share(name: str, value: float) -> float:
    if not 0 < value < 1:
        raise ParameterError(f"The {name} must lie between 0 and 1", [f"{name} is {value}"])
    return float(value)
