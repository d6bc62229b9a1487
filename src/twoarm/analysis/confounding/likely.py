"""Which arm each imbalance before treatment favours, and by how much: imbalance times association with an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from twoarm.analysis.arms.covariates import columns_of
from twoarm.analysis.arms.occasions import main_visit, visits_after
from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.analysis.comparison.balance import Characteristic
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.told.results import told_estimate
from twoarm.analysis.masking.joint import tells_together
from twoarm.analysis.masking.verdicts import Mask, is_masked
from twoarm.analysis.registry.method import COUNTED
from twoarm.analysis.registry.plan import MODEL_SCALES, AnalysisPlan
from twoarm.analysis.registry.scale import Scale
from twoarm.faces import counts_only
from twoarm.masked import exact
from twoarm.methods.characteristics.imbalance import bias_of_imbalance, hazard_bias_of_imbalance
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import AVERAGED, Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Row, RowsByTable


@dataclass(frozen=True)
class LikelyBias:
    """One row of confounding.csv: what one imbalance does to the comparison of one outcome.

    Attributes
    ----------
    visit : of the outcome; empty for what is measured once per patient.
    characteristic, characteristic_visit : what differs before treatment.
    smd : by how much, as `balance.csv` has it.
    estimate : the part of the difference, or the factor of the hazard ratio, that the imbalance explains.
    favours : the code of the arm that it makes look better; empty where the interval includes none, or no side is better.
    """

    section: str
    variable: str
    visit: str
    characteristic: str
    characteristic_visit: str
    smd: float | None
    estimate: Estimate
    unit: str
    scale: Scale
    favours: str = ""

    def __repr__(self) -> str:
        return f"<LikelyBias: {self.characteristic} and {self.variable}>"

    @property
    def null(self) -> float:
        """No bias on its own scale."""
        return self.scale.null

    @property
    def side(self) -> int:
        """-1, 0 or 1: whether it makes the comparison lower or higher; 0 where the interval includes none."""
        return self.estimate.side(self.null)

    def row(self) -> Row:
        """This bias as a row of confounding.csv."""
        e = self.estimate
        where = {"section": self.section, "variable": self.variable, "visit": self.visit}
        what = {"characteristic": self.characteristic, "characteristic_visit": self.characteristic_visit}
        numbers = {"estimate": e.value, "low": e.low, "high": e.high, "conf_level": e.conf_level}
        said = {"p_value": e.p_value, "n_treated": e.n_treated, "n_control": e.n_control}
        unit = self.unit if self.scale is Scale.UNIT else self.scale.value
        told = {"measure_unit": unit, "favours": self.favours, "reason": e.reason}
        return {**where, **what, "imbalance": self.smd, **numbers, **said, **told}


@counts_only
@dataclass(frozen=True)
class LikelyBiases:
    """What every imbalance before treatment does to every outcome that is asked about.

    Attributes
    ----------
    found : by outcome, the largest imbalance first.
    imbalanced : what differs before treatment and does not tell the arms apart, the largest first.
    unasked : outcomes of which neither a mean, nor a share, nor a hazard is compared.
    """

    study: Study
    found: tuple[LikelyBias, ...]
    imbalanced: tuple[Characteristic, ...]
    unasked: tuple[Variable, ...] = ()

    def of(self, variable: str) -> list[LikelyBias]:
        """Those of an outcome."""
        return [one for one in self.found if one.variable == variable]

    @property
    def outcomes(self) -> list[Variable]:
        """The outcomes that are asked about, in the order of the report."""
        return [self.study.variable(name) for name in dict.fromkeys(one.variable for one in self.found)]

    def rows(self) -> RowsByTable:
        """The rows of confounding.csv."""
        return {"confounding": [one.row() for one in self.found]}


def likely_biases(baseline: Comparison) -> LikelyBiases:
    """What the imbalances before treatment do to the primary outcome, or to every outcome where none is named.

    Parameters
    ----------
    baseline : the comparison before treatment.

    Returns
    -------
    Nothing of a randomised study, whose imbalances are chance. Of an outcome whose main analysis takes its own value before
    treatment into account, what the other characteristics do beside it.
    """
    study = baseline.study
    differing = () if study.spec.randomised.by_chance else baseline.balance.far
    imbalanced = tuple(one for one in differing if not one.separates)
    asked = _asked(study) if imbalanced else []
    usable = [v for v in asked if v.measure in (*AVERAGED, *COUNTED, "time")]
    mask = Mask(study)
    found = [_told(mask, one) for v in usable for one in _of_outcome(study, v, imbalanced)]
    return LikelyBiases(study, tuple(found), imbalanced, tuple(v for v in asked if v not in usable))


def _asked(study: Study) -> list[Variable]:
    """The primary outcome, else every outcome that is compared after treatment, in the order of the report."""
    primary = study.spec.primary_outcome.variable
    outcomes = [
        v for name in study.sections for v in study.section(name, "outcome") if visits_after(study, v)
    ]
    return [v for v in outcomes if v.name == primary] or outcomes


def _of_outcome(
    study: Study, outcome: Variable, imbalanced: tuple[Characteristic, ...]
) -> Iterator[LikelyBias]:
    visit, arms = main_visit(study, outcome), AnalysisPlan(study).main_arms(outcome)
    scale = MODEL_SCALES[outcome.measure]
    for one in imbalanced:
        if arms.baseline is not None and one.variable == outcome.name:
            continue  # its own value is taken into account already
        estimate = _estimated(study, arms, one)
        unit = scale.unit(outcome.unit)
        place = outcome.section, outcome.name, visit, one.variable, one.visit
        yield LikelyBias(*place, one.smd, estimate, unit, scale)


def _estimated(study: Study, arms: Arms, one: Characteristic) -> Estimate:
    x, level = np.vstack(characteristic_columns(study, one)), study.parameters.level
    if arms.event is not None:
        return hazard_bias_of_imbalance(arms.outcome, arms.event, x, arms.is_treated, level)
    return bias_of_imbalance(arms.outcome, x, arms.is_treated, level, beside=arms.baseline)


def characteristic_columns(study: Study, one: Characteristic) -> tuple[np.ndarray, np.ndarray]:
    """A characteristic of both arms, shapes (n1, q) and (n2, q): a column, of kinds one for each level but the first."""
    variable = study.variable(one.variable)
    arms = arms_of(study, variable, one.visit or None)
    if arms.measure == "events":
        arms = arms.with_events_as_any()
    treated, control = (np.column_stack(side) for side in zip(*columns_of(variable, arms), strict=True))
    return treated, control


def _told(mask: Mask, one: LikelyBias) -> LikelyBias:
    """As the policy lets it be told, with the arm that it favours by what is told."""
    if mask.policy.coarse:
        e, characteristic = one.estimate, (one.characteristic, one.characteristic_visit)
        sizes = [side.of(exact(n)) for side, n in zip(mask.sizes, (e.n_treated, e.n_control), strict=True)]
        told = tells_together(mask, (one.variable, one.visit), characteristic) and not is_masked(*sizes)
        one = replace(one, estimate=told_estimate(mask, e, one.null, told))
    return replace(one, favours=_favoured(mask.study, one))


def _favoured(study: Study, one: LikelyBias) -> str:
    """The arm that looks better by it; of a time a higher hazard is the opposite of a later event."""
    better = study.variable(one.variable).better
    if not (one.side and better):
        return ""
    higher_is_better = (better == "higher") != (one.scale is Scale.RATIO)
    return (study.treated if (one.side > 0) == higher_is_better else study.control).level
