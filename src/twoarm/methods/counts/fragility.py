"""How many patients a verdict of significance hangs on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from twoarm.methods.counts.proportions import checked_table, fisher_p

Test = Callable[[int, int, int, int], float | None]
Crossed = Callable[[int, int], bool]
# An index costs as many tests as it counts patients: half a second of Fisher's at 100,000 patients per arm. Beyond this
# many no reader calls a verdict fragile.
MOST_CHANGED = 100
# Changes in both arms can do with fewer patients than those in one arm alone, by a few per cent where the risks are near
# 0 or 1: one arm that takes more than this multiple settles it without looking at mixtures.
_ALONE = 2


def fragility_index(
    events_treated: int,
    n_treated: int,
    events_control: int,
    n_control: int,
    alpha: float,
    p: Test = fisher_p,
) -> int | None:
    """Fewest patients whose outcome would have to change, in either arm, for the test to cross alpha.

    Works both ways: how many keep a significant difference from being none, or one that is not from being significant.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    alpha : float
        A table is significant where P < alpha; one without a P is not. In (0, 1), not checked.
    p : callable, optional
        Two-sided P of (events, patients, events, patients), or None; Fisher's exact test by default.

    Returns
    -------
    int or None
        In patients, 1 to `MOST_CHANGED` (100). None where no change of outcomes crosses alpha, where more patients would
        have to change, or with an empty arm.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    P is taken to fall as the risks of the arms part and to rise as they meet; the tables to look at then form one edge,
    of which every table is tested. Both ways and both arms as in [1]_.

    References
    ----------
    .. [1] Baer BR et al. J Clin Epidemiol 2021;140:170-177.

    Examples
    --------
    >>> fragility_index(3, 3, 0, 3, 0.2)  # P is 0.1; with one patient changed in either arm 0.4
    1
    """
    table = x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    if not (n1 and n2):
        return None
    before, higher = _significant(p(*table), alpha), _higher(*table)
    counts = []
    for way in (-higher,) if before else (1, -1):
        rooms = _rooms_to_meet(*table) if before else _rooms_to_part(way, *table)

        def crossed(i: int, j: int, way: int = way) -> bool:
            return _significant(p(x1 + way * i, n1, x2 - way * j, n2), alpha) != before

        counts.append(_fewest(crossed, *rooms, together=not before))
    return min((count for count in counts if count is not None), default=None)


def walsh_index(
    events_treated: int,
    n_treated: int,
    events_control: int,
    n_control: int,
    alpha: float,
    p: Test = fisher_p,
) -> int | None:
    """Classic fragility index: events to add to the arm with the lower risk until significance is lost.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int
        Patients with the event and patients at all, per arm; 0 <= events <= n.
    alpha : float
        A table is significant where P < alpha; one without a P is not. In (0, 1), not checked.
    p : callable, optional
        Two-sided P of (events, patients, events, patients), or None; Fisher's exact test by default.

    Returns
    -------
    int or None
        In patients, at least 1. None where the difference is not significant, or with an empty arm.

    Raises
    ------
    AnalysisError
        More events than patients, or a negative count.

    Notes
    -----
    The case of one arm and one way of `fragility_index`; costs the logarithm of what it counts. Defined for arms of about
    one size, where fewer events mean the lower risk [1]_; of equal risks the treated arm counts as the higher.

    References
    ----------
    .. [1] Walsh M et al. J Clin Epidemiol 2014;67:622-628.

    Examples
    --------
    >>> walsh_index(3, 3, 0, 3, 0.2)
    1
    """
    table = x1, n1, x2, n2 = checked_table(events_treated, n_treated, events_control, n_control)
    if not (n1 and n2 and _significant(p(*table), alpha)):
        return None
    treated, control = _rooms_to_meet(*table)
    if _higher(*table) > 0:
        return _first(control, lambda j: not _significant(p(x1, n1, x2 + j, n2), alpha))
    return _first(treated, lambda i: not _significant(p(x1 + i, n1, x2, n2), alpha))


def _significant(p_value: float | None, alpha: float) -> bool:
    return p_value is not None and p_value < alpha


def _higher(x1: int, n1: int, x2: int, n2: int) -> int:
    """1 where the treated arm has the higher risk, or the same, and -1 where the control arm has."""
    return 1 if x1 * n2 >= x2 * n1 else -1


def _rooms_to_meet(x1: int, n1: int, x2: int, n2: int) -> tuple[int, int]:
    """Patients of either arm alone that would bring its risk to that of the other, or just past it."""
    gap = abs(x1 * n2 - x2 * n1)
    return -(-gap // n2), -(-gap // n1)


def _rooms_to_part(way: int, x1: int, n1: int, x2: int, n2: int) -> tuple[int, int]:
    """Patients of each arm that can change when the treated arm's events grow (1) or shrink (-1) and the other's not."""
    return (n1 - x1, x2) if way > 0 else (x1, n2 - x2)


def _fewest(crossed: Crossed, treated: int, control: int, *, together: bool) -> int | None:
    """Fewest changes in all: first one arm as far as it goes (and then the other, if together), then every mixture."""
    longest = treated + control if together else None
    ways = (
        _first(longest or treated, lambda r: crossed(min(r, treated), max(0, r - treated))),
        _first(longest or control, lambda r: crossed(max(0, r - control), min(r, control))),
    )
    fewest = min((way for way in ways if way is not None), default=None)
    if fewest is None or fewest > _ALONE * MOST_CHANGED:
        return None
    fewest = min(fewest, MOST_CHANGED + 1)
    i = 0
    while i < fewest:
        j = fewest - 1 - i
        if i <= treated and j <= control and crossed(i, j):
            fewest -= 1
        else:
            i += 1
    return fewest if fewest <= MOST_CHANGED else None


def _first(longest: int, crossed: Callable[[int], bool]) -> int | None:
    """The first of 1, 2, ... that crosses, of a row in which all later ones cross too; None where none does."""
    at = bisect_left(range(1, longest + 1), True, key=crossed) + 1
    return at if at <= longest else None
