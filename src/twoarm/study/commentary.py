"""The authors' own prose: ``commentary.md``, a heading per section or outcome, text with live values in braces."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from twoarm.errors import Problem
from twoarm.study.dictionary import SECTIONS, Variable
from twoarm.study.prose.limits import length_rules, limit_of
from twoarm.study.prose.markup import refused_template

COMMENTARY = "commentary.md"
_LIMIT = limit_of(COMMENTARY)


def read_commentary(folder: Path) -> dict[str, str]:
    """Heading to text; empty where the study's folder has no commentary."""
    if not (folder / COMMENTARY).exists():
        return {}
    parts: dict[str, list[str]] = {}
    heading = ""
    for line in _lines(folder):
        if line.startswith("#"):
            heading = _heading(line)
            parts[heading] = []
        elif heading:
            parts[heading].append(line)
    return {name: "\n".join(lines).strip() for name, lines in parts.items()}


def commentary_problems(folder: Path, dictionary: list[Variable] | None) -> list[Problem]:
    """What no page would show or may show, by the line of the file; headings are judged where the dictionary is known."""
    if not (folder / COMMENTARY).exists():
        return []
    try:
        lines = _lines(folder)
    except UnicodeDecodeError:
        return [Problem(COMMENTARY, "not UTF-8", "save it as UTF-8")]
    found = [] if dictionary is None else _heading_problems(lines, dictionary)
    return found + list(_text_problems(folder))


def _heading_problems(lines: list[str], dictionary: list[Variable]) -> list[Problem]:
    """Headings under which no chapter would ever show the text, or where a second text would replace the first."""
    outcomes = [v for v in dictionary if v.role == "outcome"]
    # A section without an outcome has no chapter that would show its text.
    known = [s for s in SECTIONS if s in {v.section for v in outcomes}] + [v.name for v in outcomes]
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        heading = _heading(line)
        if not line.startswith("#"):
            if line.strip() and not seen and not problems:
                problems.append(
                    Problem(f"{COMMENTARY} line {number}", "text before the first heading is never shown")
                )
            continue
        if heading in seen:
            problems.append(Problem(f"{COMMENTARY} line {number}", f"the heading {heading} stands twice"))
        elif heading not in known:
            near = get_close_matches(heading, known, n=1)
            hint = f"did you mean {near[0]}?" if near else ""
            problems.append(
                Problem(f"{COMMENTARY} line {number}", "no section or outcome of this name", hint)
            )
        seen.add(heading)
    return problems


def located_texts(folder: Path) -> Iterator[tuple[int, str]]:
    """The text under each heading, as a page is given it, with the line of the file where it begins."""
    lines = _lines(folder) if (folder / COMMENTARY).exists() else []
    starts = [number for number, line in enumerate(lines) if line.startswith("#")]
    for start, end in pairwise([*starts, len(lines)]):
        text = "\n".join(lines[start + 1 : end])
        blank = len(text) - len(text.lstrip())
        yield start + 2 + text[:blank].count("\n"), text.strip()


def _text_problems(folder: Path) -> Iterator[Problem]:
    """What the text under each heading has that no text may have, by the line of the file."""
    for first, text in located_texts(folder):
        where = f"{COMMENTARY} line {first}"
        yield from (Problem(where, rule, "the text under one heading") for rule in length_rules(text, _LIMIT))
        if len(text) <= _LIMIT.characters:  # nobody waits for the parser of a longer one
            refused = refused_template(text)
            yield from (
                Problem(f"{COMMENTARY} line {first + part.line}", part.rule, part.mend) for part in refused
            )


def _lines(folder: Path) -> list[str]:
    return (folder / COMMENTARY).read_text("utf-8-sig").splitlines()


def _heading(line: str) -> str:
    return line.lstrip("#").strip()
