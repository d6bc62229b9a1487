"""How the choices behind an analysis are named, and what the specification curves say in sentences."""

from __future__ import annotations

from dataclasses import asdict

from twoarm.analysis.registry.entries import REGISTERED
from twoarm.analysis.registry.specification import TEST_WORDS
from twoarm.analysis.sensitivity.curves import Curve, Curves, Specified
from twoarm.present import wording as w
from twoarm.present.outputs import Markdown, Text, as_markdown, paragraph, spoken
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


def choices_varied(curves: Curves) -> Text | None:
    """What the analyses of an outcome differ in, and which outcomes leave nothing to choose."""
    return spoken(paragraph(varied(curves), unanalysed(curves)))


def specification_findings(curves: Curves) -> Markdown:
    """Which conclusions turn and on what choice they hang, then how many hold under every specification."""
    compared = curves.drawn
    if not compared:
        if curves.masked:
            return paragraph("Of no conclusion is more than one analysis shown: the others are masked.")
        return paragraph("No conclusion of this study can be analysed in more than one way.")
    alpha = w.exact(curves.study.parameters.alpha)
    open_ = [c for c in compared if c.robustness.contrary]
    steady = [c for c in compared if c not in open_]
    turning = (_hangs(curve, alpha) for curve in open_)
    left_out = left_out_sentences(curves.study, curves.left_out)
    return paragraph(
        left_out, *turning, _lacking(curves), _held(steady, curves, alpha), _above(steady, alpha)
    )


def varied(curves: Curves) -> Markdown:
    """What the analyses differ in, of this study's; empty where none does."""
    found = [name for name in DIMENSIONS if any(name in dimensions(curve) for curve in curves.drawn)]
    words = w.joined([DIMENSIONS[name].lower() for name in found])
    fences = " (beyond Tukey’s fences of their arm {cite:p}`Tukey1977`)" if "outliers" in found else ""
    every = Markdown("Every sensible combination {cite:p}`Simonsohn2020` of")
    return Markdown(f"{every} {as_markdown(words)}{fences}.") if found else Markdown("")


def unanalysed(curves: Curves) -> Markdown:
    """The outcomes with a single analysis, which have no figure; empty where there is none."""
    alone = [c for c in curves.curves if c not in curves.drawn and not c.masked]
    names = w.joined([curves.study.variable(c.primary.variable).label for c in alone])
    return paragraph(f"For {names} there is nothing to choose." if alone else "")


def _held(steady: list[Curve], curves: Curves, alpha: str) -> str:
    total, lost = len(curves.drawn), sum(c.robustness.not_estimable for c in curves.drawn)
    every = "in every analysis that is shown" if curves.masked else "in every analysis"
    if lost and not curves.masked:
        every = "in every analysis that could be computed"
    stays = f"P on its side of {alpha} {every}"
    if not steady:
        return f"None of the {total} conclusions holds in every analysis." if total > 1 else ""
    if len(steady) == 1:
        return f"{name_of(steady[0])} keeps {stays}."
    which = f"All {total}" if len(steady) == total else f"The other {len(steady)}"
    return f"{which} conclusions hold {every}: P stays on its side of {alpha}."


def _above(steady: list[Curve], alpha: str) -> str:
    """That no analysis of some conclusions finds a difference shows no equality."""
    above = [c for c in steady if not c.robustness.below]
    if not above:
        return ""
    name = above[0].study.variable(above[0].primary.variable).label
    whose = name if len(above) == 1 else f"{len(above)} of them"
    return f"For {whose} no analysis has P below {alpha}, which is not evidence that the arms are equal."


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
    p = w.p_phrase(curve.shipped.p, curve.study.parameters.alpha)
    return f"{label} depends on the choice: P is below {alpha} in {counted}, {p} here. {_turned(curve)}{_moved(curve)}"


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
        f" The {w.counted(n, 'patient')} whose covariates are all known have {p} already, before anything is adjusted or "
        "weighted: what turns is due to the patients left out."
    )


def _turned(curve: Curve) -> str:
    names = flips(curve)
    if not names:
        contrary = curve.robustness.contrary
        n = w.counted(contrary, "combination")
        return f"No single choice turns it; {n} of several {'does' if contrary == 1 else 'do'}."
    if len(names) == 1:
        return f"One choice alone turns it: {names[0]}."
    return f"Each of {len(names)} single choices turns it by itself: {w.listed(names, _FEW)}."


def _changed(curve: Curve, row: Specified, differing: list[str]) -> str:
    if row is curve.same_patients:
        return "the patients whose covariates are all known, and no others"
    return w.joined([choice(curve, name, asdict(row.choices)[name]) for name in differing])


def _units(curve: Curve) -> str:
    return curve.study.variable(curve.primary.variable).unit or "units"
