"""Live prose: `say` fills a template, `narrate` writes a section's paragraphs and weaves the authors' commentary in."""

from __future__ import annotations

from typing import Any

from twoarm.analysis.comparison.compare import Comparison
from twoarm.errors import InputError, Place, Problem
from twoarm.present.outcomes.sentences import outcome_notes
from twoarm.present.outputs import Figure, Markdown, Table, Text, as_markdown, paragraph, spoken
from twoarm.present.values import fill, without_results
from twoarm.study.commentary import COMMENTARY
from twoarm.study.dictionary import Variable
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
    return spoken(fill(template, about))


def narrate(comparison: Comparison) -> Text | None:
    """What the tables cannot say of the outcomes: notes, and the authors' commentary of the section and of each outcome."""
    texts = iter(_commentary(comparison).items())
    parts = [written(*next(texts), comparison)]
    for variable in _outcomes(comparison):
        notes = paragraph(outcome_notes(comparison, variable), variable.note)
        more = written(*next(texts), comparison)
        head = f"**{as_markdown(variable.label)}.** {notes}".rstrip()
        gap = (
            " " if more[:1].isalpha() and not notes else "\n\n"
        )  # what begins with markup keeps its own line
        parts.append(f"{head}{gap}{more}".rstrip() if notes or more else "")
    return spoken(Markdown("\n\n".join(part for part in parts if part)))


def section_opening(comparison: Comparison) -> Text | None:
    """What the study says that a section opens with; None where it says nothing of its own."""
    said = [written(where, text, comparison) for where, text in _opening(comparison).items()]
    return Text(said[0]) if said else None


def written(where: Place, text: str, about: Comparison | dict[str, str]) -> Markdown:
    """A text of the authors with its live values.

    Raises
    ------
    InputError
        For a name that stands for nothing, and for what no text may have: the file was checked with a word for each value;
        here the values stand in it.
    """
    said = fill(text, about, where) if text else Markdown("")
    if problems := _markup_problems(said, where):
        raise InputError("A text has what no text may have", problems, "Correct the text.")
    return said


def unknown_values(study: Study) -> list[Problem]:
    """Every placeholder of the authors' texts that names nothing, and what these break beside each other on a page.

    Nothing is compared: which names there are follows from the dictionary and the visits, and a word stands for a result.
    """
    sections = [name for name in study.sections if study.section(name, "outcome")]
    pages = (Comparison.uncompared(study, name) for name in sections)
    return [problem for page in pages for problem in _problems_of_page(page)]


def _problems_of_page(comparison: Comparison) -> list[Problem]:
    texts = {**_opening(comparison), **_commentary(comparison)}
    if not any(texts.values()):
        return []
    said, problems = [], []
    values = without_results(comparison)
    for where, text in texts.items():
        try:
            said.append(written(where, text, values))
        except InputError as exc:
            problems += exc.problems
    return problems or _markup_problems("\n\n".join(said), Place(at=f"the texts of {comparison.section}"))


def _opening(comparison: Comparison) -> dict[Place, str]:
    """The text with its place, where the study has one."""
    opening = comparison.study.spec.section(comparison.section).opening
    return {Place("study.yml", at=f"sections.{comparison.section}.opening"): opening} if opening else {}


def _commentary(comparison: Comparison) -> dict[Place, str]:
    """The text of the section and that of each outcome, with their places; empty ones too."""
    headings = [comparison.section, *(v.name for v in _outcomes(comparison))]
    found = comparison.study.commentary
    return {Place(COMMENTARY, at=heading): found.get(heading, "") for heading in headings}


def _outcomes(comparison: Comparison) -> list[Variable]:
    return [v for v in comparison.variables if v.role == "outcome"]


def _markup_problems(text: str, where: Place) -> list[Problem]:
    return [Problem(where, part.rule, part.mend) for part in refused_markup(text)]
