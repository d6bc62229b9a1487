"""A random intercept per patient: restricted maximum likelihood in one ratio, and Satterthwaite's degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twoarm.faces import counts_only
from twoarm.methods.courses.exchangeable import Sums, generalised_least_squares, shrinkage, within_and_summed

# Between-patient over within-patient variance, searched from 0 (independent visits) to where nothing is left within.
_RATIOS = np.concatenate([[0.0], np.logspace(-6, 6, 49)])


@counts_only
@dataclass(frozen=True)
class RestrictedFit:
    """Generalised least squares at one ratio of the variances, and the restricted likelihood there.

    Attributes
    ----------
    ratio : float
        Variance between patients over that within, >= 0.
    inverse, inverse_slope : array of float, shape (p, p)
        Inverse of the information for a variance of 1 within patients, and its derivative by the ratio.
    coefficients : array of float, shape (p,)
        What is added to the coefficients of least squares, in units of ``Sums.unit``.
    variance : float
        Within patients, in units of ``Sums.unit`` squared.
    deviance : float
        Minus twice the logarithm of the restricted likelihood but for a constant, at the best variance within patients.
    slope : float
        Derivative of ``deviance`` by the ratio.
    curvature : array of float, shape (2, 2)
        Second derivatives of minus twice the log likelihood by (ratio, variance within).

    Notes
    -----
    One random intercept per patient [1]_.

    References
    ----------
    .. [1] Laird NM, Ware JH. Biometrics 1982;38:963-974.

    Examples
    --------
    Mean squares 14 / 2 / 4 within the patients and 26 / 2 / 4 between them: 1.75, and (3.25 - 1.75) / 2 / 1.75.

    >>> from twoarm.methods.courses.exchangeable import cross_products
    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> fit = most_likely(sums)
    >>> round(fit.variance, 6), round(fit.ratio, 6)
    (1.75, 0.428571)
    """

    ratio: float
    inverse: np.ndarray
    inverse_slope: np.ndarray
    coefficients: np.ndarray
    variance: float
    deviance: float
    slope: float
    curvature: np.ndarray


def _restricted_likelihood(sums: Sums, ratio: float) -> RestrictedFit:
    """The fit at this ratio with the derivatives of the restricted likelihood in closed form."""
    inverse, beta = generalised_least_squares(sums, ratio)
    scale = 1 + sums.visits * ratio
    first, second = 1 / scale**2, -2 * sums.visits / scale**3  # derivatives of the shrinkage
    turn, bend = (-np.tensordot(by, sums.summed, 1) for by in (first, second))  # of the information
    squares, left = within_and_summed(sums, beta)
    rest = squares - shrinkage(ratio, sums.visits) @ left
    pull = -first @ sums.moments - turn @ beta
    rest_slope = -first @ left
    rest_curve = -second @ left - 2 * pull @ inverse @ pull
    product = inverse @ turn
    log_slope = sums.patients @ (sums.visits / scale) + np.trace(product)
    log_curve = -sums.patients @ (sums.visits / scale) ** 2 + np.trace(inverse @ bend - product @ product)
    log_size = sums.patients @ np.log(scale) - np.linalg.slogdet(inverse)[1]
    variance = rest / sums.free
    cross = -rest_slope / variance**2
    return RestrictedFit(
        ratio=ratio,
        inverse=inverse,
        inverse_slope=-product @ inverse,
        coefficients=beta,
        variance=float(variance),
        deviance=float(log_size + sums.free * np.log(rest)),
        slope=float(log_slope + rest_slope / variance),
        curvature=np.array([[log_curve + rest_curve / variance, cross], [cross, sums.free / variance**2]]),
    )


def most_likely(sums: Sums) -> RestrictedFit | None:
    """The fit of highest restricted likelihood.

    Parameters
    ----------
    sums : Sums
        Cross products of the course.

    Returns
    -------
    RestrictedFit or None
        None where the patients do not vary within themselves.

    Notes
    -----
    Restricted maximum likelihood with one random intercept [1]_. Every fall that turns into a rise of the deviance along
    `_RATIOS` is followed to its root: the likelihood may have several tops. With one value per patient every ratio gives
    the same fit, and 0 is taken.

    References
    ----------
    .. [1] Laird NM, Ware JH. Biometrics 1982;38:963-974.

    Examples
    --------
    Mean squares 14 / 2 / 4 within the patients and 26 / 2 / 4 between them: 1.75, and (3.25 - 1.75) / 2 / 1.75.

    >>> from twoarm.methods.courses.exchangeable import cross_products
    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> fit = most_likely(sums)
    >>> round(fit.variance, 6), round(fit.ratio, 6)
    (1.75, 0.428571)
    """
    from scipy.optimize import brentq

    if not sums.patients[1:].any():
        return _restricted_likelihood(sums, 0.0)  # one value per patient: every ratio gives the same fit
    fits = [_restricted_likelihood(sums, float(ratio)) for ratio in _RATIOS]
    tops = [fits[0]] if fits[0].slope >= 0 else []
    for below, above in pairwise(fits):
        if below.slope < 0 <= above.slope:
            root = brentq(
                lambda ratio: _restricted_likelihood(sums, ratio).slope,
                below.ratio,
                above.ratio,
                xtol=1e-15,
                rtol=1e-14,
            )
            tops.append(_restricted_likelihood(sums, root))
    if fits[-1].slope < 0:
        tops.append(fits[-1])
    best = min(tops, key=lambda fit: fit.deviance)
    return None if best is fits[-1] else best


def satterthwaite(fit: RestrictedFit, contrast: np.ndarray, free: int) -> float:
    """Degrees of freedom of the variance of a contrast.

    Parameters
    ----------
    fit : RestrictedFit
        At the ratio of highest restricted likelihood.
    contrast : array of float, shape (p,)
        Of the coefficients, a row of ``Sums.contrasts``.
    free : int
        Values minus coefficients, the degrees of freedom where the ratio is 0, at the edge of its range.

    Returns
    -------
    float
        Degrees of freedom, above 0.

    Notes
    -----
    Twice the squared variance over its own variance, by the delta method and the curvature of the likelihood [1]_.

    References
    ----------
    .. [1] Giesbrecht FG, Burns JC. Biometrics 1985;41:477-486.

    Examples
    --------
    Half the sum of mean squares 1.75 and 3.25, either on 4: 2.5**2 over (0.875**2 + 1.625**2) / 4.

    >>> from twoarm.methods.courses.exchangeable import cross_products
    >>> from twoarm.methods.courses.visits import course
    >>> layout = course([[1, 4], [3, 2], [5, 6]], [[0, 2], [2, 1], [1, 3]], None, None)
    >>> sums = cross_products(layout, layout.residuals(), 1.0)
    >>> round(satterthwaite(most_likely(sums), sums.contrasts[0], sums.free), 4)
    7.3394
    """
    if fit.ratio == 0:
        return float(free)
    plain = contrast @ fit.inverse @ contrast
    gradient = np.array([fit.variance * (contrast @ fit.inverse_slope @ contrast), plain])
    # Covariance of the two variances: twice the inverse of the curvature of minus twice the log likelihood.
    return float((fit.variance * plain) ** 2 / (gradient @ np.linalg.solve(fit.curvature, gradient)))
