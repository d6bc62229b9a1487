"""Live prose: `say` fills a template, `narrate` writes a section's paragraphs and weaves the authors' commentary in."""

from __future__ import annotations

from typing import Any

from twoarm.analysis.comparison.compare import Comparison, uncompared
from twoarm.errors import InputError, Place, Problem
from twoarm.present.outcomes.sentences import outcome_paragraph
from twoarm.present.outputs import Figure, Markdown, Table, Text, as_markdown, paragraph
from twoarm.present.values import fill, without_results
from twoarm.study.commentary import COMMENTARY
from twoarm.study.opened import Study
from twoarm.study.prose.markup import refused_markup


def say(template: str, about: Any) -> Text | None:
    """A template's text with its live values, shown as Markdown.

    Parameters
    ----------
    template : Markdown with names in braces, such as ``{level}`` or ``{age.difference}``.
    about : what the names belong to: a study, a comparison, several, an audit, or the figure or table of one. Where it is
        None, as for a figure that this study has no use for, or where the names stand for nothing to say, nothing is said.

    Raises
    ------
    InputError
        For a name that stands for nothing.
    """
    if about is None:
        return None
    about = about.about if isinstance(about, Figure | Table) else about
    said = fill(template, about)
    return Text(said) if said.strip() else None


def narrate(comparison: Comparison) -> Text:
    """One paragraph per outcome with its note, and the authors' commentary of the section and of each outcome."""
    commentary = comparison.study.commentary
    parts = [_commented(commentary, comparison.section, comparison)]
    for variable in comparison.variables:
        if variable.role != "outcome":
            continue
        said = paragraph(outcome_paragraph(comparison, variable), variable.note)
        parts.append(f"**{as_markdown(variable.label)}.** {said}")
        parts.append(_commented(commentary, variable.name, comparison))
    return Text(Markdown("\n\n".join(part for part in parts if part)))


def unknown_values(study: Study) -> list[Problem]:
    """Every placeholder of the commentary that names nothing, and what its texts break beside each other on a page.

    Nothing is compared: which names there are follows from the dictionary and the visits, and a word stands for a result.
    """
    sections = [name for name in study.sections if study.section(name, "outcome")]
    pages = (uncompared(study, name) for name in (sections if study.commentary else []))
    return [problem for page in pages for problem in _problems_of_page(study.commentary, page)]


def _problems_of_page(commentary: dict[str, str], comparison: Comparison) -> list[Problem]:
    texts, problems = [], []
    values = without_results(comparison)
    for heading in (comparison.section, *(v.name for v in comparison.variables if v.role == "outcome")):
        try:
            texts.append(_commented(commentary, heading, values))
        except InputError as exc:
            problems += exc.problems
    return problems or _markup_problems("\n\n".join(texts), Place(COMMENTARY, at=comparison.section))


def _commented(commentary: dict[str, str], heading: str, about: Comparison | dict[str, str]) -> str:
    text = commentary.get(heading, "")
    where = Place(COMMENTARY, at=heading)
    said = fill(text, about, where) if text else Markdown("")
    # The file was checked with a word for each value; here the values stand in it.
    if problems := _markup_problems(said, where):
        raise InputError("A text has what no text may have", problems, f"Correct {COMMENTARY}.")
    return said


def _markup_problems(text: str, where: Place) -> list[Problem]:
    return [Problem(where, part.rule, part.mend) for part in refused_markup(text)]
