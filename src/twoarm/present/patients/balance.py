"""How alike the arms were before treatment and after weighting, in words."""

from __future__ import annotations

from twoarm.analysis.comparison.compare import Comparison
from twoarm.methods.weights.balance import smd_standard_error
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph


def standardised(comparison: Comparison, analysis: str = "smd") -> list[tuple[str, float]]:
    """Every baseline characteristic with its standardised difference (``smd_weighted``: after weighting), largest first."""
    study = comparison.study
    found = []
    for r in comparison.results:
        if r.analysis == analysis and r.estimate.value is not None:
            label = study.variable(r.variable).label
            found.append((f"{label}, {study.visit(r.visit).label}" if r.visit else label, r.estimate.value))
    return sorted(found, key=lambda row: -abs(row[1]))


def beyond(comparison: Comparison, analysis: str = "smd") -> list[str]:
    """The characteristics that lie at least the limit of imbalance apart, each with its difference."""
    limit = comparison.study.parameters.imbalance
    return [
        f"{w.inner(name)} ({w.smd_text(abs(v), limit)})"
        for name, v in standardised(comparison, analysis)
        if abs(v) >= limit
    ]


def balance_sentence(comparison: Comparison) -> Markdown:
    """How many characteristics lie beyond the limit, and what chance alone gives at these sizes."""
    rows, far = standardised(comparison), beyond(comparison)
    if not rows:
        return Markdown("")
    study = comparison.study
    error = smd_standard_error(*(study.cohort.size(arm.level) for arm in study.arms))
    chance = (
        f"At these sizes the standard error of a standardised difference is {w.number(error, 2)}, so that differences of "
        "up to about twice that size are to be expected by chance, and larger ones in those with several levels."
    )
    return paragraph(_apart(comparison, len(rows), far), chance)


def unadjusted(comparison: Comparison) -> str:
    """A reminder beside results: how far apart the arms were before treatment."""
    rows, far = standardised(comparison), beyond(comparison)
    if not far:
        return ""
    limit = w.exact(comparison.study.parameters.imbalance)
    return (
        f"Before treatment {len(far)} of {w.counted(len(rows), 'characteristic')} lay at least {limit} standard "
        f"deviations apart. The differences above are not adjusted for them{_own_values(comparison)}."
    )


def _own_values(comparison: Comparison) -> str:
    """The exception to that, where outcomes were measured before treatment."""
    measured = any(comparison.study.variable(r.variable).role == "outcome" for r in comparison.results)
    return ", but that an outcome is for its own value before treatment" if measured else ""


def weighting_sentence(comparison: Comparison) -> Markdown:
    """How far apart the arms remain under the weights, and how many patients they are then worth; empty without weights."""
    rows = standardised(comparison, "smd_weighted")
    if not rows:
        return Markdown("")
    (name, value), limit = rows[0], comparison.study.parameters.imbalance
    largest = w.smd_text(abs(value), limit)
    remains = (
        "Overlap weights make the arms alike on average in the covariates that they are made from: a patient counts the "
        f"more, the likelier the other arm was for such a patient.{_not_weighted(comparison)} "
        f"The largest standardised difference that remains is {largest}"
        f"{f' ({w.inner(name)})' if float(largest) else ''}."
    )
    return paragraph(remains, _left_apart(comparison), _worth(comparison))


def _apart(comparison: Comparison, total: int, far: list[str]) -> str:
    limit = w.exact(comparison.study.parameters.imbalance)
    if not far:
        return f"No difference between the arms before treatment reaches {limit} standard deviations."
    lie = "lies" if len(far) == 1 else "lie"
    apart = f"{len(far)} {lie} at least {limit} standard deviations apart"
    return f"Of {w.counted(total, 'characteristic')}, {apart}: {'; '.join(far)}."


def _not_weighted(comparison: Comparison) -> str:
    """That the outcomes' own values are no covariates, where there are such values."""
    measured = any(comparison.study.variable(r.variable).role == "outcome" for r in comparison.shown)
    return " Values of the outcomes before treatment are not among them." if measured else ""


def _left_apart(comparison: Comparison) -> str:
    """What weights for the covariates do not balance, such as an outcome before treatment; the largest has been said."""
    far, limit = beyond(comparison, "smd_weighted"), w.exact(comparison.study.parameters.imbalance)
    if len(far) < 2:
        return f"No {'other ' if far else ''}difference reaches {limit} after weighting."
    return (
        f"After weighting {len(far)} still lie at least {limit} standard deviations apart: {'; '.join(far)}."
    )


def _worth(comparison: Comparison) -> str:
    """The effective sample sizes, which results.csv holds for each arm."""
    arms = comparison.study.arms
    sizes = {r.arm: r.estimate for r in comparison.results if r.analysis == "effective_sample_size"}
    if any(arm.level not in sizes for arm in arms):
        return ""
    (treated, e), (control, f) = ((arm.label, sizes[arm.level]) for arm in arms)
    return (
        f"Unequal weights cost precision: {w.counted(e.n_treated, 'patient')} with {treated} say as much as "
        f"{w.number(e.value, 1)} would without weights, and {f.n_control} with {control} as much as {w.number(f.value, 1)}."
    )
