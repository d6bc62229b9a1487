"""What every key and column is, as the documentation prints it, from the models that check them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from twoarm.study.design.abstract_source import AbstractSource
from twoarm.study.design.named import AnalysisSet, Unmeasured
from twoarm.study.dictionary import Variable
from twoarm.study.disclosure.policy import OPEN, PROFILES, Disclosure
from twoarm.study.disclosure.words import PolicyWords
from twoarm.study.published.argued import NotReported, Question, Reported, Unread
from twoarm.study.published.evidence import Published
from twoarm.study.published.kinds import Claim
from twoarm.study.specification import (
    ArmSpec,
    ArmsSpec,
    EstimandSpec,
    IntercurrentEvent,
    PrimaryOutcome,
    SectionSpec,
    StudySpec,
    Visit,
)
from twoarm.study.sweeps.grid import Grid, GridParameters

BEGIN, END = "<!-- made from the models: make schemas -->", "<!-- end -->"
BELOW = "the keys below"
_KINDS = {"string": "text", "number": "a number", "integer": "a whole number", "boolean": "`true` or `false`"}


def key_tables() -> str:
    """The keys of ``study.yml``, and of what stands under some of them."""
    parts = [
        ("", StudySpec),
        ("Under `arms`:", ArmsSpec),
        ("Under `treated` and `control`:", ArmSpec),
        ("Each of the `visits`:", Visit),
        ("Under `primary_outcome`, where it is more than a name:", PrimaryOutcome),
        ("Under `estimand`:", EstimandSpec),
        ("Each of the `intercurrent_events`:", IntercurrentEvent),
        ("Each of the `sections`:", SectionSpec),
        ("Each of the `analysis_sets`:", AnalysisSet),
        ("Each of the `unmeasured`:", Unmeasured),
        ("Under `abstract`:", AbstractSource),
        ("Under `disclosure`:", Disclosure),
    ]
    return "\n\n".join("\n\n".join(filter(None, (head, _keys(model)))) for head, model in parts)


def claim_tables() -> str:
    """The keys of every kind of claim; those that all have stand first and once."""
    kinds = get_args(get_args(Claim)[0])
    shared = set.intersection(*({*kind.model_fields} for kind in kinds)) - {"kind"}
    said = ["Every claim has a `kind`, and:", _keys(kinds[0], only=shared)]
    for kind in kinds:
        own = [name for name in kind.model_fields if name not in shared | {"kind"}]
        (word,) = get_args(kind.model_fields["kind"].annotation)
        said += [f"A claim of kind `{word}`:", _keys(kind, only=own)] if own else []
    for key, model in (
        ("questions", Question),
        ("reported", Reported),
        ("not_reported", NotReported),
        ("unread", Unread),
    ):
        said += [f"An entry of `{key}`:", _keys(model)]
    return "\n\n".join(said)


def grid_tables() -> str:
    """The keys of the file of a sweep."""
    return f"{_keys(Grid)}\n\nUnder `parameters`:\n\n{_keys(GridParameters)}"


def dictionary_table() -> str:
    """The columns of ``dictionary.csv``."""
    return _columns(Variable)


def evidence_table() -> str:
    """The columns of ``evidence.csv``."""
    return _columns(Published)


def policy_table() -> str:
    """What each profile does, with what is left open where nothing is done."""
    profiles = [PolicyWords(policy).choices for policy in PROFILES.values()]
    risks = [choice.risk for choice in PolicyWords(OPEN).choices]
    rows = (
        [f"{choices[0].label}, `{choices[0].key}`", *(choice.rule for choice in choices), risk]
        for *choices, risk in zip(*profiles, risks, strict=True)
    )
    left = (
        f"- `{name}` leaves open: {'; '.join(PolicyWords(policy).open_risks)}."
        for name, policy in PROFILES.items()
    )
    head = ["what, and its key", *(f"`{name}`" for name in PROFILES), "what `open` leaves to find"]
    return "\n\n".join([_table(head, rows), "\n".join(left)])


def between_marks(page: str, text: str) -> str:
    """A page with the text in the place of what stands between its marks.

    Raises
    ------
    ValueError
        Where the page has no such marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the page has no marks between which its table stands")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def _columns(row: type) -> str:
    """Every column: what may stand in it (the title of its field) and what it does."""
    properties = TypeAdapter(row).json_schema()["properties"]
    rows = ([f"`{name}`", entry["title"], entry["description"]] for name, entry in properties.items())
    return _table(["column", "what may stand in it", "what it does"], rows)


def _keys(model: type[BaseModel], only: Collection[str] | None = None) -> str:
    schema = model.model_json_schema()
    known = {**schema.get("$defs", {})}
    needed = schema.get("required", [])
    rows = (
        [f"`{name}`" + ", needed" * (name in needed), _said(entry, known), entry["description"]]
        for name, entry in schema["properties"].items()
        if only is None or name in only
    )
    return _table(["key", "what may stand there", "what it says"], rows)


def _said(entry: dict[str, Any], known: dict[str, Any]) -> str:
    """What a place of a schema takes, in words."""
    if "$ref" in entry:
        return _said(known[entry["$ref"].rpartition("/")[2]], known)
    if "enum" in entry:
        return " or ".join(f"`{_spelled(value)}`" for value in entry["enum"])
    if "anyOf" in entry:
        return " or ".join(_said(one, known) for one in entry["anyOf"] if one.get("type") != "null")
    if entry["type"] == "array":
        inner = _said(entry["items"], known)
        return "a list, each with the keys below" if inner == BELOW else f"a list; each {inner}"
    if entry["type"] == "object":
        inner = entry.get("additionalProperties")
        return BELOW if not inner else f"names, each with {_said(inner, known)}"
    word = "a date, YYYY-MM-DD" if entry.get("format") == "date" else _KINDS[entry["type"]]
    least = entry.get("minimum", entry.get("exclusiveMinimum"))
    above = " above" if "exclusiveMinimum" in entry else " from"
    return word if least is None else f"{word}{above} {least:g}"


def _spelled(value: Any) -> str:
    """As YAML has it: `true` and not `True`."""
    return value if isinstance(value, str) else json.dumps(value)


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
