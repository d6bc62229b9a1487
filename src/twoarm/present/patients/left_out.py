"""What is known before treatment and cannot be adjusted for, by name, before anything that is adjusted or weighted."""

from __future__ import annotations

from collections.abc import Iterable

from twoarm.present import wording as w
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut, Why


def left_out_sentences(study: Study, found: Iterable[LeftOut]) -> str:
    """Which characteristics tell the arms apart in every patient, and which nobody of an arm has; empty without any."""
    named: dict[Why, list[str]] = {why: [] for why in Why}
    masked = 0
    for one in found:
        if one.variable:
            named[one.why].append(_name(study, one))
        else:
            masked += 1
    said = [
        _apart(named[Why.APART]),
        _missing(named[Why.MISSING]),
        _masked(masked, bool(any(named.values()))),
    ]
    return " ".join(filter(None, said))


def _name(study: Study, one: LeftOut) -> str:
    label = study.variable(one.variable).label
    return f"{label}, {study.visit(one.visit).label}" if one.visit else label


def _apart(names: list[str]) -> str:
    if not names:
        return ""
    tells, it = ("tells", "it") if len(names) == 1 else ("tell", "them")
    return (
        f"{w.listed(names)} {tells} the arms apart in every patient: whatever differs between the arms may be due to that, "
        f"no analysis can adjust for it, and weights and adjustments leave {it} out."
    )


def _missing(names: list[str]) -> str:
    if not names:
        return ""
    are, it = ("is", "it") if len(names) == 1 else ("are", "them")
    return (
        f"{w.listed(names)} {are} missing in every patient of an arm: weights and adjustments leave {it} out."
    )


def _masked(n: int, more: bool) -> str:
    """Those that a policy does not name."""
    if not n:
        return ""
    noun = w.counted(n, "further characteristic" if more else "characteristic")
    are, it = ("is", "it") if n == 1 else ("are", "them")
    return (
        f"{noun} {are} masked and left out of weights and adjustments: the arms cannot be made alike in {it}."
    )
