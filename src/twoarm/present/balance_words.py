"""How alike the arms were before treatment, in words."""

from __future__ import annotations

from twoarm.analysis.balance import smd_standard_error
from twoarm.analysis.compare import Comparison
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph


def standardised(comparison: Comparison) -> list[tuple[str, float]]:
    """Every baseline characteristic with its standardised difference, the largest first."""
    study = comparison.study
    found = []
    for r in comparison.results:
        if r.estimate.value is not None:
            label = study.variable(r.variable).label
            found.append((f"{label}, {study.visit(r.visit).label}" if r.visit else label, r.estimate.value))
    return sorted(found, key=lambda row: -abs(row[1]))


def beyond(comparison: Comparison) -> list[str]:
    """The characteristics that lie at least the limit of imbalance apart, each with its difference."""
    limit = comparison.study.parameters.imbalance
    return [
        f"{w.inner(name)} ({w.smd_text(abs(v), limit)})"
        for name, v in standardised(comparison)
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
        "twice that size arise by chance alone, and still larger ones in characteristics with several levels."
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
        "deviations apart; the differences above are not adjusted for them."
    )


def _apart(comparison: Comparison, total: int, far: list[str]) -> str:
    limit = w.exact(comparison.study.parameters.imbalance)
    if not far:
        return f"No difference between the arms before treatment reaches {limit} standard deviations."
    lie = "lies" if len(far) == 1 else "lie"
    apart = f"{len(far)} {lie} at least {limit} standard deviations apart"
    return f"Of {w.counted(total, 'characteristic')}, {apart}: {'; '.join(far)}."
