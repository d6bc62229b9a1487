"""All ways to analyse an outcome, with what they come to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import (
    BASELINE_COMPLETE,
    COMPLETE,
    OTHER_QUANTITIES,
    Specification,
)
from twoarm.analysis.sensitivity.robustness import Robustness, Varied, robustness
from twoarm.faces import counts_only
from twoarm.methods.estimate import Estimate
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut
from twoarm.tables.columns import Row, RowsByTable


@counts_only
@dataclass(frozen=True)
class Specified:
    """What a specification comes to.

    The estimate holds the P, but where a P has a value and no interval beside it: then ``p_value`` alone has it.
    """

    choices: Specification
    estimate: Estimate
    scale: Scale
    p_value: float | None = None

    @property
    def p(self) -> float | None:
        """The P of this specification; None where it could not be computed."""
        return self.estimate.p_value if self.p_value is None else self.p_value


@counts_only
@dataclass(frozen=True)
class Curve:
    """Every specification of one conclusion: the primary result of an outcome at its main visit."""

    study: Study
    primary: Result
    rows: tuple[Specified, ...]
    choices: Specification  # of the primary result

    @property
    def shipped(self) -> Specified:
        """The specification that is the primary result."""
        return next(row for row in self.rows if row.choices == self.choices)

    @property
    def tested(self) -> list[Specified]:
        """Those that have a P."""
        return [row for row in self.rows if row.p is not None]

    @property
    def masked(self) -> list[Specified]:
        """Those that a policy masks."""
        return [row for row in self.rows if row.estimate.masked]

    @property
    def untested(self) -> list[tuple[str, str]]:
        """The choices of which no analysis has a P, each with its dimension: what was meant to be asked and was not."""
        asked = [asdict(row.choices) for row in self.rows if not row.estimate.masked]
        tested = [asdict(row.choices) for row in self.tested]
        meant = dict.fromkeys(pair for choices in asked for pair in choices.items())
        done = {pair for choices in tested for pair in choices.items()}
        order = list(asdict(self.choices))
        return sorted((pair for pair in meant if pair not in done), key=lambda pair: order.index(pair[0]))

    @property
    def flips(self) -> list[Specified]:
        """Those that differ from the primary one in a single choice and have P on the other side of alpha.

        What is adjusted or weighted rests on the patients whose covariates are all known: it turns nothing where the primary
        analysis of these patients has P on that side already.
        """
        if self.shipped.p is None:
            return []
        contrary = [row for row in self.tested if self._is_single(row) and self.is_contrary(row)]
        same = self.same_patients
        moved = same is not None and (same.p is None or self.is_contrary(same))
        return [row for row in contrary if not (moved and row.choices.adjusted)]

    def _is_single(self, row: Specified) -> bool:
        """Whether one choice alone makes the difference; fewer patients and another covariate are two."""
        fewer = row.choices.covariates in (COMPLETE, BASELINE_COMPLETE)
        return len(row.choices.differs_in(self.choices)) == 1 and (not fewer or row is self.same_patients)

    @property
    def same_patients(self) -> Specified | None:
        """The primary analysis of the patients whose covariates are all known; None where that is of all patients."""
        return next((row for row in self.rows if row.choices == self.choices.same_patients), None)

    @property
    def moved_by_patients(self) -> Specified | None:
        """The same where leaving out patients alone moves P across alpha."""
        same = self.same_patients
        known = same is not None and same.p is not None and self.shipped.p is not None
        return same if known and self.is_contrary(same) else None

    @property
    def comparable(self) -> list[Specified]:
        """Those whose estimate is on the scale of the primary one."""
        return [r for r in self.rows if r.scale == self.primary.scale and r.estimate.value is not None]

    @property
    def alike(self) -> list[Specified]:
        """Those that estimate what the primary one does, so that their estimates may be told as a range.

        Of the same unit, and where means are compared by means: a shift of ranks is another quantity in the same unit, and
        so is a restricted mean up to another horizon, or a mean without one.
        """
        own = _quantity(self.choices), self.choices.unit
        return [r for r in self.comparable if (_quantity(r.choices), r.choices.unit) == own]

    @cached_property
    def robustness(self) -> Robustness:
        """How far the conclusion moves over its specifications."""
        values = [row.estimate.value for row in self.alike if row.p is not None]
        p_values, alpha = [row.p for row in self.rows], self.study.parameters.alpha
        varied = Varied.SPECIFICATIONS
        return robustness(self.primary, self.shipped.p, varied, p_values, values, alpha, len(self.flips))

    def is_below(self, row: Specified) -> bool:
        """Whether a P is below alpha."""
        return row.p < self.study.parameters.alpha

    def is_contrary(self, row: Specified) -> bool:
        """Whether a P is on the other side of alpha than that of the primary result."""
        return self.is_below(row) != self.is_below(self.shipped)

    def row(self, one: Specified) -> Row:
        """A specification as a row of specifications.csv; without a P it has its reason."""
        e, r = one.estimate, self.primary
        unit = {"unit": self.study.variable(r.variable).unit, "p": ""}.get(one.scale, one.scale)
        return {
            **r.place(),
            **asdict(one.choices),
            **replace(r, estimate=e).numbers(),
            **{"p_value": one.p, "n_treated": e.n_treated, "n_control": e.n_control, "measure_unit": unit},
            "role": "primary" if one.choices == self.choices else "sensitivity",
            "reason": e.reason,
        }


def _quantity(choices: Specification) -> str:
    """What is estimated, as far as it hangs on the test."""
    return choices.test if choices.test in OTHER_QUANTITIES else ""


@counts_only
@dataclass(frozen=True)
class Curves:
    """The specification curves of all conclusions of a study, in the order of the report."""

    study: Study
    curves: tuple[Curve, ...]
    left_out: tuple[LeftOut, ...] = ()  # of weights and adjustments

    @property
    def drawn(self) -> list[Curve]:
        """Those with more than one specification, so that there is something to compare."""
        return [curve for curve in self.curves if len(curve.tested) > 1]

    @property
    def turning(self) -> Curve | None:
        """The conclusion to show in full: the primary outcome's where it turns, else the one that most analyses turn."""
        open_ = [curve for curve in self.drawn if curve.robustness.contrary]
        primary = self.study.spec.primary_outcome.variable
        own = [curve for curve in open_ if curve.primary.variable == primary]
        return max(own or open_, key=lambda curve: curve.robustness.contrary, default=None)

    @property
    def masked(self) -> bool:
        """Whether a policy masks any specification of any conclusion."""
        return any(curve.masked for curve in self.curves)

    def rows(self) -> RowsByTable:
        """The rows of specifications.csv: every specification of every conclusion; of robustness.csv: every conclusion."""
        rows = [curve.row(one) for curve in self.curves for one in curve.rows]
        return {"specifications": rows, "robustness": [asdict(curve.robustness) for curve in self.curves]}
