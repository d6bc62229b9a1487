"""How the choices behind an analysis are named, and what the specification curves say in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.registry.specification import TEST_WORDS
from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, paragraph
from twoarm.present.patients.left_out import left_out_sentences

DIMENSIONS = {
    "test": "Test",
    "unit": "Unit",
    "covariates": "Covariates",
    "weights": "Weights",
    "outliers": "Outliers",
}
WORDS = {
    "test": TEST_WORDS,
    "covariates": {
        "none": "no covariate",
        "baseline": "value before treatment",
        "known": "known covariates",
        "both": "value before treatment and known covariates",
        "complete": "no covariate, patients with all known",
        "baseline_complete": "value before, patients with all known",
    },
    "weights": {"none": "no weights", "overlap": "overlap weights"},
    "outliers": {"all": "all values", "within": "without outliers"},
}
COUNTED_TEST = "robust test of the difference (HC3, sandwich)"  # of shares there are no means
_FEW = 3  # so many names a sentence holds


def choice(curve: Curve, dimension: str, code: str) -> str:
    """A choice in words."""
    if dimension == "unit":
        return {"units": _units(curve)}.get(code, "patients")
    if dimension == "test" and code == "robust" and curve.primary.scale == "proportion":
        return COUNTED_TEST
    return WORDS[dimension].get(code) or REGISTERED[code].words


def dimensions(curve: Curve) -> dict[str, list[str]]:
    """The dimensions in which the curve's specifications differ, each with its choices in their order."""
    found: dict[str, list[str]] = {}
    for name in DIMENSIONS:
        codes = list(dict.fromkeys(asdict(row.choices)[name] for row in curve.tested))
        if len(codes) > 1:
            found[name] = codes
    return found


def flips(curve: Curve) -> list[str]:
    """The single choices that turn the conclusion, by name."""
    return [_changed(curve, row, row.choices.differs_in(curve.choices)) for row in curve.flips]


def name_of(curve: Curve) -> str:
    """The outcome with its visit: ``Back pain (VAS), latest follow-up``."""
    r = curve.primary
    label = curve.study.variable(r.variable).label
    return f"{label}, {curve.study.visit(r.visit).label}" if r.visit else label


def curve_values(curves: Curves) -> dict[str, Callable[[], str]]:
    """The names that stand for the specification curves of a study."""
    return {"unanalysed": lambda: unanalysed(curves)}


def specification_findings(curves: Curves) -> Markdown:
    """How many conclusions hold under every specification; which do not, and on what choice they hang."""
    compared = curves.drawn
    if not compared:
        if curves.masked:
            return paragraph("Of no conclusion is more than one analysis shown: the others are masked.")
        return paragraph("No conclusion of this study can be analysed in more than one way.")
    alpha = w.exact(curves.study.parameters.alpha)
    open_ = [c for c in compared if c.robustness.contrary]
    held = len(compared) - len(open_)
    said = [_held(held, curves, alpha), *(_hangs(curve, alpha) for curve in open_)]
    steady = [c for c in compared if c not in open_]
    above = [c for c in steady if not c.robustness.below]
    if above:
        names = w.joined([curves.study.variable(c.primary.variable).label for c in above])
        equal = "no P is below it in any analysis, which is not evidence that the arms are equal"
        said.insert(
            1, f"For {len(above)} of these ({names}) {equal}." if held > 1 else f"{w.capital(equal)}."
        )
    return paragraph(left_out_sentences(curves.study, curves.left_out), _lacking(curves), *said)


def unanalysed(curves: Curves) -> Markdown:
    """The outcomes with a single analysis, which have no figure; empty where there is none."""
    alone = [c for c in curves.curves if c not in curves.drawn and not c.masked]
    names = w.joined([curves.study.variable(c.primary.variable).label for c in alone])
    said = f"There is nothing to choose for {names}, which has no figure." if len(alone) == 1 else ""
    return paragraph(
        said or (f"There is nothing to choose for {names}, which have no figure." if alone else "")
    )


def _held(held: int, curves: Curves, alpha: str) -> str:
    total, lost = len(curves.drawn), sum(c.robustness.not_estimable for c in curves.drawn)
    every = "every analysis that is shown" if curves.masked else "every analysis"
    if lost and not curves.masked:
        every = "every analysis that could be computed"
    stays = f"stays on its side of {alpha} in {every}"
    if total == 1:
        return f"The P value of {name_of(curves.drawn[0])} {stays}." if held else ""
    if not held:
        return f"None of the {total} conclusions that can be analysed in several ways is the same in all of them."
    which = f"all {total}" if held == total else f"{held} of the {total}"
    return f"For {which} conclusions that can be analysed in several ways, the P value {stays}."


def _lacking(curves: Curves) -> str:
    """The choices of which no analysis could be computed, first: what follows does not range over them."""
    lacking: dict[tuple[str, str], list[str]] = {}
    for curve in curves.drawn:
        for dimension, code in curve.untested:
            rows = [row for row in curve.rows if asdict(row.choices)[dimension] == code]
            why = "; ".join(dict.fromkeys(row.estimate.reason for row in rows if row.estimate.reason))
            lacking.setdefault((name_of(curve), why), []).append(choice(curve, dimension, code))
    whose: dict[tuple[str, str], list[str]] = {}
    for (name, why), choices in lacking.items():
        whose.setdefault((_either(choices), why), []).append(name)
    said = [
        f"No analysis with {what} could be computed for {w.listed(names)}{f' ({why})' if why else ''}."
        for (what, why), names in whose.items()
    ]
    return " ".join(said)


def _either(words: list[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _hangs(curve: Curve, alpha: str) -> str:
    label = curve.study.variable(curve.primary.variable).label
    counted = f"{curve.robustness.below} of {curve.robustness.asked} analyses"
    found = f"{label} depends on the choice: P is below {alpha} in {counted}"
    p = w.p_phrase(curve.shipped.p, curve.study.parameters.alpha)
    return f"{found}, and {p} in the one that this report gives. {_turned(curve)}{_moved(curve)}"


def _moved(curve: Curve) -> str:
    """That losing patients alone moves P across alpha, before anything is adjusted or weighted."""
    same = curve.moved_by_patients
    if (
        same is None
        or same.p is None
        or not any(curve.is_contrary(row) and row.choices.adjusted for row in curve.tested)
    ):
        return ""
    n = same.estimate.n_treated + same.estimate.n_control
    p = w.p_phrase(same.p, curve.study.parameters.alpha)
    return (
        f" The same analysis of the {w.counted(n, 'patient')} whose covariates are all known has {p} already, before "
        "anything is adjusted for or weighted: what then turns is due to the patients left out."
    )


def _turned(curve: Curve) -> str:
    names = flips(curve)
    if not names:
        contrary = curve.robustness.contrary
        n = w.counted(contrary, "combination")
        return f"No single other choice turns it; {n} of several choices {'does' if contrary == 1 else 'do'}."
    if len(names) == 1:
        return f"One other choice alone turns it: {names[0]}."
    return f"Each of {len(names)} single choices turns it by itself: {w.listed(names, _FEW)}."


def _changed(curve: Curve, row: Specified, differing: list[str]) -> str:
    if row is curve.same_patients:
        return "the patients whose covariates are all known, and no others"
    return w.joined([choice(curve, name, asdict(row.choices)[name]) for name in differing])


def _units(curve: Curve) -> str:
    return curve.study.variable(curve.primary.variable).unit or "units"
