"""What chapters say of published claims and estimates, and of how firm a conclusion is."""

from __future__ import annotations

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.context import Context
from twoarm.analysis.sensitivity.curves import Curves
from twoarm.present.narrative import say
from twoarm.present.outputs import Table, Text


def verdict_sentences(claims: Audit | None) -> Text | None:
    """How many claims have which verdict, what turns them, what stays open, and what somebody has judged."""
    return say("{verdicts}\n\n{turning}\n\n{left_open}\n\n{judged}", claims)


def left_unreported(claims: Audit | None) -> Text | None:
    """What a reader looks for in the abstract and does not find."""
    return say("{not_reported}", claims)


def possible_values(claims: Audit | None) -> Text | None:
    """How many sets of values have the printed mean and standard deviation."""
    return say("{reconstruction}", claims)


def bare_p_sentences(claims: Audit | None) -> Text | None:
    """What statements about P alone say of the effects, and what they prove."""
    return say("{bounds} {proves}", claims)


def pooled_power_sentence(power: Table | None) -> Text | None:
    """How often a study of this size finds what others found."""
    return say("{pooled_power}", power)


def context_findings(context: Context | None) -> Text | None:
    """What is compared with the estimates of others, and how much of it they have in common."""
    return say("{compared} {common} {inside}", context)


def sensitivity_findings(analyses: Curves | None) -> Text | None:
    """Which conclusions hold under every admissible analysis."""
    return say("{findings}", analyses)
