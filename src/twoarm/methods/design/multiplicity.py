"""Several outcomes at once: P adjusted within a family."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """P adjusted by Holm's step-down method, in the order given.

    Parameters
    ----------
    p_values : sequence of float or None, length k
        One per outcome of the family, in [0, 1]; None where there is no test, which then counts for nothing.

    Returns
    -------
    list of float or None, length k
        In [0, 1]; None stays None. Below alpha means: the chance of any false finding in the family is below alpha.

    Notes
    -----
    The smallest P times the number of tests, the next times one fewer, and so on, none below the one before [1]_. By
    statsmodels.

    References
    ----------
    .. [1] Holm S. Scand J Stat 1979;6:65-70.

    Examples
    --------
    >>> holm([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    return _adjusted(p_values, "holm")


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """P adjusted by the step-up method of Benjamini and Hochberg, in the order given.

    Parameters
    ----------
    p_values : sequence of float or None, length k
        One per outcome of the family, in [0, 1]; None where there is no test, which then counts for nothing.

    Returns
    -------
    list of float or None, length k
        In [0, 1]; None stays None. Never above Holm's. Below alpha means: of the findings so named, the
        expected share of false ones is below alpha, where the tests are independent or positively dependent.

    Notes
    -----
    Each P times the number of tests over its rank, none above the one after [1]_. By statsmodels.

    References
    ----------
    .. [1] Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    return _adjusted(p_values, "fdr_bh")


def _adjusted(p_values: Sequence[float | None], method: str) -> list[float | None]:
    # Imported here: statsmodels takes longer to load than most reports need it for.
    from statsmodels.stats.multitest import multipletests

    tested = [p_value for p_value in p_values if p_value is not None]
    if not tested:
        return [None] * len(p_values)
    adjusted = iter(multipletests(tested, method=method)[1])
    return [None if p_value is None else float(next(adjusted)) for p_value in p_values]
