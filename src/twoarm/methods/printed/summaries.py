"""Two printed means with their standard deviations: the t tests, and every P that rounding leaves possible."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from twoarm.errors import AnalysisError
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate, wald_estimate
from twoarm.methods.printed.rounding import exact, rounding_limits
from twoarm.methods.values.effect_sizes import small_sample_correction

POINTS = (
    65  # of an edge that are looked at before the least, or the largest, P on it is searched between them
)
Ends = tuple[float, float]


@counts_only
@dataclass(frozen=True)
class PrintedMean:
    """A mean and a sample standard deviation as printed, and of how many values.

    Attributes
    ----------
    mean, sd : str
        Decimal numbers, in the unit of the values.
    n : int
        Number of values, >= 2.

    Raises
    ------
    AnalysisError
        There are fewer than two values, or no value that is printed so is a standard deviation: it is below 0.

    Notes
    -----
    The strings are kept, since their decimals say how they were rounded.

    Examples
    --------
    >>> PrintedMean("7.2", "2.1", 20).sds
    (2.05, 2.15)
    """

    mean: str
    sd: str
    n: int

    def __post_init__(self) -> None:
        if self.n < 2 or rounding_limits(self.sd)[1] < 0:
            raise AnalysisError("A standard deviation is not below 0, of two values or more", [str(self.n)])

    @property
    def numbers(self) -> tuple[float, float, int]:
        """Mean, standard deviation and number of values as they are printed."""
        return float(exact(self.mean)), max(0.0, float(exact(self.sd))), self.n

    @property
    def means(self) -> Ends:
        """The smallest and the largest mean that may be printed so."""
        low, high = rounding_limits(self.mean)
        return float(low), float(high)

    @property
    def sds(self) -> Ends:
        """The smallest and the largest standard deviation that may be printed so; none is below 0."""
        low, high = rounding_limits(self.sd)
        return max(0.0, float(low)), float(high)


def t_test_of_summaries(
    treated: PrintedMean, control: PrintedMean, conf_level: float = 0.95, equal_variances: bool = False
) -> Estimate:
    """Difference of two means with the interval and the P of a t test, from means and standard deviations alone.

    Parameters
    ----------
    treated, control : PrintedMean
        As printed, both in one unit; taken as if not rounded.
    conf_level : float, optional
        Confidence level, in (0, 1); 0.95 unless given.
    equal_variances : bool, optional
        Student's test with a pooled variance; else Welch's.

    Returns
    -------
    Estimate
        Treated minus control, in the unit of the values, with t and its degrees of freedom; no estimate where both standard
        deviations are 0.

    Raises
    ------
    ParameterError
        ``conf_level`` is not strictly between 0 and 1; data that allow no estimate may be found before it is looked at.

    Notes
    -----
    As if the values were there: a t test needs nothing else of them [1]_ [2]_.

    References
    ----------
    .. [1] Student. Biometrika 1908;6:1-25.
    .. [2] Welch BL. Biometrika 1947;34:28-35.

    Examples
    --------
    >>> found = t_test_of_summaries(PrintedMean("2", "1", 2), PrintedMean("1", "1", 2), equal_variances=True)
    >>> found.value, found.df, round(found.p_value - (1 - 1 / math.sqrt(3)), 12)  # t is 1, on 2 degrees of freedom
    (1.0, 2.0, 0.0)
    """
    (mean_1, sd_1, n_1), (mean_2, sd_2, n_2) = treated.numbers, control.numbers
    if sd_1 == sd_2 == 0:
        return Estimate.none("no variation in either arm", n_1, n_2)
    error, df = _error(equal_variances, (n_1, n_2), np.array(sd_1), np.array(sd_2))
    return wald_estimate(mean_1 - mean_2, float(error), conf_level, n_1, n_2, df=float(df))


def p_limits_of_summaries(
    treated: PrintedMean, control: PrintedMean, equal_variances: bool = False
) -> tuple[float, float]:
    """The smallest and the largest P of a t test over all values that round to the printed means and deviations.

    Parameters
    ----------
    treated, control : PrintedMean
        As printed, both in one unit.
    equal_variances : bool, optional
        Student's test with a pooled variance; else Welch's.

    Returns
    -------
    smallest, largest : float
        Two-sided P, in [0, 1].

    Notes
    -----
    P falls as the means move apart, and as both deviations shrink by one factor, which moves t and leaves the degrees of
    freedom. So the smallest P lies where one of the deviations is smallest, the largest where one is largest. Student's P
    rises with either deviation and has its limits in the corners. Welch's need not: a second deviation may add degrees of
    freedom faster than it widens the error. Its edges are searched.

    Examples
    --------
    >>> limits = p_limits_of_summaries(PrintedMean("7.2", "2.1", 20), PrintedMean("5.9", "1.8", 20))
    >>> [round(p, 3) for p in limits]
    [0.026, 0.066]
    """
    nearest, farthest = _distances(treated.means, control.means)
    sizes, sds = (treated.n, control.n), (treated.sds, control.sds)

    def p(difference: float, sd_1: np.ndarray, sd_2: np.ndarray) -> np.ndarray:
        return _p(difference, *_error(equal_variances, sizes, sd_1, sd_2))

    if equal_variances:
        low, high = (tuple(np.array(ends[end]) for ends in sds) for end in (0, 1))
        return float(p(farthest, *low)), float(p(nearest, *high))
    smallest = min(_least(edge) for edge in _edges(0, sds, lambda *sd: p(farthest, *sd)))
    largest = -min(_least(edge) for edge in _edges(1, sds, lambda *sd: -p(nearest, *sd)))
    return max(0.0, smallest), min(1.0, largest)


def standardised_difference(treated: PrintedMean, control: PrintedMean) -> float | None:
    """Difference of two printed means in pooled standard deviations (Cohen's d).

    Parameters
    ----------
    treated, control : PrintedMean
        As printed, both in one unit; taken as if not rounded.

    Returns
    -------
    float or None
        Treated minus control; None where both standard deviations are 0.

    Notes
    -----
    Times `small_sample_correction` it is Hedges's g [1]_.

    References
    ----------
    .. [1] Hedges LV. J Educ Stat 1981;6:107-128.

    Examples
    --------
    >>> standardised_difference(PrintedMean("7", "2", 20), PrintedMean("6", "2", 20))
    0.5
    """
    (mean_1, sd_1, n_1), (mean_2, sd_2, n_2) = treated.numbers, control.numbers
    pooled = _pooled((n_1, n_2), sd_1, sd_2)
    return (mean_1 - mean_2) / pooled if pooled else None


def standardised_limits(treated: PrintedMean, control: PrintedMean, corrected: bool = False) -> Ends:
    """The smallest and the largest standardised difference of all values that round to printed means and deviations.

    Parameters
    ----------
    treated, control : PrintedMean
        As printed, both in one unit.
    corrected : bool, optional
        Hedges's g, without the bias of small samples; else Cohen's d.

    Returns
    -------
    low, high : float
        Treated minus control, in pooled standard deviations; infinite where the deviations may be 0.

    Notes
    -----
    The factor of `small_sample_correction` is that of g, with three values or more in all.

    Examples
    --------
    >>> low, high = standardised_limits(PrintedMean("7", "2", 20), PrintedMean("6", "2", 20))
    >>> low, round(high, 12)  # from no difference to 2 in the smallest deviation, 1.5
    (0.0, 1.333333333333)
    """
    sizes = treated.n, control.n
    factor = small_sample_correction(sum(sizes) - 2) if corrected else 1.0
    low, high = treated.means[0] - control.means[1], treated.means[1] - control.means[0]
    smallest, largest = (_pooled(sizes, *ends) for ends in zip(treated.sds, control.sds, strict=True))
    low, high = treated.means[0] - control.means[1], treated.means[1] - control.means[0]
    ends = _over(low, smallest if low < 0 else largest), _over(high, largest if high < 0 else smallest)
    return factor * ends[0], factor * ends[1]


def _over(difference: float, deviation: float) -> float:
    return difference / deviation if deviation else math.copysign(math.inf, difference)


def _pooled(sizes: tuple[int, int], sd_1: float, sd_2: float) -> float:
    n_1, n_2 = sizes
    return math.sqrt(((n_1 - 1) * sd_1**2 + (n_2 - 1) * sd_2**2) / (n_1 + n_2 - 2))


def _distances(first: Ends, second: Ends) -> Ends:
    """How near to each other, and how far apart, two means may lie."""
    low, high = first[0] - second[1], first[1] - second[0]
    return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _edges(
    end: int, sds: tuple[Ends, Ends], p: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> list[tuple[Ends, Callable[[np.ndarray], np.ndarray]]]:
    """The two edges of the box of deviations on which one of them is smallest (0) or largest (1): ends, and P along it."""
    first, second = sds
    return [
        (second, lambda sd: p(np.full_like(sd, first[end]), sd)),
        (first, lambda sd: p(sd, np.full_like(sd, second[end]))),
    ]


def _least(edge: tuple[Ends, Callable[[np.ndarray], np.ndarray]]) -> float:
    """The least value on an edge: the least of many points, then searched between its neighbours."""
    from scipy.optimize import minimize_scalar

    (low, high), values = edge
    points = np.linspace(low, high, POINTS)
    found = values(points)
    at = int(found.argmin())
    around = points[max(at - 1, 0)], points[min(at + 1, POINTS - 1)]
    searched = minimize_scalar(lambda sd: float(values(np.array([sd]))[0]), bounds=around, method="bounded")
    return min(float(found[at]), float(searched.fun))


def _error(
    equal: bool, sizes: tuple[int, int], sd_1: np.ndarray, sd_2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Standard error of the difference and its degrees of freedom, for each pair of deviations."""
    n_1, n_2 = sizes
    if equal:
        variance = ((n_1 - 1) * sd_1**2 + (n_2 - 1) * sd_2**2) / (n_1 + n_2 - 2)
        error = np.sqrt(variance * (1 / n_1 + 1 / n_2))
        return error, np.full_like(error, n_1 + n_2 - 2.0)
    parts = sd_1**2 / n_1, sd_2**2 / n_2
    total = parts[0] + parts[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = (parts[0] / total) ** 2 / (n_1 - 1) + (parts[1] / total) ** 2 / (n_2 - 1)
    return np.sqrt(total), np.where(total > 0, 1 / shares, n_1 + n_2 - 2.0)


def _p(difference: float, error: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Two-sided P; without any error 0, as a difference that rounding allows is never exactly none."""
    with np.errstate(divide="ignore"):
        return np.where(error > 0, 2 * special.stdtr(df, -np.divide(difference, error)), 0.0)
