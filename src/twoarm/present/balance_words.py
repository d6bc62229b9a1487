"""How alike the arms were before treatment and after weighting, and what their sizes can detect, in words."""

from __future__ import annotations

from twoarm.analysis.balance import smd_standard_error
from twoarm.analysis.compare import Comparison
from twoarm.analysis.power import POWER
from twoarm.analysis.result import Result
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.study.study import Study

WAYS = {"below": "decrease", "above": "increase"}


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


def weighting_sentence(comparison: Comparison) -> Markdown:
    """How far apart the arms remain under the weights, and how many patients they are then worth; empty without weights."""
    rows = standardised(comparison, "smd_weighted")
    if not rows:
        return Markdown("")
    (name, value), limit = rows[0], comparison.study.parameters.imbalance
    largest = w.smd_text(abs(value), limit)
    remains = (
        "Overlap weights make the arms alike on average in all covariates: a patient counts the more, the likelier the "
        f"other arm was for such a patient. The largest standardised difference that remains is {largest}"
        f"{f' ({w.inner(name)})' if float(largest) else ''}."
    )
    return paragraph(remains, _left_apart(comparison), _worth(comparison))


def detectable_sentence(comparisons: list[Comparison]) -> Markdown:
    """What differences these sizes can detect: a property of the design, never taken from the differences found."""
    if not comparisons:
        return Markdown("")
    study, results = comparisons[0].study, [r for c in comparisons for r in c.results]
    found = [text for text in (_of_means(study, results), _of_risks(study, results)) if text]
    if not found:
        return Markdown("")
    alpha = w.exact(study.parameters.alpha)
    opening = f"With these numbers of patients and at a two-sided significance level of {alpha}, {found[0]}."
    closing = (
        "That describes the design. It is not a power worked out afterwards from the differences that were found, which "
        "would say nothing that their intervals do not say."
    )
    return paragraph(opening, *(f"{text}." for text in found[1:]), closing)


def _apart(comparison: Comparison, total: int, far: list[str]) -> str:
    limit = w.exact(comparison.study.parameters.imbalance)
    if not far:
        return f"No difference between the arms before treatment reaches {limit} standard deviations."
    lie = "lies" if len(far) == 1 else "lie"
    apart = f"{len(far)} {lie} at least {limit} standard deviations apart"
    return f"Of {w.counted(total, 'characteristic')}, {apart}: {'; '.join(far)}."


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


def _of_means(study: Study, results: list[Result]) -> str:
    sizes = _span(study, results, "detectable_difference")
    if not sizes:
        return ""
    return f"a test of two means has {w.level_text(POWER)} power where the true means lie {sizes} standard deviations apart"


def _of_risks(study: Study, results: list[Result]) -> str:
    """Both directions, as far as there are shares that could be detected."""
    spans = {way: _span(study, results, f"detectable_{name}") for way, name in WAYS.items()}
    ways = [f"{span} percentage points {way}" for way, span in spans.items() if span]
    if not ways:
        return ""
    return (
        f"Fisher’s exact test of two shares has {w.level_text(POWER)} power where the true share of the treated arm lies "
        f"{' or '.join(ways)} that of the control arm, which is taken to be as observed{_out_of_reach(results)}"
    )


def _out_of_reach(results: list[Result]) -> str:
    """Of how many outcomes not even the lowest, or the highest, share would be detected so often."""
    said = []
    for way, name in WAYS.items():
        lacking = sum(r.analysis == f"detectable_{name}" and r.estimate.value is None for r in results)
        said += (
            [f"for {w.counted(lacking, 'outcome')} no share {way} it reaches that power"] if lacking else []
        )
    return f"; {w.joined(said)}" if said else ""


def _span(study: Study, results: list[Result], analysis: str) -> str:
    """``0.72``, or ``0.72 to 0.75``: the sizes of the smallest and the largest value, on the shown scale."""
    found = [r for r in results if r.analysis == analysis and r.estimate.value is not None]
    found.sort(key=lambda r: abs(r.estimate.value))
    ends = found if len(found) < 2 else (found[0], found[-1])
    shown = [w.Scale(r, study.variable(r.variable)).value(abs(r.estimate.value)) for r in ends]
    return " to ".join(dict.fromkeys(shown))
