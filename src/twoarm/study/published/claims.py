"""Reads `claims.yml` against the abstract it quotes: every problem at once, none left to the audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.files.yaml_file import read_text, read_yaml
from twoarm.study.prose.spelled import spelled
from twoarm.study.published.abstract import prose_of
from twoarm.study.published.argued import NotReported, Question, Reported, Unread
from twoarm.study.published.base import ClaimBase
from twoarm.study.published.kinds import Claim, ClaimsFile
from twoarm.study.published.printed import plain_numbers
from twoarm.study.published.references import reference_problems, unasked, values_of
from twoarm.study.schema.checked import Location, problems_of

Entry = TypeVar("Entry", bound=BaseModel)
CLAIM = TypeAdapter(Claim)
_WORDS = {
    "extra_forbidden": "unknown key",
    "missing": "this key is missing",
    "union_tag_not_found": "kind is missing",
    "string_type": "must be text: put the printed number in quotation marks",
}


@counts_only
@dataclass(frozen=True)
class PublishedClaims:
    """What a study audits: the claims in the order of the file, their questions, and what a reader would look for."""

    claims: tuple[Claim, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    questions: tuple[Question, ...] = ()
    reported: tuple[Reported, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_claims(path: Path, abstract_path: Path) -> PublishedClaims:
    """Read the published claims of a study and check them against its abstract.

    Parameters
    ----------
    path : path of `claims.yml`: a mapping with the list `claims` and, where there are any, the lists of `ClaimsFile`.
    abstract_path : path of `abstract.md`: headings are dropped, the rest is what may be quoted.

    Returns
    -------
    PublishedClaims
        Each claim names only claims above it.

    Raises
    ------
    InputError
        With all problems at once: unknown key or kind, a missing field, a quoted piece or a number that the abstract
        does not have, a reference to a claim that is not above, an id used twice; an item of which the abstract has words.
    """
    abstract = squeeze(prose_of(read_text(abstract_path, InputError)))
    content = _content(path)
    problems: list[Problem] = []
    questions = _entries("questions", Question, content, problems)
    codes = [question.code for question in questions]
    claims, more = _claims(content["claims"], abstract, codes)
    problems += more
    reported = _entries("reported", Reported, content, problems)
    not_reported = _entries("not_reported", NotReported, content, problems)
    unread = _entries("unread", Unread, content, problems)
    for key, entries in (("reported", reported), ("not_reported", not_reported), ("unread", unread)):
        for row, entry in enumerate(entries, 1):
            problems += _entry_problems(f"{key}, entry {row}", entry, abstract, codes)
    present = _present(not_reported, abstract)
    if problems or present:
        todo = [f"Correct {path.name}; docs/claims.md has an example of each kind."] * bool(problems)
        todo += ["An item that the abstract does report is a claim, or stands under reported."] * bool(
            present
        )
        raise InputError(f"{path.name} breaks its rules", problems + present, "\n".join(todo))
    return PublishedClaims(
        tuple(claims), tuple(not_reported), tuple(questions), tuple(reported), tuple(unread)
    )


def _claims(items: list[Any], abstract: str, codes: list[str]) -> tuple[list[Claim], list[Problem]]:
    claims, problems = _parse(items)
    problems += _repeated(items)
    problems += [problem for claim in claims for problem in abstract_problems(claim, abstract)]
    problems += reference_problems(claims, [_name(item, row) for row, item in enumerate(items, 1)], codes)
    return claims, problems


def _entries(
    key: str, model: type[Entry], content: dict[str, list[Any]], problems: list[Problem]
) -> list[Entry]:
    """The entries of one of the other lists, those that can be read; what is wrong with the rest joins the problems."""
    found: list[Entry] = []
    for row, item in enumerate(content.get(key, []), 1):
        try:
            found.append(model.model_validate(item))
        except ValidationError as error:
            problems += problems_of(error, _at(f"{key}, entry {row}"), _WORDS)
    return found


def _entry_problems(where: str, entry: BaseModel, abstract: str, codes: list[str]) -> Iterator[Problem]:
    """A question that the file does not have, pieces that do not stand in the abstract, figures not in their sentence."""
    if isinstance(entry, Reported | NotReported):
        yield from unasked(where, entry.question, codes)
    if isinstance(entry, Reported):
        yield from _not_in(where, "abstract", abstract, entry.quote)
    if isinstance(entry, Unread):
        yield from _not_in(where, "abstract", abstract, (entry.quote,))
        yield from _not_in(where, "sentence", squeeze(entry.quote), entry.figures)


def _not_in(where: str, what: str, text: str, pieces: Iterable[str]) -> Iterator[Problem]:
    """The pieces that do not stand in a text, whose white space is squeezed."""
    for piece in pieces:
        if squeeze(piece) not in text:
            yield Problem(Place(at=where), f"not in the {what}: “{piece}”")


def _present(items: list[NotReported], abstract: str) -> list[Problem]:
    """Words of what is said to be absent that stand in the abstract."""
    return [
        Problem(Place(at=f"not_reported, entry {row}"), f"“{word}” stands in the abstract")
        for row, entry in enumerate(items, 1)
        for word in entry.absent
        if mentions(abstract, word)
    ]


def squeeze(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def states(text: str, printed: str | int) -> bool:
    """Whether a text has this number or statement as a whole: 6 does not stand in 62 nor in 0.6.

    However it prints numbers; ``0·03`` stands where 0.03 is looked for.
    """
    return _states(text, printed) or _states(
        plain_numbers(text), plain_numbers(printed) if isinstance(printed, str) else printed
    )


def _states(text: str, printed: str | int) -> bool:
    figures, words = [str(printed)], []
    if isinstance(printed, int):
        thousands = f"{printed:,}"
        figures += [thousands, thousands.replace(",", " ")]
    if str(printed).isdecimal():
        words += spelled(int(printed))  # and eleven per cent
    forms = [rf"(?<![\w.]){re.escape(form)}(?!\w|[.,]\d)" for form in figures]
    forms += [rf"(?<![\w-]){re.escape(form)}(?![\w-])" for form in words]  # one does not stand in forty-one
    return re.search("|".join(forms), text, re.IGNORECASE) is not None


def mentions(text: str, words: str) -> bool:
    """Whether a text has these words, in any case, as whole words."""
    return re.search(rf"(?<!\w){re.escape(squeeze(words))}(?!\w)", text, re.IGNORECASE) is not None


def _content(path: Path) -> dict[str, list[Any]]:
    content = read_yaml(path, InputError)
    known = isinstance(content, dict) and {"claims"} <= set(content) <= set(ClaimsFile.model_fields)
    if not known or not all(isinstance(entries, list) for entries in content.values()):
        rule = "it must have the key claims, and may have questions, reported, not_reported and unread, each with a list"
        raise InputError(f"{path.name} breaks its rules", [rule])
    return content


def _name(item: Any, row: int) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else f"claim number {row}"


def _parse(items: list[Any]) -> tuple[list[Claim], list[Problem]]:
    claims, problems = [], []
    for row, item in enumerate(items, 1):
        try:
            claims.append(CLAIM.validate_python(item))
        except ValidationError as error:
            problems += problems_of(error, _at(_name(item, row), 1), _WORDS)
    return claims, problems


def _at(name: str, kind: int = 0) -> Callable[[Location], Place]:
    """Where a refusal stands, by the name of its entry; a place within a claim begins with its kind, no key of the file."""

    def where(loc: Location) -> Place:
        return Place(at=", ".join(filter(None, (name, ".".join(map(str, loc[kind:]))))))

    return where


def _repeated(items: list[Any]) -> list[Problem]:
    times = Counter(_name(item, row) for row, item in enumerate(items, 1))
    return [
        Problem(Place(at=name), "this id is used more than once")
        for name, count in times.items()
        if count > 1
    ]


def abstract_problems(claim: ClaimBase, abstract: str) -> Iterator[Problem]:
    """What a claim quotes, or takes its numbers from, that does not stand in the abstract, whose white space is squeezed."""
    quoted = squeeze(" ".join(claim.quote))
    yield from _not_in(f"{claim.id}, quote", "abstract", abstract, claim.quote)
    for field, value in values_of(claim, claim.in_quote):
        if not states(quoted, squeeze(value)):
            yield Problem(Place(at=f"{claim.id}, {field}"), f"{value} does not stand in the quote")
    for field, value in values_of(claim, claim.in_abstract):
        if not states(abstract, value):
            yield Problem(Place(at=f"{claim.id}, {field}"), f"{value} does not stand in the abstract")
    for field, words in values_of(claim, claim.words_in_abstract):
        if not mentions(abstract, words):
            yield Problem(Place(at=f"{claim.id}, {field}"), f"“{words}” does not stand in the abstract")
