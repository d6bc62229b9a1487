"""The 2x2 table with all four margins fixed: how likely each number of events is, at a given odds ratio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twoarm.faces import counts_only


@counts_only
@dataclass(frozen=True)
class Conditional:
    """Noncentral hypergeometric distribution of the events of the treated arm, given all events.

    Attributes
    ----------
    events : array of int, shape (k,)
        Every number of events that the treated arm can have, from the lowest; at most one more than the smaller arm.
    log_weights : array of float, shape (k,)
        Logarithm of each number's probability at odds ratio 1, less that of the number seen.
    seen : int
        The number of events seen.

    Notes
    -----
    k events of the n1 treated, of m in all, have a probability in proportion to C(n1, k) C(n2, m - k) r**k at odds ratio r.
    Weights are products of ratios of neighbours that start at the number seen, which keeps their digits in samples of
    any size; factorials would lose them.

    Examples
    --------
    >>> Conditional.of(1, 1, 0, 1).chances().tolist()  # one event, in either of two patients
    [0.5, 0.5]
    """

    events: np.ndarray
    log_weights: np.ndarray
    seen: int

    @classmethod
    def of(cls, x1: int, n1: int, x2: int, n2: int) -> Conditional:
        """The distribution that goes with a table.

        Parameters
        ----------
        x1, n1, x2, n2 : int
            Events and patients of the treated arm, then of the control arm; 0 <= x <= n, n >= 1. Not checked.

        Returns
        -------
        Conditional
            Of the events of the treated arm, given x1 + x2 events in all.
        """
        total = x1 + x2
        events = np.arange(max(0, total - n2), min(total, n1) + 1)
        k = events[:-1].astype(float)
        steps = np.log((total - k) * (n1 - k)) - np.log((k + 1) * (n2 - total + k + 1))
        upward = np.cumsum(steps[events[:-1] >= x1])
        downward = -np.cumsum(steps[events[:-1] < x1][::-1])[::-1]
        return cls(events, np.concatenate([downward, [0.0], upward]), x1)

    def chances(self, log_odds: float = 0.0) -> np.ndarray:
        """Probability of each number of events at one odds ratio.

        Parameters
        ----------
        log_odds : float, optional
            Natural logarithm of the odds ratio, finite; 0, the default, where the arms do not differ.

        Returns
        -------
        array of float, shape (k,)
            In [0, 1], in the order of ``events``; they sum to 1.
        """
        logs = self.log_weights + log_odds * (self.events - self.seen)
        weights = np.exp(logs - logs.max())
        return weights / weights.sum()

    def log_tails(self, log_odds: float) -> tuple[float, float]:
        """Logarithms of the probabilities of at most, and of at least, as many events as seen.

        Parameters
        ----------
        log_odds : float
            Natural logarithm of the odds ratio, finite.

        Returns
        -------
        at_most, at_least : float
            Natural logarithms of two probabilities that both count the number seen.
        """
        logs = self.log_weights + log_odds * (self.events - self.seen)
        at = int(self.seen - self.events[0])
        whole = _log_sum(logs)
        return _log_sum(logs[: at + 1]) - whole, _log_sum(logs[at:]) - whole

    def mean(self, log_odds: float) -> float:
        """Expected number of events of the treated arm at one odds ratio.

        Parameters
        ----------
        log_odds : float
            Natural logarithm of the odds ratio, finite.

        Returns
        -------
        float
            In events.
        """
        return float(self.chances(log_odds) @ self.events)


def _log_sum(logs: np.ndarray) -> float:
    largest = logs.max()
    return float(largest + np.log(np.exp(logs - largest).sum()))
