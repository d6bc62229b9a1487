"""How a section opens and what it cannot say: sentences over all its outcomes."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.compare import Comparison, Result
from twoarm.present import wording as w
from twoarm.present.balance_plot import balance_sentence
from twoarm.present.outputs import Markdown, paragraph
from twoarm.present.sentences import NOT_EQUAL, short_finding

SECTION_TITLES = {
    "baseline": "Before treatment",
    "perioperative": "Around the operation",
    "follow_up": "Follow-up",
    "imaging": "Imaging",
}


def section_values(comparison: Comparison) -> dict[str, Callable[[], str]]:
    """The names that stand for a whole section."""
    outcomes = [v for v in comparison.variables if v.role == "outcome"]
    return {
        "findings": lambda: findings(comparison),
        "limits": lambda: limits(comparison),
        "outcomes": lambda: w.counted(len(outcomes), "outcome"),
        "outcome_names": lambda: w.joined([v.label for v in outcomes]),
        "balance": lambda: balance_sentence(comparison),
        "sign": lambda: sign(comparison),
    }


def overview_values(comparisons: list[Comparison]) -> dict[str, Callable[[], str]]:
    """The names that stand for several sections at once."""
    return {"findings": lambda: overview(comparisons)}


def overview(comparisons: list[Comparison]) -> Markdown:
    """One paragraph per section, each under its own words; the primary outcome first where one is named."""
    first = [_primary(c) for c in comparisons]
    said = [f"**{SECTION_TITLES[c.section]}.** {findings(c)}" for c in comparisons]
    return Markdown("\n\n".join([*(p for p in first if p), *said]))


def _primary(comparison: Comparison) -> str:
    name = comparison.study.spec.primary_outcome
    found = [r for r in comparison.headline if r.variable == name]
    return f"**Primary outcome.** {paragraph(short_finding(comparison, found[0]))}" if found else ""


def findings(comparison: Comparison) -> Markdown:
    """Two sentences: where the interval excludes no difference, and what the other intervals do not show."""
    results = comparison.headline
    level = w.level_text(comparison.study.parameters.level)
    apart = [r for r in results if w.side(r.estimate, w.null_of(r))]
    tested = [r for r in results if r.scale == "p"]
    unknown = [r for r in results if r.estimate.value is None and r.scale != "p"]
    open_ = [r for r in results if r not in apart and r not in tested and r not in unknown]
    sentences = [_apart(comparison, apart, len(results), level), _open(open_, bool(apart)), _unknown(unknown)]
    return paragraph(*sentences, _tested(comparison, tested))


def _apart(comparison: Comparison, apart: list[Result], total: int, level: str) -> str:
    if not apart:
        return (
            f"For none of the {w.counted(total, 'outcome')} does the {level} interval exclude no difference."
            if total > 1
            else ""
        )
    said = w.joined([short_finding(comparison, r) for r in apart])
    if total == 1:
        return f"The {level} interval excludes no difference for {said}."
    return f"Of {w.counted(total, 'outcome')}, the {level} interval excludes no difference for {len(apart)}: {said}."


def _open(results: list[Result], after: bool) -> str:
    if not results:
        return ""
    if not after:
        return NOT_EQUAL if len(results) == 1 else "That is not evidence that the arms are equal."
    rest = "the other one" if len(results) == 1 else f"the other {len(results)}"
    return f"For {rest} the interval includes no difference, which is not evidence that the arms are equal."


def _unknown(results: list[Result]) -> str:
    return f"For {w.counted(len(results), 'outcome')} nothing could be estimated." if results else ""


def _tested(comparison: Comparison, results: list[Result]) -> str:
    alpha = comparison.study.parameters.alpha
    named = [comparison.study.variable(r.variable).label for r in results]
    said = [
        f"{n} ({w.p_phrase(r.estimate.p_value, alpha)})"
        for n, r in zip(named, results, strict=True)
        if r.estimate.p_value
    ]
    return f"Compared by a test alone: {w.joined(said)}." if said else ""


def limits(comparison: Comparison) -> Markdown:
    """Sizes, missing values and multiplicity, as they are in this section."""
    study = comparison.study
    sizes = w.joined([f"{study.cohort.size(a.level)} patients with {a.label}" for a in study.arms])
    missing = sum(s.missing for s in comparison.summaries if not s.level) + _missing_levels(comparison)
    gaps = "No value of this section is missing." if not missing else _gaps(comparison)
    adjusted = [r for r in comparison.headline if r.p_adjusted is not None]
    family = (
        f"P values of {w.counted(len(adjusted), 'outcome')} are also adjusted within their family (Holm)."
        if adjusted
        else ""
    )
    return paragraph(f"These comparisons rest on {sizes}.", gaps, family)


def _missing_levels(comparison: Comparison) -> int:
    firsts = {(s.variable, s.visit, s.arm): s.missing for s in comparison.summaries if s.level}
    return sum(firsts.values())


def _gaps(comparison: Comparison) -> str:
    gaps: dict[str, int] = {}
    for s in {(s.variable, s.visit, s.arm): s for s in comparison.summaries}.values():
        gaps[s.variable] = gaps.get(s.variable, 0) + s.missing
    labels = [f"{comparison.study.variable(name).label} ({n})" for name, n in gaps.items() if n]
    tail = "each comparison uses the patients whose values are complete"
    return f"Missing values over all visits: {w.joined(labels)}; {tail}."


def sign(comparison: Comparison) -> str:
    """What a positive difference means."""
    study = comparison.study
    return f"A positive difference means a higher value with {study.treated.label} than with {study.control.label}."
