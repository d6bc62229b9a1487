"""Live values: what a placeholder in braces stands for. A name that stands for nothing is an error with a suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Formatter
from typing import Any

from twoarm.analysis.claims.audit import Audit
from twoarm.analysis.claims.context import Context
from twoarm.analysis.comparison.compare import Comparison
from twoarm.analysis.comparison.result import Result
from twoarm.analysis.patients.flow import Flow
from twoarm.analysis.registry.scale import Scale
from twoarm.analysis.sensitivity.curves import Curves
from twoarm.analysis.sensitivity.imputations import Imputations
from twoarm.analysis.sensitivity.reconstructions import Reconstructions
from twoarm.errors import InputError, Place, Problem
from twoarm.present import wording as w
from twoarm.present.about.cohort import data_statement, front, patients
from twoarm.present.about.contents import contents
from twoarm.present.about.reference_tables import citations
from twoarm.present.about.statements import statements
from twoarm.present.findings import section_values
from twoarm.present.outcomes.observed import observed
from twoarm.present.outputs import Markdown, as_markdown
from twoarm.present.sensitivity.reconstructions import reconstruction_values
from twoarm.present.sensitivity.weighted import later_values
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.study.prose.allowed_markup import ALLOWED_ROLES
from twoarm.study.prose.markup import A_WORD
from twoarm.suggestions import did_you_mean

Values = dict[str, Callable[[], str]]
_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
A_SENTENCE = Place(at="a sentence")


def fill(template: str, about: Any, where: Place = A_SENTENCE) -> Markdown:
    """The template with every ``{name}`` replaced by its live value, escaped.

    Raises
    ------
    InputError
        With every placeholder that names nothing and the nearest name.
    """
    values = values_of(about)
    parts, problems = [], []
    for text, name in _pieces(template, where):
        parts.append(text)
        if name is None:
            continue
        if name in values:
            parts.append(as_markdown(values[name]()))
            continue
        problems.append(Problem(where, f"{{{name}}} names nothing", _meant(name, values)))
    if problems:
        raise InputError("A live value is not known", problems, "Correct the name in braces.")
    return Markdown(
        _BLANKS.sub(" ", "".join(parts)).strip(" ")
    )  # a name that stands for nothing leaves its blanks


def _meant(name: str, values: Values) -> str:
    """What the author may have meant: a role, whose braces are doubled, or the nearest name."""
    if name in ALLOWED_ROLES:
        return f"write {{{{{name}}}}} for the role of this name"
    return did_you_mean(name, values, written="{{{}}}".format)


def _pieces(template: str, where: Place) -> list[tuple[str, str | None]]:
    """Text and the name after it; a name that asks for a format keeps it, and so names nothing."""
    try:
        parsed = list(Formatter().parse(template))
    except ValueError:
        problem = Problem(where, "a brace stands alone", "write {{ or }} for a brace that is shown")
        raise InputError("A live value is not known", [problem], "Correct the braces.") from None
    asked = [f":{form}" * bool(form) + f"!{how}" * bool(how) for _, _, form, how in parsed]
    return [(text, name and name + more) for (text, name, _, _), more in zip(parsed, asked, strict=True)]


def values_of(about: Any) -> Values:
    """Every name that may stand in braces, with what computes it."""
    if isinstance(about, Study):
        return _study_values(about)
    if isinstance(about, Comparison):
        values = _study_values(about.study) | section_values(about)
        for variable in about.variables:
            values |= _variable_values(about, variable)
        return values
    if isinstance(about, list):
        return _study_values(about[0].study) | later_values(about)
    if isinstance(about, Curves | Imputations):
        return _study_values(about.study)
    if isinstance(about, Reconstructions):
        return _study_values(about.study) | reconstruction_values(about)
    if isinstance(about, dict):
        return {name: (lambda v=value: v) for name, value in about.items()}
    if isinstance(about, Audit | Context | Flow):  # a sentence that announces their tables needs no name
        return {}
    raise TypeError(f"nothing is known about a {type(about).__name__}")


def without_results(comparison: Comparison) -> dict[str, str]:
    """The same names for a text that is only to be judged: a word stands for whatever has to be computed."""
    known = {name: value() for name, value in _study_values(comparison.study).items()}
    return dict.fromkeys(values_of(comparison), A_WORD) | known


def _study_values(study: Study) -> Values:
    p = study.parameters
    return {
        "title": lambda: study.spec.title,
        "question": lambda: study.spec.question,
        "treated": lambda: study.treated.label,
        "control": lambda: study.control.label,
        "treated_name": lambda: study.treated.name or study.treated.label,
        "control_name": lambda: study.control.name or study.control.label,
        "n": lambda: str(study.told_n),
        "n_treated": lambda: str(study.size(study.treated.level)),
        "n_control": lambda: str(study.size(study.control.level)),
        "alpha": lambda: w.exact(p.alpha),
        "level": lambda: w.level_text(p.level),
        "imbalance": lambda: w.exact(p.imbalance),
        "notice": lambda: study.notice,
        "front": lambda: front(study),
        "patients": lambda: patients(study),
        "contents": lambda: contents(study),
        "citations": lambda: citations(study),
        "data_statement": lambda: data_statement(study),
        "statements": lambda: statements(study),
    }


def _variable_values(comparison: Comparison, variable: Variable) -> Values:
    study = comparison.study
    values: Values = {}
    visits = [v.code for v in study.visits_of(variable)] or [""]
    for visit in visits:
        at = f"{variable.name}.{visit}" if visit else variable.name
        values |= _at(comparison, variable, visit, at)
    values |= _at(comparison, variable, comparison.main_visit(variable), variable.name)
    values[f"{variable.name}.label"] = lambda: variable.label
    values[f"{variable.name}.unit"] = lambda: variable.unit
    return values


def _at(comparison: Comparison, variable: Variable, visit: str, at: str) -> Values:
    study = comparison.study
    values: Values = {}
    for side, arm in (("treated", study.treated), ("control", study.control)):
        values[f"{at}.{side}"] = lambda arm=arm: observed(comparison, variable, arm.level, visit)
    scale = comparison.main_scale(variable, visit)
    if scale not in (Scale.UNKNOWN, Scale.P):
        values[f"{at}.difference"] = lambda: w.estimate_phrase(_main(comparison, variable, visit), variable)
        values[f"{at}.direction"] = lambda: w.direction(_main(comparison, variable, visit))
    if scale != Scale.UNKNOWN:
        values[f"{at}.p"] = lambda: _p(comparison, variable, visit)
    return values


def _main(comparison: Comparison, variable: Variable, visit: str) -> Result:
    """The main result of a variable that has one at the visit."""
    return next(r for r in comparison.shown if (r.variable, r.visit) == (variable.name, visit))


def _p(comparison: Comparison, variable: Variable, visit: str) -> str:
    estimate = _main(comparison, variable, visit).estimate
    p = estimate.p_value
    if estimate.masked:
        return "P masked"
    return "P not estimable" if p is None else w.p_phrase(p, comparison.study.parameters.alpha)
