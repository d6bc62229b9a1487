"""Reads `claims.yml` against the abstract it quotes: every problem at once, none left to the audit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from twoarm.errors import InputError, Place, Problem
from twoarm.faces import counts_only
from twoarm.study.files.yaml_file import read_text, read_yaml
from twoarm.study.published.abstract import prose_of
from twoarm.study.published.kinds import Claim, ClaimBase, Count, Multiple, NotReported, TwoByTwo
from twoarm.study.schema.checked import Location, problems_of

CLAIM = TypeAdapter(Claim)
_WORDS = {
    "extra_forbidden": "unknown key",
    "missing": "this key is missing",
    "union_tag_not_found": "kind is missing",
    "string_type": "must be text: put the printed number in quotation marks",
}
SPELLED = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@counts_only
@dataclass(frozen=True)
class PublishedClaims:
    """What a study audits: the claims in the order of the file, and what a reader would look for and does not find."""

    claims: tuple[Claim, ...] = ()
    not_reported: tuple[NotReported, ...] = ()


def read_claims(path: Path, abstract_path: Path) -> PublishedClaims:
    """Read the published claims of a study and check them against its abstract.

    Parameters
    ----------
    path : path of `claims.yml`: a mapping with the list `claims` and, where there is one, the list `not_reported`.
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
    claims, problems = _claims(content["claims"], abstract)
    not_reported, more = _not_reported(content.get("not_reported", []), abstract)
    if problems + more:
        todo = [f"Correct {path.name}; docs/claims.md has an example of each kind."] * bool(problems)
        todo += ["An item that the abstract does report is a claim, or is left out."] * bool(more)
        raise InputError(f"{path.name} breaks its rules", problems + more, "\n".join(todo))
    return PublishedClaims(tuple(claims), tuple(not_reported))


def _claims(items: list[Any], abstract: str) -> tuple[list[Claim], list[Problem]]:
    claims, problems = _parse(items)
    problems += _repeated(items)
    problems += [problem for claim in claims for problem in _against_abstract(claim, abstract)]
    problems += _references(claims, [_name(item, row) for row, item in enumerate(items, 1)])
    return claims, problems


def _not_reported(items: list[Any], abstract: str) -> tuple[list[NotReported], list[Problem]]:
    found: list[NotReported] = []
    problems: list[Problem] = []
    for row, item in enumerate(items, 1):
        name = f"not_reported, entry {row}"
        try:
            found.append(NotReported.model_validate(item))
        except ValidationError as error:
            problems += problems_of(error, _at(name), _WORDS)
            continue
        words = [word for word in found[-1].absent if mentions(abstract, word)]
        problems += [Problem(Place(at=name), f"“{word}” stands in the abstract") for word in words]
    return found, problems


def squeeze(text: str) -> str:
    """Text with every run of white space as one space."""
    return " ".join(text.split())


def states(text: str, printed: str | int) -> bool:
    """Whether a text has this number or statement as a whole: 6 does not stand in 62 nor in 0.6."""
    forms = {str(printed)}
    if isinstance(printed, int):
        forms |= {f"{printed:,}"} | ({SPELLED[printed]} if printed < len(SPELLED) else set())
    whole = "|".join(re.escape(form) for form in forms)
    return re.search(rf"(?<![\w.])(?:{whole})(?!\w|[.,]\d)", text, re.IGNORECASE) is not None


def mentions(text: str, words: str) -> bool:
    """Whether a text has these words, in any case, as whole words."""
    return re.search(rf"(?<!\w){re.escape(squeeze(words))}(?!\w)", text, re.IGNORECASE) is not None


def _content(path: Path) -> dict[str, list[Any]]:
    content = read_yaml(path, InputError)
    known = isinstance(content, dict) and {"claims"} <= set(content) <= {"claims", "not_reported"}
    if not known or not all(isinstance(entries, list) for entries in content.values()):
        rule = "it must have the key claims, and may have not_reported, each with a list"
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


def _values(claim: ClaimBase, fields: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        value = getattr(claim, field)
        yield from (
            (field, one) for one in (value if isinstance(value, tuple) else (value,)) if one is not None
        )


def _against_abstract(claim: ClaimBase, abstract: str) -> Iterator[Problem]:
    quoted = squeeze(" ".join(claim.quote))
    for piece in claim.quote:
        if squeeze(piece) not in abstract:
            yield Problem(Place(at=f"{claim.id}, quote"), f"not in the abstract: “{piece}”")
    for field, value in _values(claim, claim.in_quote):
        if not states(quoted, squeeze(value)):
            yield Problem(Place(at=f"{claim.id}, {field}"), f"{value} does not stand in the quote")
    for field, value in _values(claim, claim.in_abstract):
        if not states(abstract, value):
            yield Problem(Place(at=f"{claim.id}, {field}"), f"{value} does not stand in the abstract")


def _references(claims: list[Claim], names: list[str]) -> Iterator[Problem]:
    above: dict[str, Claim] = {}
    for claim in claims:
        for field, name in _values(claim, claim.refers_to):
            if name not in names:
                yield Problem(Place(at=f"{claim.id}, {field}"), f"names an unknown claim, {name}")
            elif names.index(name) >= names.index(claim.id):
                yield Problem(
                    Place(at=f"{claim.id}, {field}"), f"names {name}, which does not stand above it"
                )
            elif isinstance(claim, TwoByTwo) and name in above:
                yield from _wrong_kind(claim, field, name, above)
        above[claim.id] = claim


def _wrong_kind(claim: TwoByTwo, field: str, name: str, above: dict[str, Claim]) -> Iterator[Problem]:
    """What two counts are compared, and the claim that says in how many patients the counted units lie."""
    where = Place(at=f"{claim.id}, {field}")
    if field != "units":
        if not isinstance(above[name], Count):
            yield Problem(where, f"names {name}, which is not a count")
        return
    multiple = above[name]
    if not isinstance(multiple, Multiple):
        yield Problem(where, f"names {name}, which is not of kind multiple")
        return
    counts = [above.get(count) for count in (claim.treated, claim.control)]
    denominators = tuple(count.of for count in counts if isinstance(count, Count))
    if len(denominators) == len(counts) and multiple.units != denominators:
        yield Problem(where, f"names {name}, whose units are not the denominators of the two counts")
