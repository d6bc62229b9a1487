"""What lies between visits: how the summaries call it, and which patients improved enough."""

from __future__ import annotations

from enum import StrEnum

from twoarm.analysis.arms.values import Arms
from twoarm.methods.values.improvements import relative_responders, responders

SHARE = 0.3  # of the value before treatment, the other threshold of Ostelo and colleagues (2008)


class Period(StrEnum):
    """A change between visits, or who improved enough by it, as ``level`` of summaries.csv has it."""

    EARLY = "early change"
    LATE = "later change"
    IMPROVED = "improved by the important difference"
    IMPROVED_RELATIVE = "improved by three tenths"


def improved(arms: Arms, absolute: bool) -> Arms:
    """The arms as shares: 1 where a patient improved by the minimal important difference, or by the stated share."""
    rule = responders if absolute else relative_responders
    threshold = arms.mcid if absolute else SHARE
    sides = ((arms.treated_baseline, arms.treated), (arms.control_baseline, arms.control))
    return Arms(*(rule(*side, threshold, arms.better) for side in sides), measure="binary")
