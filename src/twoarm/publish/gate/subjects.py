"""What the numbers of a report can be about: variables, claims, references; each with its names and its own numbers."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from twoarm.faces import counts_only
from twoarm.publish.gate.reading.passages import numbers_of, plain
from twoarm.study.dictionary import Variable
from twoarm.study.opened import Study
from twoarm.tables.columns import Holds, PublishedTable, Row
from twoarm.tables.every import RUN_TABLES

_DECIMALS = (1, 2, 3, 4)
OF_REFERENCE = "reference"
_WORDS = (
    "claim",
    "claims",
    "abstract",
    "statement",
    "printed",
)  # by which a page speaks of what was published
_ITEMS = 50  # more than a reporting checklist has
_COUNTS = re.compile(r"\d+/\d+")
_BEGINNING = 30  # letters of a title that tell it from others
_ENTRY = re.compile(r"^@\w+\{([^,]+),(.*?)\}\s*$", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"(author|title|journal|shortjournal)=\{((?:[^{}]|\{[^{}]*\})*)\}")


@counts_only
@dataclass
class Subject:
    """Something that numbers are about: its names, of what kind it is, and the forms in which its numbers are shown."""

    names: set[str] = field(default_factory=set)
    kind: str = "variable"
    forms: set[str] = field(default_factory=set)

    def says(self, *texts: object) -> None:
        """Take the numbers of texts that somebody wrote about it."""
        self.forms.update(number for text in texts for number, _ in numbers_of(plain(str(text))))


def subjects_of(study: Study, folder: Path, references: Path) -> list[Subject]:
    """Everything that a report of the study has numbers about.

    Parameters
    ----------
    folder : of the run, with its published tables.
    references : the bibliography; it may be missing.
    """
    variables = {v.name: _variable(v) for v in study.dictionary}
    published = _of_published(study)
    for table, row in _rows(folder):
        of = variables.get(row["variable"]) if "variable" in table.header else published
        if of:
            numbers = [c.name for c in table.columns if c.holds in (Holds.NUMBER, Holds.COUNT)]
            of.forms.update(form for name in numbers for form in shown(row, name))
    published.says(*_counts_of_claims(folder))
    cited = _of_references(references.read_text("utf-8") if references.is_file() else "")
    return [*variables.values(), published, _checklist(), *_of_targets(folder), *cited]


def _rows(folder: Path) -> Iterator[tuple[PublishedTable, Row]]:
    for table in RUN_TABLES.values():
        if (folder / table.file).is_file():
            with (folder / table.file).open(encoding="utf-8", newline="") as file:
                yield from ((table, row) for row in csv.DictReader(file))


def _variable(variable: Variable) -> Subject:
    """A variable under its label, and its name where that is no word of a sentence, with its row of the dictionary."""
    subject = Subject({variable.label, *([variable.name] if "_" in variable.name else [])})
    subject.says(*(getattr(variable, f.name) for f in fields(variable) if f.name not in ("name", "label")))
    return subject


def _of_published(study: Study) -> Subject:
    """What others published: the claims and the cited estimates, which are read beside each other."""
    quoted = {part[:_BEGINNING] for claim in study.claims for part in claim.quote}
    quoted |= {_first_words(part) for part in study.abstract}
    quoted |= {counts for claim in study.claims for counts in _COUNTS.findall(repr(claim))}
    cited = {name for row in study.evidence for name in (row.source, row.outcome)}
    subject = Subject({*_WORDS, *quoted, *cited, *(claim.id for claim in study.claims)}, kind="published")
    subject.says(
        *study.abstract,
        *map(repr, study.claims),
        *(getattr(row, f.name) for row in study.evidence for f in fields(row)),
    )
    return subject


def _first_words(text: str) -> str:
    """As much of the beginning as tells it from others, to the end of a word."""
    return text if len(text) <= _BEGINNING else text[:_BEGINNING].rpartition(" ")[0]


def _checklist() -> Subject:
    """The items of the reporting checklist, which are numbered and counted."""
    subject = Subject({"item", "items", "checklist"}, kind="checklist")
    subject.says(*range(_ITEMS))
    return subject


def _of_targets(folder: Path) -> Iterator[Subject]:
    """What a simulated cohort was made to reach, under the words that say where a target comes from."""
    rows = [row for table, row in _rows(folder) if table.name == "targets"]
    if not rows:
        return
    subject = Subject({row["status"] for row in rows}, kind="target")
    for row in rows:
        subject.says(*row.values())
        subject.forms.update(shown(row, "reached"))
        target, within = (float(row[name]) for name in ("target", "within"))
        subject.says(*(f"{abs(end):.12g}" for end in (target - within, target + within)))
    yield subject


def _counts_of_claims(folder: Path) -> Iterator[int]:
    """How many claims there are, of each verdict, and how many numbers a claim has at most: so many may be counted."""
    rows = [row for table, row in _rows(folder) if table.name == "claims"]
    verdicts = {row["id"]: row["verdict"] for row in rows}
    yield len(verdicts)
    yield from Counter(verdicts.values()).values()
    yield from range(max(Counter(row["id"] for row in rows).values(), default=0) + 1)


def _of_references(text: str) -> Iterator[Subject]:
    """The entries of a bibliography under their authors, the beginning of their title and their journal."""
    for entry in _ENTRY.findall(text):
        parts = {name: said.replace("{", "").replace("}", "") for name, said in _PART.findall(entry[1])}
        authors = [author.partition(",")[0] for author in parts.pop("author", "").split(" and ")]
        subject = Subject(
            {name[:_BEGINNING] for name in (*authors, *parts.values()) if len(name) > 3}, kind=OF_REFERENCE
        )
        subject.says(entry[1].replace("--", " to "))
        yield subject


def shown(row: Row, name: str) -> Iterator[str]:
    """The forms in which a number of a published row may be shown: whole ones as they are, others rounded."""
    try:
        number = abs(float(row.get(name) or "nan"))
    except (TypeError, ValueError):
        return
    if math.isfinite(number):
        yield f"{number:.12g}"
        yield from (f"{number:.{decimals}f}" for decimals in _DECIMALS)
        if name == "percent" or (number <= 1 and not row.get("unit") and name in ("estimate", "low", "high")):
            share = number if name == "percent" else 100 * number
            yield from (f"{share:.0f}", f"{share:.1f}")
