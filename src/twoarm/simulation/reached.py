"""How near a cohort comes to the targets of its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy import stats

from twoarm.simulation.plan import SimulationPlan
from twoarm.simulation.targets import Target
from twoarm.simulation.variables import Clustered, Counted, Divided

Cells = Mapping[
    tuple[str, str, str], np.ndarray
]  # values by (variable, arm, visit), one per patient, in one order
_HALF = 0.5
_DECIMALS = 9


@dataclass(frozen=True)
class Reached:
    """One target of a plan, and what a cohort has.

    Attributes
    ----------
    quantity : ``mean``, ``sd``, ``count``, ``events``, or the kind of a `Target`.
    variable, other, arm, visit, since : as in the plan; empty where there is none.
    among : the codes that are counted or looked at, each with its variable.
    limits : of a share, who counts.
    target, within, reached : numbers; `reached` is None where the cohort has no such number.
    status, source : as in the plan.
    """

    quantity: str
    variable: str
    other: str
    arm: str
    visit: str
    since: str
    among: str
    limits: str
    target: float
    within: float
    reached: float | None
    status: str
    source: str

    @property
    def low(self) -> float:
        """The smallest number that is near enough; a share is at least none."""
        return max(0.0, self._end(-1)) if self.quantity == "share" else self._end(-1)

    @property
    def high(self) -> float:
        """The largest number that is near enough."""
        return self._end(1)

    def _end(self, side: int) -> float:
        return round(self.target + side * self.within, _DECIMALS)  # as decimals add up

    @property
    def holds(self) -> bool:
        """Whether the cohort lies as near as the plan asks."""
        # Numbers of the plan are decimal: 0.55 lies within 0.05 of 0.5, whatever their binary forms do.
        return self.reached is not None and abs(self.reached - self.target) <= self.within + 1e-9

    def __repr__(self) -> str:
        return f"<Reached: {self.quantity} of {self.variable}>"


def reached_by(plan: SimulationPlan, values: Cells) -> list[Reached]:
    """Every target of a plan beside what a cohort has: means and deviations, counts, then all others.

    Parameters
    ----------
    values
        By (variable, arm, visit); numbers or their text. A target is left out whose variables are not all there.
    """
    there = {name for name, _, _ in values}
    others = (target for target in plan.targets if target.names <= there)
    found = [*_moments(plan, values), *_counts(plan, values)]
    return found + [one for target in others for one in look_at(target, plan, values)]


def look_at(target: Target, plan: SimulationPlan, values: Cells) -> Iterator[Reached]:
    """One target of the plan at each of its visits; see `reached_by`."""
    among = "; ".join(f"{name} {', '.join(codes)}" for name, codes in target.among.items())
    for visit in target.visits:
        found = [
            _taken(name, target, visit, plan, values) for name in (target.variable, target.other) if name
        ]
        yield Reached(
            *(target.kind, target.variable, target.other, target.arm, visit, target.since, among),
            *(_limits(target), float(target.value), float(target.within), _quantity(target, found)),
            *(target.status, target.source),
        )


def _taken(name: str, target: Target, visit: str, plan: SimulationPlan, values: Cells) -> np.ndarray:
    """The values, or the changes, of the patients whom a target is about."""
    found = []
    for arm in [target.arm] if target.arm else plan.sizes:
        at = values[name, arm, visit].astype(float)
        if target.since:
            start = values[name, arm, target.since].astype(float)
            at = (at - start) / start if target.of_start else at - start
        rows = [np.isin(values[other, arm, ""].astype(str), codes) for other, codes in target.among.items()]
        found.append(at[np.logical_and.reduce(rows)] if rows else at)
    return np.concatenate(found)


def _quantity(target: Target, found: list[np.ndarray]) -> float | None:
    values = found[0]
    if target.kind == "share":
        above = np.full(len(values), True) if target.at_least is None else values >= float(target.at_least)
        below = np.full(len(values), True) if target.at_most is None else values <= float(target.at_most)
        number = (above & below).mean()
    elif target.kind == "correlation":
        number = np.corrcoef(np.vstack(found))[0, 1]
    elif target.kind == "skewness":
        number = stats.skew(values, bias=False)
    else:
        number = values.mean() if target.kind == "mean" else values.std(ddof=1)
    return _known(number)


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _limits(target: Target) -> str:
    ends = (("at least", target.at_least), ("at most", target.at_most))
    said = " and ".join(f"{words} {limit}" for words, limit in ends if limit is not None)
    return f"{said} of the start" if target.of_start else said


def _moments(plan: SimulationPlan, values: Cells) -> Iterator[Reached]:
    for name, arm, visit, wanted, _ in plan.moments():
        if (name, arm, visit) not in values:
            continue
        variable, found = plan.variables[name], values[name, arm, visit].astype(float)
        for quantity, printed, number in (
            ("mean", wanted.mean, found.mean()),
            ("sd", wanted.sd, found.std(ddof=1)),
        ):
            place = (quantity, name, "", arm, visit, "", "", "")
            yield Reached(
                *place, float(printed), _rounding(printed), _known(number), variable.status, variable.source
            )


def _counts(plan: SimulationPlan, values: Cells) -> Iterator[Reached]:
    for name, variable in plan.patient_variables.items():
        if not any(place[0] == name for place in values):
            continue
        for arm, code, n in _wanted(variable, plan):
            found = np.concatenate([values[name, one, ""] for one in ([arm] if arm else plan.sizes)])
            reached = float((found.astype(str) == code).sum() if code else found.astype(float).sum())
            quantity, among = ("count", f"{name} {code}") if code else ("events", "")
            place = (quantity, name, "", arm, "", "", among, "")
            yield Reached(*place, float(n), 0.0, _known(reached), variable.status, variable.source)


def _wanted(variable: object, plan: SimulationPlan) -> list[tuple[str, str, int]]:
    """(arm, code, number) of whatever the plan counts: the arm is empty for the whole study, the code for events."""
    if isinstance(variable, Counted):
        return [(arm, code, n) for arm, counts in variable.counts.items() for code, n in counts.items()]
    if isinstance(variable, Divided):
        return [("", code, n) for code, n in variable.whole(sum(plan.sizes.values())).items()]
    if isinstance(variable, Clustered):
        return [(arm, "", cluster.events) for arm, cluster in variable.clusters.items()]
    return []


def _rounding(printed: Decimal) -> float:
    return _HALF * 10.0 ** int(printed.as_tuple().exponent)
