"""The authors' own prose: ``commentary.md``, a heading per section or outcome, text with live values in braces."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from twoarm.errors import Problem
from twoarm.study.dictionary import SECTIONS, Variable

_FILE = "commentary.md"


def read_commentary(folder: Path) -> dict[str, str]:
    """Heading to text; empty where the study's folder has no commentary."""
    if not (folder / _FILE).exists():
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


def commentary_problems(folder: Path, dictionary: list[Variable]) -> list[Problem]:
    """Headings under which no chapter would ever show the text, or where a second text would replace the first."""
    if not (folder / _FILE).exists():
        return []
    try:
        lines = _lines(folder)
    except UnicodeDecodeError:
        return [Problem(_FILE, "not UTF-8", "save it as UTF-8")]
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
                    Problem(f"{_FILE} line {number}", "text before the first heading is never shown")
                )
            continue
        if heading in seen:
            problems.append(Problem(f"{_FILE} line {number}", f"the heading {heading} stands twice"))
        elif heading not in known:
            near = get_close_matches(heading, known, n=1)
            hint = f"did you mean {near[0]}?" if near else ""
            problems.append(Problem(f"{_FILE} line {number}", "no section or outcome of this name", hint))
        seen.add(heading)
    return problems


def _lines(folder: Path) -> list[str]:
    return (folder / _FILE).read_text("utf-8-sig").splitlines()


def _heading(line: str) -> str:
    return line.lstrip("#").strip()
