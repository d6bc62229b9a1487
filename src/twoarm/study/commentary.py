"""The authors' own prose: ``commentary.md``, a heading per section or outcome, text with live values in braces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.dictionary import Variable
from twoarm.study.files.yaml_file import read_text
from twoarm.study.prose.limits import length_rules, limit_of
from twoarm.study.prose.markup import refused_template
from twoarm.suggestions import did_you_mean

COMMENTARY = "commentary.md"
_LIMIT = limit_of(COMMENTARY)


@counts_only
@dataclass(frozen=True)
class Passage:
    """A heading and the text below it, as a page is given it, with the lines where they begin; 0 where no heading stands."""

    heading: str
    text: str
    line: int
    first: int


def read_passages(folder: Path) -> tuple[Passage, ...]:
    """The passages of a commentary in their order, also what stands before the first heading; none without the file.

    Raises
    ------
    InputError
        For a file that is not UTF-8.
    """
    if not (folder / COMMENTARY).exists():
        return ()
    lines = read_text(folder / COMMENTARY, InputError).splitlines()
    starts = [number for number, line in enumerate(lines, 1) if line.startswith("#")]
    found = tuple(_passage(lines, start, end) for start, end in pairwise([0, *starts, len(lines) + 1]))
    return found if found[0].text else found[1:]


def _passage(lines: list[str], start: int, end: int) -> Passage:
    """What stands from one heading's line to the next one's, which are counted from 1."""
    text = "\n".join(lines[start : end - 1])
    blank = len(text) - len(text.lstrip())
    heading = lines[start - 1].lstrip("#").strip() if start else ""
    return Passage(heading, text.strip(), start, start + 1 + text[:blank].count("\n"))


def commentary_problems(
    passages: Sequence[Passage], dictionary: list[Variable] | None, sections: Sequence[str] | None
) -> list[Problem]:
    """What no page would show or may show, by the line of the file; headings are judged where the dictionary is known."""
    found = [] if dictionary is None else list(_heading_problems(passages, dictionary, sections))
    return found + [problem for passage in passages if passage.line for problem in _text_problems(passage)]


def _heading_problems(
    passages: Sequence[Passage], dictionary: list[Variable], sections: Sequence[str] | None
) -> Iterator[Problem]:
    """Headings under which no chapter would ever show the text, or where a second text would replace the first."""
    outcomes = [v for v in dictionary if v.role == "outcome"]
    # A section without an outcome has no chapter that would show its text.
    shown = list(dict.fromkeys(v.section for v in outcomes))
    known = [s for s in sections or shown if s in shown] + [v.name for v in outcomes]
    seen: set[str] = set()
    for passage in passages:
        where = Place(COMMENTARY, passage.line or passage.first)
        if not passage.line:
            yield Problem(where, "text before the first heading is never shown")
        elif passage.heading in seen:
            yield Problem(where, f"the heading {passage.heading} stands twice")
        elif passage.heading not in known:
            yield Problem(where, "no section or outcome of this name", did_you_mean(passage.heading, known))
        seen |= {passage.heading} if passage.line else set()


def _text_problems(passage: Passage) -> Iterator[Problem]:
    """What the text under a heading has that no text may have, by the line of the file."""
    where = Place(COMMENTARY, passage.first)
    for rule in length_rules(passage.text, _LIMIT):
        yield Problem(where, rule, "the text under one heading")
    if len(passage.text) <= _LIMIT.characters:  # nobody waits for the parser of a longer one
        for part in refused_template(passage.text):
            yield Problem(Place(COMMENTARY, passage.first + part.line), part.rule, part.mend)
