"""How alike the arms were before treatment, and are under overlap weights: one value of all characteristics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.weighted_balance import AFTER, UNWEIGHTED
from twoarm.analysis.masking.digits import rounded
from twoarm.faces import counts_only
from twoarm.methods.weights.balance import smd_standard_error
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import LeftOut, Why
from twoarm.tables.columns import RowsByTable

_ERRORS = 2  # standard errors: what chance alone exceeds in about one characteristic of twenty


@dataclass(frozen=True)
class Characteristic:
    """One row of balance.csv: how far the arms lie apart in one characteristic; None where that is masked, or not known."""

    section: str
    variable: str
    visit: str
    smd: float | None
    smd_weighted: float | None
    standard_error: float | None
    limit: float
    beyond: bool | None
    beyond_weighted: bool | None

    @property
    def separates(self) -> bool:
        """Whether it tells the arms apart: no patient of one has a value that a patient of the other has."""
        return self.smd is not None and math.isinf(self.smd)

    def __repr__(self) -> str:
        return f"<Characteristic: {self.variable}>"


@counts_only
@dataclass(frozen=True)
class Balance:
    """What the table before treatment, the love plot and the sentences about both say.

    Attributes
    ----------
    characteristics : in the order of the dictionary.
    limit : the absolute difference, in standard deviations, from which a characteristic is named: called imbalanced, or of
        arms that chance formed larger than chance gives in about nineteen of twenty.
    standard_error : of a difference where there is none, at the sizes of the arms: what chance gives.
    masked : of how many the policy masks the difference.
    left_out : what the weights are not made from, since it tells the arms apart or nobody of an arm has it.
    penalised : whether the weights come from a penalised regression, so that they make the arms alike only nearly; None
        where a policy masks that.
    """

    characteristics: tuple[Characteristic, ...]
    limit: float
    standard_error: float | None
    masked: int = 0
    left_out: tuple[LeftOut, ...] = ()
    penalised: bool | None = False

    @property
    def before(self) -> list[Characteristic]:
        """Those whose difference is known, the largest first."""
        known = [c for c in self.characteristics if c.smd is not None]
        return sorted(known, key=lambda c: -abs(c.smd or 0.0))

    @property
    def separating(self) -> list[Characteristic]:
        """Those that tell the arms apart: no patient of one has a value among those of the other."""
        apart = {(one.variable, one.visit) for one in self.left_out if one.why is Why.APART}
        return [c for c in self.before if c.separates or (c.variable, c.visit) in apart]

    @property
    def unknown(self) -> int:
        """Of how many the difference could not be computed."""
        return sum(c.smd is None for c in self.characteristics) - self.masked

    @property
    def after(self) -> list[Characteristic]:
        """Those whose difference under the weights is known, the largest first; none without weights."""
        known = [c for c in self.characteristics if c.smd_weighted is not None]
        return sorted(known, key=lambda c: -abs(c.smd_weighted or 0.0))

    @property
    def far(self) -> list[Characteristic]:
        """Those that lie at least the limit apart, the largest first."""
        return [c for c in self.before if c.beyond]

    @property
    def far_weighted(self) -> list[Characteristic]:
        """Those that still do under the weights, the largest first."""
        return [c for c in self.after if c.beyond_weighted]

    def of(self, variable: str) -> Characteristic | None:
        """The characteristic of a variable."""
        return next((c for c in self.characteristics if c.variable == variable), None)

    def rows(self) -> RowsByTable:
        """The rows of balance.csv."""
        return {"balance": [asdict(c) for c in self.characteristics]}


def balance_of(
    study: Study,
    results: Sequence[Result],
    left_out: tuple[LeftOut, ...] = (),
    penalised: bool | None = False,
) -> Balance:
    """The balance that the results of a comparison before treatment show."""
    error = smd_standard_error(*(study.size(arm.level) for arm in study.arms))
    error = rounded(error, study.spec.policy.digits)
    formed_by_chance = study.spec.randomised.by_chance and error is not None
    limit = _ERRORS * error if formed_by_chance else study.parameters.imbalance
    after = {(r.variable, r.visit): r.estimate.value for r in results if r.analysis == AFTER}

    def characteristic(r: Result) -> Characteristic:
        values = r.estimate.value, after.get((r.variable, r.visit))
        beyond = (None if value is None else abs(value) >= limit for value in values)
        return Characteristic(r.section, r.variable, r.visit, *values, error, limit, *beyond)

    before = [r for r in results if r.analysis == UNWEIGHTED]
    masked = sum(r.estimate.masked for r in before)
    return Balance(tuple(map(characteristic, before)), limit, error, masked, left_out, penalised)
