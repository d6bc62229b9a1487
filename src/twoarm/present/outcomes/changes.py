"""What lies between visits: early and later change, and the patients who improved by what matters."""

from __future__ import annotations

from twoarm.analysis.arms.improvement import SHARE, Period
from twoarm.analysis.comparison.agreement import Answer, Question
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import ASSUMED, Result
from twoarm.analysis.comparison.summaries import Summary
from twoarm.present import wording as w
from twoarm.present.handover import INDENT
from twoarm.present.naming import section_label
from twoarm.present.outcomes.margins import favours
from twoarm.present.outputs import Markdown, Table, paragraph
from twoarm.study.dictionary import Variable

UNADJUSTED = "P not corrected for the number of comparisons."
PERIODS = (Period.EARLY, Period.LATE)
THRESHOLDS = (Period.IMPROVED, Period.IMPROVED_RELATIVE)


def change_table(comparison: Comparison) -> Table | None:
    """Early and later change of both arms with their difference; None without an outcome followed over enough visits."""
    changed = _with(comparison, PERIODS[0])
    if not changed:
        return None
    rows: list[list[str]] = []
    for variable in changed:
        rows.append([_head(comparison, variable)])
        for period, said in zip(PERIODS, _periods(comparison, variable), strict=True):
            result = _result(comparison, variable, period)
            cells = [_mean(found, variable) for found in _arms(comparison, variable, period)]
            rows.append([f"{INDENT}{said}", *cells, *_contrast(comparison, result, variable)])
    study = comparison.study
    results = [_result(comparison, v, period) for v in changed for period in PERIODS]
    notes = [
        "Shown are mean (standard deviation) of the later value less the earlier one.",
        f"Differences and P: {w.method_words(results)}. {UNADJUSTED}",
        _loss(changed),
    ]
    caption = f"Change between visits, {study.treated.label} and {study.control.label}."
    return _table(comparison, "change", caption, "Outcome and period", "Difference", rows, notes)


def importance_table(comparison: Comparison) -> Table | None:
    """Patients improved by the minimal important difference, or by a share of the first value; None where none is stated."""
    stated = _with(comparison, THRESHOLDS[0])
    if not stated:
        return None
    rows: list[list[str]] = []
    for variable in stated:
        source = variable.mcid_source or ASSUMED
        rows.append([f"{variable.label}: minimal important difference {_size(variable)}, {source}"])
        for period, threshold in zip(THRESHOLDS, _thresholds(variable), strict=True):
            result = _result(comparison, variable, period)
            cells = [
                w.solid(w.share(s.count, s.n)) if s else "–" for s in _arms(comparison, variable, period)
            ]
            rows.append([f"{INDENT}{threshold}", *cells, *_contrast(comparison, result, variable)])
    study = comparison.study
    notes = [
        f"Shown are n/N (percent), N being the patients with both values, {_spans(comparison, stated)}; of a share those "
        "whose first value is above zero.",
        f"Differences and P: {w.method_words([_result(comparison, v, period) for v in stated for period in THRESHOLDS])}. "
        f"{UNADJUSTED}",
    ]
    caption = f"Patients who improved by what matters, {study.treated.label} and {study.control.label}."
    head = "Difference,\npercentage points"
    return _table(comparison, "responders", caption, "Outcome and improvement", head, rows, notes)


def change_findings(comparison: Comparison) -> Markdown:
    """Two sentences for outcomes with the same visits: the early change, and the later one; empty where there is none."""
    groups: dict[tuple[str, ...], list[Variable]] = {}
    for variable in _with(comparison, PERIODS[0]):
        groups.setdefault(_periods(comparison, variable), []).append(variable)
    said = []
    for periods, variables in groups.items():
        for period, words in zip(PERIODS, periods, strict=True):
            said.append(_changed(comparison, variables, period, words))
    return paragraph(*said)


def _changed(comparison: Comparison, variables: list[Variable], period: Period, words: str) -> str:
    known = [v for v in variables if None not in _means(comparison, v, period)]
    parts = [f"by {_change(comparison, v, period)}" for v in known]
    labels = [v.label for v in known]
    verbs = [" changed on average", *[""] * len(known)]
    told = "; ".join(f"{label}{verb} {part}" for label, verb, part in zip(labels, verbs, parts, strict=False))
    unknown = w.joined([v.label for v in variables if v not in known])
    gap = f"for {unknown} the change is not known in one arm or both" if unknown else ""
    return f"From {words}, {'; '.join(filter(None, (told, gap)))}."


def _change(comparison: Comparison, variable: Variable, period: Period) -> str:
    """``24.1 percentage points with VBS and 18.1 with PKP (difference 6.0, 95% CI 2.3 to 9.7: in favour of VBS)``."""
    result = _result(comparison, variable, period)
    scale = w.Scale(result, variable)
    treated, control = (arm.label for arm in comparison.study.arms)
    ours, theirs = (scale.value(mean) for mean in _means(comparison, variable, period))
    lost = _lost(comparison, variable) if period == Period.LATE else ""
    contrast = _difference(comparison, result, variable)
    return f"{scale.with_unit(ours)} with {treated} and {theirs} with {control}{lost} ({contrast})"


def _difference(comparison: Comparison, result: Result, variable: Variable) -> str:
    """The difference, its interval and whom it speaks for, which follows the interval alone."""
    if result.estimate.masked:
        return "the difference is masked"
    if result.estimate.low is None and not result.apart:
        return f"difference not estimable: {result.estimate.reason}"
    _, inside = w.estimate_parts(result, variable)
    side = result.side or result.apart
    reading = favours(comparison, variable, upward=side > 0) if side else w.direction(result)
    return f"difference {w.Scale(result, variable).value(result.estimate.value)}, {inside}: {reading}"


def _lost(comparison: Comparison, variable: Variable) -> str:
    """Whose mean went to the better side at first and back later: a description of what was seen."""
    found = comparison.answer(Question.LOSS, variable)
    if found is None or not found.agreeing:
        return ""
    if found.answer == Answer.ALL and not found.unknown:
        return ", a loss of what was gained"
    who = w.joined([arm.label for arm in comparison.study.arms if arm.level in found.agreeing])
    return f", with {who} a loss of what was gained"


def _means(comparison: Comparison, variable: Variable, period: Period) -> list[float | None]:
    return [None if s is None else s.mean for s in _arms(comparison, variable, period)]


def _with(comparison: Comparison, period: Period) -> list[Variable]:
    """The outcomes that have a result of that period."""
    named = {r.variable for r in comparison.results if r.method.period == period}
    return [v for v in comparison.variables if v.name in named]


def _result(comparison: Comparison, variable: Variable, period: Period) -> Result:
    return next(r for r in comparison.of(variable.name, "change") if r.method.period == period)


def _arms(comparison: Comparison, variable: Variable, period: Period) -> list[Summary | None]:
    """What was observed in both arms, treated first."""
    rows = {s.arm: s for s in comparison.changes if (s.variable, s.level) == (variable.name, period)}
    return [rows.get(arm.level) for arm in comparison.study.arms]


def _periods(comparison: Comparison, variable: Variable) -> tuple[str, str]:
    """``before surgery to day 3`` and ``day 3 to latest follow-up``."""
    study = comparison.study
    visits = (_result(comparison, variable, period).visit for period in PERIODS)
    first, second, last = (study.visit(code).label for code in (study.baseline_of(variable), *visits))
    return f"{first} to {second}", f"{second} to {last}"


def _thresholds(variable: Variable) -> tuple[str, str]:
    return (
        f"improved by at least {_size(variable)}",
        f"improved by at least {w.exact(100 * SHARE)}% of the first value",
    )


def _size(variable: Variable) -> str:
    """The minimal important difference with its unit; of a percentage in points."""
    return f"{w.exact(variable.mcid)} {w.unit_of_change(variable.unit)}".rstrip()


def _spans(comparison: Comparison, variables: list[Variable]) -> str:
    study = comparison.study
    ends = [
        (study.visit(study.baseline_of(v)).label, study.visit(comparison.main_visit(v)).label)
        for v in variables
    ]
    return w.joined(list(dict.fromkeys(f"from {first} to {last}" for first, last in ends)))


def _head(comparison: Comparison, variable: Variable) -> str:
    """The outcome with the unit of its change, which for a percentage is points."""
    scale = w.Scale(_result(comparison, variable, PERIODS[0]), variable)
    return scale.with_unit(f"{variable.label},") if scale.unit else variable.label


def _mean(found: Summary | None, variable: Variable) -> str:
    if found is None:
        return "–"
    size = f"; n = {found.n}" if found.missing else ""
    return w.solid(w.mean_sd(found, variable)) + size


def _contrast(comparison: Comparison, result: Result, variable: Variable) -> list[str]:
    p = w.p_cell(result.estimate.p_value, comparison.study.parameters.alpha)
    return [w.estimate_cell(result, variable), p]


def _loss(variables: list[Variable]) -> str:
    """Which sign of a later change goes against the side that the dictionary calls the better one."""
    said = []
    for better, sign in (("lower", "above"), ("higher", "below")):
        names = [v.label for v in variables if v.better == better]
        if names:
            said.append(f"{sign} zero in {w.joined(names)}")
    return f"What was gained is lost where a later change lies {', and '.join(said)}." if said else ""


def _table(
    comparison: Comparison,
    label: str,
    caption: str,
    stub: str,
    difference: str,
    rows: list[list[str]],
    notes: list[str],
) -> Table:
    study = comparison.study
    arms = [f"{arm.label}\nn = {study.size(arm.level)}" for arm in study.arms]
    head = [[stub, *arms, f"{difference}\n({w.level_text(study.parameters.level)} CI)", "P"]]
    align = ["left", "right", "right", "left", "right"]
    name = section_label("tab", comparison, label)
    return Table(
        name,
        caption,
        head,
        rows,
        1,
        align,
        [note for note in notes if note],
        comparison,
        result=3,
        data=("summaries", "results"),
    )
