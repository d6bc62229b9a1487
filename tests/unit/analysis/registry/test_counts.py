"""What the registry's methods of counts say where they have no number."""

from __future__ import annotations

import numpy as np
import pytest

from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.entries import method

MANY = "too many patients to enumerate, too few events to approximate"


def arms(n: int, events: int) -> Arms:
    """Arms of n and n + 1 patients with as many events."""
    sides = (np.repeat([1.0, 0.0], [events, size - events]) for size in (n, n + 1))
    return Arms(*sides, measure="binary")


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("detectable_decrease", arms(5, 0), "no lower risk can be detected at these sizes"),
        ("detectable_increase", arms(2, 2), "no higher risk can be detected at these sizes"),
        ("detectable_decrease", arms(1000, 5), MANY),
        ("detectable_increase", arms(1000, 5), MANY),
    ],
)
def test_a_risk_that_cannot_be_detected_says_why_and_among_how_many(name, given, reason):
    found = method(name).function(given, 0.95)
    assert (found.value, found.reason) == (None, reason)
    assert (found.n_treated, found.n_control) == (len(given.treated), len(given.control))
