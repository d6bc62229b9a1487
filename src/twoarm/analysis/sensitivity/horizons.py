"""Times to an event up to other horizons, and without one: a restricted mean is another quantity at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from twoarm.analysis.arms.values import Arms
from twoarm.analysis.registry.adapters import all_had_the_event, horizon, last_times
from twoarm.analysis.registry.entries import specified_by
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import Specification
from twoarm.analysis.sensitivity.curves import Specified

RESTRICTED, PLAIN = Specification("restricted_mean"), Specification("plain_mean")


def at_other_horizons(arms: Arms, level: float) -> Iterator[Specified]:
    """Restricted means up to the admissible horizons that are not the one of the primary result, and plain means.

    Admissible are, beside a stated horizon, those that a reader would take without one: as far as both curves are known,
    and as long as both arms were observed. Where nobody is censored there is nothing to restrict.
    """
    own, restricted, plain = horizon(arms), *(specified_by(arms.measure, one) for one in (RESTRICTED, PLAIN))
    ends = {"restricted_mean_known": horizon(replace(arms, tau=None)), "restricted_mean_first": _first(arms)}
    used = {own, None}
    for test, end in ends.items():
        if restricted and restricted.function and end not in used:
            used.add(end)
            estimate = restricted.estimate(replace(arms, tau=end), level)
            yield Specified(Specification(test), estimate, Scale.UNIT)
    if plain and plain.function and all_had_the_event(arms):
        yield Specified(plain.specification, plain.estimate(arms, level), plain.scale)


def _first(arms: Arms) -> float | None:
    """The last time of the arm whose last time comes first."""
    return min(last_times(arms), default=None)
