"""E-values: how strong confounding that nobody measured would have to be to explain a result away."""

from __future__ import annotations

import math

from twoarm.errors import AnalysisError
from twoarm.methods.estimate import exp_or_inf

# Log risk ratio per standard deviation of difference (Chinn's pi / sqrt(3), halved for a common outcome).
LOG_RATIO_PER_SD = 0.91


def e_value(ratio: float) -> float:
    """E-value of a ratio.

    Parameters
    ----------
    ratio : float
        A risk ratio, or what approximates one, >= 0; it may be infinite. One below 1 is inverted first.

    Returns
    -------
    float
        At least 1, a risk ratio: a confounder that is tied to both arm and outcome by risk ratios of this size each
        could move the ratio to 1, a weaker one could not. Infinite for 0 and for an infinite ratio.

    Raises
    ------
    AnalysisError
        The ratio is negative or nan.

    Notes
    -----
    R + sqrt(R (R - 1)) [1]_.

    References
    ----------
    .. [1] VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268-274.

    Examples
    --------
    >>> e_value(4 / 3), e_value(3 / 4)  # 4/3 + sqrt(4/3 * 1/3)
    (2.0, 2.0)
    """
    if not ratio >= 0:
        raise AnalysisError("A ratio is not negative", [f"ratio is {ratio}"])
    if ratio == 0 or math.isinf(ratio):
        return math.inf
    above = float(max(ratio, 1 / ratio))
    # Two roots, not the root of a product: the product of two large numbers would be infinite.
    return above + math.sqrt(above) * math.sqrt(above - 1)


def e_value_of_limit(low: float, high: float) -> float:
    """E-value of the limit of a ratio's interval that is nearer to 1; 1 where the interval includes 1.

    Parameters
    ----------
    low, high : float
        Limits of the interval of a ratio, 0 <= low <= high; ``high`` may be infinite.

    Returns
    -------
    float
        At least 1, a risk ratio.

    Raises
    ------
    AnalysisError
        The limits are out of order, negative or nan.

    Notes
    -----
    `e_value` of the limit [1]_.

    References
    ----------
    .. [1] VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268-274.

    Examples
    --------
    >>> e_value_of_limit(0.5, 1.2), e_value_of_limit(4 / 3, 5.0), e_value_of_limit(0.2, 0.75)
    (1.0, 2.0, 2.0)
    """
    if not 0 <= low <= high:
        raise AnalysisError("Limits of a ratio ascend from 0", [f"limits are {low} and {high}"])
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)


def ratio_of_smd(difference: float) -> float:
    """Risk ratio that approximates a standardised difference of means, so that it can have an E-value.

    Parameters
    ----------
    difference : float
        In standard deviations, treated minus control.

    Returns
    -------
    float
        A risk ratio, exp(0.91 d): above 1 where the difference is positive.

    Notes
    -----
    Takes the outcome as normal with one standard deviation and cut near its middle [1]_; table 2 of [2]_. The odds ratio
    of a difference is that of [3]_.

    References
    ----------
    .. [1] VanderWeele TJ. Epidemiology 2017;28:e57-e58.
    .. [2] VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268-274.
    .. [3] Chinn S. Stat Med 2000;19:3127-3131.

    Examples
    --------
    >>> round(ratio_of_smd(1.0), 4), ratio_of_smd(0.0)  # exp(0.91) and exp(0)
    (2.4843, 1.0)
    """
    return exp_or_inf(LOG_RATIO_PER_SD * difference)
