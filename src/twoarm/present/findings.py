"""How a section opens and what it cannot say: sentences over all its outcomes."""

from __future__ import annotations

from collections.abc import Callable

from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.registry.scale import Scale
from twoarm.present import wording as w
from twoarm.present.naming import main_visit_name, section_name
from twoarm.present.outcomes.agreement import agreement_values
from twoarm.present.outcomes.changes import change_findings
from twoarm.present.outcomes.margins import equivalence_values, unjudged_sentence
from twoarm.present.outcomes.sentences import every_value, probability_sign, short_finding
from twoarm.present.outcomes.units import units_note
from twoarm.present.outputs import Markdown, as_markdown, paragraph
from twoarm.present.patients.balance import balance_sentence, separated, unadjusted, weighting_sentence
from twoarm.study.dictionary import Variable


def section_values(comparison: Comparison) -> dict[str, Callable[[], str]]:
    """The names that stand for a whole section."""
    outcomes = [v for v in comparison.variables if v.role == "outcome"]
    return {
        "findings": lambda: findings_and_matter(comparison),
        "limits": lambda: limits_of(comparison),
        "outcomes": lambda: w.counted(len(outcomes), "outcome"),
        "outcome_names": lambda: w.joined([v.label for v in outcomes]),
        "balance": lambda: balance_sentence(comparison),
        "weighting": lambda: weighting_sentence(comparison),
        "sign": lambda: sign(comparison),
        "visit_rule": lambda: visit_rule(comparison),
        "changes": lambda: change_findings(comparison),
        **equivalence_values(comparison),
        **agreement_values(comparison),
    }


def overview(baseline: Comparison, comparisons: list[Comparison]) -> Markdown:
    """One paragraph per section, each under its own words.

    What tells the arms apart in every patient stands before all of them, then the primary outcome where one is named.
    """
    first = [paragraph(separated(baseline)), *(_primary(c) for c in comparisons)]
    primary = baseline.study.spec.primary_outcome.variable
    said = [
        f"**{as_markdown(_heading(c, primary))}.** {found}"
        for c in comparisons
        if (found := findings(c, told=primary))
    ]
    shown = [v for c in comparisons for v in c.variables]
    apart = paragraph(units_note(baseline.study, shown)), paragraph(unadjusted(baseline))
    return Markdown("\n\n".join(p for p in [*first, *said, *apart] if p))


def _primary(comparison: Comparison) -> str:
    name = comparison.study.spec.primary_outcome.variable
    found = [r for r in comparison.headline if r.variable == name]
    if not found or len(comparison.headline) == 1:  # a section of it alone says all of it
        return ""
    said = short_finding(comparison, found[0])
    return f"**Primary outcome.** {paragraph(f'{w.capital(said)}.')}"


def _heading(comparison: Comparison, primary: str) -> str:
    """The section, or that it is the primary outcome where it has no other."""
    alone = [r.variable for r in comparison.headline] == [primary]
    return "Primary outcome" if alone else section_name(comparison.study, comparison.section)


def findings(comparison: Comparison, told: str = "") -> Markdown:
    """Which outcomes differ between the arms, which are open, and of which neither can be said.

    Parameters
    ----------
    told : an outcome of several whose numbers have been said before: of it the name is enough.
    """
    told = told if len(comparison.headline) > 1 else ""
    found: dict[Answer, list[Result]] = {}
    for asked in comparison.asked(Question.DIFFERENCE):
        found.setdefault(asked.answer, []).extend(asked.results)
    apart, open_, tested = (found.get(a, []) for a in (Answer.APART, Answer.OPEN, Answer.TESTED))
    total = sum(map(len, found.values()))
    rest = len(apart) + len(open_) == total and bool(apart)
    sure, unsure = (_by_family(comparison, apart, kept=kept) for kept in (True, False))
    sentences = [
        _hangs_on_means(comparison),
        _apart(comparison, sure, unsure, total, told),
        _by_chance(comparison, unsure),
    ]
    sentences.append(_open(comparison, open_, total, rest=rest, first=not apart))
    sentences += [_unknown(comparison, found.get(Answer.UNKNOWN, []))]
    sentences += [_bare(comparison, found.get(Answer.BARE, [])), _tested(comparison, tested)]
    return paragraph(*sentences)


def findings_and_matter(comparison: Comparison) -> Markdown:
    """The same, and whether the differences that were found are known to be large enough to matter."""
    return paragraph(findings(comparison), _mattering(comparison))


def _mattering(comparison: Comparison) -> str:
    """About outcomes whose interval excludes no difference and for which no size that matters is stated."""
    study = comparison.study
    apart = [a for a in comparison.asked(Question.DIFFERENCE) if a.answer == Answer.APART]
    unstated = [v for a in apart if not (v := study.variable(a.variable)).mcid or v.mcid_assumed]
    if not unstated:
        return ""
    return f"How large a difference in {_names(unstated)} would matter to a patient has not been laid down."


def _hangs_on_means(comparison: Comparison) -> str:
    """The outcomes of which a difference of means says one thing and the shift of all values another."""
    said = []
    for asked in (a for a in comparison.asked(Question.SHIFT) if a.answer == Answer.NONE):
        main = comparison.result(asked.variable, asked.visit)
        pair = [_told(comparison, r) for r in (main, *asked.apart) if r is not None]
        variable = comparison.study.variable(asked.variable)
        said.append(f"{variable.label} depends on the method: {', but '.join(pair)}.")
    return " ".join(said)


def _told(comparison: Comparison, result: Result) -> str:
    """``the mean difference is −0.8 days (95% CI −1.4 to −0.2; P = 0.017)``."""
    variable, alpha = comparison.study.variable(result.variable), comparison.study.parameters.alpha
    p = w.p_phrase(result.estimate.p_value, alpha) if result.estimate.p_value is not None else ""
    return f"the {w.estimand(result, variable)} is {w.estimate_phrase(result, variable, p)}"


def _by_family(comparison: Comparison, apart: list[Result], *, kept: bool) -> list[Result]:
    """The outcomes that differ, by whether their P stays below once it is corrected for the number of outcomes."""
    asked = {a.variable: a.answer for a in comparison.asked(Question.FAMILY)}
    return [r for r in apart if (asked.get(r.variable) != Answer.NONE) == kept]


def _apart(comparison: Comparison, sure: list[Result], unsure: list[Result], total: int, told: str) -> str:
    """``Of 8 outcomes, 1 differed: ... and 1 may differ: ...``, how many by each word, and which."""
    if not sure and not unsure:
        return ""
    parts = []
    for results, verb in ((sure, "differed"), (unsure, "may differ")):
        if results:
            whose = "" if len(results) == total else f"{len(results)} "
            named = [_named_once(comparison, r, told) for r in results]
            parts.append(f"{whose}{verb}: {w.listed(named)}")
    if total == 1:
        (result,), verb = (sure, "differed") if sure else (unsure, "may differ")
        return f"{_among(comparison, 'The arms')} {verb} in {short_finding(comparison, result)}."
    every = total in (len(sure), len(unsure))
    lead = f"{w.every(total)} outcomes" if every else f"Of {total} outcomes,"
    return f"{_among(comparison, lead)} {', and '.join(parts)}."


def _named_once(comparison: Comparison, result: Result, told: str) -> str:
    if result.variable == told:
        return comparison.study.variable(told).label
    return short_finding(comparison, result)


def _by_chance(comparison: Comparison, unsure: list[Result]) -> str:
    """What becomes of outcomes whose P is no longer below the level once it is corrected for the number of outcomes."""
    alpha = comparison.study.parameters.alpha
    said = [w.p_phrase(r.p_adjusted, alpha) for r in unsure if r.p_adjusted is not None]
    if not said:
        return ""
    return f"With several outcomes looked at, chance alone can do this: corrected for their number, {w.listed(said)}."


def _among(comparison: Comparison, lead: str) -> str:
    """The beginning of a sentence, in the simulated patients where they are."""
    return f"In the simulated patients, {lead[:1].lower()}{lead[1:]}" if comparison.study.notice else lead


def _open(comparison: Comparison, results: list[Result], total: int, *, rest: bool, first: bool) -> str:
    """Of one outcome its name, of several how many: for each the interval includes no difference.

    `rest` says whether they are all but those that differ, `first` whether nothing was said of those.
    """
    if not results:
        return ""
    fit = "the data fit a difference in either direction"
    n, lead = len(results), ""
    if n == 1:
        lead = f"Whether the arms differ in {comparison.study.variable(results[0].variable).label} is open"
    elif rest:
        return f"The other {n} are open: {fit}."
    else:
        lead = f"{w.every(n) if n == total else f'{n} of {total}'} outcomes are open"
    return f"{_among(comparison, lead) if first else lead}: {fit}."


def _unknown(comparison: Comparison, results: list[Result]) -> str:
    masked = [r for r in results if r.estimate.masked]
    unknown = [r for r in results if not r.estimate.masked]
    said = []
    if masked:
        named = _names(_variables(comparison, masked))
        said.append(f"What compares the arms in {named} is masked, because few patients are behind it.")
    if unknown:
        said.append(f"Nothing could be estimated for {_names(_variables(comparison, unknown))}.")
    return " ".join(said)


def _bare(comparison: Comparison, results: list[Result]) -> str:
    """Estimates without an interval; where neither arm varies, that the arms differ in every patient."""
    said = [_without_variation(comparison, r) for r in results if r.apart]
    others = [r for r in results if not r.apart]
    if others:
        said.append(f"There is an estimate without an interval for {_names(_variables(comparison, others))}.")
    return " ".join(said)


def _without_variation(comparison: Comparison, result: Result) -> str:
    """``Pain does not vary within either arm: every value with VBS lies below every value with PKP (...).``"""
    variable = comparison.study.variable(result.variable)
    every = every_value(comparison, result)
    difference = (
        f"{w.estimand(result, variable)} {w.estimate_parts(result, variable)[0]}, without an interval"
    )
    return f"{variable.label} does not vary within either arm: {every} ({difference})."


def _variables(comparison: Comparison, results: list[Result]) -> list[Variable]:
    return [comparison.study.variable(r.variable) for r in results]


def _names(variables: list[Variable]) -> str:
    return w.listed([v.label for v in variables])


def _tested(comparison: Comparison, results: list[Result]) -> str:
    alpha = comparison.study.parameters.alpha
    labels = [comparison.study.variable(r.variable).label for r in results]
    said = [
        f"{label} ({w.p_phrase(r.estimate.p_value, alpha)})" for label, r in zip(labels, results, strict=True)
    ]
    return f"Compared by a test alone: {w.joined(said)}." if said else ""


def limits_of(comparison: Comparison) -> Markdown:
    """Missing values, multiplicity and what is not judged, as they are in this section."""
    return paragraph(_gaps(comparison), _families(comparison), unjudged_sentence(comparison))


def _families(comparison: Comparison) -> str:
    """What is done about many P values; said even where it is nothing."""
    adjusted = sum(r.p_adjusted is not None for r in comparison.headline)
    masked = _masked_families(comparison)
    if not adjusted:
        several = sum(r.estimate.p_value is not None for r in comparison.results) > 1
        return masked or ("No P is corrected for the number of outcomes." if several else "")
    members = {name for family in comparison.study.spec.families.values() for name in family}
    bare = [r for r in comparison.headline if r.estimate.p_value is not None and r.p_adjusted is None]
    outside = [r for r in bare if r.variable not in members]
    names = w.joined([comparison.study.variable(r.variable).label for r in outside])
    rest = f" Not among them: {names}." if outside else ""
    return f"P is also corrected for the number of outcomes (Holm).{rest} {masked}".rstrip()


def _masked_families(comparison: Comparison) -> str:
    """That adjusted P values are masked with one of the family, which they would bound; empty where none is."""
    families = comparison.study.spec.families.values()
    shown = [r for r in comparison.headline if r.estimate.p_value is not None and r.p_adjusted is None]
    names = [r.variable for r in shown if any(r.variable in family for family in families)]
    labels = w.joined([comparison.study.variable(name).label for name in names])
    return f"The adjusted P of {labels} is masked: a result of the family is." if names else ""


def _followed(comparison: Comparison) -> list[Variable]:
    return [v for v in comparison.variables if v.role == "outcome" and comparison.study.visits_of(v)]


def _gaps(comparison: Comparison) -> str:
    """How many values each variable lacks; the levels of one variable share one count."""
    gaps: dict[str, int] = {}
    for s in {(s.variable, s.visit, s.arm): s for s in comparison.summaries}.values():
        gaps[s.variable] = gaps.get(s.variable, 0) + s.missing
    labels = [f"{comparison.study.variable(name).label} ({n})" for name, n in gaps.items() if n]
    if not labels:
        return ""
    tail = "each comparison uses the patients whose values are complete"
    where = " over all visits" if any(v.table == "visits" for v in comparison.variables) else ""
    return f"Missing values{where}: {w.joined(labels)}; {tail}."


def sign(comparison: Comparison) -> Markdown:
    """What a positive difference means, and a probability above one half."""
    scales = {r.scale for r in comparison.shown}
    treated, control = (arm.label for arm in comparison.study.arms)
    difference = f"A positive difference means a higher value with {treated} than with {control}."
    return paragraph(
        difference if scales - {Scale.PROBABILITY, Scale.P} else "", probability_sign(comparison)
    )


def visit_rule(comparison: Comparison) -> str:
    """How visits are compared, where the section has outcomes with visits; empty where it has none."""
    if not _followed(comparison):
        return ""
    if not any(r.method.uses_baseline for r in comparison.results):
        return "No value before treatment is taken into account: every visit is compared as it is."
    return (
        f"A difference at {main_visit_name(comparison.study)} takes the value before treatment into account where there is "
        "one, and is then not the difference of the two means; every other visit is compared as it is."
    )
