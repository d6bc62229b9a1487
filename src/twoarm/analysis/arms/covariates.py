"""What is known of each patient before treatment, as a matrix of numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twoarm.analysis.arms.values import Arms, arms_of
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.plausible.covariates import adjusted_for


@counts_only
@dataclass(frozen=True)
class Covariates:
    """What is known of both arms before treatment: covariates, and outcomes as they were at the baseline visit.

    Attributes
    ----------
    treated, control : shapes (n1, p) and (n2, p), nan where a value is missing; a column per number and one per level but
        the first. A scale in order counts its levels.
    variables : the variable of each column, length p.
    labels : how it is called, length p; empty under a policy that masks, where no reason may point at the few who have it.
    """

    treated: np.ndarray
    control: np.ndarray
    variables: tuple[str, ...]
    labels: tuple[str, ...]

    def complete(self) -> tuple[np.ndarray, np.ndarray]:
        """Of whom every one is known, in each arm."""
        return ~np.isnan(self.treated).any(axis=1), ~np.isnan(self.control).any(axis=1)

    def beside(self, arms: Arms, variable: Variable) -> Arms:
        """The arms of an outcome with what is known of the same patients; which of it is the outcome itself is marked."""
        own = tuple(name == variable.name for name in self.variables)
        return replace(
            arms,
            treated_covariates=self.treated,
            control_covariates=self.control,
            own_covariates=own,
            covariate_labels=self.labels,
        )


def covariate_matrices(study: Study) -> Covariates | None:
    """What may be adjusted for; None where there is nothing.

    Notes
    -----
    Dates are left out, and what `twoarm.study.plausible.covariates.left_out` names: it tells the arms apart in every
    patient, or nobody of an arm has it.
    """
    columns: list[tuple[np.ndarray, np.ndarray]] = []
    known: list[Variable] = []
    for variable in adjusted_for(study):
        found = columns_of(variable, arms_of(study, variable, study.baseline_of(variable)))
        columns += found
        known += [variable] * len(found)
    if not columns:
        return None
    treated, control = (np.column_stack(side) for side in zip(*columns, strict=True))
    labels = () if study.spec.policy.coarse else tuple(v.label for v in known)
    return Covariates(treated, control, tuple(v.name for v in known), labels)


def of_known_patients(arms: Arms) -> Arms | None:
    """The patients whose covariates are all known, unadjusted; None where that leaves out nobody who has an outcome."""
    if arms.treated_covariates is None or arms.control_covariates is None:
        return None
    sides = {"treated": arms.treated_covariates, "control": arms.control_covariates}
    kept = {}
    for side, covariates in sides.items():
        lacking = np.isnan(covariates).any(axis=1)
        kept[side] = np.where(lacking, np.nan, getattr(arms, side))
    lost = any((np.isnan(values) & ~np.isnan(getattr(arms, side))).any() for side, values in kept.items())
    return replace(arms, **kept) if lost else None


def has_covariates(study: Study) -> bool:
    """Whether anything is known of the patients before treatment, whatever its values are."""
    return bool(study.before_treatment)


def columns_of(variable: Variable, arms: Arms) -> list[tuple[np.ndarray, np.ndarray]]:
    """The values of both arms; of levels without an order whether a patient has each but the first."""
    if variable.kind != "categorical":
        return [(arms.treated, arms.control)]
    levels = range(1, len(variable.levels))
    return [(_has(arms.treated, level), _has(arms.control, level)) for level in levels]


def _has(codes: np.ndarray, level: int) -> np.ndarray:
    return np.where(np.isnan(codes), np.nan, codes == level)
