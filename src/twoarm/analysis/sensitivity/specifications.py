"""Every admissible way to analyse each conclusion of a study: {test} x {unit} x {covariates} x {weights} x {outliers}.

Simonsohn U, Simmons JP, Nelson LD. Nat Hum Behav 2020;4:1208-1214. What stands in no file here is no admissible choice:
see docs/decisions/0007-specification-curves.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from twoarm.analysis.arms.covariates import Covariates, covariate_matrices, of_known_patients
from twoarm.analysis.arms.occasions import Occasion, occasions
from twoarm.analysis.arms.values import Arms
from twoarm.analysis.comparison.compare import primary_result
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.comparison.told.results import tells, told_estimate, told_results
from twoarm.analysis.comparison.weighted_balance import told_left_out
from twoarm.analysis.masking.digits import rounded
from twoarm.analysis.masking.verdicts import Mask
from twoarm.analysis.registry.adapters import horizon
from twoarm.analysis.registry.entries import REGISTRY, method, specified_by
from twoarm.analysis.registry.method import COUNTED, Method
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.registry.specification import (
    ALL,
    BASELINE,
    BASELINE_COMPLETE,
    COMPLETE,
    KNOWN,
    OVERLAP,
    Specification,
)
from twoarm.analysis.registry.weights import ONE_SIDED_ARM
from twoarm.analysis.sensitivity.adjustments import adjusted_of, adjustments_of, has_others
from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.analysis.sensitivity.horizons import at_other_horizons
from twoarm.analysis.sensitivity.outliers import may_have_outliers, without_outliers
from twoarm.methods.counts.two_by_two import TWO_SIDED_TESTS
from twoarm.methods.estimate import Estimate
from twoarm.study.dictionary import AVERAGED, Variable
from twoarm.study.opened import Study

CLUSTERS = Specification("cluster", "units")


def specify(study: Study) -> Curves:
    """The specification curve of the primary result of each outcome at its main visit."""
    known = covariate_matrices(study)
    outcomes = [v for name in study.sections for v in study.section(name, "outcome")]
    curves = (_curve_of(study, variable, known) for variable in outcomes)
    found = tuple(curve for curve in curves if curve is not None)
    return Curves(study, found, told_left_out(Mask(study)))


def _curve_of(study: Study, variable: Variable, known: Covariates | None = None) -> Curve | None:
    """The curve of one outcome; None where it has no primary result.

    Parameters
    ----------
    known : what is known of the patients before treatment, see `covariates.covariate_matrices`.
    """
    primary = primary_result(study, variable)
    if primary is None:
        return None
    arms = next(o.arms for o in occasions(study, variable) if o.main)
    if known is not None:
        arms = known.beside(arms, variable)
    found = specifications(
        arms,
        study.parameters.level,
        outliers=may_have_outliers(variable),
        horizons=not study.spec.policy.coarse,
    )
    rows = _with_primary(primary, tuple(found))
    mask = Mask(study)
    (told,) = told_results(mask, [primary])
    return Curve(study, told, tuple(_told(mask, told, row) for row in rows), primary.method.specification)


def _told(mask: Mask, primary: Result, row: Specified) -> Specified:
    """A specification as a policy lets it be told: the primary one as its result is, another as its method would be."""
    if not mask.policy.coarse:
        return row
    if row.choices == primary.method.specification:
        return replace(row, estimate=primary.estimate)
    # Beside the same analysis of all patients one of fewer tells what the others have, unless it is adjusted otherwise.
    adjusted = row.choices.adjusted or row.choices.covariates == BASELINE
    fits = adjusted and row.choices.outliers == ALL and row.scale is Scale.UNIT
    fewer = row.choices.covariates in (COMPLETE, BASELINE_COMPLETE)
    told = not fewer and tells(
        mask, primary.variable, primary.visit, row.estimate, main=False, fits_any_size=fits
    )
    p_value = rounded(row.p_value, mask.policy.digits) if told else None
    return replace(row, estimate=told_estimate(mask, row.estimate, row.scale.null, told), p_value=p_value)


def _with_primary(primary: Result, rows: tuple[Specified, ...]) -> tuple[Specified, ...]:
    """The rows, the primary one before them where it is none of the choices that are made here."""
    choices = primary.method.specification
    if any(row.choices == choices for row in rows):
        return rows
    return (Specified(choices, primary.estimate, primary.scale), *rows)


def specifications(
    arms: Arms, level: float, *, outliers: bool = True, horizons: bool = True
) -> Iterator[Specified]:
    """Every admissible specification of two arms; one that no value of theirs could tell from another is left out.

    Parameters
    ----------
    outliers : whether a value may be left out for lying far out, see `may_have_outliers`.
    horizons : whether a restricted mean may end elsewhere; not where a policy hides whose time is the last one.
    """
    if arms.measure in AVERAGED:
        yield from _of_values(arms, level, outliers)
    elif arms.measure in COUNTED:
        yield from _of_counts(arms, level)
    else:
        yield from _of_entries(arms, level)
        if arms.measure == "time" and horizons:
            yield from at_other_horizons(arms, level)


def _of_entries(arms: Arms, level: float) -> Iterator[Specified]:
    """By the registry's own methods, those of all patients beside those of fewer."""
    known = of_known_patients(arms)
    for entry in REGISTRY:
        if arms.measure not in entry.measures or entry.choices is None or entry.when is Occasion.UNCENSORED:
            continue
        if entry.when is Occasion.WEIGHTED and arms.treated_covariates is None:
            continue
        yield Specified(entry.choices, _by(entry, arms, level), entry.scale)
        if known is not None and entry.when is not Occasion.WEIGHTED and arms.measure == "time":
            estimate = _by(entry, replace(known, tau=horizon(arms)), level)
            yield Specified(entry.choices.same_patients, estimate, entry.scale)


def _of_values(arms: Arms, level: float, outliers_asked: bool) -> Iterator[Specified]:
    for outliers, kept in _outlier_rules(arms, outliers_asked):
        wanted = [Specification(t, covariates=c) for c in adjustments_of(arms) for t in ("robust", "pooled")]
        wanted.append(Specification("ranks"))
        if arms.treated_covariates is not None:
            wanted.append(Specification("robust", weights=OVERLAP))
        for choices in wanted:
            yield Specified(
                replace(choices, outliers=outliers), _difference(kept, choices, level), Scale.UNIT
            )
        yield from _of_fewer(of_known_patients(kept), wanted, outliers, level)


def _of_fewer(
    known: Arms | None, wanted: list[Specification], outliers: str, level: float
) -> Iterator[Specified]:
    """What is not adjusted for covariates once more, of the patients of whom they are known; None where those are all."""
    for choices in wanted:
        if known is not None and choices.test == "robust" and not choices.adjusted:
            estimate = _difference(known, choices, level)
            yield Specified(replace(choices.same_patients, outliers=outliers), estimate, Scale.UNIT)


def _outlier_rules(arms: Arms, outliers: bool) -> Iterator[tuple[str, Arms]]:
    """All values, and those within the fences: where none lies beyond, the two would be one analysis, counted twice."""
    yield ALL, arms
    kept = without_outliers(arms) if outliers else None
    if kept is not None:
        yield "within", kept


def _difference(arms: Arms, choices: Specification, level: float) -> Estimate:
    """The registry's own method where it is one of its methods, so that no number is computed in two ways."""
    own = specified_by(arms.measure, choices)
    if own is not None:
        return _by(own, arms, level)
    return adjusted_of(arms, choices.covariates, level, robust=choices.test == "robust")


def _of_counts(arms: Arms, level: float) -> Iterator[Specified]:
    patients = arms.with_events_as_any()
    yield from _definitions(patients, "patients", level)
    if arms.treated_units is not None:
        units = _by_unit(arms)
        yield from _definitions(units, "units", level)
        yield _clusters(arms, units, level)
    if arms.treated_covariates is None:
        return
    known = of_known_patients(patients)
    if known is not None:
        shipped = _risk_difference(arms)
        yield Specified(shipped.specification.same_patients, _by(shipped, known, level), Scale.PROPORTION)
    if has_others(arms):
        adjusted = Specification("robust", covariates=KNOWN)
        yield Specified(adjusted, _unless_one_sided(patients, _risk_adjusted, level), Scale.PROPORTION)
    weighted = Specification("robust", weights=OVERLAP)
    yield Specified(weighted, _difference(patients, weighted, level), Scale.PROPORTION)


def _definitions(arms: Arms, unit: str, level: float) -> Iterator[Specified]:
    """One estimate with its interval, and the P of each definition."""
    shipped = _risk_difference(arms)
    difference = _by(shipped, arms, level)
    # Where nobody or everybody has the event no definition tests anything, and the reason is that of any of them.
    alike = len(set(np.concatenate(arms.complete()))) < 2
    first, *_ = TWO_SIDED_TESTS
    for name in TWO_SIDED_TESTS:
        # The shipped analysis takes its P from the inversion that made its interval: they are one.
        own = shipped if Specification(name) == shipped.choices else method(first if alike else name)
        tested = _by(own, arms, level)
        estimate = tested if tested.p_value is None else _with_p(difference, tested)
        yield Specified(Specification(name, unit), estimate, Scale.PROPORTION)


def _with_p(difference: Estimate, tested: Estimate) -> Estimate:
    """The difference and its interval with the P of another test."""
    test = {"p_value": tested.p_value, "statistic": tested.statistic, "df": tested.df}
    return replace(difference, **test, reason="")


def _clusters(arms: Arms, units: Arms, level: float) -> Specified:
    """Whole patients are exchanged; the difference of the shares of units has no interval then."""
    tested = _difference(arms, CLUSTERS, level)
    value = _by(_risk_difference(arms), units, level).value
    if tested.p_value is None or value is None:
        return Specified(CLUSTERS, tested, Scale.PROPORTION)
    alone = Estimate(value, n_treated=tested.n_treated, n_control=tested.n_control)
    return Specified(CLUSTERS, alone, Scale.PROPORTION, tested.p_value)


def _risk_difference(arms: Arms) -> Method:
    """The entry of the difference of two shares, whose P is that of the score test."""
    return next(m for m in REGISTRY if arms.measure in m.measures and m.choices == Specification("score"))


def _by_unit(arms: Arms) -> Arms:
    """Units as if each were a patient of its own: with and without the event."""
    sides = []
    for events, units in (
        (arms.treated, arms.treated_units),
        (arms.control, arms.control_units),
    ):
        known = ~np.isnan(events) & ~np.isnan(units)
        with_event, all_units = int(events[known].sum()), int(units[known].sum())
        sides.append(np.repeat([1.0, 0.0], [with_event, all_units - with_event]))
    return Arms(sides[0], sides[1], measure="binary", alpha=arms.alpha)


def _risk_adjusted(arms: Arms, level: float) -> Estimate:
    return adjusted_of(arms, KNOWN, level, robust=True)


def _unless_one_sided(arms: Arms, function: Callable[[Arms, float], Estimate], level: float) -> Estimate:
    """No robust variance helps an arm without an event, or without a patient who has none: it would be 0 there."""
    treated, control = arms.complete()
    if not (treated.size and control.size) or any(np.ptp(side) == 0 for side in (treated, control)):
        return Estimate.none(ONE_SIDED_ARM, treated.size, control.size)
    return function(arms, level)


def _by(entry: Method, arms: Arms, level: float) -> Estimate:
    return entry.estimate(arms, level)
