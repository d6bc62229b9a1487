"""A policy in plain words, made from its fields: what is done with each thing, and what that leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twoarm.study.disclosure.policy import HOSPITAL, Policy

_TWO_REPORTS = "for whoever compares two reports"


@dataclass(frozen=True)
class Choice:
    """One thing that a policy decides.

    Attributes
    ----------
    key : of ``disclosure`` in ``study.yml``.
    label : what it is about.
    rule : what is done.
    risk : what that leaves open to whoever looks for a patient; empty where it leaves nothing.
    """

    key: str
    label: str
    rule: str
    risk: str


@dataclass(frozen=True)
class PolicyWords:
    """What a policy does and does not do, for whoever checks a study and for whoever reads its report.

    Examples
    --------
    >>> from twoarm.study.disclosure.policy import HOSPITAL
    >>> PolicyWords(HOSPITAL).sentence.partition(";")[0]
    'Counts from 1 to 4 are masked'
    """

    policy: Policy

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice, in the order of the keys."""
        return tuple(Choice(key, label, *say(self.policy)) for key, (label, say) in _CHOICES.items())

    @property
    def open_risks(self) -> tuple[str, ...]:
        """What the policy leaves open, a phrase each."""
        return tuple(choice.risk for choice in self.choices if choice.risk)

    @property
    def sentence(self) -> str:
        """What is kept back or made coarser; empty where nothing is."""
        said = "; ".join(part for say in _SAID if (part := say(self.policy)))
        return f"{said[0].upper()}{said[1:]}." if said else ""


def _small(policy: Policy) -> tuple[str, str]:
    if not policy.masks:
        return "shown", "every count, even of one patient"
    sure = f"masked counts, which can be nothing but {policy.smallest}"
    return f"{_range(policy)} read {policy.word}", sure if policy.smallest == policy.largest else ""


def _zeros(policy: Policy) -> tuple[str, str]:
    if policy.zeros == "masked":
        return "masked with the small ones", ""
    return "shown", "zeros and 100%, which tell of a whole group"


def _rounding(policy: Policy) -> tuple[str, str]:
    if policy.rounding > 1:
        return f"rounded to multiples of {policy.rounding}", "estimates and P, which rest on exact counts"
    return "exact", f"exact counts, {_TWO_REPORTS}"


def _extremes(policy: Policy) -> tuple[str, str]:
    if policy.extremes == "masked":
        return "not shown", ""
    return "shown", "smallest and largest values"


def _curve_end(policy: Policy) -> tuple[str, str]:
    if policy.curve_minimum < 2:
        return "with the last patient", "curves to the last patient"
    few = policy.curve_minimum < policy.min_count
    risk = f"curves of fewer than {policy.min_count} patients, whose count is masked" if few else ""
    return f"where fewer than {policy.curve_minimum} patients are under observation", risk


def _digits(policy: Policy) -> tuple[str, str]:
    if policy.digits is None:
        return "all digits", f"all digits of statistics, {_TWO_REPORTS}"
    shown = f"{policy.digits} significant digit{'s' * (policy.digits != 1)}"
    many = policy.digits > (HOSPITAL.digits or 0)
    return shown, f"{shown} of statistics, {_TWO_REPORTS}" if many else ""


def _times(policy: Policy) -> tuple[str, str]:
    if policy.time_step == 0:
        return "exact", "the exact time of each event"
    regular = f"at multiples of {policy.time_step:.12g}" if policy.time_step else "at round times"
    most = f"at most {policy.curve_steps} " * (policy.time_step is None)
    each = f", each of {policy.min_count} or more patients" * policy.gathers
    return f"{most}steps, {regular}{each}", ""


_CHOICES: dict[str, tuple[str, Callable[[Policy], tuple[str, str]]]] = {
    "min_count": ("Small counts", _small),
    "zeros": ("Counts of none", _zeros),
    "rounding": ("Other counts", _rounding),
    "extremes": ("Smallest and largest values", _extremes),
    "curve_minimum": ("A curve ends", _curve_end),
    "digits": ("Statistics", _digits),
    "time_step": ("Times on a curve", _times),
}


def _counts_said(policy: Policy) -> str:
    rounded = f"rounded to multiples of {policy.rounding}" if policy.rounding > 1 else ""
    if not policy.masks:
        return f"counts are {rounded}" if rounded else ""
    which = "of" if policy.smallest == policy.largest else "from"
    return f"counts {which} {_range(policy)} are masked" + (f", and others {rounded}" if rounded else "")


def _extremes_said(policy: Policy) -> str:
    return "smallest and largest values are not shown" if policy.extremes == "masked" else ""


def _curves_said(policy: Policy) -> str:
    said = [f"end {_curve_end(policy)[0]}"] * (policy.curve_minimum > 1)
    said += [f"have {_times(policy)[0]}"] * (policy.time_step != 0)
    return f"curves {' and '.join(said)}" if said else ""


def _digits_said(policy: Policy) -> str:
    return f"statistics have {_digits(policy)[0]}" if policy.digits is not None else ""


_SAID = (_counts_said, _extremes_said, _curves_said, _digits_said)


def _range(policy: Policy) -> str:
    ends = dict.fromkeys((policy.smallest, policy.largest))
    return " to ".join(str(end) for end in ends)
